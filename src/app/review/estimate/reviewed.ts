import { CORRECTED, isDecided } from '../../../domain/reading/dataset.js';
import { stoppingP } from '../../../domain/review/estimate/stopping.js';
import { yieldCurve, type YieldPoint } from '../../../domain/review/estimate/yield-curve.js';

/** The columns of a review, by row. */
export interface ReviewedColumns {
  /** Index into `STATUSES`. */
  readonly status: Uint8Array;
  /** ms since 1970. */
  readonly updatedAt: Float64Array;
  /** NaN = none. */
  readonly loss: Float32Array;
}

/** Points of the curve at most. */
const POINTS = 200;

/** The yield of the review so far, by rank. */
export function yieldOf({ status, loss }: ReviewedColumns): readonly YieldPoint[] {
  const byLoss = decidedRows(status).sort((one, other) => lossAt(loss, other) - lossAt(loss, one) || one - other);
  return yieldCurve(wrongOf(byLoss, status), POINTS);
}

/** The p value of `stoppingP` for the rows that were reviewed in order, without those that were drawn. */
export function stoppingOf({ status, updatedAt, loss }: ReviewedColumns, drawn: ReadonlySet<number>): number {
  const inTime = decidedRows(status)
    .filter((row) => !drawn.has(row))
    .sort(
      (one, other) =>
        (updatedAt[one] ?? 0) - (updatedAt[other] ?? 0) || lossAt(loss, other) - lossAt(loss, one) || one - other,
    );
  return stoppingP(wrongOf(inTime, status), status.length - drawn.size);
}

function decidedRows(status: Uint8Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < status.length; row += 1) if (isDecided(status[row])) rows.push(row);
  return rows;
}

function wrongOf(rows: readonly number[], status: Uint8Array): Uint8Array {
  return Uint8Array.from(rows, (row) => (status[row] === CORRECTED ? 1 : 0));
}

/** Rows without a loss are last. */
function lossAt(loss: Float32Array, row: number): number {
  const value = loss[row] ?? Number.NaN;
  return Number.isNaN(value) ? -1 : value;
}
