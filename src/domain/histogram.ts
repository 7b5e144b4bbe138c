import { tickStep, type Domain } from './axes.js';

/** The values inside a range: `min <= value <= max`. An infinite end includes every value on its side. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Bins of equal width. Bin i holds `start + i * step <= value < start + (i + 1) * step`. The last one holds its end as
 * well.
 */
export interface Bins {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** A 32-bit value lies at most this far from the round number that it represents, as a share of a bin. */
const ROUNDING = 1e-5;

/**
 * Bins over a whole axis, of a round width with about `wanted` of them on `seenLength` of it. Bins of whole numbers are
 * at least 1 wide and have their numbers in the middle.
 */
export function binsOf(axis: Domain, seenLength: number, wanted: number, whole: boolean): Bins {
  const round = tickStep(seenLength, wanted);
  const step = whole ? Math.max(1, round) : round;
  const start = Math.floor(axis.min / step + ROUNDING) * step - (whole ? 0.5 : 0);
  return { start, step, count: Math.max(1, Math.ceil((axis.max - start) / step - ROUNDING)) };
}

/** The bin of a value, -1 = outside of all bins or not a number. */
export function binOf({ start, step, count }: Bins, value: number): number {
  const at = (value - start) / step;
  const bin = Math.floor(at + ROUNDING);
  if (bin >= 0 && bin < count) return bin;
  return bin === count && at <= count + ROUNDING ? count - 1 : -1;
}

/**
 * The value at the lower edge of a bin. `bin` = `count` gives the upper edge of the last. It is round, as the step is.
 */
export function edgeOf({ start, step }: Bins, bin: number): number {
  return Number((start + bin * step).toPrecision(12));
}

/** Whether a value is in a range. Without a range every value is, also NaN. */
export function isWithin(range: ValueRange | null, value: number): boolean {
  return range === null || (value >= range.min && value <= range.max);
}

/** The range, or null where it includes every value. */
export function orNull(range: ValueRange): ValueRange | null {
  return range.min === -Infinity && range.max === Infinity ? null : range;
}

/** What two axes show of the same rows. */
interface Plane {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Bins on each axis. */
  readonly binsX: Bins;
  readonly binsY: Bins;
  /** The range of each axis. Null = everything. */
  readonly rangeX: ValueRange | null;
  readonly rangeY: ValueRange | null;
}

/**
 * Rows in each bin on both axes, in one pass over the rows that `counts(row)` names and that have both values. A range
 * on one axis shows in the counts of the other, not in its own, where it marks a part of them.
 */
export function marginals(
  { x, y, binsX, binsY, rangeX, rangeY }: Plane,
  counts: (row: number) => boolean,
): { readonly x: Uint32Array; readonly y: Uint32Array } {
  const onX = new Uint32Array(binsX.count);
  const onY = new Uint32Array(binsY.count);
  const rows = Math.min(x.length, y.length);
  for (let row = 0; row < rows; row++) {
    const valueX = x[row] as number;
    const valueY = y[row] as number;
    if (!Number.isFinite(valueX + valueY) || !counts(row)) continue;
    if (isWithin(rangeY, valueY)) add(onX, binOf(binsX, valueX));
    if (isWithin(rangeX, valueX)) add(onY, binOf(binsY, valueY));
  }
  return { x: onX, y: onY };
}

function add(counts: Uint32Array, bin: number): void {
  if (bin >= 0) counts[bin] = (counts[bin] as number) + 1;
}
