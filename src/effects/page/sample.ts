import { errorText } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';

/** How long a server may take to deliver it. */
const LIMIT_MS = 30_000;

/** The built-in sample, as a file like any other file. */
export async function fetchSample(): Promise<Outcome<File>> {
  try {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const response = await fetch(new URL('samples/news.tsv', document.baseURI), { signal });
    if (!response.ok) return { ok: false, fault: { code: 'file-unreadable', params: { name: 'news.tsv' } } };
    return { ok: true, value: new File([await response.blob()], 'news.tsv', { type: 'text/tab-separated-values' }) };
  } catch (error) {
    return { ok: false, fault: { code: 'file-unreadable', params: { name: 'news.tsv' }, detail: errorText(error) } };
  }
}
