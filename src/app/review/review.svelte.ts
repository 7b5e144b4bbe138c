import { isDecided, STATUSES, type Dataset, type DatasetLabel } from '../../domain/reading/dataset.js';
import { replay, seqOf, type Journal, type JournalBase, type JournalEntry } from '../../domain/review/edits.js';
import type { Decision } from '../../domain/review/decisions.js';
import { recentChanges, type RecentChange } from '../../domain/review/recent-changes.js';
import { revertOf, type Revert } from '../../domain/review/revert.js';
import { takeOverEntry } from '../../domain/review/take-over.js';
import { nameAfter, type LabelEdit } from '../../domain/review/label-edits.js';
import { earlierNames } from '../../domain/labels/token.js';
import type { Clock, Store } from '../../protocol/ports.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Outbox, SavedState } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Projects } from '../project/projects.svelte.js';
import { JournalSaving } from './journal-saving.js';
import { LabelList } from './label-list.svelte.js';
import type { Column } from '../predictions/predictions.svelte.js';

/** The decision and the label of each row, as in `Review.status` and `Review.label`, and the names of labels. */
export interface Decided {
  readonly labels: readonly string[];
  readonly status: Uint8Array;
  readonly label: Uint16Array;
}

export interface ReviewDeps {
  readonly outbox: Outbox;
  readonly store: Pick<Store, 'entries'>;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly project: Project;
  readonly projects: Projects;
}

/** Decisions about rows. Each is a journal entry first, visible at once, and saved after its transaction completes. */
export class Review {
  status = $state.raw<Column<Uint8Array>>({ value: new Uint8Array(0) });
  /** The current label: index into `labels`. */
  label = $state.raw<Column<Uint16Array>>({ value: new Uint16Array(0) });
  updatedAt = $state.raw<Column<Float64Array>>({ value: new Float64Array(0) });
  /** The note of each row that has one, by row. */
  notes = $state.raw<Column<ReadonlyMap<number, string>>>({ value: new Map() });
  /** Present names of all labels: the source's first, then those that decisions and edits added. */
  labels = $state.raw<readonly string[]>([]);
  readonly list = new LabelList();
  /** The source's labels: those at the beginning of `labels`. */
  sourceLabels = $state.raw<readonly DatasetLabel[]>([]);
  canUndo = $state.raw(false);
  canRedo = $state.raw(false);
  /** False in a second tab on the same project. */
  writable = $state.raw(true);
  /** Place of the latest journal entry, set whenever the store has every entry. A new wrapper each time. */
  storedUpTo = $state.raw<Column<number>>({ value: 0 });
  /** Rows by status, in the order of `STATUSES`. */
  counts = $state.raw<readonly number[]>(STATUSES.map(() => 0));
  /** The label that the source's label of each row counts as: index into `labels`. Another array after a merge. */
  original = $state.raw<Uint16Array>(new Uint16Array(0));

  /** Version of the shown labels; -1 = none. */
  #shownLabels = -1;
  #journal: Journal | null = null;
  #base: JournalBase | null = null;
  readonly #saving: JournalSaving;
  readonly #deps: ReviewDeps;

