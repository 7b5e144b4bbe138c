import { log, logSoftmax } from './arithmetic.js';
import { sharesOfClasses, type Lesson } from './lesson.js';
import type { SparseRows } from './sparse.js';

/** Added to the weight of every term in every class. */
export const SMOOTHING = 0.3;

/** Multinomial naive Bayes: log P(class) and, for each feature, log P(feature | class). */
interface BayesModel {
  readonly classes: number;
  /** -Infinity for a class without any row. */
  readonly prior: Float64Array;
  /** features x classes. */
  readonly weight: Float32Array;
}

/** Learns from the rows outside of fold `without`. Weights of terms are summed by class and smoothed by `SMOOTHING`. */
export function learnBayes(lesson: Lesson, without: number): BayesModel {
  const { rows, label, classes, fold } = lesson;
  const { features, offsets, index, value } = rows;
  const weight = new Float32Array(features * classes);
  const totals = new Float64Array(classes);
  for (let row = 0; row < rows.rows; row++) {
    const own = label[row] as number;
    if (own < 0 || fold[row] === without) continue;
    let total = 0;
    const end = offsets[row + 1] as number;
    for (let e = offsets[row] as number; e < end; e++) {
      const at = (index[e] as number) * classes + own;
      weight[at] = (weight[at] as number) + (value[e] as number);
      total += value[e] as number;
    }
    totals[own] = (totals[own] as number) + total;
  }
  const prior = sharesOfClasses(lesson, without).map(log);
  const logTotal = totals.map((total) => log(total + SMOOTHING * features));
  const logSmoothing = log(SMOOTHING);
  for (let at = 0; at < weight.length; at += classes) {
    for (let k = 0; k < classes; k++) {
      const sum = weight[at + k] as number;
      weight[at + k] = (sum === 0 ? logSmoothing : log(sum + SMOOTHING)) - (logTotal[k] as number);
    }
  }
  return { classes, prior, weight };
}

/**
 * Log-probabilities of the classes for each of the rows `of`, row-major. A class that was not learnt is -Infinity.
 * Where none was, all are equally likely.
 */
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
    const end = offsets[row + 1] as number;
    for (let e = offsets[row] as number; e < end; e++) {
      const at = (index[e] as number) * classes;
      const x = value[e] as number;
      for (let k = 0; k < classes; k++) z[k] = (z[k] as number) + x * (weight[at + k] as number);
    }
    logSoftmax(z, 0, classes);
    out.set(z, i * classes);
  }
  return out;
}
