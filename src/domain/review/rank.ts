import { AGREE, agreement, DISAGREE } from '../predictions/agreement.js';
/** The columns that filters and orders use. Every column has a value for each row. Null = unknown for all rows. */
export interface RankColumns {
  readonly rows: number;
  /** The present label: index into the label list. */
  readonly label: Uint16Array;
  /** See `STATUSES`. */
  readonly status: Uint8Array;
  /** ms since 1970, 0 = never decided. */
  readonly updatedAt: Float64Array;
  /** Cross-entropy in nats, NaN = none. */
  readonly loss: Float32Array | null;
  /** The model's class, -1 = none. */
  readonly predicted: Int16Array | null;
  /** The model's class of each label (indexed by label, not by row), -1 = none. */
  readonly classOfLabel: Int16Array | Int32Array;
  /** Scores as in `quality`, NaN = none. */
  readonly selfConfidence: Float32Array | null;
  readonly normalizedMargin: Float32Array | null;
  readonly entropy: Float32Array | null;
  readonly tokens: Uint16Array | null;
  /** Signals of a training, NaN = none; see `SIGNAL_NAMES`. */
  readonly avgProbs: Float32Array | null;
  readonly labelVar: Float32Array | null;
  readonly forgettingTimes: Float32Array | null;
}

/** The conditions for a row to stay. Every member narrows. An absent member does not count. */
export interface RowFilter {
  /** 1 for each row that stays: rows found by a search, or chosen on the map. */
  readonly mask?: Uint8Array;
  /** Values that stay: 1 at the index of each label, class or status. Beyond the end is 0. */
  readonly labels?: Uint8Array;
  readonly predicted?: Uint8Array;
  readonly statuses?: Uint8Array;
  /** Whether prediction and label agree. Rows without a prediction or a class for their label never stay. */
  readonly agreement?: 'agree' | 'disagree';
  /** All must hold. */
  readonly bounds?: readonly RowBound[];
}

/** `value of the row, operator, limit`, as in `loss > 2`. Rows without a value never stay. */
export interface RowBound {
  /** By row, NaN = none. Null = no row has a value. */
  readonly values: Float32Array | null;
  readonly operator: Comparison;
  readonly limit: number;
}

export type Comparison = '>' | '>=' | '<' | '<=';

/**
 * Orders by a model's scores. First are the highest or lowest loss, the lowest self-confidence or margin, the highest
 * entropy, the most tokens.
 */
export const SCORE_ORDERS = [
  'loss-desc',
  'loss-asc',
  'self_confidence',
  'normalized_margin',
  'entropy',
  'tokens',
] as const;
/** Orders by a training's signals: the lowest mean probability of the label, the largest variance of it, the most often forgotten. */
export const TRAINING_ORDERS = ['avg_probs', 'label_var', 'forgetting_times'] as const;
/** Every order. Beside those above: the first in the source, the first label, the latest decision. */
export const ORDERS = [...SCORE_ORDERS, ...TRAINING_ORDERS, 'source', 'label', 'updated'] as const;
export type Order = (typeof ORDERS)[number];

const SIGN = 0x8000_0000;
const LAST = 0xffff_ffff;

/**
 * The ids of the rows that pass every filter, in order. Rows without the ordering value are last. Equal rows keep the
 * order of the source. Linear: passes over columns, then a radix sort (a million rows in a frame or two).
 */
export function rankRows(columns: RankColumns, filters: readonly RowFilter[], order: Order): Uint32Array<ArrayBuffer> {
  const stays = new Uint8Array(columns.rows).fill(1);
  for (const filter of filters) narrow(stays, columns, filter);
  return sortRows(idsOf(stays), columns, order);
}

/** The place of each row in an order. -1 = not in it. Int32Array, a value for each of `rows` rows. */
export function rankOfRow(order: Uint32Array, rows: number): Int32Array<ArrayBuffer> {
  const places = new Int32Array(rows).fill(-1);
  for (let place = 0; place < order.length; place += 1) places[order[place] as number] = place;
  return places;
}

function narrow(stays: Uint8Array, columns: RankColumns, filter: RowFilter): void {
  const { mask, labels, predicted, statuses } = filter;
  if (mask !== undefined) for (let row = 0; row < stays.length; row += 1) if (mask[row] !== 1) stays[row] = 0;
  if (labels !== undefined) keepChosen(stays, columns.label, labels);
  if (predicted !== undefined) keepChosen(stays, columns.predicted, predicted);
  if (statuses !== undefined) keepChosen(stays, columns.status, statuses);
  if (filter.agreement !== undefined) keepAgreement(stays, columns, filter.agreement === 'agree' ? AGREE : DISAGREE);
  for (const bound of filter.bounds ?? []) keepBound(stays, bound);
}

function keepChosen(stays: Uint8Array, column: Uint16Array | Int16Array | Uint8Array | null, chosen: Uint8Array): void {
  if (column === null) stays.fill(0);
  else for (let row = 0; row < stays.length; row += 1) if (chosen[column[row] as number] !== 1) stays[row] = 0;
}

function keepAgreement(stays: Uint8Array, columns: RankColumns, kept: number): void {
  const { label, predicted, classOfLabel } = columns;
  if (predicted === null) {
    stays.fill(0);
    return;
  }
  for (let row = 0; row < stays.length; row += 1) {
    const given = classOfLabel[label[row] as number] ?? -1;
    if (agreement(predicted[row] as number, given) !== kept) stays[row] = 0;
  }
}

