import { bestAssignment } from './assignment.js';

/** Another map under which far more rows agree with their predictions. */
export interface Remap {
  /** For each class, the class that its labels mean under the other map. No class occurs twice. */
  readonly to: Int32Array<ArrayBuffer>;
  /** Rows that were compared. */
  readonly rows: number;
  /** Shares of them that agree, 0..1: with the present map, and with the other one. */
  readonly now: number;
  readonly then: number;
}

/** Fewer rows are no evidence. */
const LEAST_ROWS = 12;
/** Least gain of the other map, as a share of the rows. */
const LEAST_GAIN = 0.2;
/**
 * Least agreement beyond chance (Cohen's kappa). A useless model, or one that always predicts the same class, does not
 * reach it.
 */
const LEAST_KAPPA = 0.3;
/** Least distance of the gain from zero, in standard errors. */
const LEAST_SIGMAS = 3;
/** With more classes the assignment is greedy. */
const MOST_EXACT = 256;
/** With at most this number of classes a table counts every pair. */
const MOST_TABLE = 1024;

/** Rows with one given and one predicted class, in the two halves of the data. */
interface Cell {
  readonly given: number;
  readonly predicted: number;
  readonly halves: readonly [number, number];
}

/**
 * Looks for another assignment of labels to classes under which far more rows agree. Null where there is none. `given`:
 * class of each row's label under the present map. `predicted`: the predicted class. Rows with -1 do not count.
 *
 * An assignment that is fitted to few rows agrees with them by chance alone. So the gain is also measured on rows that
 * the assignment has not seen: each half of the rows is judged by the assignment that fits the other half.
 */
export function betterMap(given: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): Remap | null {
  const cells = cellsOf(given, predicted, classes);
  const rows = sum(cells, () => true);
  if (rows < LEAST_ROWS) return null;
  const to = assign(cells, classes, ([a, b]) => a + b);
  const now = sum(cells, (cell) => cell.given === cell.predicted) / rows;
  const then = sum(cells, (cell) => to[cell.given] === cell.predicted) / rows;
  if (then - now < LEAST_GAIN) return null;
  const unseen = judgeUnseen(cells, classes);
  const gained = unseen.gained - unseen.lost;
  if (gained < LEAST_GAIN * rows || gained < LEAST_SIGMAS * Math.sqrt(unseen.gained + unseen.lost)) return null;
  const chance = chanceAgreement(cells, to, rows);
  const beyond = unseen.agreeing / rows - chance;
  return beyond > 0 && beyond >= LEAST_KAPPA * (1 - chance) ? { to, rows, now, then } : null;
}

/** Counts rows by given and predicted class. Every other row of a given class is in the second half. */
function cellsOf(given: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): readonly Cell[] {
  const half = new Uint8Array(classes);
  const counts = classes <= MOST_TABLE ? new Uint32Array(classes * classes * 2) : new Map<number, number>();
  for (let row = 0; row < given.length; row++) {
    const g = given[row] ?? -1;
    const p = predicted[row] ?? -1;
    if (g < 0 || p < 0 || g >= classes || p >= classes) continue;
    const key = (g * classes + p) * 2 + (half[g] ?? 0);
    half[g] = 1 - (half[g] ?? 0);
    if (counts instanceof Map) counts.set(key, (counts.get(key) ?? 0) + 1);
    else counts[key] = (counts[key] ?? 0) + 1;
  }
  const cells = new Map<number, [number, number]>();
  for (const [key, count] of counts.entries()) {
    if (count === 0) continue;
    const pair = Math.floor(key / 2);
    const halves = cells.get(pair) ?? [0, 0];
    halves[key % 2] = count;
    cells.set(pair, halves);
  }
  return Array.from(cells, ([pair, halves]) => ({
    given: Math.floor(pair / classes),
    predicted: pair % classes,
    halves,
  }));
}

function sum(cells: readonly Cell[], counts: (cell: Cell) => boolean): number {
  let rows = 0;
  for (const cell of cells) if (counts(cell)) rows += cell.halves[0] + cell.halves[1];
  return rows;
}

