import { CORRECTED, DISCARDED, PENDING, UNSURE, VALIDATED } from '../reading/dataset.js';
import type { LabelEdit } from './label-edits.js';
import { JournalState } from './journal-state.js';
import type { LabelTableState } from './label-table.js';
import { isSoundEntry } from './sound-entry.js';
import { touchedBy, type Step } from './step.js';

/** A note on the row at a position in the source. An empty text removes the note. */
export type Note = readonly [position: number, text: string];

/** The way in which a change was made, where it is no decision of this page: work taken over, or an earlier change taken back. */
export type ChangeOrigin = 'taken' | 'revert';

/** A change of rows, as stored. Rows are source positions, so that a journal outlives a re-read of the source. */
export interface ChangeEntry {
  readonly seq: number;
  /** Time in ms since 1970, for people. The order is by `seq`, never by clock. */
  readonly at: number;
  readonly kind: 'change';
  readonly rows: readonly number[];
  /** Status after the change, a value for each row. */
  readonly status: readonly number[];
  /** Label after the change, by name: a value for each row. */
  readonly label: readonly string[];
  /** Notes that the same change sets. */
  readonly notes?: readonly Note[];
  readonly origin?: ChangeOrigin;
}

/** A change of notes alone. A page that does not know this kind skips it. */
export interface NoteEntry {
  readonly seq: number;
  readonly at: number;
  readonly kind: 'note';
  readonly notes: readonly Note[];
  readonly origin?: ChangeOrigin;
}

/** A change of labels. It can decide rows too, which have the labels after it. A page that does not know this kind skips it. */
export interface LabelsEntry extends Partial<Pick<ChangeEntry, 'rows' | 'status' | 'label' | 'notes' | 'origin'>> {
  readonly seq: number;
  readonly at: number;
  readonly kind: 'labels';
  readonly edits: readonly LabelEdit[];
}

/** Undo and redo are entries too. `target` is the `seq` of the change that they withdraw or repeat. */
interface HistoryEntry {
  readonly seq: number;
  readonly at: number;
  readonly kind: 'undo' | 'redo';
  readonly target: number;
}

export type JournalEntry = ChangeEntry | NoteEntry | LabelsEntry | HistoryEntry;

/** The source's state before any decision. The journal never writes to it. */
export interface JournalBase {
  /** Increasing source position of each row (see `Dataset`). */
  readonly sourceRow: Uint32Array<ArrayBuffer>;
  /** The source's label of each row: index into `labels`. */
  readonly label: Uint16Array<ArrayBuffer>;
  readonly labels: readonly string[];
  /** Other names for labels, by index into `labels`. Decisions under these names count. */
  readonly otherNames?: readonly (readonly [name: string, label: number])[];
}

/**
 * The status of a row with the source label `original` after a person chose `label`. Both are names, or both indexes.
 */
export function statusOfChoice<Label extends number | string>(original: Label, label: Label): number {
  return label === original ? VALIDATED : CORRECTED;
}

