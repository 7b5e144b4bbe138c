import type { JournalEntry } from '../../domain/review/edits.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { ResultsChunk, Store } from '../../protocol/ports.js';
import { guarded } from './guarded.js';
import { Journals, type Waiting } from './journals.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Project } from './project.svelte.js';

export type SavedState = 'saved' | 'saving' | 'failed';

/** A setting or a chunk that is not known to be stored. */
interface Pending {
  store(): Promise<Outcome<null>>;
  /** Whether the last try failed. False during a try. */
  failed: boolean;
  /** The value of a setting. */
  readonly value?: unknown;
  /** A chunk of results. */
  readonly chunk?: ResultsChunk;
}

export interface OutboxDeps {
  readonly store: Store;
  readonly notices: Notices;
  readonly project: Project;
  /** Whether the browser keeps the store. If not, the state is never `saved`. */
  readonly durable: boolean;
}

/**
 * All pending writes: first the open project itself, then its journal and the journals of other projects, then
 * settings and results of the open project. Reads return pending values as stored ones. `Review` stores projects and
 * journals, see `next`. Settings and results are written at once. After a failure each later write tries them again.
 */
export class Outbox {
  readonly durable: boolean;
  readonly journals = new Journals();
  /** The state of all decisions: `saved` only after the transaction has completed. */
  readonly saved: SavedState = $derived.by(() => {
    if (this.#draining || this.#untried) return 'saving';
    return this.durable && this.isAllStored ? 'saved' : 'failed';
  });
  /** How often the browser deleted the store. Writes before a deletion do not count. */
  losses = 0;
  /** The id of the open project, or of the last open one. */
  #projectId = $state.raw('');
  #isOpen = $state.raw(false);
  /** The source of the open project while it is unsaved. A project without a stored source cannot be opened again. */
  #source = $state.raw<Blob | null>(null);
  /** Whether the open project is unsaved and no write of it was tried yet. */
  #untried = $state.raw(false);
  #draining = $state.raw(false);
  /** Settings and chunks by name, the oldest first. */
  readonly #pending = new Map<string, Pending>();
  readonly #onTheirWay = new Set<Promise<unknown>>();
  readonly #deps: OutboxDeps;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.durable = deps.durable;
  }

  get projectId(): string {
    return this.#projectId;
  }