/**
 * Counts each half's rows under the map that fits the other half: the rows that agree, and those where the present map
 * differs.
 */
function judgeUnseen(
  cells: readonly Cell[],
  classes: number,
): { readonly agreeing: number; readonly gained: number; readonly lost: number } {
  const maps = [assign(cells, classes, ([, b]) => b), assign(cells, classes, ([a]) => a)] as const;
  const found = { agreeing: 0, gained: 0, lost: 0 };
  for (const { given, predicted, halves } of cells) {
    for (const half of [0, 1] as const) {
      const agrees = maps[half][given] === predicted;
      if (agrees) found.agreeing += halves[half];
      if (agrees && given !== predicted) found.gained += halves[half];
      if (!agrees && given === predicted) found.lost += halves[half];
    }
  }
  return found;
}

/** The share of rows that would agree if predictions had nothing to do with labels. */
function chanceAgreement(cells: readonly Cell[], to: Int32Array, rows: number): number {
  const ofClass = new Map<number, number>();
  const predictedAs = new Map<number, number>();
  for (const { given, predicted, halves } of cells) {
    const count = halves[0] + halves[1];
    ofClass.set(given, (ofClass.get(given) ?? 0) + count);
    predictedAs.set(predicted, (predictedAs.get(predicted) ?? 0) + count);
  }
  let share = 0;
  for (const [given, count] of ofClass) share += count * (predictedAs.get(to[given] ?? -1) ?? 0);
  return share / (rows * rows);
}

/** The map under which most rows agree, by the counts of `weightOf`. Of equal maps the present one. */
function assign(
  cells: readonly Cell[],
  classes: number,
  weightOf: (halves: readonly [number, number]) => number,
): Int32Array<ArrayBuffer> {
  const weighed = cells
    .map(({ given, predicted, halves }) => ({ given, predicted, weight: weightOf(halves) }))
    .filter(({ weight }) => weight > 0);
  const to = classes <= MOST_EXACT ? exactly(weighed, classes) : greedily(weighed, classes);
  return completed(to);
}

type Weighed = readonly { readonly given: number; readonly predicted: number; readonly weight: number }[];

function exactly(cells: Weighed, classes: number): Int32Array<ArrayBuffer> {
  const seen = [...new Set(cells.map(({ given }) => given))];
  const place = new Map(seen.map((given, at) => [given, at] as const));
  const weights = new Float64Array(seen.length * classes);
  // One more row outweighs any number of unchanged classes.
  for (const { given, predicted, weight } of cells) {
    weights[(place.get(given) ?? 0) * classes + predicted] = weight * (classes + 1);
  }
  for (const [at, given] of seen.entries()) weights[at * classes + given] = (weights[at * classes + given] ?? 0) + 1;
  const found = bestAssignment(weights, seen.length, classes);
  const to = new Int32Array(classes).fill(-1);
  for (const [at, given] of seen.entries()) to[given] = found[at] ?? -1;
  return to;
}

/** The largest counts first, each class once. */
function greedily(cells: Weighed, classes: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(classes).fill(-1);
  const taken = new Uint8Array(classes);
  const stays = ({ given, predicted }: Weighed[number]): number => (given === predicted ? 1 : 0);
  for (const cell of [...cells].sort((a, b) => b.weight - a.weight || stays(b) - stays(a))) {
    if (to[cell.given] !== -1 || taken[cell.predicted] === 1) continue;
    to[cell.given] = cell.predicted;
    taken[cell.predicted] = 1;
  }
  return to;
}

/** Classes without evidence stay unchanged. Where another class has taken their place, the two change places. */
function completed(to: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const takenBy = new Int32Array(to.length).fill(-1);
  for (let given = 0; given < to.length; given++) if ((to[given] ?? -1) >= 0) takenBy[to[given] ?? 0] = given;
  for (let given = 0; given < to.length; given++) {
    if ((to[given] ?? -1) >= 0) continue;
    let free = given;
    while ((takenBy[free] ?? -1) >= 0) free = takenBy[free] ?? -1;
    to[given] = free;
    takenBy[free] = given;
  }
  return to;
}
