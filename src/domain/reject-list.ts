import type { Reject } from './dataset.js';
import type { RawReject } from './records.js';
import { headText, REJECT_CONTENT_CHARS } from './reject-content.js';

/** Rejects kept with their content; more are only counted. */
export const MAX_KEPT_REJECTS = 10_000;

/** The records of a source that are set aside: all are counted, the first are kept with where and why. */
export class RejectList {
  count = 0;
  readonly kept: Reject[] = [];

  add(reject: RawReject): void {
    this.count++;
    if (this.kept.length >= MAX_KEPT_REJECTS) return;
    const { file, line, sourceRow, reason, found, expected } = reject;
    const content = headText(reject.bytes, reject.start, reject.end, REJECT_CONTENT_CHARS);
    const counts = found === undefined || expected === undefined ? {} : { found, expected };
    this.kept.push({ ...(file !== undefined && { file }), line, sourceRow, reason, content, ...counts });
  }
}
