/**
 * Confident learning (Northcutt, Jiang, Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels"),
 * equal to cleanlab 2 on its own numbers. `probs` is rows x classes, row-major, best from a model that never saw the
 * row; `labels` holds a class for each row, -1 = none: such rows count nowhere and are never issues. Nothing calls
 * these functions yet: the label-quality work of the review will.
 */

/** Slack of every comparison with a threshold, as in cleanlab. */
const EPSILON = 1e-6;

/** The filters that can name issues. */
export const ISSUE_FILTERS = [
  'prune_by_noise_rate',
  'prune_by_class',
  'both',
  'confident_learning',
  'predicted_neq_given',
] as const;
export type IssueFilter = (typeof ISSUE_FILTERS)[number];

/** Mean P[k] over the rows labelled k: what "confident in k" means. Infinity for a class without rows. */
export function confidentThresholds(
  probs: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
): Float64Array {
  const own = Float64Array.from(
    { length: labels.length },
    (_, row) => probs[row * classes + (labels[row] ?? -1)] ?? NaN,
  );
  return meanConfidence(own, classes, labels);
}

/** The same thresholds from the probability of each row's own label, `own`. Rows without one (NaN, no label) do not count. */
export function meanConfidence(
  own: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? -1;
    const known = own[row] ?? NaN;
    if (label < 0 || Number.isNaN(known)) continue;
    sums[label] = (sums[label] ?? 0) + known;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return sums.map((sum, k) => (counts[k] === 0 ? Infinity : sum / (counts[k] ?? NaN)));
}

/**
 * Whether a row is an issue by the `confident_learning` filter: the probabilities from `from` on are confident in a class
 * that is not the label, and the label is not the most probable class.
 */
export function isConfidentIssue(
  probs: ArrayLike<number>,
  from: number,
  thresholds: Float64Array,
  label: number,
): boolean {
  if (label < 0) return false;
  const bin = confidentClass(probs, from, thresholds);
  return bin >= 0 && bin !== label && mostProbable(probs, from, thresholds.length) !== label;
}

/**
 * The class that a row most likely is: the one class it is confident in, or of several the most probable one; -1 when
 * it is confident in none.
 */
function confidentClass(probs: ArrayLike<number>, from: number, thresholds: Float64Array): number {
  let bins = 0;
  let only = -1;
  for (let k = 0; k < thresholds.length; k++) {
    if ((probs[from + k] ?? NaN) >= (thresholds[k] ?? NaN) - EPSILON) {
      bins++;
      only = k;
    }
  }
  return bins > 1 ? mostProbable(probs, from, thresholds.length) : only;
}

function mostProbable(probs: ArrayLike<number>, from: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if ((probs[from + k] ?? NaN) > (probs[from + best] ?? NaN)) best = k;
  return best;
}

/**
 * Counts of rows by given label (row) and confident class (column), classes x classes, row-major. The diagonal is at
 * least 1.
 */
export function confidentJoint(
  probs: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const thresholds = confidentThresholds(probs, classes, labels);
  const joint = new Float64Array(classes * classes);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? -1;
    if (label < 0) continue;
    const bin = confidentClass(probs, row * classes, thresholds);
    if (bin >= 0) joint[label * classes + bin] = (joint[label * classes + bin] ?? 0) + 1;
  }
  for (let k = 0; k < classes; k++) joint[k * classes + k] = Math.max(1, joint[k * classes + k] ?? 0);
  return joint;
}

/** Scales each row of a confident joint to its label's count and rounds to whole rows, keeping the row sums. */
export function calibrateJoint(
  joint: Float64Array,
  classes: number,
  labels: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const counts = labelCounts(labels, classes);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const scaled = new Float64Array(joint.length);
  for (let y = 0; y < classes; y++) {
    const row = joint.subarray(y * classes, (y + 1) * classes);
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((count, k) => (scaled[y * classes + k] = (count / Math.max(sum, Number.MIN_VALUE)) * (counts[y] ?? 0)));
  }
  const scaledTotal = scaled.reduce((a, b) => a + b, 0);
  return roundRows(
    scaled.map((count) => (count / Math.max(scaledTotal, Number.MIN_VALUE)) * total),
    classes,
  );
}

/** Number of rows that are issues by the `confident_learning` filter. */
export function countLabelIssues(probs: ArrayLike<number>, classes: number, labels: ArrayLike<number>): number {
  return findLabelIssues(probs, classes, labels, 'confident_learning').reduce((sum, issue) => sum + issue, 0);
}

/** Which rows carry a wrong label by `filter`: 1 for each. A row whose most probable class is its label never does. */
export function findLabelIssues(
  probs: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
  filter: IssueFilter = 'prune_by_noise_rate',
): Uint8Array<ArrayBuffer> {
  const issues = candidates(probs, classes, labels, filter);
  for (let row = 0; row < labels.length; row++) {
    if (mostProbable(probs, row * classes, classes) === labels[row]) issues[row] = 0;
  }
  return issues;
}