  /** Whether this page may store the open project. */
  get mayStore(): boolean {
    return this.journals.isMine(this.#projectId);
  }

  /**
   * Opens a project: merges its stored journal with the entries that this page knows, and returns all. `source`: the
   * unsaved source, null = it is stored. `mine`: this page may store the project.
   */
  open(
    projectId: string,
    entries: readonly JournalEntry[],
    source: Blob | null,
    mine: boolean,
  ): readonly JournalEntry[] {
    if (projectId !== this.#projectId) this.#pending.clear();
    this.#projectId = projectId;
    this.#isOpen = true;
    this.#source = source;
    this.#untried = source !== null;
    return this.journals.open(projectId, entries, mine);
  }

  /** Closes the project. Pending writes still complete. */
  close(): void {
    this.#isOpen = false;
    this.#untried = false;
  }

  /** The journal of the open project, in order. */
  get entries(): readonly JournalEntry[] {
    return this.journals.entriesOf(this.#projectId);
  }

  /** Adds a new entry to the journal of the open project. */
  add(entry: JournalEntry): void {
    this.journals.add(this.#projectId, entry);
  }

  /** Whether the open project or a decision about it is unsaved. */
  get hasUnsaved(): boolean {
    return this.#isOpen && (this.#source !== null || this.journals.unsavedOf(this.#projectId) > 0);
  }

  /** Whether the open project and all decisions that this page may store are stored. */
  get isAllStored(): boolean {
    return !this.hasUnsaved && this.journals.waiting === 0;
  }

  /** The next write: the open project itself or journal entries. Null = none. */
  next(): Waiting | 'project' | null {
    if (this.#source && this.mayStore && this.#deps.project.record) return 'project';
    return this.journals.next(this.#projectId);
  }

  /** Begins or ends a drain, in which `Review` stores the pending writes. */
  set draining(on: boolean) {
    this.#draining = on;
    if (!on) this.#untried = false;
  }

  /** Stores the open project itself: its record, then its source. */
  async storeProject(): Promise<Outcome<null>> {
    const { store, project } = this.#deps;
    const { record } = project;
    const source = this.#source;
    const { losses } = this;
    if (!source || !record) return ok(null);
    // The record first: a source without one would never be removed.
    const recorded = await store.putProject(record);
    if (!recorded.ok) return recorded;
    const kept = await store.putSource(record.sourceHash, source);
    if (!kept.ok) return kept;
    // The browser deleted the store again, with the source.
    if (source !== this.#source || losses !== this.losses) return ok(null);
    this.#source = null;
    await store.putSetting('last-project', record.id);
    return ok(null);
  }

  /** Stores all entries or none, in one transaction. */
  async storeEntries(next: Waiting): Promise<Outcome<null>> {
    const { losses } = this;
    const stored = await this.#deps.store.append(next.projectId, next.entries);
    if (stored.ok && losses === this.losses) this.journals.stored(next);
    return stored;
  }

  /** Marks the open project, its journal and this source as unsaved, because the browser deleted the store. */
  storedIsGone(source: Blob | null): void {
    if (!this.#isOpen) return;
    this.#source = source;
    this.#untried = false;
    this.journals.storedIsGone(this.#projectId);
  }

  /** Another tab writes to a project: keeps its decisions in memory, and discards its pending settings and results. */
  release(projectId: string): void {
    this.journals.release(projectId);
    if (projectId === this.#projectId) this.#pending.clear();
  }

  /** A setting: the pending value, else the stored one. */
  async setting(key: string): Promise<Outcome<unknown>> {
    const pending = this.#pending.get(settingName(key));
    return pending ? ok(pending.value) : this.#deps.store.setting(key);
  }

  /** Chunks of results. A pending chunk replaces the stored one. */
  async chunks(projectId: string, hash: string): Promise<Outcome<readonly ResultsChunk[]>> {
    const stored = await this.#deps.store.chunks(projectId, hash);
    const of = chunkName(projectId, hash);
    const pending = [...this.#pending].flatMap(([name, { chunk }]) => (chunk && name.startsWith(of) ? [chunk] : []));
    if (!stored.ok || pending.length === 0) return stored;
    const others = stored.value.filter(({ index }) => !pending.some((chunk) => chunk.index === index));
    return ok([...others, ...pending]);
  }

  /** Stores a setting. A read-only tab drops it. After a failure a notice appears, and later writes try again. */
  putSetting(key: string, value: unknown): Promise<void> {
    return this.put(settingName(key), { value, store: () => this.#deps.store.putSetting(key, value) });
  }

  /** Stores a chunk of results like `putSetting`. */
  putChunk(projectId: string, hash: string, chunk: ResultsChunk): Promise<void> {
    const store = (): Promise<Outcome<null>> => this.#deps.store.putChunk(projectId, hash, chunk);
    return this.put(`${chunkName(projectId, hash)}${chunk.index}`, { chunk, store });
  }

  /** Stores any other value like `putSetting`, under its own name. */
  async put(name: string, write: Omit<Pending, 'failed'>): Promise<void> {
    if (!this.mayStore) return;
    const pending = { ...write, failed: false };
    this.#pending.delete(name);
    this.#pending.set(name, pending);
    const stored = await this.#store(name, pending);
    if (stored && this.hasFailed) await this.retry();
  }

  /** Marks a setting as unsaved, because the store lost it. `retry` stores it again. */
  holdSetting(key: string, value: unknown): void {
    this.hold(settingName(key), { value, store: () => this.#deps.store.putSetting(key, value) });
  }

  holdChunk(projectId: string, hash: string, chunk: ResultsChunk): void {
    const store = (): Promise<Outcome<null>> => this.#deps.store.putChunk(projectId, hash, chunk);
    this.hold(`${chunkName(projectId, hash)}${chunk.index}`, { chunk, store });
  }

  hold(name: string, write: Omit<Pending, 'failed'>): void {
    this.#pending.set(name, { ...write, failed: true });
  }

  /** Discards a pending write. */
  drop(name: string): void {
    this.#pending.delete(name);
  }

  /** Whether settings or results of the open project could not be stored. */
  get hasFailed(): boolean {
    const isOpen = this.#deps.project.record?.id === this.#projectId;
    return isOpen && [...this.#pending.values()].some(({ failed }) => failed);
  }

  /** Tries the failed writes again, in order. Stops at the first new failure and shows it. */
  async retry(): Promise<void> {
    if (!this.mayStore) return;
    for (const [name, pending] of [...this.#pending]) {
      // A write under way is not sent again. A newer write may have replaced this one.
      const isDue = pending.failed && this.#pending.get(name) === pending;
      if (isDue && !(await this.#store(name, pending))) return;
    }
  }

  /** Settles when no write of results is under way. */
  async settled(): Promise<void> {
    while (this.#onTheirWay.size > 0) await Promise.all(this.#onTheirWay);
  }

  async #store(name: string, pending: Pending): Promise<boolean> {
    pending.failed = false;
    const storing = guarded(pending.store());
    if (pending.chunk) this.#onTheirWay.add(storing);
    const stored = await storing;
    this.#onTheirWay.delete(storing);
    pending.failed = !stored.ok;
    if (stored.ok && this.#pending.get(name) === pending) this.#pending.delete(name);
    if (!stored.ok) this.#deps.notices.raise(stored.fault, 'warning');
    return stored.ok;
  }
}

function settingName(key: string): string {
  return `setting ${key}`;
}

function chunkName(projectId: string, hash: string): string {
  return `chunk ${JSON.stringify([projectId, hash])} `;
}
