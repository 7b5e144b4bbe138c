import type { Dataset } from '../domain/dataset.js';
import { replay, type Journal, type JournalEntry } from '../domain/edits.js';
import { unexpected, type Fault } from '../protocol/fault.js';
import { failed, ok, type Outcome } from '../protocol/outcome.js';
import type { Clock, Store } from '../protocol/ports.js';
import type { Notices } from './notices.svelte.js';
import type { Column } from './scores.svelte.js';

export type SavedState = 'saved' | 'saving' | 'failed';

interface Unsaved {
  readonly projectId: string;
  readonly entry: JournalEntry;
}

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
  /** Called when everything has been stored. */
  onSaved: () => void = () => {};
  /** Stores what decisions need to be found again, where that is not stored yet; set by the workspace. */
  storeBase: () => Promise<Outcome<null>> = () => Promise.resolve(ok(null));
  /** The source's label of each row: index into `labels`. */
  original: Uint16Array = new Uint16Array(0);

  #journal: Journal | null = null;
  #projectId = '';
  /** The project itself is stored. */
  #based = true;
  /** Entries not stored yet, in order; those of projects that were closed too. */
  #unsaved: readonly Unsaved[] = [];
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
   * Starts from a dataset and its stored journal, followed by what this page could not store of it yet. Not `based`: the
   * project itself is still to be stored, see `keep`, and nothing is called saved before that.
   */
  open(projectId: string, dataset: Dataset, entries: readonly JournalEntry[], based = true): void {
    this.#projectId = projectId;
    this.#based = based;
    this.original = dataset.label;
    const labels = dataset.labels.map((label) => label.name);
    this.#journal = replay(entries, { sourceRow: dataset.sourceRow, label: dataset.label, labels });
    this.#unsaved = this.#goOn(this.#journal, entries);
    this.saved = this.#saving || !based ? 'saving' : this.#savedNow();
    // As many as before may have other names.
    this.labels = [];
    this.#publish();
  }

  /** Lets go of the project. What is not stored yet is stored all the same. */
  close(): void {
    this.#journal = null;
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

  /** Place of the latest journal entry; 0 = none. Results that were learnt from the labels are kept under it. */
  get position(): number {
    return (this.#journal?.nextSeq ?? 1) - 1;
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

  /** What was stored is gone, or cannot be added to any more. */
  storeLost(fault: Fault): void {
    this.#notices.raise(fault);
    if (fault.code !== 'storage-evicted') return;
    this.durable = false;
    this.saved = 'failed';
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
    return this.#commit(entryOf(this.#journal, this.#clock.now())).length > 0;
  }

  #commit(entry: JournalEntry): readonly number[] {
    const touched = this.#journal?.apply(entry) ?? [];
    if (touched.length === 0) return touched;
    this.#unsaved = [...this.#unsaved, { projectId: this.#projectId, entry }];
    this.#publish();
    // The decision is seen first.
    void this.#flush(this.#clock.afterPaint());
    return touched;
  }

  /** When it is due, stores the unsaved entries one after the other, each in its own transaction. */
  #flush(due: Promise<void>): Promise<void> {
    this.saved = 'saving';
    this.#saving ??= due.then(() => this.#drain());
    return this.#saving;
  }

  async #drain(): Promise<void> {
    let lookedAt: string | null = null;
    for (;;) {
      const projectId = this.#projectId;
      const next = this.#unsaved[0];
      // Once more where another project has been opened meanwhile.
      const baseDue = lookedAt !== projectId || !this.#based;
      if (!baseDue && !next) break;
      const stored = await this.#attempt(() => (baseDue || !next ? this.storeBase() : this.#append(next)));
      if (!stored.ok) {
        this.#fail(stored.fault);
        return;
      }
      if (!baseDue) this.#unsaved = this.#unsaved.filter((waiting) => waiting !== next);
      else if (projectId === this.#projectId) this.#based = true;
      lookedAt = projectId;
    }
    // At once, and not when the promise has settled: an entry that came in between would be stored by nobody.
    this.#saving = null;
    this.saved = this.#savedNow();
    this.#notices.withdraw('storage-full');
    this.#notices.withdraw('storage-failed');
    this.onSaved();
  }

  #append({ projectId, entry }: Unsaved): Promise<Outcome<null>> {
    return this.#store.append(projectId, entry);
  }

  #fail(fault: Fault): void {
    this.#saving = null;
    this.saved = 'failed';
    this.#notices.raise(fault);
  }

  async #attempt(write: () => Promise<Outcome<null>>): Promise<Outcome<null>> {
    try {
      return await write();
    } catch (error) {
      return failed(unexpected(error));
    }
  }

  #savedNow(): SavedState {
    return this.durable && this.#based && this.#unsaved.length === 0 ? 'saved' : 'failed';
  }

  /**
   * Applies the unsaved entries of the open project after the stored ones and returns what is still to be stored. One
   * whose place in the journal another tab has taken meanwhile gets a free one.
   */
  #goOn(journal: Journal, entries: readonly JournalEntry[]): readonly Unsaved[] {
    const stored = new Set(entries.map(identityOf));
    const placeOf = new Map<number, number>();
    return this.#unsaved.flatMap((waiting) => {
      if (waiting.projectId !== this.#projectId) return [waiting];
      if (stored.has(identityOf(waiting.entry))) return [];
      const placed = inPlace(waiting.entry, journal.nextSeq, placeOf);
      journal.apply(placed);
      return [placed === waiting.entry ? waiting : { projectId: waiting.projectId, entry: placed }];
    });
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

function identityOf(entry: JournalEntry): string {
  return JSON.stringify(entry);
}

/** The entry in place `seq` at the earliest; `placeOf` maps places of entries that had to move to the new ones. */
function inPlace(entry: JournalEntry, seq: number, placeOf: Map<number, number>): JournalEntry {
  const target = entry.kind === 'change' ? undefined : placeOf.get(entry.target);
  if (entry.seq >= seq && target === undefined) return entry;
  const place = Math.max(entry.seq, seq);
  placeOf.set(entry.seq, place);
  return entry.kind === 'change' ? { ...entry, seq: place } : { ...entry, seq: place, target: target ?? entry.target };
}
