import { ByteWriter } from '../../bytes/bytes.js';
import type { ReadSettings } from '../dataset.js';
import { isSplitName } from '../../files/file-set.js';
import { behindComma, namesOf } from './items.js';
import { scanAnyObject, skipAnyValue } from './loose.js';
import { PathFinder, segmentsOf, stepsOf, type PathStep } from './path.js';
import { Members } from './members.js';
import { skipSpace } from './scan.js';
import type { TableRecords } from './table-records.js';

const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The settings that say where the lists lie. */
export type ListSettings = Pick<ReadSettings, 'table' | 'header' | 'records' | 'splits'>;

/**
 * Reads the records in arrays of any depth, in order: objects, or rows of values (`row-lists`). Where `records` leads to the
 * arrays they are looked for in each object of the outermost ones, and with `splits` beside it. With `header` the first row
 * names the columns, and no row that is equal to it is a record.
 */
export class JsonListsReader {
  readonly #records: TableRecords;
  readonly #rows: boolean;
  readonly #header: boolean;
  readonly #splits: boolean;
  /** The way to the object that holds the arrays, and the key that it has them under; null = nothing is around them. */
  readonly #around: readonly PathStep[];
  readonly #key: string | null;
  /** Keys beside that one which hold such arrays too. */
  readonly #beside = new Set<string>();
  readonly #members = new Members();
  readonly #scratch = new ByteWriter();
  readonly #finder = new PathFinder();
  /** The cells of the row that names the columns, as JSON; null = it has not come. */
  #names: string | null = null;

  constructor(records: TableRecords, { table, header, records: way, splits }: ListSettings) {
    this.#records = records;
    this.#rows = table === 'row-lists';
    this.#header = this.#rows && header;
    this.#splits = splits === true;
    const keys = way === undefined ? [] : segmentsOf(way);
    this.#around = stepsOf(keys.slice(0, -1));
    this.#key = keys.at(-1) ?? null;
  }

  /** Reads what lies in `start .. end` of the document. */
  read(start: number, end: number): void {
    this.#readLists(start, end, this.#key === null);
    if (this.#beside.size > 0) this.#records.noteBeside([...this.#beside]);
  }

  /** `inside`: these are arrays of records, and no documents that hold them. */
  #readLists(start: number, end: number, inside: boolean): void {
    const records = this.#records;
    const { bytes } = records;
    const around: number[] = [];
    let list = records.newLists(1);
    let before = -1;
    for (let i = start; i < end;) {
      if (bytes[i] === CLOSE_BRACKET || (bytes[i] === OPEN_BRACKET && !(inside && this.#isRow(i, end)))) {
        const opens = bytes[i] === OPEN_BRACKET;
        if (opens) around.push(list);
        list = opens ? records.newLists(1) : (around.pop() ?? records.newLists(1));
        before = opens ? -1 : i + 1;
        i = behindComma(bytes, i + 1, end);
        continue;
      }
      const after = skipAnyValue(bytes, i, end);
      const behind = behindComma(bytes, after < 0 ? end : after, end);
      const next = behind < end && bytes[behind] !== CLOSE_BRACKET ? behind : -1;
      const item = { list, start: i, end: after < 0 ? end : after, before, next };
      if (after < 0) {
        records.setAside(i, end, 'broken-json', () => [item]);
        return;
      }
      if (inside && this.#rows) {
        if (!this.#isHeader(i, after)) records.row(i, after, () => [item]);
      } else if (bytes[i] !== OPEN_BRACE) records.setAside(i, after, 'not-an-object', () => [item]);
      else if (inside || !this.#readDocument(i, after)) records.whole(i, after, () => [item]);
      before = after;
      i = behind;
    }
  }

  /** Whether an array holds values. */
  #isRow(start: number, end: number): boolean {
    if (!this.#rows) return false;
    const { bytes } = this.#records;
    const first = bytes[skipSpace(bytes, start + 1, end)];
    return first !== OPEN_BRACKET && first !== CLOSE_BRACKET;
  }

  #isHeader(start: number, end: number): boolean {
    if (!this.#header) return false;
    const records = this.#records;
    const cells = namesOf(records.bytes, start, end);
    const text = JSON.stringify(cells);
    if (this.#names === null) {
      this.#names = text;
      records.nameColumns(cells);
    }
    return this.#names === text;
  }

  /** Reads the arrays that an object holds. False where it holds none. */
  #readDocument(start: number, end: number): boolean {
    const records = this.#records;
    const finder = this.#finder;
    const around = this.#around;
    const members = this.#members;
    const { bytes } = records;
    const nested = around.length > 0;
    if (nested && !finder.find(bytes, start, end, around)) return false;
    const scanned = nested
      ? scanAnyObject(bytes, finder.start, finder.end, members)
      : scanAnyObject(bytes, start, end, members);
    if (scanned === 'broken-json' || scanned === 'not-an-object') return false;
    let found = false;
    for (let i = 0; i < members.count; i++) {
      const valueStart = members.valueStart[i] ?? 0;
      const valueEnd = members.valueEnd[i] ?? 0;
      if (bytes[valueStart] !== OPEN_BRACKET) continue;
      const [source, keyStart, keyEnd] = members.key(bytes, i, this.#scratch);
      const name = decoder.decode(source.subarray(keyStart, keyEnd));
      const isSplit = this.#splits && isSplitName(name);
      if (!isSplit && name !== this.#key) {
        if (this.#holdsRecords(valueStart, valueEnd)) this.#beside.add(name);
        continue;
      }
      found = true;
      if (this.#splits) records.beginFile(name);
      this.#readLists(valueStart, valueEnd, true);
    }
    return found;
  }

  #holdsRecords(start: number, end: number): boolean {
    const { bytes } = this.#records;
    const first = bytes[skipSpace(bytes, start + 1, end)];
    return first === OPEN_BRACKET || (first === OPEN_BRACE && !this.#rows);
  }
}
