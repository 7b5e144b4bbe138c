import { log, logSoftmax } from './arithmetic.js';
import type { SparseRows } from './sparse.js';

/** Added to the weight of every term in every class. */
const SMOOTHING = 0.3;

/** What is learnt from: rows, and what is known of each. */
export interface Lesson {
  readonly rows: SparseRows;
  /** Class of each row, -1 = not learnt from. */
  readonly label: Int32Array;
  readonly classes: number;
  /** Fold of each row. */
  readonly fold: Uint8Array;
}

/** Multinomial naive Bayes: log P(class) and, for each feature, log P(feature | class). */
export interface BayesModel {
  readonly classes: number;
  /** -Infinity for a class without any row. */
  readonly prior: Float64Array;
  /** features x classes. */
  readonly weight: Float32Array;
}

/** Learns from the rows outside of fold `fold`. Weights of terms are summed by class and smoothed by `SMOOTHING`. */
export function learnBayes({ rows, label, classes, fold }: Lesson, without: number): BayesModel {
  const { features, offsets, index, value } = rows;
  const sums = new Float64Array(features * classes);
  const totals = new Float64Array(classes);
  const counts = new Float64Array(classes);
  let learnt = 0;
  for (let row = 0; row < rows.rows; row++) {
    const own = label[row] as number;
    if (own < 0 || fold[row] === without) continue;
    learnt++;
    counts[own] = (counts[own] as number) + 1;
    let total = 0;
    for (let i = offsets[row] as number; i < (offsets[row + 1] as number); i++) {
      const at = (index[i] as number) * classes + own;
      sums[at] = (sums[at] as number) + (value[i] as number);
      total += value[i] as number;
    }
    totals[own] = (totals[own] as number) + total;
  }
  const prior = Float64Array.from(counts, (count) => log(count / learnt));
  const logTotal = Float64Array.from(totals, (total) => log(total + SMOOTHING * features));
  const weight = new Float32Array(sums.length);
  const logSmoothing = log(SMOOTHING);
  for (let f = 0, at = 0; f < features; f++) {
    for (let k = 0; k < classes; k++, at++) {
      const sum = sums[at] as number;
      weight[at] = (sum === 0 ? logSmoothing : log(sum + SMOOTHING)) - (logTotal[k] as number);
    }
  }
  return { classes, prior, weight };
}

/** Log-probabilities of the classes for each of the rows `of`, row-major. A class that was not learnt is -Infinity. */
export function predictBayes(
  { classes, prior, weight }: BayesModel,
  { offsets, index, value }: SparseRows,
  of: Uint32Array,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(of.length * classes);
  const z = new Float64Array(classes);
  for (let i = 0; i < of.length; i++) {
    const row = of[i] as number;
    z.set(prior);
    for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e++) {
      const at = (index[e] as number) * classes;
      const x = value[e] as number;
      for (let k = 0; k < classes; k++) z[k] = (z[k] as number) + x * (weight[at + k] as number);
    }
    logSoftmax(z, 0, classes);
    out.set(z, i * classes);
  }
  return out;
}
