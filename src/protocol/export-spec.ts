import type { WrittenLabel } from '../domain/label-writer.js';

/**
 * `source`: the corrected dataset in the format of its source (of a Parquet file as JSONL). `dataset`: the same as
 * JSONL. `changes`: corrected rows. `audit`: every row with its results. `rejects`: records set aside.
 * `results-rejects`: records set aside of a file of results.
 */
export type ExportKind = WorkExport | 'results-rejects';

/** The exports of the open work. */
export type WorkExport = 'source' | 'dataset' | 'changes' | 'audit' | 'rejects';

/** What an export needs beside the source itself. Columns are indexed by row id (see `Dataset`). */
export interface ExportColumns {
  readonly rows: number;
  /** Records of the source when it was read: the rows and the records set aside. */
  readonly records: number;
  readonly sourceRow: Uint32Array;
  /** Name of the file, where it is one of several. The export writes it beside every position. */
  readonly file?: string;
  /**
   * Label names and how the source writes them: first the source's labels, then labels added since (without a token).
   */
  readonly labels: readonly WrittenLabel[];
  readonly originalLabel: Uint16Array;
  /** The present label of each row: index into `labels`. */
  readonly label: Uint16Array;
  /** See `STATUSES`. */
  readonly status: Uint8Array;
  /** Time of each row's last decision, ms since 1970. 0 = never. */
  readonly updatedAt: Float64Array;
  /** Cross-entropy in nats, NaN = none. Null without any results. */
  readonly loss: Float32Array | null;
  /** rows x classes, row-major. Null without any results. */
  readonly probs: Float32Array | null;
  /** Predicted class of each row, -1 = none. Null without any results. */
  readonly predicted: Int16Array | null;
  readonly classes: readonly string[];
  /** The corrected dataset leaves discarded rows out. */
  readonly withoutDiscarded?: boolean;
}
