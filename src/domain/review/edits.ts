import { CORRECTED, DISCARDED, PENDING, STATUSES, UNSURE, VALIDATED } from '../reading/dataset.js';
import { rowOfSource } from './row-of-source.js';
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

/** Undo and redo are entries too. `target` is the `seq` of the change that they withdraw or repeat. */
interface HistoryEntry {
  readonly seq: number;
  readonly at: number;
  readonly kind: 'undo' | 'redo';
  readonly target: number;
}

export type JournalEntry = ChangeEntry | NoteEntry | HistoryEntry;

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

/** Label indexes are 16 bit. */
const LABELS_MAX = 65_536;
const NONE: readonly number[] = [];

/**
 * The status of a row with the source label `original` after a person chose `label`. Both are names, or both indexes.
 */
export function statusOfChoice<Label extends number | string>(original: Label, label: Label): number {
  return label === original ? VALIDATED : CORRECTED;
}

/**
 * The state of every row after a journal, and the history for undo and redo. Entries are applied one after the other.
 * An entry without a meaning (unknown rows, ragged arrays, an undo of something else than the latest change) is skipped
 * whole and counted in `skipped`. A damaged journal never throws.
 *
 * The column arrays are written in place and keep their identity.
 */
export class Journal {
  /** Decision of each row: see `STATUSES`. */
  readonly status: Uint8Array<ArrayBuffer>;
  /** Present label of each row: index into `labels`. */
  readonly label: Uint16Array<ArrayBuffer>;
  /** Time of each row's last decision, ms since 1970. 0 = never. */
  readonly updatedAt: Float64Array<ArrayBuffer>;
  /**
   * The source's labels, then names that edits added, in the order of their first use. It only grows, also through
   * undo.
   */
  readonly labels: string[];
  /** The note of each row that has one, by row. */
  readonly notes = new Map<number, string>();
  /** Rows by status, in the order of `STATUSES`. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Entries that could not be applied. */
  skipped = 0;
  /** One more than the highest `seq` so far. Skipped entries count, because their places are taken too. */
  nextSeq = 1;

  readonly #base: JournalBase;
  readonly #indexOfName = new Map<string, number>();
  readonly #done: Step[] = [];
  readonly #undone: Step[] = [];

  constructor(base: JournalBase) {
    this.#base = base;
    this.status = new Uint8Array(base.label.length);
    this.label = base.label.slice();
    this.updatedAt = new Float64Array(base.label.length);
    this.labels = [...base.labels];
    this.counts = new Uint32Array(STATUSES.length);
    this.counts[PENDING] = base.label.length;
    for (const [index, name] of base.labels.entries()) {
      if (!this.#indexOfName.has(name)) this.#indexOfName.set(name, index);
    }
    for (const [name, index] of base.otherNames ?? []) {
      if (!this.#indexOfName.has(name)) this.#indexOfName.set(name, index);
    }
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** The latest changes in force, the newest first, at most `most`. */
  recent(most: number): readonly Step[] {
    return this.#done.slice(-most).reverse();
  }

  /** Applies the next entry and returns the ids of the changed rows. Returns none when the entry was skipped. */
  apply(entry: JournalEntry): readonly number[] {
    const touched = isSoundEntry(entry) ? this.#applySound(entry) : null;
    this.nextSeq = Math.max(this.nextSeq, seqOf(entry) + 1);
    if (touched === null) this.skipped += 1;
    return touched ?? NONE;
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

  /** The name of the source's label of a row. Empty for an unknown row. */
  originalName(row: number): string {
    return this.labels[this.#base.label[row] ?? -1] ?? '';
  }

  #originalsEntry(at: number, rows: ArrayLike<number>, status: number): ChangeEntry {
    const names = Array.from(rows, (row) => this.originalName(row));
    return this.changeEntry(at, rows, new Array<number>(rows.length).fill(status), names);
  }

  #applySound(entry: JournalEntry): readonly number[] | null {
    if (entry.kind === 'change' || entry.kind === 'note') return this.#change(entry);
    const [from, to] = entry.kind === 'undo' ? [this.#done, this.#undone] : [this.#undone, this.#done];
    const step = from.at(-1);
    if (step === undefined || step.seq !== entry.target) return null;
    from.pop();
    to.push(step);
    if (entry.kind === 'undo') this.#takeBack(step);
    else this.#make(step);
    return touchedBy(step);
  }

  #change(entry: ChangeEntry | NoteEntry): readonly number[] | null {
    const { seq, at, origin } = entry;
    const decisions = entry.kind === 'change' ? entry : { rows: NONE, status: NONE, label: [] };
    const rows: number[] = [];
    const statusBefore: number[] = [];
    const labelBefore: number[] = [];
    const updatedBefore: number[] = [];
    // One loop by index: it visits the holes of a sparse array, and an entry can have a million rows.
    for (let place = 0; place < decisions.rows.length; place++) {
      const row = this.#rowAt(decisions.rows[place] as number);
      if (row < 0) return null;
      rows.push(row);
      statusBefore.push(this.status[row] as number);
      labelBefore.push(this.label[row] as number);
      updatedBefore.push(this.updatedAt[row] as number);
    }
    const given = (entry.notes ?? []).map(([position, text]) => [this.#rowAt(position), text] as const);
    if (given.some(([row]) => row < 0)) return null;
    const label = this.#labelIndexes(rows, decisions.label);
    if (label === null) return null;
    const notes = given.map(([row, text]) => [row, text, this.notes.get(row) ?? ''] as const);
    const before = { statusBefore, labelBefore, updatedBefore };
    const step: Step = { seq, at, rows, status: decisions.status, label, ...before, notes, origin };
    this.#make(step);
    this.#done.push(step);
    this.#undone.length = 0;
    return touchedBy(step);
  }

  #rowAt(position: number): number {
    return rowOfSource(this.#base.sourceRow, position);
  }

  /** Indexes of names. New names are added to the list. Null, without any addition, when there are too many. */
  #labelIndexes(rows: readonly number[], names: readonly string[]): readonly number[] | null {
    const added = new Set(names.filter((name) => !this.#indexOfName.has(name)));
    if (this.labels.length + added.size > LABELS_MAX) return null;
    for (const name of added) this.#indexOfName.set(name, this.labels.push(name) - 1);
    return names.map((name, index) => {
      // Two labels of a source can share a name (3 and "3"). Then the row's own one counts.
      const original = this.#base.label[rows[index] as number] as number;
      return this.labels[original] === name ? original : (this.#indexOfName.get(name) as number);
    });
  }

  #make(step: Step): void {
    for (const [index, row] of step.rows.entries()) {
      this.#set(row, step.status[index] as number, step.label[index] as number, step.at);
    }
    for (const [row, text] of step.notes) this.#setNote(row, text);
  }

  #takeBack(step: Step): void {
    for (const [index, row] of step.rows.entries()) {
      const updatedAt = step.updatedBefore[index] as number;
      this.#set(row, step.statusBefore[index] as number, step.labelBefore[index] as number, updatedAt);
    }
    for (const [row, , before] of step.notes) this.#setNote(row, before);
  }

  #setNote(row: number, text: string): void {
    if (text === '') this.notes.delete(row);
    else this.notes.set(row, text);
  }

  #set(row: number, status: number, label: number, updatedAt: number): void {
    const before = this.status[row] as number;
    this.counts[before] = (this.counts[before] as number) - 1;
    this.counts[status] = (this.counts[status] as number) + 1;
    this.status[row] = status;
    this.label[row] = label;
    this.updatedAt[row] = updatedAt;
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
