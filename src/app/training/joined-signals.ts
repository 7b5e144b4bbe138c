import type { Dataset } from '../../domain/reading/dataset.js';
import { joinSignals, type JoinBasis, type SignalsJoin } from '../../domain/training/join.js';
import { reportOfCourse } from '../../domain/training/passes.js';
import type { SignalsKind } from '../../domain/training/report.js';
import { columnsOfRows, courseOfRows } from '../../domain/training/rows.js';
import {
  SIGNAL_NAMES,
  summarise,
  type SignalColumns,
  type SignalName,
  type TrainingSignals,
} from '../../domain/training/signals.js';
import type { SignalsResult } from '../../protocol/signals-wire.js';

/** Series of signals that learning makes: for rows that a learner never saw, and for rows that it learns from. */
export type LearningSeries = 'out' | 'in';

/** The stored form of a project's signals from files. */
export interface StoredSignals {
  readonly result: SignalsResult;
  readonly basis: JoinBasis;
  /** Names of the files. Earlier versions did not store them. */
  readonly names?: readonly string[];
}

/** Signals of a model that ran in this page, and their row for each row of the dataset. */
export interface ModelSignals {
  readonly signals: TrainingSignals;
  readonly join: SignalsJoin;
}

/** Signals that are joined to the rows of the open dataset. */
export interface JoinedSignals {
  readonly result: SignalsResult;
  readonly join: SignalsJoin;
  /** The course of each row of the dataset. Null where only a summary is known. */
  readonly course: TrainingSignals | null;
  readonly available: readonly SignalName[];
  readonly kind: SignalsKind;
  /** Whether a model made the signals in this page. Otherwise they come from files. */
  readonly fromModel: boolean;
  /** Names of the source files, as far as they are known. */
  readonly names: readonly string[];
  /** The series, where learning made the signals. */
  readonly series: LearningSeries | null;
  /** Whether the open dataset was made of these signals alone. */
  readonly standIn: boolean;
}

/** Joins signals from files to a dataset. `join`: the join, where it is already known. */
export function joinedFromFile(
  dataset: Dataset,
  { result, basis, names = [] }: StoredSignals,
  standIn: boolean,
  join: SignalsJoin = joinSignals(dataset, rowsOf(result), basis),
): JoinedSignals {
  const course = result.form === 'course' ? courseOfRows(result.signals, join.signalOf) : null;
  const available = result.form === 'course' ? SIGNAL_NAMES : result.summary.available;
  const { kind } = result.report;
  return { result, join, course, available, kind, fromModel: false, names, series: null, standIn };
}

/**
 * Joins signals from a model. `course`: the course of the dataset's rows. `series`: where learning made the signals.
 */
export function joinedFromModel(
  { signals, join }: ModelSignals,
  course: TrainingSignals,
  series: LearningSeries | null,
): JoinedSignals {
  const report = reportOfCourse(signals);
  const result = { form: 'course', signals, report } as const;
  const { kind } = report;
  return {
    result,
    join,
    course,
    available: SIGNAL_NAMES,
    kind,
    fromModel: true,
    names: [],
    series,
    standIn: false,
  };
}

/** The stored form of signals from files. */
export function storedFormOf({ result, join, names }: JoinedSignals): StoredSignals {
  return { result, basis: join.basis, names };
}

/** The signals of each row of the dataset, in new buffers. Passes over all evaluations of all rows. */
export function columnsOf({ result, join, course }: JoinedSignals): SignalColumns {
  if (result.form === 'summary') return columnsOfRows(result.summary.columns, join.signalOf);
  return summarise(course ?? courseOfRows(result.signals, join.signalOf));
}

/** Rows and ids of both forms of signals. */
export function rowsOf(result: SignalsResult) {
  return result.form === 'course' ? result.signals : result.summary;
}

/** Whether the label of each row is known to be wrong (`s_label`): by the dataset, else by the signals. */
export function sLabelOf(dataset: Dataset | null, { result, join }: JoinedSignals): Uint8Array {
  const { sLabel: own } = rowsOf(result);
  const sLabel = new Uint8Array(join.signalOf.length);
  for (let row = 0; row < sLabel.length; row++) {
    sLabel[row] = (dataset?.sLabel?.[row] ?? 0) || (own[join.signalOf[row] as number] ?? 0);
  }
  return sLabel;
}
