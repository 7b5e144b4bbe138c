import { textOf } from '../bytes/text-column.js';
import { isWithin, type ValueRange } from '../map/histogram.js';
import type { TextColumn } from '../reading/dataset.js';
import { DATE_READERS } from './dates.js';
import { foldCase } from './fold.js';
import { matcherOf } from './word-matcher.js';

/** What the cells of a column are. Dates are in ms since 1970 (UTC). */
export type ColumnKind = 'words' | 'number' | 'date';

/** A column of the source beside text and label, by row. */
export interface ColumnValues {
  readonly text: TextColumn;
  readonly kind: ColumnKind;
  /** Numbers or dates, NaN = an empty cell. Null for words. */
  readonly values: Float64Array<ArrayBuffer> | null;
}

/** A filter by a column. Without words and without a range, every row stays. */
export interface ColumnCondition {
  /** The column, by its place in the source. */
  readonly place: number;
  /** All of these must be in the cell, in any case. For columns of words. */
  readonly words: string;
  /** For numbers and dates. */
  readonly range: ValueRange | null;
}

/** Cells that hold no value. */
const EMPTY = /^(?:|null|none|nan|n\/a|na|-)$/iu;
const NUMBER = /^[-+−]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/iu;

/**
 * Numbers if every cell with a value is a number, dates if every one is a date that is written in the same way, else
 * words. Without any value: words.
 */
export function columnValues(text: TextColumn): ColumnValues {
  for (const [kind, read] of [['number', numberIn], ...DATE_READERS.map((one) => ['date', one] as const)] as const) {
    const values = valuesBy(text, read);
    if (values) return { text, kind, values };
  }
  return { text, kind: 'words', values: null };
}

/** 1 for each row that stays. */
export function columnMask({ text, values }: ColumnValues, condition: ColumnCondition): Uint8Array {
  const rows = text.offsets.length - 1;
  const mask = new Uint8Array(rows).fill(1);
  const { range, words } = condition;
  if (values) {
    if (range) for (let row = 0; row < rows; row++) if (!isWithin(range, values[row] ?? Number.NaN)) mask[row] = 0;
    return mask;
  }
  const found = new Uint8Array(rows);
  for (const word of wordsIn(words)) {
    found.fill(0);
    matcherOf(word)(text, 0, rows, found);
    for (let row = 0; row < rows; row++) if (found[row] === 0) mask[row] = 0;
  }
  return mask;
}

/** Whether a condition keeps every row. */
export function isOpen({ words, range }: ColumnCondition): boolean {
  return range === null && wordsIn(words).length === 0;
}

function wordsIn(words: string): readonly string[] {
  return foldCase(words.normalize('NFC'))
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** The value of each cell, or null if a cell has none for this reader, or if all are empty. */
function valuesBy(text: TextColumn, read: (cell: string) => number): Float64Array<ArrayBuffer> | null {
  const values = new Float64Array(text.offsets.length - 1).fill(Number.NaN);
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const cell = textOf(text, row).trim();
    if (EMPTY.test(cell)) continue;
    const value = read(cell);
    if (Number.isNaN(value)) return null;
    values[row] = value;
    count += 1;
  }
  return count === 0 ? null : values;
}

function numberIn(cell: string): number {
  return NUMBER.test(cell) ? Number(cell.replaceAll(',', '').replace('−', '-')) : Number.NaN;
}