  constructor(deps: ReviewDeps) {
    this.#deps = deps;
    this.#saving = new JournalSaving({
      ...deps,
      onMoved: (entries) => this.#replay(entries),
      onEnd: (whole) => {
        this.#countStored();
        if (whole) this.storedUpTo = { value: this.position };
      },
    });
  }

  /**
   * Opens a dataset with its stored journal, joined with the entries of this page. `source`: the source to store with
   * the project (see `keep`), before anything counts as saved; null = it is stored. `writable` says whether this page
   * may store its decisions.
   */
  open(projectId: string, dataset: Dataset, entries: readonly JournalEntry[], source: Blob | null = null): void {
    this.#base = baseOf(dataset);
    this.sourceLabels = dataset.labels;
    this.#replay(this.#deps.outbox.open(projectId, entries, source, this.writable));
    this.#countStored();
  }

  /** Closes the project. Running saves still finish. */
  close(): void {
    this.#deps.outbox.close();
    this.#journal = null;
    this.#base = null;
    this.labels = [];
    this.sourceLabels = [];
  }

  /** Gives rows a label, by name. The source's own label confirms it. */
  setLabel(rows: readonly number[], name: string): boolean {
    return this.#change((journal, at) => journal.chooseEntry(at, rows, name));
  }

  /** Keeps the source's label and marks the rows as validated. */
  confirm(rows: readonly number[]): boolean {
    return this.#change((journal, at) => journal.confirmEntry(at, rows));
  }

  discard(rows: readonly number[]): boolean {
    return this.#change((journal, at) => journal.discardEntry(at, rows));
  }

  /** Marks rows as looked at and not decided. They have the source's label. */
  markUnsure(rows: readonly number[]): boolean {
    return this.#change((journal, at) => journal.unsureEntry(at, rows));
  }

  /** Gives each row a status and a label, by name, in one entry: one undo for all of them. */
  setMany(rows: Uint32Array, status: readonly number[], label: readonly string[]): boolean {
    return this.#change((journal, at) => journal.changeEntry(at, rows, status, label));
  }

  /**
   * Edits labels in one entry, which can also discard rows (row ids). False where an edit has no meaning, or this tab
   * only reads.
   */
  editLabels(edits: readonly LabelEdit[], discarded: readonly number[] = []): boolean {
    if (!this.#journal || !this.writable) return false;
    const at = this.#deps.clock.now();
    const change = discarded.length > 0 ? this.#journal.discardEntry(at, discarded) : undefined;
    return this.#commit(this.#journal.labelsEntry(at, edits, change)) !== null;
  }

  /** Sets the note of rows; an empty text removes it. The number of changed rows, 0 in a tab that only reads. */
  setNote(rows: readonly number[], text: string): number {
    const changed = rows.filter((row) => text !== (this.notes.value.get(row) ?? '')).map((row) => [row, text] as const);
    return changed.length > 0 && this.#change((journal, at) => journal.noteEntry(at, changed)) ? changed.length : 0;
  }

  /**
   * Takes decisions and notes over from elsewhere, by position in the source, as one change, after edits of labels.
   * Returns the ids of the changed rows.
   */
  takeOver(
    decided: ReadonlyMap<number, Decision>,
    notes: ReadonlyMap<number, string>,
    edits: readonly LabelEdit[] = [],
  ): readonly number[] {
    if (!this.#journal || !this.#base || !this.writable) return [];
    const place = { seq: this.#journal.nextSeq, at: this.#deps.clock.now() };
    const possible = this.#journal.possibleEdits(edits);
    const { labels, table } = this.#journal;
    const namesAfter = this.#base.labels.map((own, label) =>
      nameAfter(labels[table.countsAs[label] ?? label] ?? own, possible),
    );
    const entry = takeOverEntry(place, { ...this.#base, labels: namesAfter }, decided, notes, possible);
    return (entry && this.#commit(entry)) ?? [];
  }

  /** Undoes the last change. Returns the rows that it touched. */
  undo(): readonly number[] {
    const entry = this.writable ? this.#journal?.undoEntry(this.#deps.clock.now()) : null;
    return (entry && this.#commit(entry)) ?? [];
  }

  redo(): readonly number[] {
    const entry = this.writable ? this.#journal?.redoEntry(this.#deps.clock.now()) : null;
    return (entry && this.#commit(entry)) ?? [];
  }

  /** The latest changes, the newest first, at most `most`. Reads no reactive state. */
  recent(most: number): readonly RecentChange[] {
    return this.#journal ? recentChanges(this.#journal, most) : [];
  }

  /** Sets the rows of the change at place `seq` back that are as it made them, as a change of its own. */
  revert(seq: number): Pick<Revert, 'rows' | 'kept'> {
    if (!this.#journal || !this.writable) return { rows: 0, kept: 0 };
    const { entry, ...counts } = revertOf(this.#journal, seq, this.#deps.clock.now());
    if (entry) this.#commit(entry);
    return counts;
  }

  /** Place of the latest journal entry; 0 = none. The store keeps results learned from the labels under it. */
  get position(): number {
    return (this.#journal?.nextSeq ?? 1) - 1;
  }

  /** The open project as it was after the journal entry at `position`; null = no project is open. */
  decidedAt(position: number): Decided | null {
    if (!this.#base) return null;
    return replay(
      this.#deps.outbox.entries.filter((entry) => seqOf(entry) <= position),
      this.#base,
    );
  }

  labelName(row: number): string {
    return this.labels[this.label.value[row] ?? 0] ?? '';
  }

  originalName(row: number): string {
    return this.labels[this.original[row] ?? 0] ?? '';
  }

  /** Stores the project itself, then the decisions, unless they are stored already. A failure raises a notice. */
  keep(): Promise<void> {
    return this.#saving.flush(Promise.resolve());
  }

  /** Reacts to a deleted store: `keep` will store the open project again with its source. */
  storedIsGone(source: Blob | null): void {
    this.#deps.outbox.storedIsGone(source);
    this.#countStored();
  }

  /** Hands the open project to another tab. Refuses further decisions, and stores earlier ones if possible. */
  async handOver(): Promise<void> {
    this.writable = false;
    if (this.#deps.outbox.hasUnsaved) await this.keep();
    await this.settled();
  }

  /** Whether decisions are stored: `saved` only after the transaction has completed. */
  get saved(): SavedState {
    return this.#deps.outbox.saved;
  }

  /** Settles when no save is running. */
  async settled(): Promise<void> {
    await this.#saving.settled();
  }

  #change(entryOf: (journal: Journal, at: number) => JournalEntry): boolean {
    if (!this.#journal || !this.writable) return false;
    return this.#commit(entryOf(this.#journal, this.#deps.clock.now())) !== null;
  }

  /** The rows that an entry changed. Null where it has no meaning: it is not stored then. */
  #commit(entry: JournalEntry): readonly number[] | null {
    const touched = this.#journal?.apply(entry) ?? null;
    if (touched === null) return null;
    this.#deps.outbox.add(entry);
    this.#publish();
    // The screen shows the decision first.
    void this.#saving.flush(this.#deps.clock.afterPaint());
    return touched;
  }

  /** Shows the open project after these entries. */
  #replay(entries: readonly JournalEntry[]): void {
    if (!this.#base) return;
    this.#journal = replay(entries, this.#base);
    this.#shownLabels = -1;
    this.#publish();
  }

  /** The number of rows of the open project that stored entries decide. */
  #countStored(): void {
    const { outbox, project } = this.#deps;
    if (!this.#base || !this.#journal) {
      project.decidedInStore = 0;
      return;
    }
    const isStored = outbox.journals.unsavedOf(outbox.projectId) === 0;
    const { counts } = isStored ? this.#journal : replay(outbox.journals.storedOf(outbox.projectId), this.#base);
    project.decidedInStore = counts.reduce((sum, count, status) => sum + (isDecided(status) ? count : 0), 0);
  }

  #publish(): void {
    const journal = this.#journal;
    if (!journal) return;
    this.status = { value: journal.status };
    this.label = { value: journal.label };
    this.updatedAt = { value: journal.updatedAt };
    this.notes = { value: journal.notes };
    if (this.original !== journal.original) this.original = journal.original;
    if (journal.table.version !== this.#shownLabels) {
      this.#shownLabels = journal.table.version;
      this.labels = [...journal.labels];
      this.list.show(journal.table);
    }
    this.counts = [...journal.counts];
    this.canUndo = journal.canUndo;
    this.canRedo = journal.canRedo;
  }
}

/** The source's state before any decision. */
function baseOf({ sourceRow, label, labels }: Dataset): JournalBase {
  const otherNames = labels.flatMap((one, index) => earlierNames(one).map((name) => [name, index] as const));
  return { sourceRow, label, labels: labels.map(({ name }) => name), otherNames };
}
