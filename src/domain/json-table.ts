import { ByteWriter } from './bytes.js';
import { columnNames } from './column-names.js';
import type { JsonTable, ReadSettings, RejectReason } from './dataset.js';
import { scanAnyObject, skipAnyValue } from './json-loose.js';
import { looseAsJson } from './json-loose-write.js';
import { PathFinder, segmentsOf, stepsOf, type PathStep } from './json-path.js';
import { Members, skipSpace } from './json-scan.js';
import { rowKeys } from './json-rows.js';
import { ObjectFields } from './jsonl.js';
import { countLineEnds } from './lines.js';
import type { RecordReader, RecordSink, SourceItem } from './records.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** What the columns of texts that are listed by label are called. */
const TEXT_KEY = encoder.encode('"text":');
const LABEL_KEY = encoder.encode('"label":');

/** Ranges of the values in a container, and the keys that an object has them under. */
class Items {
  readonly start: number[] = [];
  readonly end: number[] = [];
  /** Row by key, of an object. */
  keys: Map<string, number> | null = null;
  /** Of an object: where its members begin. */
  readonly memberStart: number[] = [];
  /** Of an array: its elements belong to rows with numbers, which they have as well. */
  numbered = false;

  /** The value at a place, with its key, as an item of a list; none where there is no such value. */
  itemAt(at: number, list: number): readonly SourceItem[] {
    const start = this.memberStart[at] ?? this.start[at];
    if (start === undefined) return [];
    const item = { list, start, end: this.end[at] ?? 0, before: this.end[at - 1] ?? -1 };
    return [this.numbered ? { ...item, counted: true } : item];
  }
}

/**
 * Reads a JSON document whose records are no objects (see `JsonTable`): each record is handed over as an object that is
 * put together from its values as they stand in the source. The document is held in memory and read when it has ended. A
 * document that breaks off gives the records in front of that place; its rest is one record that is set aside.
 */
export class JsonTableReader implements RecordReader {
  private readonly table: JsonTable;
  private readonly header: boolean;
  private readonly key: string | null;
  private readonly way: readonly PathStep[];
  private readonly finder = new PathFinder();
  private readonly sink: RecordSink;
  private readonly object: ObjectFields;
  private readonly document = new ByteWriter();
  private readonly out = new ByteWriter();
  private names: readonly Uint8Array[] = [];
  /** The name of the column that holds the rows' names, before its value; null = there is none. */
  private readonly indexKey: Uint8Array | null;
  private sourceRow = 0;
  /** Position up to which line ends are counted, and the line that it is on. */
  private counted = 0;
  private line = 1;
  /** Arrays and objects that have been numbered. */
  private lists = 0;
  /** Where the record's values begin: in its own bytes, and in the document. */
  private readonly valueAt: number[] = [];
  private readonly valueSource: number[] = [];

  /**
   * `names` are the columns to look up. `header`: of rows, the first one names the columns. `records`: the key of the
   * object that lists texts by label, or the way to the array of arrays, where that is not the document itself. `index`: the column that gets the rows' names;
   * undefined = none does.
   */
  constructor(
    { table = 'rows', header, records, index }: Pick<ReadSettings, 'table' | 'header' | 'records' | 'index'>,
    names: readonly string[],
    sink: RecordSink,
  ) {
    this.indexKey = index === undefined ? null : encoder.encode(`${JSON.stringify(index)}:`);
    this.way = records === undefined ? [] : stepsOf(segmentsOf(records));
    this.key = records === undefined ? null : (segmentsOf(records)[0] ?? '');
    this.table = table;
    this.header = header;
    this.sink = sink;
    this.object = new ObjectFields(names);
  }

  push(chunk: Uint8Array): void {
    this.document.append(chunk, 0, chunk.length);
  }

