import type { TextChunk } from '../domain/models/batch.js';
import type { Pattern } from '../domain/review/pattern.js';
import type { Span } from '../domain/review/search-marks.js';
import type { JobId } from './job.js';
import type { Outcome } from './outcome.js';

/**
 * The worker of patterns. Regular expressions run here alone, because one can take any time, and the page can end this
 * worker. It holds the texts of one dataset. A call about the texts of another one, or of a worker that was ended, is the
 * fault `job-ended`. An invalid pattern is `pattern-invalid`, a call that takes too long `pattern-slow`.
 */
export interface PatternWire {
  /** Begins to hold the texts of a dataset, and forgets all texts before. */
  open(): Promise<Outcome<JobId>>;
  /** Holds the texts of one slice of the rows. `slice`: any number that names it. */
  give(job: JobId, slice: number, text: TextChunk, second: TextChunk | null): Promise<Outcome<null>>;
  /** 1 for each row of a slice in which every pattern is found (`rowsWithPatterns`), else 0. Null = not held. */
  find(job: JobId, slice: number, patterns: readonly Pattern[]): Promise<Outcome<Uint8Array | null>>;
  /** The places of the patterns in each of these texts (`patternSpans`). */
  places(
    job: JobId,
    patterns: readonly Pattern[],
    texts: readonly string[],
  ): Promise<Outcome<readonly (readonly Span[])[]>>;
}
