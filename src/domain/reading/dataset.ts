/** A column of texts as one UTF-8 arena: row i is `bytes[offsets[i] .. offsets[i + 1])`; `offsets.length` = rows + 1. */
export interface TextColumn {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
}

/** One distinct label of the dataset. */
export interface DatasetLabel {
  /**
   * The value as a person reads it: unescaped for JSON strings, the name inside for a list of one or an object, or the
   * name that the file itself gives.
   */
  readonly name: string;
  /** The value, where `name` is the file's own name for it: `2` for Sports. */
  readonly value?: string;
  /**
   * The value as JSON source text, for writing it again: `"Sports"`, `3`, `true`, `["Sports"]`. Of several texts the
   * most frequent.
   */
  readonly token: string;
  /** Rows that carry it in the source. 0 for a class that the file only names. */
  readonly count: number;
  /** All texts of it in the source, the most frequent first. Absent where there is one. */
  readonly tokens?: readonly string[];
  /** Other members of objects about the class, the same in all of its rows: `id` and its JSON text. */
  readonly fields?: readonly (readonly [path: string, text: string])[];
  /** The names in a list of several labels, or in an empty one. A label with this member is no class. */
  readonly several?: readonly string[];
}

/** Whether a label is a class, and not a list of several or of none. */
export function isClass(label: { readonly several?: readonly string[] } | undefined): boolean {
  return label?.several === undefined;
}

/** Rows read from a source. Row ids are dense, 0-based, in file order. Records set aside have none. */
export interface Dataset {
  readonly rows: number;
  /** Position of each row's record in the source, 0-based. Records set aside count, so it is increasing, not dense. */
  readonly sourceRow: Uint32Array<ArrayBuffer>;
  readonly text: TextColumn;
  /** Second text of a pair, or null. */
  readonly textB: TextColumn | null;
  /**
   * Distinct labels: integers ascending, other labels in natural order of their names. Then lists of several or none,
   * then classes without rows that the file names.
   */
  readonly labels: readonly DatasetLabel[];
  /** The source's label of each row: index into `labels`. */
  readonly label: Uint16Array<ArrayBuffer>;
  readonly id: TextColumn | null;
  /** Known quality of the label (0 = unmarked, 1 = known hard, 2 = known wrong), or null. */
  readonly sLabel: Uint8Array<ArrayBuffer> | null;
  /** The files of a source that consists of several. */
  readonly files?: SourceFiles;
}

/** A row's number for people, in the search and on the screen: the place of its record in the source, from 1. */
export function numberOfRow({ sourceRow }: Pick<Dataset, 'sourceRow'>, row: number): number {
  return (sourceRow[row] ?? 0) + 1;
}

/**
 * The files of a source that consists of several. Their records have consecutive numbers, in the order of the files.
 */
export interface SourceFiles {
  readonly names: readonly string[];
  /** Position in the source of each file's first record, then the number of all records: one more than there are names. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Names of the class numbers of each file (null = numbers have none), where the files differ. */
  readonly classNames?: readonly (readonly string[] | null)[];
}

/** One file of a source that consists of several. */
interface SourcePart {
  /** Its name. No two files of a source have the same one. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly gzip: boolean;
  /** Its encoding, where it differs from the settings. */
  readonly encoding?: SourceEncoding;
  /** The layout of its records, where it differs from the settings. */
  readonly layout?: SourceLayout;
  /** Names its content, see `Inspection.hash`. */
  readonly hash: string;
}

/**
 * `jsonl`: an object on each line. `json-array`: objects in an array, one after the other, or under a key. `json-table`: a
 * JSON document that holds no objects for the records (see `JsonTable`).
 */
export type SourceFormat = 'delimited' | 'fasttext' | 'jsonl' | 'json-array' | 'json-table' | 'parquet';

/**
 * How a JSON document is a table. `columns`: an object from column to values, in an array or by row. `split`: an object
 * with `columns` and `data`. `rows`: arrays of values, one for each record. `labels`: an object from label to its texts.
 * `lists`: arrays of arrays of objects, or an array of documents that hold arrays of objects under `records`. `row-lists`: the
 * same with arrays of values in place of the objects. Documents of these sorts but `rows` may follow one another.
 */
export type JsonTable = 'columns' | 'split' | 'rows' | 'labels' | 'lists' | 'row-lists';