/** The row id at `position` in the source, or -1 (a record set aside, or beyond the end). */
export function rowOfSource(sourceRow: Uint32Array, position: number): number {
  // In a source without records set aside each row is at its own position.
  if (position < sourceRow.length && sourceRow[position] === position) return position;
  let low = 0;
  let high = sourceRow.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sourceRow[middle] as number;
    if (found === position) return middle;
    if (found < position) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * The state of every row after a journal, and the history for undo and redo. Entries are applied one after the other.
 * An entry without a meaning (unknown rows, ragged arrays, an undo of something else than the latest change) is skipped
 * whole and counted in `skipped`. A damaged journal never throws.
 *
 * The column arrays are written in place and keep their identity.
 */
export class Journal {
  /** Entries that could not be applied. */
  skipped = 0;
  /** One more than the highest `seq` so far. Skipped entries count, because their places are taken too. */
  nextSeq = 1;

  readonly #base: JournalBase;
  readonly #state: JournalState;
  readonly #done: Step[] = [];
  readonly #undone: Step[] = [];

  constructor(base: JournalBase) {
    this.#base = base;
    this.#state = new JournalState(base);
  }

  /** Decision of each row: see `STATUSES`. */
  get status(): Uint8Array<ArrayBuffer> {
    return this.#state.rows.status;
  }

  /** Present label of each row: index into `labels`. It counts as itself. */
  get label(): Uint16Array<ArrayBuffer> {
    return this.#state.rows.label;
  }

  /** The label that the source's label of each row counts as now. Another array after a merge. */
  get original(): Uint16Array<ArrayBuffer> {
    return this.#state.rows.original;
  }

  /** Time of each row's last decision, ms since 1970. 0 = never. */
  get updatedAt(): Float64Array<ArrayBuffer> {
    return this.#state.rows.updatedAt;
  }

  /** Rows by status, in the order of `STATUSES`. */
  get counts(): Uint32Array<ArrayBuffer> {
    return this.#state.rows.counts;
  }

  /** Names of the source's labels, then those that decisions and edits added. Only an undone edit shortens the list. */
  get labels(): readonly string[] {
    return this.#state.table.names;
  }

  /** All labels now. Its `version` changes with every change. */
  get table(): LabelTableState & { readonly version: number } {
    return this.#state.table;
  }

  /** The note of each row that has one, by row. */
  get notes(): ReadonlyMap<number, string> {
    return this.#state.notes;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** The status and the label that a row got, whatever the label counts as after a merge of labels. */
  givenTo(row: number): { readonly status: number; readonly label: number } {
    return this.#state.rows.givenTo(row);
  }

  /** The latest changes in force, the newest first, at most `most`. */
  recent(most: number): readonly Step[] {
    return this.#done.slice(-most).reverse();
  }

  /** Applies the next entry and returns the ids of the changed rows, which can be none. Null when it was skipped. */
  apply(entry: JournalEntry): readonly number[] | null {
    const touched = isSoundEntry(entry) ? this.#applySound(entry) : null;
    this.nextSeq = Math.max(this.nextSeq, seqOf(entry) + 1);
    if (touched === null) this.skipped += 1;
    return touched;
  }

  /** The entry that sets rows (row ids) to a status and a label name each. The caller applies and stores it. */
  changeEntry(at: number, rows: ArrayLike<number>, status: readonly number[], label: readonly string[]): ChangeEntry {
    const positions: number[] = [];
    // A loop, because `Array.from` is slow with a typed array of many rows.
    for (let place = 0; place < rows.length; place++) positions.push(this.#base.sourceRow[rows[place] ?? -1] ?? -1);
    return { seq: this.nextSeq, at, kind: 'change', rows: positions, status, label };
  }

  /**
   * The entry for a person's choice of one label for rows: validated where it is the source's label, else corrected.
   */
  chooseEntry(at: number, rows: ArrayLike<number>, name: string): ChangeEntry {
    const statuses = Array.from(rows, (row) => statusOfChoice(this.originalName(row), name));
    return this.changeEntry(at, rows, statuses, new Array<string>(rows.length).fill(name));
  }

  /** The entry that validates rows with the source's label of each. */
  confirmEntry(at: number, rows: ArrayLike<number>): ChangeEntry {
    return this.#originalsEntry(at, rows, VALIDATED);
  }

  /** The entry that discards rows. It withdraws an earlier correction: the row has its source label again. */
  discardEntry(at: number, rows: ArrayLike<number>): ChangeEntry {
    return this.#originalsEntry(at, rows, DISCARDED);
  }

  /** The entry that marks rows as unsure. It withdraws an earlier decision: the row has its source label again. */
  unsureEntry(at: number, rows: ArrayLike<number>): ChangeEntry {
    return this.#originalsEntry(at, rows, UNSURE);
  }

  /** The entry that sets the notes of rows (row ids). An empty text removes the note. */
  noteEntry(at: number, notes: readonly (readonly [row: number, text: string])[]): NoteEntry {
    const placed = notes.map(([row, text]) => [this.#base.sourceRow[row] ?? -1, text] as const);
    return { seq: this.nextSeq, at, kind: 'note', notes: placed };
  }

  /** The entry that edits labels. `change`: rows that it decides too, with the labels after it. */
  labelsEntry(at: number, edits: readonly LabelEdit[], change?: ChangeEntry): LabelsEntry {
    const decided = change && { rows: change.rows, status: change.status, label: change.label };
    return { seq: this.nextSeq, at, kind: 'labels', edits, ...decided };
  }

  /** Those of the edits that have a meaning, one after the other. Changes nothing. */
  possibleEdits(edits: readonly LabelEdit[]): readonly LabelEdit[] {
    const { table } = this.#state;
    const restore = table.state();
    const possible = edits.filter((edit) => table.edit([edit]));
    restore();
    return possible;
  }

  /** The entry that withdraws the latest change, or null. */
  undoEntry(at: number): HistoryEntry | null {
    const step = this.#done.at(-1);
    return step === undefined ? null : { seq: this.nextSeq, at, kind: 'undo', target: step.seq };
  }

  /** The entry that repeats the last withdrawn change, or null. */
  redoEntry(at: number): HistoryEntry | null {
    const step = this.#undone.at(-1);
    return step === undefined ? null : { seq: this.nextSeq, at, kind: 'redo', target: step.seq };
  }

  /** The present name of the source's label of a row. Empty for an unknown row. */
  originalName(row: number): string {
    return this.labels[this.original[row] ?? -1] ?? '';
  }

  #originalsEntry(at: number, rows: ArrayLike<number>, status: number): ChangeEntry {
    const names = Array.from(rows, (row) => this.originalName(row));
    return this.changeEntry(at, rows, new Array<number>(rows.length).fill(status), names);
  }

  #applySound(entry: JournalEntry): readonly number[] | null {
    if (entry.kind === 'change' || entry.kind === 'note' || entry.kind === 'labels') {
      const step = this.#state.change(entry);
      if (step === null) return null;
      this.#done.push(step);
      this.#undone.length = 0;
      return touchedBy(step);
    }
    const [from, to] = entry.kind === 'undo' ? [this.#done, this.#undone] : [this.#undone, this.#done];
    const step = from.at(-1);
    if (step === undefined || step.seq !== entry.target) return null;
    from.pop();
    to.push(step);
    if (entry.kind === 'undo') this.#state.takeBack(step);
    else this.#state.make(step);
    return touchedBy(step);
  }
}

/** The journal after all entries, in the order given. */
export function replay(entries: readonly JournalEntry[], base: JournalBase): Journal {
  const journal = new Journal(base);
  for (const entry of entries) journal.apply(entry);
  return journal;
}

/** The place of an entry of any shape in the journal. 0 where it names none. */
export function seqOf(entry: unknown): number {
  if (typeof entry !== 'object' || entry === null || !('seq' in entry)) return 0;
  return typeof entry.seq === 'number' && Number.isSafeInteger(entry.seq) ? entry.seq : 0;
}

export { CORRECTED, DISCARDED, PENDING, VALIDATED };