function candidates(
  probs: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
  filter: IssueFilter,
): Uint8Array<ArrayBuffer> {
  const labelled = (wrong: (row: number, label: number) => boolean): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length: labels.length }, (_, row) => {
      const label = labels[row] ?? -1;
      return label >= 0 && wrong(row, label) ? 1 : 0;
    });
  if (filter === 'predicted_neq_given') return labelled(() => true);
  if (filter === 'confident_learning') {
    const thresholds = confidentThresholds(probs, classes, labels);
    return labelled((row, label) => isConfidentIssue(probs, row * classes, thresholds, label));
  }
  const prune = pruneCounts(calibrateJoint(confidentJoint(probs, classes, labels), classes, labels), classes);
  if (filter === 'prune_by_class') return pruneByClass(probs, classes, labels, prune);
  const byRate = pruneByNoiseRate(probs, classes, labels, prune);
  if (filter === 'prune_by_noise_rate') return byRate;
  const byClass = pruneByClass(probs, classes, labels, prune);
  return byRate.map((issue, row) => issue & (byClass[row] ?? 0));
}

/**
 * How many rows of given label y to prune as class k: `counts[k * classes + y]`, the transposed joint with at least 1
 * kept on the diagonal; what the diagonal gains is taken evenly from that column's other counts.
 */
function pruneCounts(joint: Float64Array, classes: number): Float64Array {
  const counts = new Float64Array(joint.length);
  for (let y = 0; y < classes; y++) {
    const column = joint.subarray(y * classes, (y + 1) * classes);
    const kept = Math.max(1, column[y] ?? 0);
    const gain = kept - (column[y] ?? 0);
    const others = column.reduce((n, count) => n + (count !== 0 ? 1 : 0), 0) - 1;
    column.forEach((count, k) => {
      const rest = gain === 0 ? count : Math.max(0, count - gain / Math.max(1, others));
      counts[k * classes + y] = k === y ? kept : rest;
    });
  }
  return roundRows(counts, classes);
}

/** For each label y with more than one row: the rows whose P[y] is below that of the last one to keep. */
function pruneByClass(
  probs: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
  prune: Float64Array,
): Uint8Array<ArrayBuffer> {
  const issues = new Uint8Array(labels.length);
  for (let y = 0; y < classes; y++) {
    const rows = rowsLabelled(labels, y);
    if (rows.length <= 1) continue;
    const wrong = rows.length - (prune[y * classes + y] ?? 0);
    const confidences = rows.map((row) => probs[row * classes + y] ?? NaN);
    const cut = Float64Array.from(confidences).sort()[wrong] ?? Infinity;
    rows.forEach((row, i) => {
      if ((confidences[i] ?? NaN) < cut) issues[row] = 1;
    });
  }
  return issues;
}

/** For each label y and other class k: the rows with the largest P[k] - P[y], as many as the joint says. */
function pruneByNoiseRate(
  probs: ArrayLike<number>,
  classes: number,
  labels: ArrayLike<number>,
  prune: Float64Array,
): Uint8Array<ArrayBuffer> {
  const issues = new Uint8Array(labels.length);
  for (let y = 0; y < classes; y++) {
    const rows = rowsLabelled(labels, y);
    if (rows.length <= 1) continue;
    for (let k = 0; k < classes; k++) {
      const wrong = prune[k * classes + y] ?? 0;
      if (k === y || wrong <= 0) continue;
      const margins = rows.map((row) => (probs[row * classes + k] ?? NaN) - (probs[row * classes + y] ?? NaN));
      const sorted = Float64Array.from(margins).sort();
      const cut = sorted[sorted.length - wrong] ?? Infinity;
      rows.forEach((row, i) => {
        if ((margins[i] ?? NaN) >= cut) issues[row] = 1;
      });
    }
  }
  return issues;
}

function rowsLabelled(labels: ArrayLike<number>, label: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) if (labels[row] === label) rows.push(row);
  return rows;
}

function labelCounts(labels: ArrayLike<number>, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? -1;
    if (label >= 0) counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** Rounds each row of a square matrix to whole numbers that sum to the row's rounded sum. */
function roundRows(matrix: Float64Array, classes: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(matrix.length);
  for (let y = 0; y < classes; y++) {
    out.set(roundRow(matrix.subarray(y * classes, (y + 1) * classes)), y * classes);
  }
  return out;
}

/** What rounding took too much is given back, one each, where it took most; what it gave too much is taken likewise. */
function roundRow(values: Float64Array): Float64Array {
  const out = values.map(roundHalfToEven);
  const wanted = roundHalfToEven(values.reduce((a, b) => a + b, 0));
  for (;;) {
    const missing = wanted - out.reduce((a, b) => a + b, 0);
    if (missing === 0 || !Number.isFinite(missing)) return out;
    const loss = (k: number): number => ((values[k] ?? NaN) - (out[k] ?? NaN)) * Math.sign(missing);
    const order = Array.from(values.keys()).sort((a, b) => loss(b) - loss(a) || b - a);
    for (const k of order.slice(0, Math.abs(missing))) out[k] = (out[k] ?? 0) + Math.sign(missing);
  }
}

/** As IEEE and numpy: 0.5 becomes 0, 1.5 and 2.5 become 2. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
