import type { Dataset, TextColumn } from './dataset.js';
import { isClassNumber, matchLabels } from './label-match.js';
import { wholeEnd } from './python-values.js';
import { ByteIndex } from './text-column.js';

/** How rows and signals are joined: by the dataset's id column, or with ids as row numbers from 0 or from 1. */
export type JoinBasis = 'id' | 'row-0' | 'row-1';

/** The part of signals that a join needs. */
export interface JoinedSignals {
  readonly rows: number;
  readonly ids: TextColumn;
  readonly classes: readonly string[];
  readonly label: Int32Array;
}

/** A join, to be shown before it is applied. */
export interface SignalsJoin {
  readonly basis: JoinBasis;
  /** Per row of the dataset: row of the signals, -1 = none. */
  readonly signalOf: Int32Array<ArrayBuffer>;
  readonly matched: number;
  /** Rows of the dataset without signals, and signals without a row. */
  readonly unmatchedRows: number;
  readonly unmatchedSignals: number;
  /** Matched rows whose label in the dataset differs from the label of the signals. */
  readonly labelsDiffer: number;
  /** Matched rows whose labels cannot be compared: the signals have none, or none that corresponds. */
  readonly labelsUnknown: number;
}

/**
 * Joins signals to a dataset. By id where the dataset has an id column, unless row numbers give more rows the label of
 * the signals. Where labels cannot be compared, by id unless ids match less than half as many rows as row numbers. A
 * row number is the position of the record in the source, with records set aside and without the header. Row numbers
 * count from 0, as TrustAI's do, unless no id is 0 and one is exactly the number of records. `basis` overrides the
 * choice.
 */
export function joinSignals(
  dataset: Pick<Dataset, 'rows' | 'sourceRow' | 'id' | 'label' | 'labels'>,
  signals: JoinedSignals,
  basis?: JoinBasis,
): SignalsJoin {
  const index = indexOf(signals);
  const byNumber = (): SignalsJoin => {
    const from = basis === 'row-1' || (basis === undefined && countsFromOne(dataset, index)) ? 'row-1' : 'row-0';
    return described(dataset, signals, from, byRow(dataset, index, from === 'row-1' ? 1 : 0));
  };
  if (dataset.id === null || basis === 'row-0' || basis === 'row-1') return byNumber();
  const join = described(dataset, signals, 'id', byId(dataset.id, index));
  if (basis === 'id' || join.matched === dataset.rows) return join;
  const other = byNumber();
  return isBetter(other, join) ? other : join;
}

/** Whether row numbers fit better than ids. A column of ids counts, unless the signals contradict it. */
function isBetter(byNumber: SignalsJoin, byId: SignalsJoin): boolean {
  const agreeing = ({ matched, labelsDiffer, labelsUnknown }: SignalsJoin): number =>
    matched - labelsDiffer - labelsUnknown;
  if (agreeing(byNumber) !== agreeing(byId)) return agreeing(byNumber) > agreeing(byId);
  return byNumber.matched > 2 * byId.matched;
}

/** The ways in which signals can be joined to a dataset. */
export function joinBases(dataset: Pick<Dataset, 'id'>): readonly JoinBasis[] {
  return dataset.id === null ? ['row-0', 'row-1'] : ['id', 'row-0', 'row-1'];
}

/** The ids by number of their row. Whole numbers are written without a fraction of zeros, so that 7 and 7.0 are one. */
function indexOf({ ids, rows }: JoinedSignals): ByteIndex {
  const index = new ByteIndex();
  const { bytes } = ids;
  for (let row = 0; row < rows; row++) {
    const start = ids.offsets[row] ?? 0;
    const end = ids.offsets[row + 1] ?? 0;
    const whole = wholeEnd(bytes, start, end);
    index.add(bytes, start, index.find(bytes, start, whole) < 0 ? whole : end);
  }
  return index;
}

/** The row of the signals for each id. Ids that are not found lose their fraction of zeros first. */
function byId(id: TextColumn, index: ByteIndex): Int32Array<ArrayBuffer> {
  const { bytes, offsets } = id;
  const signalOf = new Int32Array(offsets.length - 1);
  for (let row = 0; row < signalOf.length; row++) {
    const start = offsets[row] as number;
    const end = offsets[row + 1] as number;
    const found = index.find(bytes, start, end);
    signalOf[row] = found >= 0 ? found : index.find(bytes, start, wholeEnd(bytes, start, end));
  }
  return signalOf;
}

const encoder = new TextEncoder();
const digits = new Uint8Array(20);

function find(index: ByteIndex, number: number): number {
  return index.find(digits, 0, encoder.encodeInto(String(number), digits).written);
}

function byRow({ sourceRow }: Pick<Dataset, 'sourceRow'>, index: ByteIndex, first: number): Int32Array<ArrayBuffer> {
  return Int32Array.from(sourceRow, (position) => find(index, position + first));
}

function countsFromOne({ sourceRow }: Pick<Dataset, 'sourceRow'>, index: ByteIndex): boolean {
  const last = sourceRow.at(-1);
  return last !== undefined && find(index, 0) < 0 && find(index, last + 1) >= 0;
}

function described(
  dataset: Pick<Dataset, 'rows' | 'label' | 'labels'>,
  signals: JoinedSignals,
  basis: JoinBasis,
  signalOf: Int32Array<ArrayBuffer>,
): SignalsJoin {
  const compare = labelComparison(dataset, signals);
  const found = new Uint8Array(signals.rows);
  let matched = 0;
  let labelsDiffer = 0;
  let labelsUnknown = 0;
  for (let row = 0; row < dataset.rows; row++) {
    const signal = signalOf[row] ?? -1;
    if (signal < 0) continue;
    matched++;
    found[signal] = 1;
    const comparison = compare(row, signal);
    if (comparison === 'unknown') labelsUnknown++;
    else if (comparison === 'differs') labelsDiffer++;
  }
  const unmatchedRows = dataset.rows - matched;
  const unmatchedSignals = found.reduce((count, seen) => count - seen, signals.rows);
  return { basis, signalOf, matched, unmatchedRows, unmatchedSignals, labelsDiffer, labelsUnknown };
}

/**
 * Compares the label of a row of the dataset with that of a row of the signals: by name, or as class numbers where both
 * are numbers. Two labels without a counterpart on the other side may be one label in two spellings.
 */
export function labelComparison(
  dataset: Pick<Dataset, 'label' | 'labels'>,
  { classes: names, label }: Pick<JoinedSignals, 'classes' | 'label'>,
): (row: number, signal: number) => 'same' | 'differs' | 'unknown' {
  const { basis, classes } = matchLabels(dataset.labels, names);
  // The place of a name among names is no number of a class.
  const comparable = basis === 'name' || names.some(isClassNumber);
  const counterparts = new Set(classes);
  return (row, signal) => {
    const expected = classes[dataset.label[row] ?? 0] ?? -1;
    const found = label[signal] ?? -1;
    if (!comparable || found < 0 || (expected < 0 && !counterparts.has(found))) return 'unknown';
    return expected === found ? 'same' : 'differs';
  };
}
