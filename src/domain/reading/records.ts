import type { Delimiter, Quote, RejectReason } from './dataset.js';
import type { ByteWriter } from '../bytes/bytes.js';
import { unescapeJson } from './json/strings.js';
import { appendLiteralText } from './python/values.js';
import { withRoom } from '../bytes/typed-array.js';

/** The source form of a field's bytes. See `RecordFields`. */
export const MISSING = 0;
/** The bytes are the value (UTF-8). JSON numbers, booleans, arrays and objects too: their source text is the value. */
export const PLAIN = 1;
/** Between RFC 4180 quotes, with doubled quotes inside. */
export const DOUBLED = 2;
/** Between the quotes of a JSON string without escapes. */
export const JSON_STRING = 3;
/** Between the quotes of a JSON string with escapes. */
export const JSON_ESCAPED = 4;
/** Between quotes, with a backslash before each quote and backslash inside. */
export const BACKSLASHED = 5;
/** Without quotes, with a backslash before each quote, backslash and delimiter. */
export const BARE_BACKSLASHED = 6;
/** Between the quotes of a string, single or double, that may hold Python's escapes as well as JSON's. */
export const LOOSE_STRING = 7;

/** Byte ranges of a record's fields by column. `start` and `end` lie inside any quotes. */
export class RecordFields {
  start = new Int32Array(16);
  end = new Int32Array(16);
  kind = new Uint8Array(16);
  count = 0;

  set(column: number, start: number, end: number, kind: number): void {
    if (column >= this.start.length) this.#grow(column + 1);
    this.start[column] = start;
    this.end[column] = end;
    this.kind[column] = kind;
  }

  /** Makes all of `count` columns missing. */
  clear(count: number): void {
    if (count > this.start.length) this.#grow(count);
    this.kind.fill(MISSING, 0, count);
    this.count = count;
  }

  #grow(count: number): void {
    this.start = withRoom(this.start, count);
    this.end = withRoom(this.end, count);
    this.kind = withRoom(this.kind, count);
  }
}

/** A range of a source that holds a record, or a record's cell. */
export interface SourceItem {
  /** Number of the list whose elements commas separate. `LINE`: it is a line, with its line end. */
  readonly list: number;
  readonly start: number;
  readonly end: number;
  /** End of the element before it in the list, -1 = it is the first. */
  readonly before: number;
  /**
   * Start of the element behind it, also where the reader never hands that one over. -1 or absent = unknown, or this is
   * the last.
   */
  readonly next?: number;
  /** Its place in the list counts: where it is left out, `null` takes its place. */
  readonly counted?: true;
}

/** `SourceItem.list` of a line. */
export const LINE = -1;

/** The place of a record, in positions of the source's bytes as UTF-8. Valid as long as the record is. */
export interface RecordPlace {
  /** Position in the source of a position in the record's bytes. */
  at(position: number): number;
  /** The ranges to leave out with the record: one, or in a table by columns one for each column. */
  items(): readonly SourceItem[];
}

/** A well-formed record. It and its bytes are reused: valid only during the call that receives it. */
export interface RawRecord {
  /** The file, where the source consists of several. */
  file?: string;
  bytes: Uint8Array;
  /** The record itself is `bytes[start .. end)`, without its line end. */
  start: number;
  end: number;
  /** 1-based number of the line it starts on. */
  line: number;
  /** 0-based position among all records of the source, those set aside included. */
  sourceRow: number;
  /** The record is a JSON object: `PLAIN` fields are JSON source text. */
  readonly json: boolean;
  /** The object is no strict JSON (`NaN`, a Python dict): its source text is not JSON. */
  loose?: boolean;
  place?: RecordPlace;
  /** Several people gave it labels that are not the same. Its label names all of them. */
  disagrees?: boolean;
  /** The record's source text, where that is a JSON string with the record inside. */
  original?: ByteSpan | null;
  readonly fields: RecordFields;
}

