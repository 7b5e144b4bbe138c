import type { Dataset, DatasetLabel } from '../domain/dataset.js';
import { PENDING, replay, seqOf, type Journal, type JournalBase, type JournalEntry } from '../domain/edits.js';
import { earlierNames } from '../domain/label-token.js';
import { unexpected, type Fault } from '../protocol/fault.js';
import { failed, ok, type Outcome } from '../protocol/outcome.js';
import type { Clock, Store } from '../protocol/ports.js';
import { Journals, type Waiting } from './journals.js';
import type { Notices } from './notices.svelte.js';
import type { Column } from './scores.svelte.js';

export type SavedState = 'saved' | 'saving' | 'failed';

/** The decision and the label of each row, as in `Review.status` and `Review.label`. */
export interface Decided {
  readonly status: Uint8Array;
  readonly label: Uint16Array;
}

/** A place in the journal that is taken again and again is no accident: two pages write without a lock. */
const MOST_MOVES = 20;

/** Decisions about rows: every one is a journal entry first, shown at once, and called saved when its transaction is complete. */
export class Review {
  status = $state.raw<Column<Uint8Array>>({ value: new Uint8Array(0) });
  /** The label now: index into `labels`. */
  label = $state.raw<Column<Uint16Array>>({ value: new Uint16Array(0) });
  updatedAt = $state.raw<Column<Float64Array>>({ value: new Float64Array(0) });
  /** Label names: the source's first, then names added by decisions. */
  labels = $state.raw<readonly string[]>([]);
  /** The source's labels: those at the beginning of `labels`. */
  sourceLabels = $state.raw<readonly DatasetLabel[]>([]);
  canUndo = $state.raw(false);
  canRedo = $state.raw(false);
  saved = $state.raw<SavedState>('saved');
  /** False in a second tab on the same project. */
  writable = $state.raw(true);
  /** Rows by status, in the order of `STATUSES`. */
  counts = $state.raw<readonly number[]>([0, 0, 0, 0]);
  /** False where the browser keeps nothing: then nothing is ever called saved. */
  durable = true;
  /** Called when everything has been stored. */
  onSaved: () => void = () => {};
  /** Stores what decisions need to be found again, where that is not stored yet; set by the workspace. */
  storeBase: () => Promise<Outcome<null>> = () => Promise.resolve(ok(null));
  /** The source's label of each row: index into `labels`. */
  original: Uint16Array = new Uint16Array(0);

  #journal: Journal | null = null;
  #base: JournalBase | null = null;
  #projectId = '';
  /** The project itself is stored. */
  #based = true;
  /** How often the browser has deleted the store: what was stored before does not count. */
  #losses = 0;
  readonly #journals = new Journals();
  #saving: Promise<void> | null = null;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #notices: Notices;

  constructor(store: Store, clock: Clock, notices: Notices) {
    this.#store = store;
    this.#clock = clock;
    this.#notices = notices;
  }

  /**
   * Starts from a dataset and its stored journal, joined with what this page knows of it. Not `based`: the project itself
   * is still to be stored, see `keep`, and nothing is called saved before that. `writable` says whether this page may
   * store its decisions.
   */
  open(projectId: string, dataset: Dataset, entries: readonly JournalEntry[], based = true): void {
    this.#projectId = projectId;
    this.#based = based;
    this.original = dataset.label;
    const labels = dataset.labels.map((label) => label.name);
    const otherNames = dataset.labels.flatMap((label, index) =>
      earlierNames(label).map((name) => [name, index] as const),
    );
    this.#base = { sourceRow: dataset.sourceRow, label: dataset.label, labels, otherNames };
    this.sourceLabels = dataset.labels;
    this.#journal = replay(this.#journals.open(projectId, entries, this.writable), this.#base);
    this.saved = this.#saving || !based ? 'saving' : this.#savedNow();
    // As many as before may have other names.
    this.labels = [];
    this.#publish();
  }