  end(): void {
    const { bytes, length } = this.document;
    const start = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0, length);
    if (start === length) return;
    if (this.table === 'rows') this.readRows(start, length);
    else if (this.table === 'lists') this.readLists(start, length);
    else this.readDocuments(start, length);
  }

  lineAtEnd(): number {
    return 1 + countLineEnds(this.document.bytes, 0, this.document.length);
  }

  /** Documents that follow one another are one table. */
  private readDocuments(start: number, end: number): void {
    const { bytes } = this.document;
    for (let i = start; i < end;) {
      const after = skipAnyValue(bytes, i, end);
      this.readDocument(i, after < 0 ? end : after);
      i = this.behind(after < 0 ? end : after, end);
    }
  }

  /** Where the next value begins, behind a comma or without one. */
  private behind(after: number, end: number): number {
    const { bytes } = this.document;
    const next = skipSpace(bytes, after, end);
    return bytes[next] === COMMA && next < end ? skipSpace(bytes, next + 1, end) : next;
  }

  consumed(): number {
    return 0;
  }

  private readDocument(start: number, end: number): void {
    const { bytes } = this.document;
    const members = new Members();
    const scanned = scanAnyObject(bytes, start, end, members);
    if (scanned === 'broken-json' || scanned === 'not-an-object') {
      this.setAside(start, end, scanned);
      return;
    }
    if (this.table === 'split') this.readSplit(members);
    else if (this.table === 'labels') this.readLabels(members);
    else this.readColumns(members);
  }

  /** One array of rows, or rows that follow one another. */
  private readRows(start: number, end: number): void {
    const { bytes } = this.document;
    const inside = skipSpace(bytes, start + 1, end);
    const nested = bytes[start] === OPEN_BRACKET && (bytes[inside] === OPEN_BRACKET || bytes[inside] === CLOSE_BRACKET);
    let i = nested ? inside : start;
    let named = !this.header;
    let before = -1;
    while (i < end && bytes[i] !== CLOSE_BRACKET) {
      const after = skipAnyValue(bytes, i, end);
      const item = { list: 0, start: i, end: after < 0 ? end : after, before };
      if (after < 0) {
        this.setAside(i, end, 'broken-json', () => [item]);
        return;
      }
      if (named) this.row(i, after, () => [item]);
      else this.nameColumns(this.textsOf(i, after));
      named = true;
      before = after;
      i = this.behind(after, end);
    }
  }

  /** The objects in arrays of arrays, in order. `inside`: they are records, and no documents that hold the arrays. */
  private readLists(start: number, end: number, inside = this.way.length === 0): void {
    const { bytes } = this.document;
    const around: number[] = [];
    let list = this.lists++;
    let before = -1;
    for (let i = start; i < end;) {
      if (bytes[i] === OPEN_BRACKET || bytes[i] === CLOSE_BRACKET) {
        const opens = bytes[i] === OPEN_BRACKET;
        if (opens) around.push(list);
        list = opens ? this.lists++ : (around.pop() ?? this.lists++);
        before = opens ? -1 : i + 1;
        i = this.behind(i + 1, end);
        continue;
      }
      const after = skipAnyValue(bytes, i, end);
      const behind = this.behind(after < 0 ? end : after, end);
      const next = behind < end && bytes[behind] !== CLOSE_BRACKET ? behind : -1;
      const item = { list, start: i, end: after < 0 ? end : after, before, next };
      if (after < 0) {
        this.setAside(i, end, 'broken-json', () => [item]);
        return;
      }
      if (bytes[i] !== OPEN_BRACE) this.setAside(i, after, 'not-an-object', () => [item]);
      else if (!inside && this.finder.find(bytes, i, after, this.way)) {
        this.readLists(this.finder.start, this.finder.end, true);
      } else {
        this.out.length = 0;
        this.out.append(bytes, i, after - 1);
        this.valueAt.splice(0, Infinity, 0);
        this.valueSource.splice(0, Infinity, i);
        this.record(i, () => [item]);
      }
      before = after;
      i = behind;
    }
  }

  private readSplit(members: Members): void {
    const { bytes } = this.document;
    const columns = this.memberOf(members, 'columns');
    const data = this.memberOf(members, 'data');
    if (columns < 0 || data < 0) return;
    this.nameColumns(this.textsOf(members.valueStart[columns] ?? 0, members.valueEnd[columns] ?? 0));
    const rows = itemsOf(bytes, members.valueStart[data] ?? 0, members.valueEnd[data] ?? 0);
    const index = this.indexOf(members, rows.start.length);
    const lists = [rows, ...index];
    const first = this.lists;
    this.lists += lists.length;
    rows.start.forEach((start, row) => {
      const items = (): readonly SourceItem[] => lists.flatMap((list, i) => list.itemAt(row, first + i));
      const from = index[0]?.start[row];
      this.row(start, rows.end[row] ?? 0, items, from === undefined ? null : bytes.subarray(from, index[0]?.end[row]));
    });
  }

  /** The names of the rows, where each has one. */
  private indexOf(members: Members, rows: number): readonly Items[] {
    const at = this.memberOf(members, 'index');
    if (at < 0) return [];
    const items = itemsOf(this.document.bytes, members.valueStart[at] ?? 0, members.valueEnd[at] ?? 0);
    return items.start.length === rows ? [items] : [];
  }

  private memberOf(members: Members, name: string): number {
    return members.find(this.document.bytes, encoder.encode(name), this.out);
  }

  private textsOf(start: number, end: number): string[] {
    const { bytes } = this.document;
    const items = itemsOf(bytes, start, end);
    return items.start.map((from, i) => textOf(bytes, from, items.end[i] ?? 0));
  }

  private nameColumns(cells: readonly string[]): void {
    this.names = columnNames(cells).map((name) => encoder.encode(`${JSON.stringify(name)}:`));
  }

  /** A record from an array of its values; without names the columns are called by their places. */
  private row(start: number, end: number, items: () => readonly SourceItem[], rowName: Uint8Array | null = null): void {
    const { bytes } = this.document;
    if (bytes[start] !== OPEN_BRACKET) {
      this.setAside(start, end, 'not-an-object', items);
      return;
    }
    const cells = itemsOf(bytes, start, end);
    this.beginRecord();
    cells.start.forEach((from, i) => this.appendValue(this.nameAt(i), from, cells.end[i] ?? 0));
    this.appendIndex(rowName);
    this.record(start, items);
  }

  private nameAt(i: number): Uint8Array {
    return this.names[i] ?? encoder.encode(`"${String(i)}":`);
  }

  /** A record for each text, with the key that it is listed under as its label. */
  private readLabels(members: Members): void {
    const { bytes } = this.document;
    const inside = this.key === null ? -1 : this.memberOf(members, this.key);
    if (inside >= 0) scanAnyObject(bytes, members.valueStart[inside] ?? 0, members.valueEnd[inside] ?? 0, members);
    for (let i = 0; i < members.count; i++) {
      const [source, from, to] = members.key(bytes, i, this.out);
      const label = encoder.encode(JSON.stringify(decoder.decode(source.subarray(from, to))));
      const texts = itemsOf(bytes, members.valueStart[i] ?? 0, members.valueEnd[i] ?? 0);
      texts.start.forEach((start, row) => {
        const { out } = this;
        this.beginRecord();
        this.appendValue(TEXT_KEY, start, texts.end[row] ?? 0);
        out.push(COMMA);
        out.append(LABEL_KEY, 0, LABEL_KEY.length);
        out.append(label, 0, label.length);
        this.record(start, () => texts.itemAt(row, i));
      });
    }
  }

  private readColumns(members: Members): void {
    const { bytes } = this.document;
    const columns: Items[] = [];
    const names: string[] = [];
    for (let i = 0; i < members.count; i++) {
      const start = members.valueStart[i] ?? 0;
      if (bytes[start] !== OPEN_BRACE && bytes[start] !== OPEN_BRACKET) continue;
      const [source, from, to] = members.key(bytes, i, this.out);
      names.push(decoder.decode(source.subarray(from, to)));
      columns.push(itemsOf(bytes, start, members.valueEnd[i] ?? 0));
    }
    this.nameColumns(names);
    const keyed = columns.flatMap((items) => [...(items.keys?.keys() ?? [])]);
    // Beside rows with numbers the elements of an array have numbers too.
    if (keyed.length > 0 && keyed.every((key) => /^\d+$/.test(key))) {
      for (const items of columns) {
        items.numbered = items.keys === null;
        items.keys ??= new Map(items.start.map((_, i) => [String(i), i]));
      }
    }
    const { rows, keys } = rowKeys(columns.map((items) => items.keys ?? items.start.length));
    for (let row = 0; row < rows; row++) this.columnsRow(columns, row, keys?.[row], this.lists);
    this.lists += columns.length;
  }

  /** A record from the values at the same place, or under the same key, in all columns. */
  private columnsRow(columns: readonly Items[], row: number, key: string | undefined, first: number): void {
    this.beginRecord();
    let place = -1;
    const itemAt: number[] = [];
    columns.forEach((items, i) => {
      const at = items.keys === null ? row : key === undefined ? -1 : (items.keys.get(key) ?? -1);
      const start = items.start[at];
      itemAt[i] = at;
      if (start === undefined) return;
      if (place < 0) place = start;
      this.appendValue(this.nameAt(i), start, items.end[at] ?? 0);
    });
    if (key !== undefined && this.indexKey !== null) this.appendIndex(encoder.encode(JSON.stringify(key)));
    const items = (): readonly SourceItem[] =>
      columns.flatMap((column, i) => column.itemAt(itemAt[i] ?? -1, first + i));
    this.record(Math.max(0, place), items);
  }

  private beginRecord(): void {
    this.out.length = 0;
    this.out.push(OPEN_BRACE);
    this.valueAt.length = 0;
    this.valueSource.length = 0;
  }

  /** Adds the row's name, which is JSON, where there is a column for it. */
  private appendIndex(rowName: Uint8Array | null): void {
    const { out, indexKey } = this;
    if (rowName === null || indexKey === null) return;
    if (out.length > 1) out.push(COMMA);
    out.append(indexKey, 0, indexKey.length);
    out.append(rowName, 0, rowName.length);
  }

  private appendValue(name: Uint8Array, start: number, end: number): void {
    const { out } = this;
    if (out.length > 1) out.push(COMMA);
    out.append(name, 0, name.length);
    this.valueAt.push(out.length);
    this.valueSource.push(start);
    out.append(this.document.bytes, start, end);
  }

  /** Hands over what was put together; `place`: where its first value lies in the source. */
  private record(place: number, items: () => readonly SourceItem[]): void {
    const { out, object } = this;
    out.push(125);
    this.countTo(place);
    if (object.read(out.bytes, 0, out.length) !== 'ok') throw new Error('a record of sound values is broken');
    object.record.place = { at: (position) => this.sourceOf(position), items };
    object.record.line = this.line;
    object.record.sourceRow = this.sourceRow++;
    this.sink.record(object.record);
  }

  /** Position in the document of a position in a value of the record. */
  private sourceOf(position: number): number {
    const value = this.valueAt.findLastIndex((at) => at <= position);
    return (this.valueSource[value] ?? 0) + position - (this.valueAt[value] ?? 0);
  }

  /** `items`: what is set aside as elements of lists, so that those around it can be left out. */
  private setAside(
    start: number,
    end: number,
    reason: RejectReason,
    items: () => readonly SourceItem[] = () => [],
  ): void {
    const { bytes } = this.document;
    this.countTo(start);
    const after = reason === 'broken-json' ? skipAnyValue(bytes, start, end) : 0;
    const broken = reason === 'broken-json' ? { brokenAt: after < 0 ? ~after : after } : {};
    const place = { at: (position: number) => position, items };
    this.sink.reject({ bytes, start, end, line: this.line, sourceRow: this.sourceRow++, reason, place, ...broken });
  }

  private countTo(position: number): void {
    if (position <= this.counted) return;
    this.line += countLineEnds(this.document.bytes, this.counted, position);
    this.counted = position;
  }
}

