import type { KeepRuns } from '../domain/signals-builder.js';
import type { SignalsKind, SignalsReport } from '../domain/signals-report.js';
import type { SignalSummary, TrainingSignals } from '../domain/signals.js';
import type { JobId } from './job.js';
import type { Outcome } from './outcome.js';

export interface SignalsProgress {
  /** The reading that this is about. */
  readonly job: JobId;
  /** Bytes of the files (not inflated). */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Lines that are not blank. */
  readonly lines: number;
  /** Distinct ids. */
  readonly rows: number;
  readonly done: boolean;
}

/** The result of a reading: the whole course of every id, or a summary that was computed elsewhere. */
export type SignalsResult =
  | { readonly form: 'course'; readonly signals: TrainingSignals; readonly report: SignalsReport }
  | { readonly form: 'summary'; readonly summary: SignalSummary; readonly report: SignalsReport };

/**
 * The signals worker: files in, training signals out. It holds one reading at a time. A new `begin` ends the one
 * before. A call for a reading that has ended is the fault `job-ended`. A reading that fails has ended.
 */
export interface SignalsWire {
  /** The kind of a file, by its content. Null = no training signals. */
  recognise(file: Blob): Promise<Outcome<SignalsKind | null>>;
  /**
   * Starts a reading of files of one kind, one after the other: an appended log, or the epochs of a series in any
   * order.
   */
  begin(files: readonly Blob[]): Promise<Outcome<SignalsProgress>>;
  /** Reads the next few MiB. */
  advance(job: JobId): Promise<Outcome<SignalsProgress>>;
  /**
   * Returns the finished reading and transfers its buffers. `keep` chooses among appended runs, which the report lists.
   * It can be called again with another choice until the reading ends.
   */
  take(job: JobId, keep: KeepRuns): Promise<Outcome<SignalsResult>>;
  /** Ends a reading, finished or not, and frees its memory. Does nothing where it has ended already. */
  end(job: JobId): Promise<Outcome<null>>;
}