  /** Lets go of the project. What is being stored is stored all the same. */
  close(): void {
    this.#journal = null;
    this.#base = null;
    this.labels = [];
    this.sourceLabels = [];
  }

  /** Gives rows a label, by name; the source's own label confirms it. */
  setLabel(rows: readonly number[], name: string): boolean {
    return this.#change((journal, at) => journal.chooseEntry(at, rows, name));
  }

  /** Keeps the source's label and marks the rows as looked at. */
  confirm(rows: readonly number[]): boolean {
    return this.#change((journal, at) => journal.confirmEntry(at, rows));
  }

  discard(rows: readonly number[]): boolean {
    return this.#change((journal, at) => journal.discardEntry(at, rows));
  }

  /** Takes the last change back; returns the rows it touched. */
  undo(): readonly number[] {
    const entry = this.writable ? this.#journal?.undoEntry(this.#clock.now()) : null;
    return entry ? this.#commit(entry) : [];
  }

  redo(): readonly number[] {
    const entry = this.writable ? this.#journal?.redoEntry(this.#clock.now()) : null;
    return entry ? this.#commit(entry) : [];
  }

  /** Place of the latest journal entry; 0 = none. Results that were learnt from the labels are kept under it. */
  get position(): number {
    return (this.#journal?.nextSeq ?? 1) - 1;
  }

  /** The open project as it was after the journal entry at `position`; null = no project is open. */
  decidedAt(position: number): Decided | null {
    if (!this.#base) return null;
    return replay(
      this.#journals.entriesOf(this.#projectId).filter((entry) => seqOf(entry) <= position),
      this.#base,
    );
  }

  labelName(row: number): string {
    return this.labels[this.label.value[row] ?? 0] ?? '';
  }

  originalName(row: number): string {
    return this.labels[this.original[row] ?? 0] ?? '';
  }

  /** Stores whatever is not stored yet: the project itself, then the decisions. A failure is told. */
  keep(): Promise<void> {
    return this.#flush(Promise.resolve());
  }

  /** The browser has deleted the store: the open project is to be stored again, see `keep`. */
  storedIsGone(): void {
    this.#losses++;
    if (!this.#journal) return;
    this.#based = false;
    this.#journals.storedIsGone(this.#projectId);
    this.saved = this.#saving ? 'saving' : this.#savedNow();
  }

  /** Another tab asks for the open project: no more decisions, and those made are stored if they can be. */
  async handOver(): Promise<void> {
    this.writable = false;
    if (this.hasUnsaved) await this.keep();
    await this.settled();
  }

  /** This page has lost the right to write to a project: it stores nothing more of it, and keeps what is not stored. */
  release(projectId: string): void {
    this.#journals.release(projectId);
    if (projectId === this.#projectId && !this.#saving) this.saved = this.#savedNow();
  }

  /** A project was removed. Without `all`, decisions that were never stored stay in memory. */
  forget(projectId: string, all: boolean): void {
    this.#journals.forget(projectId, all);
  }

  /** Whether what is decided and computed for the open project may be stored by this page. */
  get mayStore(): boolean {
    return this.#journals.isMine(this.#projectId);
  }

  /** Whether anything of the open project is not stored: the project itself, or a decision. */
  get hasUnsaved(): boolean {
    return this.#journal !== null && (!this.#based || this.unsavedOf(this.#projectId) > 0);
  }

  /** The number of decisions of a project that are in this page alone. */
  unsavedOf(projectId: string): number {
    return this.#journals.unsavedOf(projectId);
  }

  /** Whether a decision of any project, open or not, is in this page alone. */
  get hasUnsavedAnywhere(): boolean {
    return this.hasUnsaved || this.#journals.unsaved > 0;
  }

  /** The number of rows of the open project that are decided by what is stored. */
  get decidedInStore(): number {
    if (!this.#base || !this.#journal) return 0;
    const stored = this.unsavedOf(this.#projectId) === 0;
    const { counts } = stored ? this.#journal : replay(this.#journals.storedOf(this.#projectId), this.#base);
    return this.#base.label.length - (counts[PENDING] ?? 0);
  }

  /** Settles when nothing is being saved. */
  async settled(): Promise<void> {
    while (this.#saving) await this.#saving;
  }

  #change(entryOf: (journal: Journal, at: number) => JournalEntry): boolean {
    if (!this.#journal || !this.writable) return false;
    return this.#commit(entryOf(this.#journal, this.#clock.now())).length > 0;
  }

  #commit(entry: JournalEntry): readonly number[] {
    const touched = this.#journal?.apply(entry) ?? [];
    if (touched.length === 0) return touched;
    this.#journals.add(this.#projectId, entry);
    this.#publish();
    // The decision is seen first.
    void this.#flush(this.#clock.afterPaint());
    return touched;
  }

  /** When it is due, stores the unsaved entries in order. */
  #flush(due: Promise<void>): Promise<void> {
    this.saved = 'saving';
    this.#saving ??= due.then(() => this.#drain());
    return this.#saving;
  }

  async #drain(): Promise<void> {
    let lookedAt: string | null = null;
    let moves = 0;
    for (;;) {
      const projectId = this.#projectId;
      const losses = this.#losses;
      const next = this.#journals.next(projectId);
      // Once more where another project has been opened meanwhile.
      const baseDue = lookedAt !== projectId || (!this.#based && this.mayStore);
      if (!baseDue && !next) break;
      const stored = await this.#attempt(() => (baseDue || !next ? this.storeBase() : this.#append(next)));
      if (baseDue) {
        const same = projectId === this.#projectId && losses === this.#losses;
        if (stored.ok && same && this.mayStore) this.#based = true;
        lookedAt = projectId;
      } else if (next && stored.ok) {
        if (losses === this.#losses) this.#journals.stored(next);
      } else if (next && !stored.ok && stored.fault.code === 'read-only-tab' && moves < MOST_MOVES) {
        moves++;
        if (await this.#move(next.projectId)) continue;
      }
      if (!stored.ok) {
        this.#fail(stored.fault);
        return;
      }
    }
    // At once, and not when the promise has settled: an entry that came in between would be stored by nobody.
    this.#saving = null;
    this.saved = this.#savedNow();
    if (this.#isAllStored) {
      this.#notices.withdraw('storage-full');
      this.#notices.withdraw('storage-failed');
    }
    this.onSaved();
  }

  #append({ projectId, entries }: Waiting): Promise<Outcome<null>> {
    return this.#store.append(projectId, entries);
  }

  /** Places in the journal are taken: reads it again, and gives the unsaved entries the places after it. */
  async #move(projectId: string): Promise<boolean> {
    const stored = await this.#attempt(() => this.#store.entries(projectId));
    if (!stored.ok) return false;
    const entries = this.#journals.open(projectId, stored.value, this.#journals.isMine(projectId));
    if (projectId === this.#projectId && this.#journal && this.#base) {
      this.#journal = replay(entries, this.#base);
      this.#publish();
    }
    return true;
  }

  #fail(fault: Fault): void {
    this.#saving = null;
    this.saved = 'failed';
    this.#notices.raise(fault);
  }

  async #attempt<T>(call: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await call();
    } catch (error) {
      return failed(unexpected(error));
    }
  }

  #savedNow(): SavedState {
    return this.durable && this.#isAllStored ? 'saved' : 'failed';
  }

  /** Everything that this page may store is stored, and everything of the open project. */
  get #isAllStored(): boolean {
    return !this.hasUnsaved && this.#journals.waiting === 0;
  }

  #publish(): void {
    const journal = this.#journal;
    if (!journal) return;
    this.status = { value: journal.status };
    this.label = { value: journal.label };
    this.updatedAt = { value: journal.updatedAt };
    if (journal.labels.length !== this.labels.length || this.labels.length === 0) this.labels = [...journal.labels];
    this.counts = [...journal.counts];
    this.canUndo = journal.canUndo;
    this.canRedo = journal.canRedo;
  }
}