/** Encodings that a source can be read in, as `TextDecoder` calls them. */
export const SOURCE_ENCODINGS = [
  'utf-8',
  'windows-1252',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'euc-kr',
  'windows-1251',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'windows-1250',
  'iso-8859-2',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'macintosh',
  'x-mac-cyrillic',
  'iso-8859-5',
  'iso-8859-6',
  'windows-1257',
  'windows-874',
  'utf-16le',
  'utf-16be',
] as const;
export type SourceEncoding = (typeof SOURCE_ENCODINGS)[number];
/** How fields are quoted: `'"'` = RFC 4180, `'\\'` = quotes with backslash escapes, `''` = not at all. */
export type Quote = '"' | '\\' | '';
/** What divides cells: a character, or a sequence that texts do not have. A space divides cells in quotes. */
export type Delimiter = '\t' | ',' | ';' | '|' | ' ' | '_!_' | '|||' | ' ::: ' | ' +++$+++ ';

/** How the bytes of a source become records. The mapping dialog shows all of it, and a person can change it there. */
export interface ReadSettings {
  readonly format: SourceFormat;
  readonly gzip: boolean;
  readonly encoding: SourceEncoding;
  /** Delimited sources only. */
  readonly delimiter: Delimiter;
  /** Delimited sources only. */
  readonly quote: Quote;
  /** With quoting: spaces and tabs around a cell, outside its quotes, are no part of it (`a, "b, c"`). Absent is false. */
  readonly padded?: boolean;
  /** The first line or row names the columns (delimited sources, and JSON tables of rows). */
  readonly header: boolean;
  /** The files whose bytes lie one behind the other in the source, where there are several. */
  readonly parts?: readonly SourcePart[];
  /**
   * `json-array`, and tables of lists or labels: the way to the container of the records (see `pathName`), `''` = the
   * outermost object. Absent: none.
   */
  readonly records?: string;
  /** With `records`: lists beside it with names of splits (`train`, `test`) are read too, and the document is kept. */
  readonly splits?: true;
  /** `json-table` alone. */
  readonly table?: JsonTable;
  /** JSON documents that name their rows: the column of these names. */
  readonly index?: string;
  /** `jsonl` alone: each line is a JSON string that holds the object. */
  readonly wrapped?: true;
}

/** The layout of records in the text of a file. */
export type SourceLayout = Omit<ReadSettings, 'gzip' | 'encoding' | 'parts'>;

/** The column of each role. Values are column names (`'0'`, `'1'`, ... without a header), `''` = none. */
export interface ColumnRoles {
  readonly text: string;
  /** Appended to the text after a space (title + description). */
  readonly textJoin: string;
  /** Second text of a pair. */
  readonly textB: string;
  readonly label: string;
  readonly id: string;
  readonly sLabel: string;
  /** Holds `accept` where the label holds, in exports of Prodigy. Other records are set aside. Absent is `''`. */
  readonly answer?: string;
  /**
   * Results computed elsewhere. Absent is `''`. A role for many columns, one for each class, ends in `*` (`prob_*`).
   */
  readonly resultLoss?: string;
  readonly resultProbs?: string;
  readonly resultLogits?: string;
  /** The predicted class. */
  readonly resultPredicted?: string;
}

export type RejectReason =
  | 'column-count'
  | 'stray-quote'
  | 'unterminated-quote'
  | 'broken-json'
  | 'not-an-object'
  | 'missing-text'
  | 'missing-label'
  | 'missing-id'
  | 'duplicate-id'
  | 'lone-surrogate'
  | 'not-accepted'
  | 'line-too-long';

/** A record that was set aside, with its place and the reason. */
export interface Reject {
  /** The file, where the source consists of several. */
  readonly file?: string;
  /** 1-based line number in its file where the record starts. */
  readonly line: number;
  /** 0-based position of the record in the source. */
  readonly sourceRow: number;
  readonly reason: RejectReason;
  /** The start of the record's source text, at most 500 characters. */
  readonly content: string;
  /** For `column-count`: the found and the expected number. */
  readonly found?: number;
  readonly expected?: number;
  /**
   * For `broken-json`: the 1-based character of the error, and the text that begins there (`''` = the record ends too
   * early).
   */
  readonly brokenAt?: number;
  readonly brokenBy?: string;
}

/** The review of a row. The order is the wire and storage encoding: never reorder. */
export const STATUSES = ['pending', 'validated', 'corrected', 'discarded', 'unsure'] as const;
export type Status = (typeof STATUSES)[number];
export const PENDING = 0;
export const VALIDATED = 1;
export const CORRECTED = 2;
export const DISCARDED = 3;
/** A person looked at the row and could not decide. It has the source's label, and is no decision. */
export const UNSURE = 4;

/** Whether a status is a decision: the row is neither pending nor unsure. An absent one is none. */
export function isDecided(status: number | undefined): boolean {
  return status === VALIDATED || status === CORRECTED || status === DISCARDED;
}

/** Number of rows in a results chunk: one stored record each. */
export const CHUNK_ROWS = 4096;
