import { ByteWriter } from '../bytes/bytes.js';
import { scanAnyObject, skipAnyValue } from './json/loose.js';
import { looseAsJson } from './json/loose-write.js';
import type { PathStep } from './json/path.js';
import { PathFinder, pathName, segmentsOf, stepsOf } from './json/path.js';
import { Members } from './json/members.js';
import { skipSpace } from './json/scan.js';
import { isHotValue } from '../labels/hot.js';
import { readLabelToken } from '../labels/token.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';
import { appendField, JSON_ESCAPED, JSON_STRING, jsonRange, MISSING, PLAIN, RecordFields } from './records.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The name of the column that several columns make together. Each of them shows whether one class holds. */
export function hotName(columns: readonly string[]): string {
  return JSON.stringify(columns);
}

/** The columns in a name from `hotName`. Null for any other name. */
export function hotColumns(name: string): readonly string[] | null {
  if (!name.startsWith('["') || !name.endsWith('"]')) return null;
  try {
    const columns: unknown = JSON.parse(name);
    const named = Array.isArray(columns) && columns.length > 1 && columns.every((column) => typeof column === 'string');
    return named ? columns : null;
  } catch {
    return null;
  }
}

/** Whether a column's values are computed from others: several columns, or the same field of all elements of a list. */
export function isComputed(name: string): boolean {
  return hotColumns(name) !== null || isOfAll(name);
}

/** Whether a name is a field of all elements of a list: `annotations.*.label`. */
export function isOfAll(name: string): boolean {
  return name.includes('*') && segmentsOf(name).indexOf('*') > 0;
}

/** Keys of lists that have an element for each person who labelled the record. */
export const BY_PERSON: ReadonlySet<string> = new Set(['annotations', 'completions', 'responses']);

/**
 * The field of all people in place of the first one's (`annotations.*.label` for `annotations.0.label`). Null for a
 * field that belongs to no person.
 */
export function ofAllPeople(name: string): string | null {
  const segments = segmentsOf(name);
  const at = segments.indexOf('0');
  const keys = segments.slice(Math.max(0, at - 2), at);
  return at > 0 && keys.some((key) => BY_PERSON.has(key)) ? pathName(segments.with(at, '*')) : null;
}

/** The columns that a reader needs for one column, with itself unless it is computed from several columns. */
export function columnsNeeded(name: string): readonly string[] {
  const parts = hotColumns(name);
  return parts ? [...parts, name] : [name];
}

/** A range of a record's bytes. */
export interface ValueRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the values of a field in all elements of a list that count. Elements that were cancelled or not submitted do
 * not count.
 */
export class FieldOfAll {
  readonly #head: Uint8Array;
  readonly #before: readonly PathStep[];
  readonly #after: readonly PathStep[];
  readonly #members = new Members();
  readonly #finder = new PathFinder();
  readonly #scratch = new ByteWriter();

  /** `name`: one for which `isOfAll` holds. */
  constructor(name: string) {
    const segments = segmentsOf(name);
    const star = segments.indexOf('*');
    this.#head = encoder.encode(segments[0]);
    this.#before = stepsOf(segments.slice(1, star));
    this.#after = stepsOf(segments.slice(star + 1));
  }

