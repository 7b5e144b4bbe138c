import { ClassNames } from './builder.js';
import { SignalNotes, type SignalsKind, type SignalsReport } from './report.js';
import {
  emptyColumns,
  NEVER_RIGHT,
  SIGNAL_NAMES,
  TRUSTAI_SIGNALS,
  type SignalColumns,
  type SignalSummary,
} from './signals.js';
import { ByteIndex, TextColumnBuilder } from '../bytes/text-column.js';

/** Columns that a summary from elsewhere can hold. */
export const SUMMARY_COLUMNS = [...TRUSTAI_SIGNALS, 'variability', 'forgetfulness', 'threshold_closeness'] as const;
export type SummaryColumn = (typeof SUMMARY_COLUMNS)[number];

/** An id's values. A reader fills them, and `SummaryBuilder.add` takes and empties them. */
interface SummaryRow {
  /** NaN = missing. */
  readonly values: Record<SummaryColumn, number>;
  /** Class numbers as `SummaryBuilder.classes` gives them, -1 = unknown. */
  label: number;
  sLabel: number;
  /** Predictions at each evaluation. Set its length to empty it. */
  readonly predicted: number[];
}

/** Collects signals that were summarised elsewhere. */
export class SummaryBuilder {
  readonly notes = new SignalNotes();
  readonly classes = new ClassNames();
  readonly next: SummaryRow = { values: record(() => NaN), label: -1, sLabel: 0, predicted: [] };
  lines = 0;
  readonly #index = new ByteIndex();
  readonly #columns = record((): number[] => []);
  readonly #label: number[] = [];
  readonly #sLabel: number[] = [];
  readonly #offsets: number[] = [0];
  readonly #predicted: number[] = [];

  get rows(): number {
    return this.#index.count;
  }

  /** Takes `next` for the id `bytes[start .. end)`. A second line of an id is set aside. */
  add(bytes: Uint8Array, start: number, end: number, file: number, line: number): void {
    const { next } = this;
    const index = this.#index;
    const known = index.find(bytes, start, end);
    if (known >= 0) {
      this.notes.add('repeated-id', file, line, () => index.text(known));
    } else {
      index.add(bytes, start, end);
      for (const name of SUMMARY_COLUMNS) this.#columns[name].push(next.values[name]);
      this.#label.push(next.label);
      this.#sLabel.push(next.sLabel);
      for (const number of next.predicted) this.#predicted.push(number);
      this.#offsets.push(this.#predicted.length);
    }
    this.empty();
  }

  /** Empties `next`, because its line is set aside. */
  empty(): void {
    const { next } = this;
    for (const name of SUMMARY_COLUMNS) next.values[name] = NaN;
    next.label = -1;
    next.sLabel = 0;
    next.predicted.length = 0;
  }

  /** The summary, with every signal that follows from the source's own. */
  finish(kind: SignalsKind, files: number): { summary: SignalSummary; report: SignalsReport } {
    const { names, place } = this.classes.ordered();
    const classAt = (number: number): number => place[number] ?? -1;
    const ids = new TextColumnBuilder();
    for (let row = 0; row < this.rows; row++) {
      this.#index.appendTo(ids.arena, row);
      ids.endRow();
    }
    const columns = this.#completed();
    const summary: SignalSummary = Object.freeze({
      rows: this.rows,
      ids: ids.finish(),
      classes: names,
      label: Int32Array.from(this.#label, classAt),
      sLabel: Uint8Array.from(this.#sLabel),
      offsets: Uint32Array.from(this.#offsets),
      predicted: Int32Array.from(this.#predicted, classAt),
      columns,
      available: SIGNAL_NAMES.filter((name) => columns[name].some((value) => !Number.isNaN(value))),
    });
    return { summary, report: this.#report(kind, files) };
  }

  #report(kind: SignalsKind, files: number): SignalsReport {
    const { lines, rows } = this;
    const notes = this.notes.list();
    return { kind, files, lines, rows, evaluations: 0, epochs: [], rowsOfEvaluation: [], runs: [], notes };
  }

  #completed(): SignalColumns {
    const columns = emptyColumns(this.rows);
    for (const name of SUMMARY_COLUMNS) columns[name].set(this.#columns[name]);
    const mostTimes = columns.correct_times.reduce((most, times) => Math.max(most, times || 0), 0);
    for (let row = 0; row < this.rows; row++) completeRow(columns, row, mostTimes);
    return columns;
  }
}

/**
 * Fills the signals that follow from an id's other signals. Coordinates do not hold the number of evaluations, so the
 * largest correctness replaces it, as in cartography's own plot. Aleatoric is avg (1 - avg) - label_var, an identity.
 */
function completeRow(columns: SignalColumns, row: number, mostTimes: number): void {
  const fill = (column: Float64Array, value: number): void => {
    if (Number.isNaN(column[row])) column[row] = value;
  };
  const at = (column: Float64Array): number => column[row] ?? NaN;
  fill(columns.label_var, at(columns.variability) ** 2);
  fill(columns.variability, Math.sqrt(at(columns.label_var)));
  const mean = at(columns.avg_probs);
  fill(columns.threshold_closeness, mean * (1 - mean));
  fill(columns.aleatoric, Math.max(0, mean * (1 - mean) - at(columns.label_var)));
  const times = at(columns.correct_times);
  const forgotten = at(columns.forgetfulness);
  fill(columns.forgetting_times, forgotten === NEVER_RIGHT ? 0 : forgotten);
  fill(columns.forgetfulness, times === 0 ? NEVER_RIGHT : at(columns.forgetting_times));
  fill(columns.correct_ratio, mostTimes === 0 ? times : times / mostTimes);
}

function record<T>(value: () => T): Record<SummaryColumn, T> {
  return {
    correct_times: value(),
    correct_ratio: value(),
    avg_probs: value(),
    label_var: value(),
    max_label_probs: value(),
    min_label_probs: value(),
    forgetting_times: value(),
    learnt_times: value(),
    first_forget: value(),
    first_learn: value(),
    variability: value(),
    forgetfulness: value(),
    threshold_closeness: value(),
  };
}
