import { CORRECTED, DISCARDED, PENDING, VALIDATED } from './dataset.js';

/** What the journal knows of a row: its decision, and its label by index into the project's label list. */
export interface RowState {
  readonly status: number;
  readonly label: number;
}

/** A change of rows, as stored. Rows are source positions, so that a journal outlives a re-read of the source. */
export interface ChangeEntry {
  readonly seq: number;
  /** When, in ms since 1970; for people. Order is by `seq`, never by clock. */
  readonly at: number;
  readonly kind: 'change';
  readonly rows: readonly number[];
  /** Status after the change, a value for each row. */
  readonly status: readonly number[];
  /** Label after the change, by name: a value for each row. */
  readonly label: readonly string[];
}

/** Undo and redo are entries too: `target` is the `seq` of the change taken back or made again. */
export interface HistoryEntry {
  readonly seq: number;
  readonly at: number;
  readonly kind: 'undo' | 'redo';
  readonly target: number;
}

export type JournalEntry = ChangeEntry | HistoryEntry;
/** An entry before it has its place in the journal. */
export type NewEntry = Omit<ChangeEntry, 'seq'> | Omit<HistoryEntry, 'seq'>;

/** The status that a person's choice of `label` gives a row whose source label is `original`. */
export function statusOfChoice(original: number, label: number): number {
  return label === original ? VALIDATED : CORRECTED;
}

export { CORRECTED, DISCARDED, PENDING, VALIDATED };
