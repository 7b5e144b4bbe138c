import type { JournalEntry } from '../../domain/review/edits.js';
import { uniteJournals } from '../../domain/review/journal-union.js';

/** The journal of one project, as this page knows it. */
interface Log {
  readonly entries: readonly JournalEntry[];
  /** Those of the entries that are not known to be stored, in order. */
  readonly unsaved: readonly JournalEntry[];
  /** This page may store them: it has the project open and the right to write. */
  readonly mine: boolean;
}

/** Entries of one project that are to be stored together. */
export interface Waiting {
  readonly projectId: string;
  readonly entries: readonly JournalEntry[];
}

/** More entries than this are not stored in one transaction. */
const MOST_AT_ONCE = 500;

/**
 * The journals of all projects that this page has opened, and their entries that are not stored. Memory wins: an entry that was
 * once here stays here, whatever the store says later.
 */
export class Journals {
  #logs = $state.raw<ReadonlyMap<string, Log>>(new Map());

  /** Joins the stored entries of a project with the known ones, and returns the whole journal in order. */
  open(projectId: string, stored: readonly JournalEntry[], mine: boolean): readonly JournalEntry[] {
    const { entries, missing } = uniteJournals(stored, this.#logs.get(projectId)?.entries ?? []);
    this.#set(projectId, { entries, unsaved: missing, mine });
    return entries;
  }

  /** Adds a new entry, which is not stored. */
  add(projectId: string, entry: JournalEntry): void {
    const log = this.#logs.get(projectId) ?? { entries: [], unsaved: [], mine: true };
    this.#set(projectId, { ...log, entries: [...log.entries, entry], unsaved: [...log.unsaved, entry] });
  }

  /** The next entries that this page may store, those of `first` before all others; null = none. */
  next(first: string): Waiting | null {
    for (const projectId of [first, ...this.#logs.keys()]) {
      const log = this.#logs.get(projectId);
      if (log?.mine === true && log.unsaved.length > 0) {
        return { projectId, entries: log.unsaved.slice(0, MOST_AT_ONCE) };
      }
    }
    return null;
  }

  /** These entries are stored. */
  stored({ projectId, entries }: Waiting): void {
    const log = this.#logs.get(projectId);
    if (!log) return;
    const now = new Set(entries);
    this.#set(projectId, { ...log, unsaved: log.unsaved.filter((entry) => !now.has(entry)) });
  }

  /** Nothing of a project is stored any more: all of it is to be stored again. */
  storedIsGone(projectId: string): void {
    const log = this.#logs.get(projectId);
    if (log) this.#set(projectId, { ...log, unsaved: log.entries });
  }

  /** The page may not store a project's entries any more. They stay in memory until it is opened again. */
  release(projectId: string): void {
    const log = this.#logs.get(projectId);
    if (log) this.#set(projectId, { ...log, mine: false });
  }

  /** Whether this page may store its decisions about a project. */
  isMine(projectId: string): boolean {
    return this.#logs.get(projectId)?.mine === true;
  }

  /** The project was removed: forgets its stored entries. Without `all`, entries that were never stored stay. */
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

  /** The number of a project's entries that are not stored. */
  unsavedOf(projectId: string): number {
    return this.#logs.get(projectId)?.unsaved.length ?? 0;
  }

  /** The number of entries of all projects that are not stored. */
  get unsaved(): number {
    return [...this.#logs.values()].reduce((sum, log) => sum + log.unsaved.length, 0);
  }

  /** The number of entries that this page has still to store. */
  get waiting(): number {
    return [...this.#logs.values()].reduce((sum, log) => sum + (log.mine ? log.unsaved.length : 0), 0);
  }

  /** Null = nothing is known of the project. */
  #set(projectId: string, log: Log | null): void {
    const logs = new Map(this.#logs);
    if (log) logs.set(projectId, log);
    else logs.delete(projectId);
    this.#logs = logs;
  }
}
