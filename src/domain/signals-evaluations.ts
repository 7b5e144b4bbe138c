/**
 * Lines as evaluations: the evaluation of each event. -1 = a later line of the same id and evaluation supersedes it.
 */
export interface Evaluations {
  readonly evaluation: Int32Array;
  readonly count: number;
  /** The source's name of each evaluation. */
  readonly epochs: readonly number[];
}

/** Lines that are examined to tell a repeated line from the beginning of an evaluation. */
const LOOK_AHEAD = 8;
/** Lines that must repeat the beginning of an evaluation, in order, to mark the beginning of the next one. */
const SAME_BEGINNING = 3;
/** A file with at least this many lines per id that is sorted by id counts as sorted. */
const SORTED_LINES_PER_ID = 1.5;

/**
 * Cuts events without epoch numbers, in file order, into evaluations. A line whose id has occurred in the present
 * evaluation begins the next one, unless it is a repeated line: its neighbour's copy, or one among lines that are new
 * to the evaluation, or one shortly before the evaluation's first ids occur again. Up to three ids are too few for a
 * decision, and then only a neighbour's copy is a repeated line. In a file sorted by id, where every id's lines are
 * together, the k-th line of an id is its k-th evaluation. `row`: id of each event, below `rows`. `same`: whether two
 * events of one id are equal.
 */
export function cutByOrder(row: Int32Array, rows: number, same: (a: number, b: number) => boolean): Evaluations {
  if (isSortedById(row, rows)) return numberWithinIds(row, rows);
  const evaluation = new Int32Array(row.length);
  const lastEvaluation = new Int32Array(rows).fill(-1);
  const lastEvent = new Int32Array(rows);
  let current = 0;
  let first = 0;
  for (let i = 0; i < row.length; i++) {
    const id = row[i] ?? 0;
    if (lastEvaluation[id] === current) {
      const copy = i > 0 && row[i - 1] === id && same(i - 1, i);
      if (copy || (rows > SAME_BEGINNING && isStray(row, i, first, lastEvaluation, current))) {
        evaluation[lastEvent[id] ?? 0] = -1;
      } else {
        current++;
        first = i;
      }
    }
    lastEvaluation[id] = current;
    lastEvent[id] = i;
    evaluation[i] = current;
  }
  return numbered(evaluation, row.length === 0 ? 0 : current + 1);
}

/** Evaluations by the epoch number that each event carries, ascending. The last of an id's lines in an epoch counts. */
export function cutByEpoch(row: Int32Array, epoch: Int32Array, rows: number): Evaluations {
  const epochs = [...new Set(epoch)].sort((a, b) => a - b);
  const numbers = new Map(epochs.map((name, number) => [name, number]));
  const evaluation = Int32Array.from(epoch, (name) => numbers.get(name) ?? 0);
  const cut = { evaluation, count: epochs.length, epochs };
  const entries = entriesByEvaluation(cut);
  const lastEvaluation = new Int32Array(rows).fill(-1);
  const lastEvent = new Int32Array(rows);
  for (let number = 0; number < cut.count; number++) {
    for (const i of entries(number)) {
      const id = row[i] ?? 0;
      if (lastEvaluation[id] === number) evaluation[lastEvent[id] ?? 0] = -1;
      lastEvaluation[id] = number;
      lastEvent[id] = i;
    }
  }
  return cut;
}

function numbered(evaluation: Int32Array, count: number): Evaluations {
  return { evaluation, count, epochs: Array.from({ length: count }, (_, number) => number) };
}

/** Whether a repeated id at `i` is a stray line of the evaluation that began at `first`. */
function isStray(row: Int32Array, i: number, first: number, lastEvaluation: Int32Array, current: number): boolean {
  if (beginsAgain(row, i, first)) return false;
  const end = Math.min(i + LOOK_AHEAD, row.length);
  let known = 0;
  for (let k = i; k < end; k++) {
    if (k > i && beginsAgain(row, k, first)) return true;
    if (lastEvaluation[row[k] ?? 0] === current) known++;
  }
  return known * 2 <= end - i;
}

function beginsAgain(row: Int32Array, i: number, first: number): boolean {
  if (i - first <= SAME_BEGINNING || i + SAME_BEGINNING > row.length) return false;
  for (let k = 0; k < SAME_BEGINNING; k++) if (row[i + k] !== row[first + k]) return false;
  return true;
}

function isSortedById(row: Int32Array, rows: number): boolean {
  if (row.length < rows * SORTED_LINES_PER_ID) return false;
  // Ids are numbered in order of first appearance.
  for (let i = 1; i < row.length; i++) if ((row[i] ?? 0) < (row[i - 1] ?? 0)) return false;
  return true;
}

function numberWithinIds(row: Int32Array, rows: number): Evaluations {
  const next = new Int32Array(rows);
  const evaluation = new Int32Array(row.length);
  let count = 0;
  for (let i = 0; i < row.length; i++) {
    const id = row[i] ?? 0;
    const number = next[id] ?? 0;
    evaluation[i] = number;
    next[id] = number + 1;
    count = Math.max(count, number + 1);
  }
  return numbered(evaluation, count);
}

/** The events of each evaluation, in file order. Superseded ones are in none. */
export function entriesByEvaluation({ evaluation, count }: Evaluations): (number: number) => Int32Array {
  const starts = new Uint32Array(count + 2);
  for (const number of evaluation) if (number >= 0) starts[number + 2] = (starts[number + 2] ?? 0) + 1;
  for (let i = 2; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const order = new Int32Array(starts[count + 1] ?? 0);
  for (let i = 0; i < evaluation.length; i++) {
    const number = evaluation[i] ?? -1;
    if (number < 0) continue;
    const at = starts[number + 1] ?? 0;
    order[at] = i;
    starts[number + 1] = at + 1;
  }
  return (number) => order.subarray(starts[number] ?? 0, starts[number + 1] ?? 0);
}
