import type { Dataset } from './dataset.js';
import { labelOrder } from './label-order.js';
import type { SignalsJoin } from './signals-join.js';
import type { SignalsReport } from './signals-report.js';
import type { TrainingSignals } from './signals.js';
import { TextColumnBuilder, textOf } from './text-column.js';

/** What a model said in one evaluation of a dataset. */
export interface EvaluationResults {
  /** Per row of the dataset: probability of the source's label. */
  readonly labelProb: Float32Array;
  /** Per row: class of the model, -1 = the row is not evaluated. */
  readonly predicted: Int16Array;
}

/**
 * The signals of evaluations that were made here, and how they belong to the dataset's rows. Rows that no evaluation
 * holds, or whose label has no class, have none. An id is the row's own, or its position in the source. A class bears
 * the name of the first label that means it, so that signals and dataset speak of the same labels; else its own.
 * `classOfLabel`: the model's class for each label of the dataset, -1 = none.
 */
export function signalsOfEvaluations(
  dataset: Dataset,
  classes: readonly string[],
  classOfLabel: ArrayLike<number>,
  evaluations: readonly EvaluationResults[],
): { readonly signals: TrainingSignals; readonly join: SignalsJoin } {
  const { names, place } = namedClasses(dataset, classes, classOfLabel);
  const labelClass = (row: number): number => classOfLabel[dataset.label[row] ?? -1] ?? -1;
  const signalOf = new Int32Array(dataset.rows).fill(-1);
  const rowOf: number[] = [];
  const ids = new TextColumnBuilder();
  const encoder = new TextEncoder();
  for (let row = 0; row < dataset.rows; row++) {
    if (labelClass(row) < 0 || !evaluations.some(({ predicted }) => (predicted[row] ?? -1) >= 0)) continue;
    signalOf[row] = rowOf.push(row) - 1;
    const id = encoder.encode(dataset.id ? textOf(dataset.id, row) : String(dataset.sourceRow[row] ?? row));
    ids.arena.append(id, 0, id.length);
    ids.endRow();
  }
  const signals: TrainingSignals = {
    rows: rowOf.length,
    ids: ids.finish(),
    evaluations: evaluations.length,
    epochs: [...evaluations.keys()],
    classes: names,
    label: Int32Array.from(rowOf, (row) => place[labelClass(row)] ?? -1),
    sLabel: Uint8Array.from(rowOf, (row) => dataset.sLabel?.[row] ?? 0),
    ...entriesOf(rowOf, evaluations, labelClass, place),
  };
  const join: SignalsJoin = {
    basis: dataset.id ? 'id' : 'row-0',
    signalOf,
    matched: rowOf.length,
    unmatchedRows: dataset.rows - rowOf.length,
    unmatchedSignals: 0,
    labelsDiffer: 0,
    labelsUnknown: 0,
  };
  return { signals, join };
}

type Entries = Pick<TrainingSignals, 'offsets' | 'evaluation' | 'labelProb' | 'correct' | 'predicted'>;

function entriesOf(
  rowOf: readonly number[],
  evaluations: readonly EvaluationResults[],
  labelClass: (row: number) => number,
  place: Int32Array,
): Entries {
  const offsets = new Uint32Array(rowOf.length + 1);
  rowOf.forEach((row, i) => {
    const count = evaluations.filter(({ predicted }) => (predicted[row] ?? -1) >= 0).length;
    offsets[i + 1] = (offsets[i] ?? 0) + count;
  });
  const entries = offsets[rowOf.length] ?? 0;
  const evaluation = new Uint32Array(entries);
  const labelProb = new Float64Array(entries);
  const correct = new Uint8Array(entries);
  const predicted = new Int32Array(entries);
  let at = 0;
  for (const row of rowOf) {
    evaluations.forEach((results, number) => {
      const found = results.predicted[row] ?? -1;
      if (found < 0) return;
      evaluation[at] = number;
      labelProb[at] = results.labelProb[row] ?? NaN;
      correct[at] = found === labelClass(row) ? 1 : 0;
      predicted[at++] = place[found] ?? -1;
    });
  }
  return { offsets, evaluation, labelProb, correct, predicted };
}

/** The classes' names in their final order, and the place of each class in it. */
function namedClasses(
  dataset: Dataset,
  classes: readonly string[],
  classOfLabel: ArrayLike<number>,
): { names: readonly string[]; place: Int32Array } {
  const meant = new Map<number, string>();
  dataset.labels.forEach(({ name }, label) => {
    const known = classOfLabel[label] ?? -1;
    if (known >= 0 && !meant.has(known)) meant.set(known, name);
  });
  const taken = new Set(meant.values());
  const named = classes.map((name, index) => {
    const label = meant.get(index);
    if (label !== undefined) return label;
    // A label of this name means another class: both must stay apart.
    return taken.has(name) ? `${name} (${index})` : name;
  });
  const order = labelOrder(named);
  const place = new Int32Array(classes.length);
  order.forEach((index, position) => (place[index] = position));
  return { names: order.map((index) => named[index] ?? ''), place };
}

/**
 * The rows to evaluate, ascending: those with a class, all of them or the `most` with the highest loss (of equal ones
 * the earlier row; rows without a loss come last).
 */
export function rowsToEvaluate(
  labelClass: ArrayLike<number>,
  loss: ArrayLike<number>,
  most: number | 'all',
): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < labelClass.length; row++) if ((labelClass[row] ?? -1) >= 0) rows.push(row);
  if (most === 'all' || rows.length <= most) return Uint32Array.from(rows);
  const lossAt = (row: number): number => {
    const known = loss[row] ?? NaN;
    return Number.isNaN(known) ? -Infinity : known;
  };
  rows.sort((a, b) => (lossAt(a) === lossAt(b) ? a - b : lossAt(b) - lossAt(a)));
  return Uint32Array.from(rows.slice(0, most)).sort();
}

/** What there is to say of signals that were not read from a file: one run, nothing set aside. */
export function reportOfCourse({ rows, evaluations, epochs, evaluation }: TrainingSignals): SignalsReport {
  const rowsOfEvaluation = new Array<number>(evaluations).fill(0);
  for (const number of evaluation) rowsOfEvaluation[number] = (rowsOfEvaluation[number] ?? 0) + 1;
  const runs = [{ first: 0, evaluations, reason: 'start' }] as const;
  const read = { kind: 'trustai-signals', files: 0, lines: 0, notes: [] } as const;
  return { ...read, rows, evaluations, epochs, rowsOfEvaluation, runs };
}
