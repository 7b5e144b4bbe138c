import { ByteWriter } from './bytes.js';
import { columnNames } from './column-names.js';
import type { ReadSettings } from './dataset.js';
import { FASTTEXT_COLUMNS } from './fasttext.js';
import { JsonColumns } from './json-columns.js';
import { isList, LIST_COLUMN } from './list-records.js';
import { createReader } from './reader.js';
import type { RawRecord, RecordSink } from './records.js';
import { appendField } from './records.js';
import { headText } from './reject-content.js';

/** Records of the head that are read. */
export const HEAD_RECORDS = 1000;
/** A source with more columns is refused. */
export const MAX_COLUMNS = 5000;
/** Characters of a cell that are kept. */
const CELL_CHARS = 1000;

/** The first records of a source, read under given settings. */
export interface Head {
  readonly columns: readonly string[];
  /** How many of the columns, the last ones, are nested fields of JSON records (see `pathName`). */
  readonly nested: number;
  /** A cell per column, at most `HEAD_RECORDS` records. Cells are cut at 1,000 characters. */
  readonly records: readonly (readonly string[])[];
  /** Records found, set-aside ones included. */
  readonly found: number;
  /** The head is the whole source. */
  readonly complete: boolean;
}

/**
 * Reads the head of a source (UTF-8, inflated). `complete`: the head is the whole source. Columns of a JSON source are
 * the keys of its first records in order of appearance and then their nested fields, or `LIST_COLUMN` where its records
 * are lists. Columns of fastText lines are `label` and `text`. Columns of a delimited source are the header's names (an
 * empty name becomes its position, a repeated one gets ` (2)`), or without a header `'0'`, `'1'`, ... as many as most
 * records have. With more than `MAX_COLUMNS` columns there are no records.
 */
export function readHead(bytes: Uint8Array, complete: boolean, settings: ReadSettings): Head {
  if (settings.format === 'fasttext') return readRecords(bytes, complete, settings, FASTTEXT_COLUMNS);
  if (settings.format !== 'delimited') return readJsonHead(bytes, complete, settings);
  const counted = countCells(bytes, complete, settings);
  const width = counted.header?.length ?? mostCommon(counted.counts);
  const columns = columnNames(counted.header ?? Array.from({ length: width }, () => ''));
  if (columns.length > MAX_COLUMNS) return { columns, nested: 0, records: [], found: counted.found, complete };
  return { ...readRecords(bytes, complete, settings, columns), found: counted.found };
}

/** The first records of a source whose columns are known. `found` counts all. */
function readRecords(bytes: Uint8Array, complete: boolean, settings: ReadSettings, columns: readonly string[]): Head {
  const cells = new CellReader();
  const records: string[][] = [];
  let found = 0;
  const sink: RecordSink = {
    record: (record) => {
      found++;
      if (records.length < HEAD_RECORDS) records.push(columns.map((_, i) => cells.cell(record, i)));
    },
    reject: () => found++,
  };
  run(bytes, complete, settings, columns, sink);
  return { columns, nested: 0, records, found, complete };
}

/** Field counts of the first records under `settings`, whatever their number. With a header, its cells too. */
function countCells(
  bytes: Uint8Array,
  complete: boolean,
  settings: ReadSettings,
): { header: string[] | null; counts: number[]; rejected: number; found: number } {
  const cells = new CellReader();
  const counts: number[] = [];
  let header: string[] | null = null;
  let found = 0;
  let rejected = 0;
  const sink: RecordSink = {
    header: (record) => {
      header = Array.from({ length: record.fields.count }, (_, i) => cells.cell(record, i));
    },
    record: (record) => {
      found++;
      if (counts.length < HEAD_RECORDS) counts.push(record.fields.count);
    },
    reject: () => {
      found++;
      if (counts.length < HEAD_RECORDS) rejected++;
    },
  };
  run(bytes, complete, settings, [], sink);
  return { header, counts, rejected, found };
}

/** The most common of some counts, and the larger one of two equally common ones. 0 for none. */
export function mostCommon(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, n] of times) {
    const bestTimes = times.get(best) ?? 0;
    if (n > bestTimes || (n === bestTimes && count > best)) best = count;
  }
  return best;
}

function run(
  bytes: Uint8Array,
  complete: boolean,
  settings: ReadSettings,
  columns: readonly string[],
  sink: RecordSink,
): void {
  const reader = createReader(settings, columns, sink);
  reader.push(bytes);
  if (complete) reader.end();
}

function readJsonHead(bytes: Uint8Array, complete: boolean, settings: ReadSettings): Head {
  const keys = new JsonColumns();
  let found = 0;
  let lists = 0;
  const collect: RecordSink = {
    record: (record) => {
      if (found++ < HEAD_RECORDS && keys.count <= MAX_COLUMNS) keys.add(record);
    },
    reject: (reject) => {
      found++;
      if (isList(reject)) lists++;
    },
  };
  run(bytes, complete, settings, [], collect);
  const names = keys.names();
  if (names.length === 0 && lists > 0) names.push(LIST_COLUMN);
  if (names.length > MAX_COLUMNS) return { columns: names, nested: 0, records: [], found, complete };
  const nested = keys.nestedNames();
  return { ...readRecords(bytes, complete, settings, [...names, ...nested]), nested: nested.length, found };
}

class CellReader {
  readonly #scratch = new ByteWriter();

  /** A field as text. A JSON string that no text can hold is its source. */
  cell(record: RawRecord, column: number): string {
    const scratch = this.#scratch;
    scratch.length = 0;
    if (appendField(record, column, scratch)) return headText(scratch.bytes, 0, scratch.length, CELL_CHARS);
    return headText(record.bytes, record.fields.start[column] ?? 0, record.fields.end[column] ?? 0, CELL_CHARS);
  }
}
