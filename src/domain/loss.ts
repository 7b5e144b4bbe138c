/**
 * Cross-entropy in float64, from logits: the reference for every faster computation. `logits` is rows x classes,
 * row-major. A row is `logits[from .. from + classes)`. Non-finite logits give NaN.
 */

/** log(sum(exp(z))) of a row, without overflow. Throws for fewer than 1 class. */
export function logSumExp(logits: ArrayLike<number>, from: number, classes: number): number {
  const largest = largestLogit(logits, from, classes);
  let sum = 0;
  for (let k = 0; k < classes; k++) sum += Math.exp((logits[from + k] ?? NaN) - largest);
  return largest + Math.log(sum);
}

/** Softmax of a row over its classes, written to `out[0 .. classes)`. */
export function softmaxRow(logits: ArrayLike<number>, from: number, classes: number, out: Float64Array): void {
  const largest = largestLogit(logits, from, classes);
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const weight = Math.exp((logits[from + k] ?? NaN) - largest);
    out[k] = weight;
    sum += weight;
  }
  for (let k = 0; k < classes; k++) out[k] = (out[k] ?? NaN) / sum;
}

/** Cross-entropy of a row against class `label`, in nats: logSumExp(z) - z[label], never below 0. */
export function crossEntropy(logits: ArrayLike<number>, from: number, classes: number, label: number): number {
  if (label < 0 || label >= classes) throw new RangeError(`class ${label} of ${classes}`);
  // Rounding can put the sum a hair under the label's own logit.
  return Math.max(0, logSumExp(logits, from, classes) - (logits[from + label] ?? NaN));
}

/** Loss of every row, NaN where the label is -1. `labels`: a class for each row. The review bench uses it. */
export function crossEntropies(
  logits: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? -1;
    out[row] = label < 0 ? NaN : crossEntropy(logits, row * classes, classes, label);
  }
  return out;
}

/**
 * The class with the largest logit, and the first of several. -Infinity is a class that was ruled out. With NaN or
 * +Infinity in the row, or -Infinity alone, the result is -1.
 */
export function argmaxRow(logits: ArrayLike<number>, from: number, classes: number): number {
  let best = -1;
  let largest = -Infinity;
  for (let k = 0; k < classes; k++) {
    const z = logits[from + k] ?? NaN;
    if (Number.isNaN(z) || z === Infinity) return -1;
    if (z > largest) {
      largest = z;
      best = k;
    }
  }
  return best;
}

function largestLogit(logits: ArrayLike<number>, from: number, classes: number): number {
  if (classes < 1) throw new RangeError(`${classes} classes`);
  let largest = logits[from] ?? NaN;
  for (let k = 1; k < classes; k++) largest = Math.max(largest, logits[from + k] ?? NaN);
  return largest;
}
