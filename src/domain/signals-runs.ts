import { entriesByEvaluation, type Evaluations } from './signals-evaluations.js';
import type { RunReason, SignalRun } from './signals-report.js';

/** Columns of the events, in file order. */
interface RunEvents {
  readonly row: Int32Array;
  readonly label: Int32Array;
  readonly labelProb: Float64Array;
}

/** Least rise of the mean probability of the labels before a fall has a meaning. */
const MIN_RISE = 0.05;

/**
 * Finds trainings that were appended to one another, which nothing in the format marks. A new run begins at an
 * evaluation that
 * - `repeats` all probabilities of the run's first one, where the evaluation before did not.
 * - has other `labels` than the run's first one, for more than one id, most of them not so in the evaluation before.
 * - or whose mean p(label) `fell` back more than half of the way to that of the run's first one, after a rise of 0.05.
 *
 * This is evidence, not proof. The page shows it, and a person decides which runs are kept.
 */
export function findRuns(events: RunEvents, cut: Evaluations, rows: number): SignalRun[] {
  if (cut.count === 0) return [];
  const entries = entriesByEvaluation(cut);
  const first = { label: new Int32Array(rows), prob: new Float64Array(rows) };
  const starts: { first: number; reason: RunReason }[] = [];
  let firstMean = NaN;
  let before = { mean: NaN, equal: true, differing: 0 };
  for (let evaluation = 0; evaluation < cut.count; evaluation++) {
    const list = entries(evaluation);
    const now = evaluation === 0 ? before : compared(events, list, first);
    const reason = evaluation === 0 ? 'start' : reasonToBegin(before, now, firstMean);
    if (reason === null) {
      before = now;
      continue;
    }
    starts.push({ first: evaluation, reason });
    remember(events, list, first);
    firstMean = compared(events, list, first).mean;
    before = { mean: firstMean, equal: true, differing: 0 };
  }
  return starts.map(({ first: from, reason }, i) => ({
    first: from,
    evaluations: (starts[i + 1]?.first ?? cut.count) - from,
    reason,
  }));
}

interface Comparison {
  readonly mean: number;
  /** All probabilities are those of the run's first evaluation. */
  readonly equal: boolean;
  /** Ids with another label than there. */
  readonly differing: number;
}

function reasonToBegin(before: Comparison, now: Comparison, firstMean: number): RunReason | null {
  if (now.equal && !before.equal) return 'repeats';
  if (now.differing > 1 && before.differing * 2 <= now.differing) return 'labels';
  const rise = before.mean - firstMean;
  return rise > MIN_RISE && now.mean < firstMean + rise / 2 ? 'fell' : null;
}

interface FirstEvaluation {
  /** -1 = not in it. */
  readonly label: Int32Array;
  readonly prob: Float64Array;
}

function compared(events: RunEvents, list: Int32Array, first: FirstEvaluation): Comparison {
  let sum = 0;
  let known = 0;
  let shared = 0;
  let equal = true;
  let differing = 0;
  for (const i of list) {
    const id = events.row[i] ?? 0;
    const p = events.labelProb[i] ?? NaN;
    if (!Number.isNaN(p)) {
      sum += p;
      known++;
    }
    if ((first.label[id] ?? -1) < 0) continue;
    shared++;
    if (!Object.is(first.prob[id], p)) equal = false;
    if (first.label[id] !== events.label[i]) differing++;
  }
  return { mean: sum / known, equal: equal && shared > 0, differing };
}

function remember(events: RunEvents, list: Int32Array, first: FirstEvaluation): void {
  first.label.fill(-1);
  for (const i of list) {
    const id = events.row[i] ?? 0;
    first.label[id] = events.label[i] ?? -1;
    first.prob[id] = events.labelProb[i] ?? NaN;
  }
}
