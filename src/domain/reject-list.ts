import type { Reject } from './dataset.js';
import type { RawReject } from './records.js';
import { headText, REJECT_CONTENT_CHARS } from './reject-content.js';

/** Rejects with their content, at most. Further ones are only counted. */
const MAX_KEPT_REJECTS = 10_000;

/** The records of a source that are set aside. All are counted. The first are kept with their place and the reason. */
export class RejectList {
  count = 0;
  readonly kept: Reject[] = [];

  add(reject: RawReject): void {
    this.count++;
    if (this.kept.length >= MAX_KEPT_REJECTS) return;
    const { file, line, sourceRow, reason, found, expected } = reject;
    const content = headText(reject.bytes, reject.start, reject.end, REJECT_CONTENT_CHARS);
    const counts = found === undefined || expected === undefined ? {} : { found, expected };
    const of = file === undefined ? {} : { file };
    this.kept.push({ ...of, line, sourceRow, reason, content, ...counts, ...brokenPlace(reject) });
  }
}

/** Characters of the error that a reject keeps. */
const NEAR_CHARS = 20;

/** The place where a broken record breaks, and the text that was found there. */
function brokenPlace({ bytes, start, end, brokenAt }: RawReject): Pick<Reject, 'brokenAt' | 'brokenBy'> {
  if (brokenAt === undefined) return {};
  const [by = ''] = headText(bytes, Math.min(brokenAt, end), end, NEAR_CHARS).split(/[\r\n]/, 1);
  return { brokenAt: charactersIn(bytes, start, brokenAt) + 1, brokenBy: by };
}

/** Characters of UTF-8 in `bytes[start .. end)`. */
function charactersIn(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (((bytes[i] ?? 0) & 0xc0) !== 0x80) count++;
  return count;
}
