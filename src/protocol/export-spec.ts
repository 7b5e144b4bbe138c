import type { ExportRows } from '../domain/export-json.js';

/**
 * `source`: the corrected dataset in the format of its source (of a Parquet file as JSONL). `dataset`: the same as
 * JSONL. `changes`: corrected rows. `audit`: every row with its results. `rejects`: records set aside.
 * `results-rejects`: records set aside of a file of results.
 */
export type ExportKind = WorkExport | 'results-rejects';

/** The exports of the open work. */
export type WorkExport = 'source' | 'dataset' | 'changes' | 'audit' | 'rejects';

/** What an export needs beside the source itself: the rows, and the number of records. */
export interface ExportColumns extends ExportRows {
  /** Records of the source when it was read: the rows and the records set aside. */
  readonly records: number;
}
