import type { WrittenLabel } from '../domain/label-writer.js';

/**
 * `source`: the corrected dataset in the format of its source (of a Parquet file as JSONL); `dataset`: the same as JSONL;
 * `changes`: corrected rows; `audit`: every row with its results; `rejects`: records set aside; `results-rejects`: those of
 * a file of results.
 */
export type ExportKind = WorkExport | 'results-rejects';

/** The exports of the open work. */
export type WorkExport = 'source' | 'dataset' | 'changes' | 'audit' | 'rejects';

/** What an export needs beside the source itself, indexed by row id (see `Dataset`). */
export interface ExportColumns {
  readonly rows: number;
  /** Records that the source gave when it was read: the rows and the records set aside. */
  readonly records: number;
  readonly sourceRow: Uint32Array;
  /** Name of the file, where it is one of several: it is written beside every position. */
  readonly file?: string;
  /** Label names and how the source writes them, the source's labels first, then labels added since (without a token). */
  readonly labels: readonly WrittenLabel[];
  readonly originalLabel: Uint16Array;
  /** The label now: index into `labels`. */
  readonly label: Uint16Array;
  /** See `STATUSES`. */
  readonly status: Uint8Array;
  /** When each row was last decided, ms since 1970; 0 = never. */
  readonly updatedAt: Float64Array;
  /** Cross-entropy in nats, NaN = none; null without any results. */
  readonly loss: Float32Array | null;
  /** rows x classes, row-major; null without any results. */
  readonly probs: Float32Array | null;
  /** Predicted class of each row, -1 = none; null without any results. */
  readonly predicted: Int16Array | null;
  readonly classes: readonly string[];
  /** Discarded rows are left out of the corrected dataset. */
  readonly withoutDiscarded?: boolean;
}
