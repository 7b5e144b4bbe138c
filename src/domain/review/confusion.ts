/**
 * How often rows of one label are predicted as another. Labels and predictions are both given by the label's index, and
 * -1 = none: such rows count nowhere. Only cells with rows are held: there can be tens of thousands of labels.
 */
export interface Confusion {
  readonly labels: number;
  /** Rows by `given * labels + predicted`. */
  readonly counts: ReadonlyMap<number, number>;
}

/** A cell of a confusion matrix that holds rows. */
export interface ConfusionCell {
  readonly given: number;
  readonly predicted: number;
  readonly count: number;
}

/** Two labels that are taken for each other, the one with the smaller index first. */
export interface ConfusedPair {
  readonly labels: readonly [first: number, second: number];
  /** Rows of the first that are predicted as the second. */
  readonly forward: number;
  /** Rows of the second that are predicted as the first. */
  readonly backward: number;
  /** Their share of all rows of the two labels that have a prediction, 0..1. */
  readonly share: number;
}

/** Counts rows by label and prediction. */
export function confusionOf(label: ArrayLike<number>, predicted: ArrayLike<number>, labels: number): Confusion {
  const counts = new Map<number, number>();
  for (let row = 0; row < label.length; row++) {
    const given = label[row] as number;
    const found = predicted[row] as number;
    if (given < 0 || found < 0 || given >= labels || found >= labels) continue;
    const at = given * labels + found;
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return { labels, counts };
}

/** Every cell that holds rows. */
export function* allCells({ labels, counts }: Confusion): Generator<ConfusionCell> {
  for (const [at, count] of counts) yield { given: Math.floor(at / labels), predicted: at % labels, count };
}

/** The cells of some labels that hold rows, in the order of the labels given. */
export function cellsOf({ labels, counts }: Confusion, among: readonly number[]): readonly ConfusionCell[] {
  const cells: ConfusionCell[] = [];
  for (const given of among) {
    for (const predicted of among) {
      const count = counts.get(given * labels + predicted) ?? 0;
      if (count > 0) cells.push({ given, predicted, count });
    }
  }
  return cells;
}

/** Pairs of labels by the number of rows that are taken for the other one, most first; of equal ones the larger share. */
export function confusedPairs(confusion: Confusion): readonly ConfusedPair[] {
  const { labels, counts } = confusion;
  const rows = rowsOf(confusion);
  const pairs: ConfusedPair[] = [];
  for (const { given, predicted } of allCells(confusion)) {
    const [first, second] = given < predicted ? [given, predicted] : [predicted, given];
    const forward = counts.get(first * labels + second) ?? 0;
    const backward = counts.get(second * labels + first) ?? 0;
    // Of a pair with both cells, the first of them stands for it.
    if (first === second || (given === second && forward > 0)) continue;
    const share = (forward + backward) / ((rows[first] ?? 0) + (rows[second] ?? 0));
    pairs.push({ labels: [first, second], forward, backward, share });
  }
  return pairs.sort((a, b) => b.forward + b.backward - (a.forward + a.backward) || b.share - a.share);
}

/** The labels with the most rows outside the diagonal, at most `most` of them, by index ascending. */
export function mostConfused(confusion: Confusion, most: number): readonly number[] {
  const wrong = new Float64Array(confusion.labels);
  for (const { given, predicted, count } of allCells(confusion)) {
    if (given === predicted) continue;
    wrong[given] = (wrong[given] ?? 0) + count;
    wrong[predicted] = (wrong[predicted] ?? 0) + count;
  }
  const byWrong = [...wrong.keys()].sort((a, b) => (wrong[b] ?? 0) - (wrong[a] ?? 0) || a - b);
  return byWrong.slice(0, most).sort((a, b) => a - b);
}

/**
 * An order in which labels that are taken for each other are neighbours, so that blocks show along the diagonal.
 * Clusters are joined by average linkage (Sokal and Michener 1958) over the share of rows that two labels confuse, and
 * each join turns both sides so that their most confused ends meet. Cubic in the number of labels: for some hundreds.
 */
export function blockOrder(confusion: Confusion, among: readonly number[]): readonly number[] {
  const { labels, counts } = confusion;
  const rows = rowsOf(confusion);
  const shareOf = (a: number, b: number): number => {
    const both = (rows[a] ?? 0) + (rows[b] ?? 0);
    const confused = (counts.get(a * labels + b) ?? 0) + (counts.get(b * labels + a) ?? 0);
    return both === 0 ? 0 : confused / both;
  };
  const clusters = among.map((label) => [label]);
  const size = among.length;
  /** Sums of the shares between the members of two clusters, by place. */
  const sums = new Float64Array(size * size);
  among.forEach((a, i) => among.forEach((b, j) => (sums[i * size + j] = i === j ? 0 : shareOf(a, b))));
  const live = new Set(clusters.keys());
  for (;;) {
    const [into, from] = closest(clusters, live, sums, size);
    if (into < 0) break;
    clusters[into] = joined(clusters[into] ?? [], clusters[from] ?? [], shareOf);
    live.delete(from);
    for (const other of live) {
      const sum = (sums[into * size + other] ?? 0) + (sums[from * size + other] ?? 0);
      sums[into * size + other] = sum;
      sums[other * size + into] = sum;
    }
  }
  // What nothing joins keeps its order.
  return [...live].flatMap((cluster) => clusters[cluster] ?? []);
}

/** The two clusters with the highest mean share, the earlier one first; -1 where no two are confused. */
function closest(
  clusters: readonly (readonly number[])[],
  live: ReadonlySet<number>,
  sums: Float64Array,
  size: number,
): readonly [into: number, from: number] {
  let best = 0;
  let pair: readonly [number, number] = [-1, -1];
  for (const a of live) {
    for (const b of live) {
      if (b <= a) continue;
      const mean = (sums[a * size + b] ?? 0) / ((clusters[a]?.length ?? 1) * (clusters[b]?.length ?? 1));
      if (mean <= best) continue;
      best = mean;
      pair = [a, b];
    }
  }
  return pair;
}

/** Two rows of labels as one: each may be turned round, so that the ends that are most confused meet. */
function joined(
  first: readonly number[],
  second: readonly number[],
  shareOf: (a: number, b: number) => number,
): number[] {
  const turned = (list: readonly number[]): readonly number[] => [...list].reverse();
  let best: readonly number[] = [];
  let highest = -1;
  for (const left of [first, turned(first)]) {
    for (const right of [second, turned(second)]) {
      const share = shareOf(left[left.length - 1] ?? -1, right[0] ?? -1);
      if (share <= highest) continue;
      highest = share;
      best = [...left, ...right];
    }
  }
  return [...best];
}

function rowsOf(confusion: Confusion): Float64Array {
  const rows = new Float64Array(confusion.labels);
  for (const { given, count } of allCells(confusion)) rows[given] = (rows[given] ?? 0) + count;
  return rows;
}
