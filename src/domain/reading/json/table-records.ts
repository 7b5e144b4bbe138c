import { ByteWriter } from '../../bytes/bytes.js';
import { columnNames } from '../column-names.js';
import type { RejectReason } from '../dataset.js';
import { itemsOf } from './items.js';
import { skipAnyValue } from './loose.js';
import { ObjectFields } from './jsonl.js';
import { countLineEnds } from '../../bytes/lines.js';
import type { RecordSink, SourceItem } from '../records.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const encoder = new TextEncoder();

/** The ranges without which a record is left out. */
export type ItemsOf = () => readonly SourceItem[];

/** Puts the records of a JSON table together from values of the document, and hands them over in order. */
export class TableRecords {
  readonly document = new ByteWriter();
  readonly #sink: RecordSink;
  readonly #object: ObjectFields;
  readonly #out = new ByteWriter();
  #names: readonly Uint8Array[] = [];
  /** The name of the column that holds the rows' names, before its value; null = there is none. */
  readonly #indexKey: Uint8Array | null;
  #sourceRow = 0;
  /** Position up to which line ends are counted, and the line that it is on. */
  #counted = 0;
  #line = 1;
  /** Arrays and objects that have been numbered. */
  #lists = 0;
  /** Where the record's values begin: in its own bytes, and in the document. */
  readonly #valueAt: number[] = [];
  readonly #valueSource: number[] = [];

  /** `columns`: to look up. `index`: the column that gets the rows' names; undefined = none does. */
  constructor(columns: readonly string[], index: string | undefined, sink: RecordSink) {
    this.#indexKey = index === undefined ? null : encoder.encode(`${JSON.stringify(index)}:`);
    this.#sink = sink;
    this.#object = new ObjectFields(columns);
  }

  get bytes(): Uint8Array {
    return this.document.bytes;
  }

  /** Whether rows have a column for their names. */
  get hasIndex(): boolean {
    return this.#indexKey !== null;
  }

  /** Numbers of `count` lists: the first of them. */
  newLists(count: number): number {
    const first = this.#lists;
    this.#lists += count;
    return first;
  }

  /** The records of a file begin. */
  beginFile(name: string): void {
    if (this.#object.record.file === name) return;
    this.#object.record.file = name;
    this.#sink.file?.(name);
  }

  /** Keys hold records as well, which are not read. */
  noteBeside(keys: readonly string[]): void {
    this.#sink.beside?.(keys);
  }

  nameColumns(cells: readonly string[]): void {
    this.#names = columnNames(cells).map((name) => encoder.encode(`${JSON.stringify(name)}:`));
  }

  /** The name of a column before its value; without names the columns are called by their places. */
  nameAt(i: number): Uint8Array {
    return this.#names[i] ?? encoder.encode(`"${String(i)}":`);
  }

  /** A record from an array of its values. `rowName`: its name as JSON; null = it has none. */
  row(start: number, end: number, items: ItemsOf, rowName: Uint8Array | null = null): void {
    const { bytes } = this.document;
    if (bytes[start] !== OPEN_BRACKET) {
      this.setAside(start, end, 'not-an-object', items);
      return;
    }
    const cells = itemsOf(bytes, start, end);
    this.begin();
    cells.start.forEach((from, i) => this.appendValue(this.nameAt(i), from, cells.end[i] ?? 0));
    this.appendIndex(rowName);
    this.hand(start, items);
  }

  /** A record that is an object of the document. */
  whole(start: number, end: number, items: ItemsOf): void {
    this.#out.length = 0;
    this.#out.append(this.document.bytes, start, end - 1);
    this.#valueAt.splice(0, Infinity, 0);
    this.#valueSource.splice(0, Infinity, start);
    this.hand(start, items);
  }

  /** Begins a record of single values. */
  begin(): void {
    this.#out.length = 0;
    this.#out.push(OPEN_BRACE);
    this.#valueAt.length = 0;
    this.#valueSource.length = 0;
  }

  /** Adds a value of the document. `name`: see `nameAt`. */
  appendValue(name: Uint8Array, start: number, end: number): void {
    this.#appendName(name);
    this.#valueAt.push(this.#out.length);
    this.#valueSource.push(start);
    this.#out.append(this.document.bytes, start, end);
  }

  /** Adds a value that is JSON and none of the document. */
  appendJson(name: Uint8Array, json: Uint8Array): void {
    this.#appendName(name);
    this.#out.append(json, 0, json.length);
  }

  /** Adds the row's name, which is JSON, where there is a column for it. */
  appendIndex(rowName: Uint8Array | null): void {
    if (rowName !== null && this.#indexKey !== null) this.appendJson(this.#indexKey, rowName);
  }

  #appendName(name: Uint8Array): void {
    if (this.#out.length > 1) this.#out.push(COMMA);
    this.#out.append(name, 0, name.length);
  }

  /** Hands over what was put together; `place`: where its first value lies in the source. */
  hand(place: number, items: ItemsOf): void {
    const out = this.#out;
    const object = this.#object;
    out.push(CLOSE_BRACE);
    this.#countTo(place);
    if (object.read(out.bytes, 0, out.length) !== 'ok') throw new Error('a record of sound values is broken');
    object.record.place = { at: (position) => this.#sourceOf(position), items };
    object.record.line = this.#line;
    object.record.sourceRow = this.#sourceRow++;
    this.#sink.record(object.record);
  }

  /** Position in the document of a position in a value of the record. */
  #sourceOf(position: number): number {
    const value = this.#valueAt.findLastIndex((at) => at <= position);
    return (this.#valueSource[value] ?? 0) + position - (this.#valueAt[value] ?? 0);
  }

  /** `items`: what is set aside as elements of lists, so that those around it can be left out. */
  setAside(start: number, end: number, reason: RejectReason, items: ItemsOf = () => []): void {
    const { bytes } = this.document;
    this.#countTo(start);
    const after = reason === 'broken-json' ? skipAnyValue(bytes, start, end) : 0;
    const broken = reason === 'broken-json' ? { brokenAt: after < 0 ? ~after : after } : {};
    const place = { at: (position: number) => position, items };
    const { file } = this.#object.record;
    this.#sink.reject({
      ...(file !== undefined && { file }),
      bytes,
      start,
      end,
      line: this.#line,
      sourceRow: this.#sourceRow++,
      reason,
      place,
      ...broken,
    });
  }

  #countTo(position: number): void {
    if (position <= this.#counted) return;
    this.#line += countLineEnds(this.document.bytes, this.#counted, position);
    this.#counted = position;
  }
}