/** A range of bytes. */
export interface ByteSpan {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** A record that cannot be read, as a byte range. Reused like `RawRecord`. */
export interface RawReject {
  /** The file, where the source consists of several. */
  file?: string;
  bytes: Uint8Array;
  start: number;
  end: number;
  line: number;
  sourceRow: number;
  reason: RejectReason;
  found?: number;
  expected?: number;
  /** For `broken-json`: position of the error in `bytes`, `end` where the record ends too early. */
  brokenAt?: number;
  /** For an element of a list. */
  place?: RecordPlace;
}

/** Receives a source's records in order. */
export interface RecordSink {
  record(record: RawRecord): void;
  reject(reject: RawReject): void;
  /** In a source that consists of several files: the next records are of this one. Positions continue. */
  file?(name: string): void;
  /** Cells of a delimited source's header line. */
  header?(record: RawRecord): void;
  /** More bytes of the record last rejected as `line-too-long`. */
  more?(bytes: Uint8Array, start: number, end: number): void;
  /** Records under a key: other keys beside it that hold lists of objects, which are not read. */
  beside?(keys: readonly string[]): void;
}

/**
 * Turns UTF-8 bytes, pushed in pieces of any size, into records for a sink. The size of the pieces does not change the
 * records.
 */
export interface RecordReader {
  push(chunk: Uint8Array): void;
  /** No more bytes follow: the pending bytes are the last record. */
  end(): void;
  /** 1-based number of the line of the next pushed byte. */
  lineAtEnd(): number;
  /** Position in the stream before which every record has been handed over. */
  consumed(): number;
}

/** How a delimited source is cut into fields. */
export interface DelimitedFormat {
  readonly delimiter: Delimiter;
  readonly quote: Quote;
  /** See `ReadSettings`. */
  readonly padded?: boolean;
  readonly header: boolean;
  /** Fields that a record must have. 0 = any number. */
  readonly expectedColumns: number;
}

/**
 * Appends a field's value as UTF-8, with quotes and escapes resolved. A missing field appends nothing. False for a JSON
 * string with half of a surrogate pair, which no UTF-8 can hold. The appended bytes then have no meaning.
 */
export function appendField(record: RawRecord, column: number, out: ByteWriter): boolean {
  const { fields, bytes } = record;
  const start = fields.start[column] ?? 0;
  const end = fields.end[column] ?? 0;
  switch (fields.kind[column]) {
    case PLAIN:
    case JSON_STRING:
      out.append(bytes, start, end);
      return true;
    case DOUBLED:
      appendDoubled(bytes, start, end, out);
      return true;
    case BACKSLASHED:
      appendBackslashed(bytes, start, end, false, out);
      return true;
    case BARE_BACKSLASHED:
      appendBackslashed(bytes, start, end, true, out);
      return true;
    case JSON_ESCAPED:
      return unescapeJson(bytes, start, end, out);
    case LOOSE_STRING:
      return appendLiteralText(bytes, start, end, out);
    default:
      return true;
  }
}

function appendDoubled(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  out.reserve(end - start);
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    out.push(byte);
    if (byte === 34) i++;
  }
}

/** Other backslashes are text. */
function appendBackslashed(bytes: Uint8Array, start: number, end: number, bare: boolean, out: ByteWriter): void {
  out.reserve(end - start);
  for (let i = start; i < end; i++) {
    if (bytes[i] === 92 && i + 1 < end && isEscapable(bytes[i + 1] ?? 0, bare)) i++;
    out.push(bytes[i] ?? 0);
  }
}

/** Whether a backslash before this byte is an escape: in fields without quotes (`bare`) also before a delimiter. */
export function isEscapable(byte: number, bare: boolean): boolean {
  if (byte === 34 || byte === 92) return true;
  return bare && (byte === 9 || byte === 44 || byte === 59 || byte === 124);
}

/** The range of a JSON field's source text, quotes included. */
export function jsonRange(fields: RecordFields, column: number): readonly [start: number, end: number] {
  const kind = fields.kind[column];
  const quotes = kind === JSON_STRING || kind === JSON_ESCAPED || kind === LOOSE_STRING ? 1 : 0;
  return [(fields.start[column] ?? 0) - quotes, (fields.end[column] ?? 0) + quotes];
}

/** Whether a field is a string with escapes, which may hold half of a surrogate pair. */
export function mayBeHalfCharacter(fields: RecordFields, column: number): boolean {
  const kind = fields.kind[column];
  return kind === JSON_ESCAPED || kind === LOOSE_STRING;
}

/** Whether a field is absent, null or of no length. */
export function isEmptyField(record: RawRecord, column: number): boolean {
  const { fields } = record;
  return fields.kind[column] === MISSING || fields.start[column] === fields.end[column];
}
