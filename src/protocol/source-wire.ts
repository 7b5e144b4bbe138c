import type { ClassNamingNote } from '../domain/labels/class-naming.js';
import type {
  ColumnRoles,
  Dataset,
  DatasetLabel,
  ReadSettings,
  Reject,
  SourceEncoding,
} from '../domain/reading/dataset.js';
import type { QuoteDoubt } from '../domain/reading/quote-witness.js';
import type { GivenResults } from '../domain/predictions/builder.js';
import type { ResultsFile } from '../domain/predictions/file.js';
import type { ColumnValues } from '../domain/review/column-values.js';
import type { ExportColumns, ExportKind } from './export-spec.js';
import type { JobId } from './job.js';
import type { Outcome } from './outcome.js';

/** What the first bytes of a file show. */
export interface Inspection {
  /** SHA-256 of the SHA-256s of the file's 4 MiB pieces, in hex. It names the content. */
  readonly hash: string;
  readonly sizeBytes: number;
  readonly settings: ReadSettings;
  readonly columns: readonly string[];
  /** Identifies files of the same shape. Mapping choices are stored under it. */
  readonly headerSignature: string;
  readonly roles: ColumnRoles;
  /** The result of `preview` under `settings`. Null where that is a fault. */
  readonly preview: Preview | null;
  /** When the bytes are not valid UTF-8 and have no BOM: readings to choose from, best first. Else empty. */
  readonly encodings: readonly EncodingCandidate[];
  /** None of these is plausible. A person has to choose one, and `settings.encoding` is a placeholder. */
  readonly encodingOpen: boolean;
}

export interface EncodingCandidate {
  readonly encoding: SourceEncoding;
  /** A few lines in this encoding, out of those that not all encodings read alike. */
  readonly sample: string;
}

/** First records under given settings, for the mapping dialog. */
export interface Preview {
  readonly columns: readonly string[];
  /** At most 50 records, with a cell per column. */
  readonly records: readonly (readonly string[])[];
}

export interface ReadProgress {
  /** The reading that this is about. */
  readonly job: JobId;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rows: number;
  readonly rejected: number;
  readonly done: boolean;
}

export interface ReadResult {
  readonly dataset: Dataset;
  /** Records set aside. All are counted, and the first 10,000 are kept with their content. */
  readonly rejectedCount: number;
  readonly rejects: readonly Reject[];
  /** Results computed elsewhere, by row. Null where no role names any. */
  readonly results: GivenResults | null;
  /**
   * The whole file's quotes speak for another way of quoting than the one it was read with. Null or absent = they do
   * not.
   */
  readonly quoteDoubt?: QuoteDoubt | null;
  /**
   * Keys beside the records' own that hold lists of objects too (`test` beside `train`). They are neither read nor
   * written.
   */
  readonly beside?: readonly string[];
  /** Rows with several people's labels that are not the same. They have no single class. Absent is 0. */
  readonly disagreeing?: number;
  /** Not all files name their classes alike. Null or absent = they do, or the source is one file. */
  readonly classNaming?: ClassNamingNote | null;
}

/** A file of results for a dataset that was read elsewhere. Records set aside as in `ReadResult`. */
export interface ResultsReadResult {
  readonly file: ResultsFile;
  readonly rejectedCount: number;
  readonly rejects: readonly Reject[];
}

/**
 * The source worker: bytes in, columns and export bytes out. It holds one reading and one export at a time. A new one
 * of the same sort ends the one before. A call for a job that has ended is the fault `job-ended`. A job that fails has
 * ended.
 */
export interface SourceWire {
  /** Reads the head of the file, detects everything, and hashes the content. */
  inspect(file: Blob, name: string): Promise<Outcome<Inspection>>;
  /** First records and column names under `settings`. */
  preview(file: Blob, settings: ReadSettings): Promise<Outcome<Preview>>;
  /** Guesses roles for columns, from the records of a preview. */
  guessRoles(columns: readonly string[], records: readonly (readonly string[])[]): Promise<ColumnRoles>;
  /** Starts reading the whole file as a dataset. */
  begin(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>>;
  /** Starts reading the whole file as results alone. `roles` need no text, and may have no label and no id. */
  beginResults(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>>;
  /** Reads the next few MiB of either sort. */
  advance(job: JobId): Promise<Outcome<ReadProgress>>;
  /** Returns the finished reading of a dataset and ends it. Its buffers are transferred. */
  take(job: JobId): Promise<Outcome<ReadResult>>;
  /** Returns the finished reading of results and ends it. Its buffers are transferred. */
  takeResults(job: JobId): Promise<Outcome<ResultsReadResult>>;
  /**
   * Starts reading one column of a file again, under the same settings and roles as before. `sourceRow`: the rows of the
   * dataset. Its progress counts them.
   */
  beginColumn(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    column: string,
    sourceRow: Uint32Array,
  ): Promise<Outcome<ReadProgress>>;
  /**
   * Returns the finished reading of a column, a cell for each row, and ends it. Its buffers are transferred. `file-changed`
   * if the source has other records than before.
   */
  takeColumn(job: JobId): Promise<Outcome<ColumnValues>>;
  /** Starts an export of a file, read under the same settings and roles as before. `columns` is indexed by row id. */
  beginExport(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    kind: ExportKind,
    columns: ExportColumns,
  ): Promise<Outcome<JobId>>;
  /**
   * The next bytes of the export, or null at its end, which ends the job. A source with other records than `columns`
   * describes is the fault `file-changed`, and the bytes so far must not be used.
   */
  nextExport(job: JobId): Promise<Outcome<Uint8Array<ArrayBuffer> | null>>;
  /** Ends a reading or an export and frees its memory. Does nothing where it has ended already. */
  end(job: JobId): Promise<Outcome<null>>;
}

export type { DatasetLabel };
