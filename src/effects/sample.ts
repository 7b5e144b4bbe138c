import type { Outcome } from '../protocol/outcome.js';

/** The file of the built-in sample. */
export const SAMPLE_NAME = 'news.tsv';

/** For a server to deliver it. */
const LIMIT_MS = 30_000;

/** The built-in sample, as a file like any other. */
export async function fetchSample(): Promise<Outcome<File>> {
  try {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const response = await fetch(new URL('samples/news.tsv', document.baseURI), { signal });
    if (!response.ok) return { ok: false, fault: { code: 'file-unreadable', params: { name: SAMPLE_NAME } } };
    return { ok: true, value: new File([await response.blob()], SAMPLE_NAME, { type: 'text/tab-separated-values' }) };
  } catch (error) {
    return { ok: false, fault: { code: 'file-unreadable', params: { name: SAMPLE_NAME }, detail: String(error) } };
  }
}
