import type { ColumnRoles, ReadSettings } from '../../domain/reading/dataset.js';
import type { GivenResults, ResultsReport } from '../../domain/predictions/builder.js';
import type { ResultsFile } from '../../domain/predictions/file.js';
import type { Inspection, ReadResult } from '../../protocol/source-wire.js';
import type { ExportedRows } from '../export/exporting.js';
import type { NamedFile } from './file-choice.js';
import type { ImportTarget } from './mapping.svelte.js';

/** A file that was read to its end, with its confirmed mapping. */
export interface ReadySource extends NamedFile {
  readonly inspection: Inspection;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  readonly result: ReadResult;
}

/** A results file with its confirmed join to the open dataset. */
export interface ReadyResults {
  readonly name: string;
  readonly results: GivenResults;
  /** The report of the whole file, including results that match no row of the dataset. */
  readonly fileReport: ResultsReport;
}

/** The reading in the mapping dialog, for an export of the records set aside before anything is opened. */
export interface RejectsReading extends NamedFile {
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  /** The records that became rows. */
  readonly rows: ExportedRows;
  /** The number of records set aside. */
  readonly rejected: number;
  readonly target: ImportTarget;
}

/** Results as rows of a dataset that has no labels. */
export function bareRows({ rows, sourceRow, files }: ResultsFile): ExportedRows {
  return { rows, sourceRow, labels: [], label: new Uint16Array(rows), ...(files && { files }) };
}
