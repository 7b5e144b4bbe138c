import { labelOfClasses } from '../labels/class-labels.js';
import type { Dataset, TextColumn } from '../reading/dataset.js';
import { orderedLabels } from '../labels/order.js';
import type { SignalsJoin } from './join.js';
import type { SignalsReport } from './report.js';
import type { TrainingSignals } from './signals.js';
import { TextColumnBuilder } from '../bytes/text-column.js';

/** A model's output in one evaluation of a dataset. */
export interface EvaluationResults {
  /** Per row of the dataset: probability of the source's label. */
  readonly labelProb: Float32Array;
  /** Per row: class of the model. -1 = the row is not evaluated. */
  readonly predicted: Int16Array;
}

/**
 * The signals of the page's own evaluations, and their join to the dataset's rows. Rows without an evaluation, or whose
 * label has no class, have none. An id is the row's own, or its position in the source. A class has the name of its
 * label, so that signals and dataset have the same labels, else its own name. `classOfLabel`: the model's class for
 * each label of the dataset, -1 = none.
 */
export function signalsOfEvaluations(
  dataset: Dataset,
  classes: readonly string[],
  classOfLabel: ArrayLike<number>,
  evaluations: readonly EvaluationResults[],
): { readonly signals: TrainingSignals; readonly join: SignalsJoin } {
  const { names, place } = namedClasses(dataset, classes, classOfLabel);
  // Plain loops throughout. With a function for each value these took several times as long.
  const labelClass = new Int32Array(dataset.rows);
  for (let row = 0; row < labelClass.length; row++) labelClass[row] = classOfLabel[dataset.label[row] ?? -1] ?? -1;
  const { signalOf, rowOf, offsets } = rowsWithResults(labelClass, evaluations);
  const label = new Int32Array(rowOf.length);
  const sLabel = new Uint8Array(rowOf.length);
  for (let i = 0; i < rowOf.length; i++) {
    const row = rowOf[i] as number;
    label[i] = place[labelClass[row] ?? -1] ?? -1;
    sLabel[i] = dataset.sLabel?.[row] ?? 0;
  }
  const signals: TrainingSignals = {
    rows: rowOf.length,
    ids: idsOf(dataset, rowOf),
    evaluations: evaluations.length,
    epochs: [...evaluations.keys()],
    classes: names,
    label,
    sLabel,
    offsets,
    ...entriesOf(rowOf, offsets, evaluations, labelClass, place),
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

/** The rows with a class and a result, the place of each among them, and the start of their entries. */
function rowsWithResults(
  labelClass: Int32Array,
  evaluations: readonly EvaluationResults[],
): { signalOf: Int32Array<ArrayBuffer>; rowOf: Uint32Array; offsets: Uint32Array<ArrayBuffer> } {
  const results = new Uint32Array(labelClass.length);
  for (const { predicted } of evaluations) {
    for (let row = 0; row < results.length; row++) {
      if ((predicted[row] ?? -1) >= 0) results[row] = (results[row] as number) + 1;
    }
  }
  const signalOf = new Int32Array(labelClass.length).fill(-1);
  const rowOf = new Uint32Array(labelClass.length);
  const offsets = new Uint32Array(labelClass.length + 1);
  let found = 0;
  for (let row = 0; row < labelClass.length; row++) {
    if ((labelClass[row] as number) < 0 || results[row] === 0) continue;
    signalOf[row] = found;
    rowOf[found] = row;
    offsets[found + 1] = (offsets[found] as number) + (results[row] as number);
    found++;
  }
  return { signalOf, rowOf: rowOf.slice(0, found), offsets: offsets.slice(0, found + 1) };
}

function idsOf({ id, sourceRow }: Dataset, rowOf: Uint32Array): TextColumn {
  const ids = new TextColumnBuilder();
  for (let i = 0; i < rowOf.length; i++) {
    const row = rowOf[i] as number;
    const start = id?.offsets[row] ?? 0;
    const end = id?.offsets[row + 1] ?? 0;
    if (id && end > start) ids.arena.append(id.bytes, start, end);
    else ids.arena.decimal(sourceRow[row] ?? row);
    ids.endRow();
  }
  return ids.finish();
}

type Entries = Pick<TrainingSignals, 'evaluation' | 'labelProb' | 'correct' | 'predicted'>;

function entriesOf(
  rowOf: Uint32Array,
  offsets: Uint32Array,
  evaluations: readonly EvaluationResults[],
  labelClass: Int32Array,
  place: Int32Array,
): Entries {
  const entries = offsets[rowOf.length] ?? 0;
  const evaluation = new Uint32Array(entries);
  const labelProb = new Float64Array(entries);
  const correct = new Uint8Array(entries);
  const predicted = new Int32Array(entries);
  const probs = evaluations.map((results) => results.labelProb);
  const classOf = evaluations.map((results) => results.predicted);
  // Row by row: the entries are written one behind the other.
  let at = 0;
  for (let i = 0; i < rowOf.length; i++) {
    const row = rowOf[i] as number;
    const label = labelClass[row];
    for (let number = 0; number < classOf.length; number++) {
      const found = classOf[number]?.[row] ?? -1;
      if (found < 0) continue;
      evaluation[at] = number;
      labelProb[at] = probs[number]?.[row] ?? NaN;
      correct[at] = found === label ? 1 : 0;
      predicted[at] = place[found] ?? -1;
      at++;
    }
  }
  return { evaluation, labelProb, correct, predicted };
}

/** The classes' names in their final order, and the place of each class in it. */
function namedClasses(
  dataset: Dataset,
  classes: readonly string[],
  classOfLabel: ArrayLike<number>,
): { names: readonly string[]; place: Int32Array } {
  const meant = new Map<number, string>();
  for (const [known, label] of labelOfClasses(dataset.labels, classes, (label) => classOfLabel[label] ?? -1))
    meant.set(known, dataset.labels[label]?.name ?? '');
  const taken = new Set(meant.values());
  const named = classes.map((name, index) => {
    const label = meant.get(index);
    if (label !== undefined) return label;
    // A label of this name means another class. Both must stay apart.
    return taken.has(name) ? `${name} (${index})` : name;
  });
  return orderedLabels(named);
}

/**
 * The rows to evaluate, ascending: those with a class, all of them or the `most` with the highest loss (of equal ones
 * the earlier row, and rows without a loss last).
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

/** The report of signals that were not read from a file: one run, nothing set aside. */
export function reportOfCourse({ rows, evaluations, epochs, evaluation }: TrainingSignals): SignalsReport {
  const rowsOfEvaluation = new Array<number>(evaluations).fill(0);
  for (const number of evaluation) rowsOfEvaluation[number] = (rowsOfEvaluation[number] ?? 0) + 1;
  const runs = [{ first: 0, evaluations, reason: 'start' }] as const;
  const read = { kind: 'trustai-signals', files: 0, lines: 0, notes: [] } as const;
  return { ...read, rows, evaluations, epochs, rowsOfEvaluation, runs };
}
