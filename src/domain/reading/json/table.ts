import { ByteWriter } from '../../bytes/bytes.js';
import type { JsonTable, ReadSettings } from '../dataset.js';
import { isSplitName } from '../../files/file-set.js';
import { behindComma, Items, itemsOf, namesOf } from './items.js';
import { JsonListsReader } from './lists.js';
import { scanAnyObject, skipAnyValue } from './loose.js';
import { segmentsOf } from './path.js';
import { rowKeys } from './rows.js';
import { Members } from './members.js';
import { skipSpace } from './scan.js';
import { TableRecords } from './table-records.js';
import { countLineEnds } from '../../bytes/lines.js';
import type { RecordReader, RecordSink, SourceItem } from '../records.js';

const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** What the columns of texts that are listed by label are called. */
const TEXT_KEY = encoder.encode('"text":');
const LABEL_KEY = encoder.encode('"label":');

/**
 * Reads a JSON document whose records are no objects (see `JsonTable`): each record is handed over as an object that is
 * put together from its values as they stand in the source. The document is held in memory and read when it has ended. A
 * document that breaks off gives the records in front of that place; its rest is one record that is set aside.
 */
export class JsonTableReader implements RecordReader {
  readonly #table: JsonTable;
  readonly #header: boolean;
  readonly #key: string | null;
  readonly #splits: boolean;
  readonly #lists: JsonListsReader;
  readonly #records: TableRecords;
  readonly #scratch = new ByteWriter();

  /**
   * `names` are the columns to look up. `header`: of rows, the first one names the columns. `records`: the key of the
   * object that lists texts by label or holds the columns, or the way to the array of arrays, where that is not the document itself. `splits`:
   * see `ReadSettings`. `index`: the column that gets the rows' names; undefined = none does.
   */
  constructor(
    settings: Pick<ReadSettings, 'table' | 'header' | 'records' | 'splits' | 'index'>,
    names: readonly string[],
    sink: RecordSink,
  ) {
    const { table = 'rows', header, records, index } = settings;
    this.#key = records === undefined ? null : (segmentsOf(records)[0] ?? '');
    this.#splits = settings.splits === true;
    this.#table = table;
    this.#header = header;
    this.#records = new TableRecords(names, index, sink);
    this.#lists = new JsonListsReader(this.#records, settings);
  }

  push(chunk: Uint8Array): void {
    this.#records.document.append(chunk, 0, chunk.length);
  }