/** The values of a container that was scanned. */
function itemsOf(bytes: Uint8Array, start: number, end: number): Items {
  const items = new Items();
  if (bytes[start] === OPEN_BRACE) {
    const members = new Members();
    const scratch = new ByteWriter();
    const scanned = scanAnyObject(bytes, start, end, members);
    items.keys = new Map();
    if (scanned === 'broken-json') return items;
    for (let i = 0; i < members.count; i++) {
      const [source, from, to] = members.key(bytes, i, scratch);
      items.keys.set(decoder.decode(source.subarray(from, to)), i);
      const before = items.end[i - 1];
      const mark = before === undefined ? start : skipSpace(bytes, before, end);
      items.memberStart.push(skipSpace(bytes, mark + 1, end));
      items.start.push(members.valueStart[i] ?? 0);
      items.end.push(members.valueEnd[i] ?? 0);
    }
    return items;
  }
  if (bytes[start] !== OPEN_BRACKET) return items;
  let i = skipSpace(bytes, start + 1, end);
  while (i < end && bytes[i] !== CLOSE_BRACKET) {
    const after = skipAnyValue(bytes, i, end);
    if (after < 0) break;
    items.start.push(i);
    items.end.push(after);
    i = skipSpace(bytes, after, end);
    if (bytes[i] === COMMA && i < end) i = skipSpace(bytes, i + 1, end);
  }
  return items;
}

/** A value as a column is called by it. */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  const json = looseAsJson(bytes, start, end);
  if (!json.startsWith('"')) return json;
  try {
    return JSON.parse(json) as string;
  } catch {
    return json;
  }
}
