import { softmaxRow } from './loss.js';

/**
 * Label-quality scores of a row, from its probabilities P and its given label y. Sources: cleanlab (Northcutt, Jiang,
 * Chuang 2021, "Confident Learning") for the first three; low = suspicious.
 */

/** P[y]. */
export function selfConfidence(probs: ArrayLike<number>, from: number, label: number): number {
  return probs[from + label] ?? NaN;
}

/** (P[y] - largest other P + 1) / 2: 0 = surely another class, 1 = surely this one. */
export function normalizedMargin(probs: ArrayLike<number>, from: number, classes: number, label: number): number {
  let other = -Infinity;
  for (let k = 0; k < classes; k++) if (k !== label) other = Math.max(other, probs[from + k] ?? NaN);
  return ((probs[from + label] ?? NaN) - other + 1) / 2;
}

/**
 * Entropy over ln C: 0 = certain, 1 = all classes alike. A probability of 0 contributes nothing. `possible`: the C, where
 * some of the classes cannot occur.
 */
export function normalizedEntropy(probs: ArrayLike<number>, from: number, classes: number, possible = classes): number {
  // There is nothing else that a row could be.
  if (possible < 2 && classes > 1) return 0;
  let entropy = 0;
  for (let k = 0; k < classes; k++) {
    const p = probs[from + k] ?? NaN;
    if (p !== 0) entropy -= p * Math.log(p);
  }
  // Rounding: a certain row would be -0, an even one a hair above 1.
  return Math.min(1, Math.max(0, entropy / Math.log(possible)));
}

const SMALLEST = 1e-6;

/**
 * Entropy over self-confidence, turned so that low = suspicious: ln(1 + s) / s, s = normalised entropy / P[y].
 */
export function confidenceWeightedEntropy(
  probs: ArrayLike<number>,
  from: number,
  classes: number,
  label: number,
  possible = classes,
): number {
  const s = normalizedEntropy(probs, from, classes, possible) / Math.max(selfConfidence(probs, from, label), SMALLEST);
  return Math.log(1 + s) / Math.max(s, SMALLEST);
}

/** Columns of signals, a value for each row. */
export interface SignalColumns {
  /** NaN where the row has no label or no result. */
  readonly selfConfidence: Float32Array;
  /** Likewise. */
  readonly margin: Float32Array;
  /** Likewise. */
  readonly weightedEntropy: Float32Array;
  /** Normalised to 0..1. NaN where the row has no result. */
  readonly entropy: Float32Array;
  /** Class with the highest probability, the first of several. -1 where the row has no result. */
  readonly predicted: Int16Array;
}

/**
 * Computes the signals of rows `from .. to` from their logits (rows x classes, row-major, where a row with any
 * non-finite logit counts as having no result) and their labels' classes (-1 = none), into the columns in place. `possible`: the number of classes that can occur.
 */
export function fillSignals(
  logits: Float32Array,
  classes: number,
  labelClass: ArrayLike<number>,
  from: number,
  to: number,
  out: SignalColumns,
  possible = classes,
): void {
  const probs = new Float64Array(classes);
  for (let row = from; row < to; row++) {
    softmaxRow(logits, row * classes, classes, probs);
    const label = labelClass[row] ?? -1;
    const predicted = largest(probs);
    const labelled = predicted >= 0 && label >= 0;
    out.predicted[row] = predicted;
    out.entropy[row] = predicted < 0 ? NaN : normalizedEntropy(probs, 0, classes, possible);
    out.selfConfidence[row] = labelled ? selfConfidence(probs, 0, label) : NaN;
    out.margin[row] = labelled ? normalizedMargin(probs, 0, classes, label) : NaN;
    out.weightedEntropy[row] = labelled ? confidenceWeightedEntropy(probs, 0, classes, label, possible) : NaN;
  }
}

/** Position of the largest value. -1 when any is NaN. */
function largest(probs: Float64Array): number {
  let best = 0;
  for (let k = 0; k < probs.length; k++) {
    const p = probs[k] ?? NaN;
    if (Number.isNaN(p)) return -1;
    if (p > (probs[best] ?? NaN)) best = k;
  }
  return best;
}