function keepBound(stays: Uint8Array, { values, operator, limit }: RowBound): void {
  if (values === null) {
    stays.fill(0);
    return;
  }
  const holds = holdsFor(operator, Math.fround(limit));
  for (let row = 0; row < stays.length; row += 1) if (!holds(values[row] ?? Number.NaN)) stays[row] = 0;
}

/** `limit`: rounded as the values are, so that 0.3 is at most 0.3. No comparison holds for NaN. */
function holdsFor(operator: Comparison, limit: number): (value: number) => boolean {
  switch (operator) {
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
  }
}

function idsOf(stays: Uint8Array): Uint32Array<ArrayBuffer> {
  const ids = new Uint32Array(stays.length);
  let count = 0;
  for (let row = 0; row < stays.length; row += 1) if (stays[row] === 1) ids[count++] = row;
  return ids.slice(0, count);
}

function sortRows(ids: Uint32Array<ArrayBuffer>, columns: RankColumns, order: Order): Uint32Array<ArrayBuffer> {
  switch (order) {
    case 'loss-desc':
      return sortByFloat(ids, columns.loss, true);
    case 'loss-asc':
      return sortByFloat(ids, columns.loss, false);
    case 'self_confidence':
      return sortByFloat(ids, columns.selfConfidence, false);
    case 'normalized_margin':
      return sortByFloat(ids, columns.normalizedMargin, false);
    case 'entropy':
      return sortByFloat(ids, columns.entropy, true);
    case 'tokens':
      return sortByTokens(ids, columns);
    case 'avg_probs':
      return sortByFloat(ids, columns.avgProbs, false);
    case 'label_var':
      return sortByFloat(ids, columns.labelVar, true);
    case 'forgetting_times':
      return sortByFloat(ids, columns.forgettingTimes, true);
    case 'source':
      return ids;
    case 'label':
      return sortByKey(ids, columns.rows, (row) => columns.label[row] as number);
    case 'updated':
      return sortByUpdate(ids, columns);
  }
}

function sortByFloat(
  ids: Uint32Array<ArrayBuffer>,
  column: Float32Array | null,
  descending: boolean,
): Uint32Array<ArrayBuffer> {
  if (column === null) return ids;
  const value = new Float32Array(1);
  const bits = new Uint32Array(value.buffer);
  return sortByKey(ids, column.length, (row) => {
    value[0] = (column[row] as number) + 0; // -0 becomes 0
    if (Number.isNaN(value[0])) return LAST;
    // IEEE 754 bits order like integers once the sign is turned. No value but NaN becomes all ones either way.
    const key = (bits[0] as number) >= SIGN ? ~(bits[0] as number) : (bits[0] as number) | SIGN;
    return (descending ? ~key : key) >>> 0;
  });
}

/** Longest first. Rows without a score have no token count and are last. */
function sortByTokens(ids: Uint32Array<ArrayBuffer>, columns: RankColumns): Uint32Array<ArrayBuffer> {
  const { tokens } = columns;
  return tokens === null ? ids : sortByKey(ids, columns.rows, (row) => 0xffff - (tokens[row] as number));
}

/** Latest first. Times need 42 bits: a stable sort by the low half, then one by the high half. */
function sortByUpdate(ids: Uint32Array<ArrayBuffer>, columns: RankColumns): Uint32Array<ArrayBuffer> {
  const { updatedAt, rows } = columns;
  const clamped = (row: number): number => Math.min(Math.max(updatedAt[row] as number, 0), Number.MAX_SAFE_INTEGER);
  const low = sortByKey(ids, rows, (row) => ~(clamped(row) % 2 ** 32) >>> 0);
  return sortByKey(low, rows, (row) => ~(clamped(row) / 2 ** 32) >>> 0);
}

/**
 * Stable radix sort of ids by a 32-bit key, lowest first, 16 bits a pass. Passes in which all keys are equal are left
 * out. Keys are computed once for each id. Source: least-significant-digit radix sort (Knuth, TAOCP 3, 5.2.5).
 */
function sortByKey(
  ids: Uint32Array<ArrayBuffer>,
  rows: number,
  keyOf: (row: number) => number,
): Uint32Array<ArrayBuffer> {
  const keys = new Uint32Array(rows);
  const counts = [new Uint32Array(65_537), new Uint32Array(65_537)] as const;
  for (let index = 0; index < ids.length; index += 1) {
    const row = ids[index] as number;
    const key = keyOf(row);
    keys[row] = key;
    counts[0][(key & 0xffff) + 1] = (counts[0][(key & 0xffff) + 1] as number) + 1;
    counts[1][(key >>> 16) + 1] = (counts[1][(key >>> 16) + 1] as number) + 1;
  }
  return pass(pass(ids, keys, counts[0], 0), keys, counts[1], 16);
}

/**
 * One counting pass. `starts[digit + 1]` is the count of a digit before, and the start of the next digit afterwards.
 */
function pass(
  ids: Uint32Array<ArrayBuffer>,
  keys: Uint32Array,
  starts: Uint32Array,
  shift: number,
): Uint32Array<ArrayBuffer> {
  if (ids.length === 0 || starts.includes(ids.length)) return ids;
  for (let digit = 1; digit < starts.length; digit += 1) {
    starts[digit] = (starts[digit] as number) + (starts[digit - 1] as number);
  }
  const sorted = new Uint32Array(ids.length);
  for (let index = 0; index < ids.length; index += 1) {
    const id = ids[index] as number;
    const digit = ((keys[id] as number) >>> shift) & 0xffff;
    const place = starts[digit] as number;
    starts[digit] = place + 1;
    sorted[place] = id;
  }
  return sorted;
}