  end(): void {
    const { bytes, length } = this.#records.document;
    const start = skipSpace(bytes, bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0, length);
    if (start === length) return;
    if (this.#table === 'rows') this.#readRows(start, length);
    else if (this.#table === 'lists' || this.#table === 'row-lists') this.#lists.read(start, length);
    else this.#readDocuments(start, length);
  }

  lineAtEnd(): number {
    const { bytes, length } = this.#records.document;
    return 1 + countLineEnds(bytes, 0, length);
  }

  consumed(): number {
    return 0;
  }

  /** Documents that follow one another are one table. */
  #readDocuments(start: number, end: number): void {
    const { bytes } = this.#records;
    for (let i = start; i < end;) {
      const after = skipAnyValue(bytes, i, end);
      this.#readDocument(i, after < 0 ? end : after);
      i = behindComma(bytes, after < 0 ? end : after, end);
    }
  }

  #readDocument(start: number, end: number): void {
    const records = this.#records;
    const table = this.#table;
    const members = new Members();
    const scanned = scanAnyObject(records.bytes, start, end, members);
    if (scanned === 'broken-json' || scanned === 'not-an-object') records.setAside(start, end, scanned);
    else if (table === 'split') this.#readSplit(members);
    else if (table === 'labels') this.#readLabels(members);
    else if (this.#key === null) this.#readColumns(members);
    else this.#readColumnsBelow(members);
  }

  /** Columns of an object under the key, or of each split. */
  #readColumnsBelow(members: Members): void {
    const records = this.#records;
    const { bytes } = records;
    const inside = new Members();
    for (let i = 0; i < members.count; i++) {
      const [source, from, to] = members.key(bytes, i, this.#scratch);
      const name = decoder.decode(source.subarray(from, to));
      if (name !== this.#key && !(this.#splits && isSplitName(name))) continue;
      const scanned = scanAnyObject(bytes, members.valueStart[i] ?? 0, members.valueEnd[i] ?? 0, inside);
      if (scanned === 'broken-json' || scanned === 'not-an-object') continue;
      if (this.#splits) records.beginFile(name);
      this.#readColumns(inside);
    }
  }

  /** One array of rows, or rows that follow one another. */
  #readRows(start: number, end: number): void {
    const records = this.#records;
    const { bytes } = records;
    const inside = skipSpace(bytes, start + 1, end);
    const nested = bytes[start] === OPEN_BRACKET && (bytes[inside] === OPEN_BRACKET || bytes[inside] === CLOSE_BRACKET);
    let i = nested ? inside : start;
    let named = !this.#header;
    let before = -1;
    while (i < end && bytes[i] !== CLOSE_BRACKET) {
      const after = skipAnyValue(bytes, i, end);
      const item = { list: 0, start: i, end: after < 0 ? end : after, before };
      if (after < 0) {
        records.setAside(i, end, 'broken-json', () => [item]);
        return;
      }
      if (named) records.row(i, after, () => [item]);
      else records.nameColumns(namesOf(bytes, i, after));
      named = true;
      before = after;
      i = behindComma(bytes, after, end);
    }
  }

  #readSplit(members: Members): void {
    const records = this.#records;
    const { bytes } = records;
    const columns = this.#memberOf(members, 'columns');
    const data = this.#memberOf(members, 'data');
    if (columns < 0 || data < 0) return;
    records.nameColumns(namesOf(bytes, members.valueStart[columns] ?? 0, members.valueEnd[columns] ?? 0));
    const rows = itemsOf(bytes, members.valueStart[data] ?? 0, members.valueEnd[data] ?? 0);
    const index = this.#indexOf(members, rows.start.length);
    const lists = [rows, ...index];
    const first = records.newLists(lists.length);
    rows.start.forEach((start, row) => {
      const items = (): readonly SourceItem[] => lists.flatMap((list, i) => list.itemAt(row, first + i));
      const from = index[0]?.start[row];
      const rowName = from === undefined ? null : bytes.subarray(from, index[0]?.end[row]);
      records.row(start, rows.end[row] ?? 0, items, rowName);
    });
  }

  /** The names of the rows, where each has one. */
  #indexOf(members: Members, rows: number): readonly Items[] {
    const at = this.#memberOf(members, 'index');
    if (at < 0) return [];
    const items = itemsOf(this.#records.bytes, members.valueStart[at] ?? 0, members.valueEnd[at] ?? 0);
    return items.start.length === rows ? [items] : [];
  }

  #memberOf(members: Members, name: string): number {
    return members.find(this.#records.bytes, encoder.encode(name), this.#scratch);
  }

  /** A record for each text, with the key that it is listed under as its label. */
  #readLabels(members: Members): void {
    const records = this.#records;
    const { bytes } = records;
    const inside = this.#key === null ? -1 : this.#memberOf(members, this.#key);
    if (inside >= 0) scanAnyObject(bytes, members.valueStart[inside] ?? 0, members.valueEnd[inside] ?? 0, members);
    for (let i = 0; i < members.count; i++) {
      const [source, from, to] = members.key(bytes, i, this.#scratch);
      const label = encoder.encode(JSON.stringify(decoder.decode(source.subarray(from, to))));
      const texts = itemsOf(bytes, members.valueStart[i] ?? 0, members.valueEnd[i] ?? 0);
      texts.start.forEach((start, row) => {
        records.begin();
        records.appendValue(TEXT_KEY, start, texts.end[row] ?? 0);
        records.appendJson(LABEL_KEY, label);
        records.hand(start, () => texts.itemAt(row, i));
      });
    }
  }

  #readColumns(members: Members): void {
    const records = this.#records;
    const { bytes } = records;
    const found: { readonly name: string; readonly items: Items }[] = [];
    for (let i = 0; i < members.count; i++) {
      const start = members.valueStart[i] ?? 0;
      if (bytes[start] !== OPEN_BRACE && bytes[start] !== OPEN_BRACKET) continue;
      const [source, from, to] = members.key(bytes, i, this.#scratch);
      const name = decoder.decode(source.subarray(from, to));
      found.push({ name, items: itemsOf(bytes, start, members.valueEnd[i] ?? 0) });
    }
    const related = relatedColumns(found.map(({ items }) => items));
    const columns = found.filter(({ items }) => related.has(items));
    records.nameColumns(columns.map(({ name }) => name));
    this.#readRowsOf(columns.map(({ items }) => items));
  }

  #readRowsOf(columns: readonly Items[]): void {
    const keyed = columns.flatMap((items) => [...(items.keys?.keys() ?? [])]);
    // Beside rows with numbers the elements of an array have numbers too.
    if (keyed.length > 0 && keyed.every((key) => /^\d+$/.test(key))) {
      for (const items of columns) {
        items.numbered = items.keys === null;
        items.keys ??= new Map(items.start.map((_, i) => [String(i), i]));
      }
    }
    const { rows, keys } = rowKeys(columns.map((items) => items.keys ?? items.start.length));
    const first = this.#records.newLists(columns.length);
    for (let row = 0; row < rows; row++) this.#columnsRow(columns, row, keys?.[row], first);
  }

  /** A record from the values at the same place, or under the same key, in all columns. */
  #columnsRow(columns: readonly Items[], row: number, key: string | undefined, first: number): void {
    const records = this.#records;
    records.begin();
    let place = -1;
    const itemAt: number[] = [];
    columns.forEach((items, i) => {
      const at = items.keys === null ? row : key === undefined ? -1 : (items.keys.get(key) ?? -1);
      const start = items.start[at];
      itemAt[i] = at;
      if (start === undefined) return;
      if (place < 0) place = start;
      records.appendValue(records.nameAt(i), start, items.end[at] ?? 0);
    });
    if (key !== undefined && records.hasIndex) records.appendIndex(encoder.encode(JSON.stringify(key)));
    const items = (): readonly SourceItem[] =>
      columns.flatMap((column, i) => column.itemAt(itemAt[i] ?? -1, first + i));
    records.hand(Math.max(0, place), items);
  }
}

/** The columns but for objects that have names, and none that another column has; all, where no two have one in common. */
function relatedColumns(columns: readonly Items[]): ReadonlySet<Items> {
  const times = new Map<string, number>();
  for (const { keys } of columns) for (const key of keys?.keys() ?? []) times.set(key, (times.get(key) ?? 0) + 1);
  const isNumber = (key: string): boolean => /^\d+$/.test(key);
  const isShared = (key: string): boolean => (times.get(key) ?? 0) > 1;
  const others = columns.filter(({ keys }) => {
    const names = [...(keys?.keys() ?? [])];
    return !names.every(isNumber) && !names.some(isShared);
  });
  const shared = [...times.keys()].some(isShared);
  return new Set(shared ? columns.filter((items) => !others.includes(items)) : columns);
}
