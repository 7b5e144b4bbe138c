import type { Dataset } from '../domain/dataset.js';
import { replay, type Journal, type JournalEntry } from '../domain/edits.js';
import type { Clock, Store } from '../protocol/ports.js';
import type { Notices } from './notices.svelte.js';
import type { Column } from './scores.svelte.js';

export type SavedState = 'saved' | 'saving' | 'failed';

/** Decisions about rows: every one is a journal entry first, shown at once, and called saved when its transaction is complete. */
export class Review {
  status = $state.raw<Column<Uint8Array>>({ value: new Uint8Array(0) });
  /** The label now: index into `labels`. */
  label = $state.raw<Column<Uint16Array>>({ value: new Uint16Array(0) });
  updatedAt = $state.raw<Column<Float64Array>>({ value: new Float64Array(0) });
  /** Label names: the source's first, then names added by decisions. */
  labels = $state.raw<readonly string[]>([]);
  canUndo = $state.raw(false);
  canRedo = $state.raw(false);
  saved = $state.raw<SavedState>('saved');
  /** False in a second tab on the same project. */
  writable = $state.raw(true);
  /** Rows by status, in the order of `STATUSES`. */
  counts = $state.raw<readonly number[]>([0, 0, 0, 0]);
  /** False where the browser keeps nothing: then nothing is ever called saved. */
  durable = true;
  /** The source's label of each row: index into `labels`. */
  original: Uint16Array = new Uint16Array(0);

  #journal: Journal | null = null;
  #projectId = '';
  /** Entries not stored yet, in order. */
  #unsaved: JournalEntry[] = [];
  #saving: Promise<void> | null = null;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #notices: Notices;

  constructor(store: Store, clock: Clock, notices: Notices) {
    this.#store = store;
    this.#clock = clock;
    this.#notices = notices;
  }

  /** Starts from a dataset and its stored journal. */
  open(projectId: string, dataset: Dataset, entries: readonly JournalEntry[]): void {
    this.#projectId = projectId;
    this.original = dataset.label;
    const labels = dataset.labels.map((label) => label.name);
    this.#journal = replay(entries, { sourceRow: dataset.sourceRow, label: dataset.label, labels });
    this.#unsaved = [];
    this.saved = 'saved';
    this.#publish();
  }

  close(): void {
    this.#journal = null;
    this.#unsaved = [];
    this.labels = [];
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

  labelName(row: number): string {
    return this.labels[this.label.value[row] ?? 0] ?? '';
  }

  originalName(row: number): string {
    return this.labels[this.original[row] ?? 0] ?? '';
  }

  /** Tries again to store what failed to be stored. */
  retry(): void {
    void this.#flush();
  }

  /** Settles when nothing is being saved. */
  async settled(): Promise<void> {
    while (this.#saving) await this.#saving;
  }

  #change(entryOf: (journal: Journal, at: number) => JournalEntry): boolean {
    if (!this.#journal) return false;
    if (!this.writable) {
      this.#notices.raise({ code: 'read-only-tab' }, 'warning');
      return false;
    }
    this.#commit(entryOf(this.#journal, this.#clock.now()));
    return true;
  }

  #commit(entry: JournalEntry): readonly number[] {
    const touched = this.#journal?.apply(entry) ?? [];
    this.#unsaved.push(entry);
    this.#publish();
    void this.#flush();
    return touched;
  }

  /** Stores the unsaved entries one after the other, each in its own transaction. */
  #flush(): Promise<void> {
    this.saved = 'saving';
    this.#saving ??= this.#drain().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }

  async #drain(): Promise<void> {
    const projectId = this.#projectId;
    for (let entry = this.#unsaved[0]; entry; entry = this.#unsaved[0]) {
      const stored = await this.#store.append(projectId, entry);
      if (projectId !== this.#projectId) return;
      if (!stored.ok) {
        this.saved = 'failed';
        this.#notices.raise(stored.fault);
        return;
      }
      this.#unsaved.shift();
    }
    this.saved = this.durable ? 'saved' : 'failed';
    this.#notices.withdraw('storage-full');
    this.#notices.withdraw('storage-failed');
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