  /** The ranges in the bytes of a JSON record, in order. Empty values have none. */
  ranges({ json, bytes, start, end }: RawRecord): readonly ValueRange[] {
    const members = this.#members;
    const finder = this.#finder;
    if (!json) return [];
    scanAnyObject(bytes, start, end, members);
    const at = members.find(bytes, this.#head, this.#scratch);
    if (at < 0 || !finder.find(bytes, members.valueStart[at] ?? 0, members.valueEnd[at] ?? 0, this.#before)) return [];
    const list = { start: finder.start, end: finder.end };
    if (bytes[list.start] !== OPEN_BRACKET) return [];
    return elementsOf(bytes, list).flatMap((element) => {
      if (!this.#counts(bytes, element) || !finder.find(bytes, element.start, element.end, this.#after)) return [];
      return bytes[finder.start] === 110 || bytes[finder.start] === 78
        ? []
        : [{ start: finder.start, end: finder.end }];
    });
  }

  #counts(bytes: Uint8Array, { start, end }: ValueRange): boolean {
    const members = this.#members;
    const scratch = this.#scratch;
    const scanned = scanAnyObject(bytes, start, end, members);
    if (scanned !== 'ok' && scanned !== 'loose') return true;
    const valueOf = (key: string): string => {
      const at = members.find(bytes, encoder.encode(key), scratch);
      return at < 0 ? '' : decoder.decode(bytes.subarray(members.valueStart[at], members.valueEnd[at]));
    };
    return !/^true$/i.test(valueOf('was_cancelled')) && !/^["'](?:discarded|draft)["']$/i.test(valueOf('status'));
  }
}

/** A computed column, and the columns or the field of its values. */
interface Computed {
  readonly column: number;
  readonly of: readonly number[] | FieldOfAll;
}

/**
 * Passes records on with the values of computed columns, which lie behind the record in bytes of its own. Several
 * columns become an object of their values. The same field of all elements becomes its first value where all agree,
 * else a list of their labels, and the record is marked as one whose people disagree.
 */
export class ComputedColumns implements RecordSink {
  readonly #sink: RecordSink;
  readonly #columns: readonly string[];
  readonly #computed: readonly Computed[];
  readonly #out = new ByteWriter();
  readonly #scratch = new ByteWriter();
  readonly #fields = new RecordFields();
  /** Fields that are cells of a table. Computed columns follow behind them. */
  readonly #own: number;

  constructor(columns: readonly string[], sink: RecordSink) {
    this.#sink = sink;
    this.#columns = columns;
    this.#own = columns.filter((name) => hotColumns(name) === null).length;
    this.#computed = columns.flatMap((name, column): readonly Computed[] => {
      const parts = hotColumns(name);
      if (parts) return [{ column, of: parts.map((part) => columns.indexOf(part)) }];
      return isOfAll(name) ? [{ column, of: new FieldOfAll(name) }] : [];
    });
  }

  record(record: RawRecord): void {
    const out = this.#out;
    const fields = this.#fields;
    const columns = this.#columns;
    const { bytes, start, end, place } = record;
    out.length = 0;
    out.append(bytes, start, end);
    fields.clear(columns.length);
    for (let i = 0; i < columns.length; i++) {
      const kind = record.fields.kind[i] ?? MISSING;
      fields.set(i, (record.fields.start[i] ?? 0) - start, (record.fields.end[i] ?? 0) - start, kind);
    }
    let disagrees = false;
    for (const { column, of } of this.#computed) {
      // A key or a column may have the same name.
      if (fields.kind[column] !== MISSING) continue;
      const value = of instanceof FieldOfAll ? agreed(record, of) : { text: this.#objectOf(record, of), agree: true };
      disagrees ||= !value.agree;
      if (value.text === null) fields.set(column, 0, 0, MISSING);
      else {
        const from = out.length;
        out.text(value.text);
        fields.set(column, ...fieldOf(value.text, from, out.length));
      }
    }
    if (!record.json) fields.count = this.#own;
    this.#sink.record({
      ...record,
      bytes: out.bytes,
      start: 0,
      end: end - start,
      fields,
      // Its own bytes are a copy that begins with the record.
      ...(place && { place: { at: (position) => place.at(position + start), items: () => place.items() } }),
      ...(disagrees && { disagrees }),
    });
  }

  reject(reject: RawReject): void {
    this.#sink.reject(reject);
  }

  header(record: RawRecord): void {
    this.#sink.header?.(record);
  }

  file(name: string): void {
    this.#sink.file?.(name);
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    this.#sink.more?.(bytes, start, end);
  }

  beside(keys: readonly string[]): void {
    this.#sink.beside?.(keys);
  }

  /** An object of the columns' values. Null where one of them is neither a yes nor a no. */
  #objectOf(record: RawRecord, parts: readonly number[]): string | null {
    const members: string[] = [];
    for (const part of parts) {
      if (part < 0) continue;
      const text = cellText(record, part, this.#scratch);
      if (text === null) continue;
      if (!isHotValue(text)) return null;
      members.push(`${JSON.stringify(this.#columns[part])}:${text}`);
    }
    return members.length === 0 ? null : `{${members.join(',')}}`;
  }
}

/** Range and kind of a value. A string's range lies between its quotes, as in readers of JSON. */
function fieldOf(text: string, from: number, to: number): readonly [start: number, end: number, kind: number] {
  if (!text.startsWith('"')) return [from, to, PLAIN];
  return [from + 1, to - 1, text.includes('\\') ? JSON_ESCAPED : JSON_STRING];
}

/** A field as JSON text, null = it is missing. */
export function cellText(record: RawRecord, column: number, scratch: ByteWriter): string | null {
  const { fields, bytes } = record;
  if (record.json) {
    if (fields.kind[column] === MISSING) return null;
    const [start, end] = jsonRange(fields, column);
    return record.loose === true ? looseAsJson(bytes, start, end) : decoder.decode(bytes.subarray(start, end));
  }
  scratch.length = 0;
  appendField(record, column, scratch);
  return JSON.stringify(decoder.decode(scratch.bytes.subarray(0, scratch.length)).trim());
}

/** The JSON text of a value in a record's bytes. */
export function jsonAt(record: RawRecord, { start, end }: ValueRange): string {
  return record.loose === true
    ? looseAsJson(record.bytes, start, end)
    : decoder.decode(record.bytes.subarray(start, end));
}

function agreed(record: RawRecord, field: FieldOfAll): { readonly text: string | null; readonly agree: boolean } {
  const values = field.ranges(record).map((range) => jsonAt(record, range));
  const labels = values.map((text) => readLabelToken(text).names ?? [text]);
  const given = labels.filter((names) => names.length > 0);
  const distinct = new Set(given.map((names) => JSON.stringify(names.toSorted())));
  const first = values[labels.findIndex((names) => names.length > 0)] ?? values[0] ?? null;
  if (distinct.size <= 1) return { text: first, agree: true };
  return { text: JSON.stringify([...new Set(given.flat())].sort()), agree: false };
}

/** The values of a list, which begins with its bracket. Of a list that is cut short, the whole values. */
export function elementsOf(bytes: Uint8Array, { start, end }: ValueRange): readonly ValueRange[] {
  const elements: ValueRange[] = [];
  let i = skipSpace(bytes, start + 1, end);
  while (i < end && bytes[i] !== CLOSE_BRACKET) {
    const after = skipAnyValue(bytes, i, end);
    if (after < 0) break;
    elements.push({ start: i, end: after });
    i = skipSpace(bytes, after, end);
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1, end);
  }
  return elements;
}
