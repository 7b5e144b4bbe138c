import type { JournalEntry } from '../../domain/review/edits.js';
import { uniteJournals } from '../../domain/review/journal-union.js';

/** The journal of one project in this page. */
interface Log {
  readonly entries: readonly JournalEntry[];
  /** The entries that are not known to be stored, in order. */
  readonly unsaved: readonly JournalEntry[];
  /** Whether this page may store the entries: it has the project open and the right to write. */
  readonly mine: boolean;
}

/** Entries of one project, to store in one transaction. */
export interface Waiting {
  readonly projectId: string;
  readonly entries: readonly JournalEntry[];
}

/** Largest number of entries in one transaction. */
const MOST_AT_ONCE = 500;

/**
 * The journals of all projects that this page has opened, and their unsaved entries. This page keeps each entry that it
 * knows, even if the store loses it later.
 */
export class Journals {
  #logs = $state.raw<ReadonlyMap<string, Log>>(new Map());

  /** Merges the stored entries of a project with the known ones, and returns the whole journal in order. */
  open(projectId: string, stored: readonly JournalEntry[], mine: boolean): readonly JournalEntry[] {
    const { entries, missing } = uniteJournals(stored, this.#logs.get(projectId)?.entries ?? []);
    this.#set(projectId, { entries, unsaved: missing, mine });
    return entries;
  }

  /** Adds a new, unsaved entry. */
  add(projectId: string, entry: JournalEntry): void {
    const log = this.#logs.get(projectId) ?? { entries: [], unsaved: [], mine: true };
    this.#set(projectId, { ...log, entries: [...log.entries, entry], unsaved: [...log.unsaved, entry] });
  }

  /** The next entries that this page may store. Those of project `first` come first. Null = none. */
  next(first: string): Waiting | null {
    for (const projectId of [first, ...this.#logs.keys()]) {
      const log = this.#logs.get(projectId);
      if (log?.mine === true && log.unsaved.length > 0) {
        return { projectId, entries: log.unsaved.slice(0, MOST_AT_ONCE) };
      }
    }
    return null;
  }

  /** Marks these entries as stored. */
  stored({ projectId, entries }: Waiting): void {
    const log = this.#logs.get(projectId);
    if (!log) return;
    const now = new Set(entries);
    this.#set(projectId, { ...log, unsaved: log.unsaved.filter((entry) => !now.has(entry)) });
  }

  /** Marks all entries of a project as unsaved, because the store lost them. */
  storedIsGone(projectId: string): void {
    const log = this.#logs.get(projectId);
    if (log) this.#set(projectId, { ...log, unsaved: log.entries });
  }

  /** Stops this page from storing a project's entries. They stay in memory until the project is opened again. */
  release(projectId: string): void {
    const log = this.#logs.get(projectId);
    if (log) this.#set(projectId, { ...log, mine: false });
  }

  /** Whether this page may store its decisions about a project. */
  isMine(projectId: string): boolean {
    return this.#logs.get(projectId)?.mine === true;
  }

  /** Forgets the stored entries of a removed project. `all`: forgets its unsaved entries too. */
  forget(projectId: string, all: boolean): void {
    const log = this.#logs.get(projectId);
    if (!log) return;
    this.#set(projectId, all || log.unsaved.length === 0 ? null : { ...log, entries: log.unsaved });
  }

  /** All entries of a project, in order. */
  entriesOf(projectId: string): readonly JournalEntry[] {
    return this.#logs.get(projectId)?.entries ?? [];
  }

  /** The entries of a project that are stored, in order. */
  storedOf(projectId: string): readonly JournalEntry[] {
    const log = this.#logs.get(projectId);
    if (!log) return [];
    const unsaved = new Set(log.unsaved);
    return log.entries.filter((entry) => !unsaved.has(entry));
  }

  /** The number of a project's unsaved entries. */
  unsavedOf(projectId: string): number {
    return this.#logs.get(projectId)?.unsaved.length ?? 0;
  }

  /** The number of unsaved entries of all projects. */
  get unsaved(): number {
    return [...this.#logs.values()].reduce((sum, log) => sum + log.unsaved.length, 0);
  }

  /** The number of unsaved entries that this page may store. */
  get waiting(): number {
    return [...this.#logs.values()].reduce((sum, log) => sum + (log.mine ? log.unsaved.length : 0), 0);
  }

  /** Replaces the journal of a project. Null removes it. */
  #set(projectId: string, log: Log | null): void {
    const logs = new Map(this.#logs);
    if (log) logs.set(projectId, log);
    else logs.delete(projectId);
    this.#logs = logs;
  }
}
