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
  /** False while it is on its way. */
  failed: boolean;
  /** Of a setting. */
  readonly value?: unknown;
  /** Of results. */
  readonly chunk?: ResultsChunk;
}

export interface OutboxDeps {
  readonly store: Store;
  readonly notices: Notices;
  readonly project: Project;
  /** False where the browser keeps nothing: then nothing is ever called saved. */
  readonly durable: boolean;
}

/**
 * Everything that is to be stored and is not known to be: first the open project itself, then its journal and those of
 * other projects, then settings and results of the open project. Pending writes are read as if they were stored. `Review`
 * drains the first two, see `next`; the others are written when they are put, and again with every later write.
 */
export class Outbox {
  readonly durable: boolean;
  readonly journals = new Journals();
  /** The state of all decisions: `saved` only after the transaction has completed. */
  readonly saved: SavedState = $derived.by(() => {
    if (this.#draining || this.#untried) return 'saving';
    return this.durable && this.isAllStored ? 'saved' : 'failed';
  });
  /** How often the browser has deleted the store: writes before that do not count. */
  losses = 0;
  /** The project that is open, or was open last. */
  #projectId = $state.raw('');
  #isOpen = $state.raw(false);
  /** The source of the open project, as long as it is not stored: without it nothing is found again. */
  #source = $state.raw<Blob | null>(null);
  /** The open project is not stored, and that was not tried yet. */
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
   * A project is open: joins its stored journal with the entries that this page knows, and returns all. `source`: to be
   * stored with it; null = it is stored. `mine`: this page may store the project.
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

  /** The project is closed. Writes on their way are completed all the same. */
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

  /** Whether the open project itself is to be stored, or a decision about it. */
  get hasUnsaved(): boolean {
    return this.#isOpen && (this.#source !== null || this.journals.unsavedOf(this.#projectId) > 0);
  }

  /** Everything that this page may store of decisions is stored, and everything of the open project. */
  get isAllStored(): boolean {
    return !this.hasUnsaved && this.journals.waiting === 0;
  }

  /** The project that is to be stored itself, or the next entries; null = nothing is due. */
  next(): Waiting | 'project' | null {
    if (this.#source && this.mayStore && this.#deps.project.record) return 'project';
    return this.journals.next(this.#projectId);
  }

  /** A drain has begun, and one has ended. */
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
    // The store was deleted once more, with the source.
    if (source !== this.#source || losses !== this.losses) return ok(null);
    this.#source = null;
    await store.putSetting('last-project', record.id);
    return ok(null);
  }

  /** Stores entries in one transaction: all or none. */
  async storeEntries(next: Waiting): Promise<Outcome<null>> {
    const { losses } = this;
    const stored = await this.#deps.store.append(next.projectId, next.entries);
    if (stored.ok && losses === this.losses) this.journals.stored(next);
    return stored;
  }

  /** The browser has deleted the store: the open project is to be stored again, with its journal and this source. */
  storedIsGone(source: Blob | null): void {
    if (!this.#isOpen) return;
    this.#source = source;
    this.#untried = false;
    this.journals.storedIsGone(this.#projectId);
  }

  /** Another tab writes to a project: its decisions stay in memory, and its other pending writes are given up. */
  release(projectId: string): void {
    this.journals.release(projectId);
    if (projectId === this.#projectId) this.#pending.clear();
  }

  /** A setting as it will be stored. */
  async setting(key: string): Promise<Outcome<unknown>> {
    const pending = this.#pending.get(settingName(key));
    return pending ? ok(pending.value) : this.#deps.store.setting(key);
  }

  /** Chunks as they will be stored. */
  async chunks(projectId: string, hash: string): Promise<Outcome<readonly ResultsChunk[]>> {
    const stored = await this.#deps.store.chunks(projectId, hash);
    const of = chunkName(projectId, hash);
    const pending = [...this.#pending].flatMap(([name, { chunk }]) => (chunk && name.startsWith(of) ? [chunk] : []));
    if (!stored.ok || pending.length === 0) return stored;
    const others = stored.value.filter(({ index }) => !pending.some((chunk) => chunk.index === index));
    return ok([...others, ...pending]);
  }

  /** Stores a setting. In a tab that only reads it is dropped. A failure is shown, and it is tried again. */
  putSetting(key: string, value: unknown): Promise<void> {
    return this.put(settingName(key), { value, store: () => this.#deps.store.putSetting(key, value) });
  }

  /** The same for a chunk of results. */
  putChunk(projectId: string, hash: string, chunk: ResultsChunk): Promise<void> {
    const store = (): Promise<Outcome<null>> => this.#deps.store.putChunk(projectId, hash, chunk);
    return this.put(`${chunkName(projectId, hash)}${chunk.index}`, { chunk, store });
  }

  /** The same for anything that is stored under a name of its own. */
  async put(name: string, write: Omit<Pending, 'failed'>): Promise<void> {
    if (!this.mayStore) return;
    const pending = { ...write, failed: false };
    this.#pending.delete(name);
    this.#pending.set(name, pending);
    const stored = await this.#store(name, pending);
    if (stored && this.hasFailed) await this.retry();
  }

  /** The store has lost it: `retry` stores it again. */
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

  /** It is not wanted any more. */
  drop(name: string): void {
    this.#pending.delete(name);
  }

  /** Whether settings or results of the open project could not be stored. */
  get hasFailed(): boolean {
    const isOpen = this.#deps.project.record?.id === this.#projectId;
    return isOpen && [...this.#pending.values()].some(({ failed }) => failed);
  }

  /** Tries the failed writes again, up to the first that fails once more, which is shown. */
  async retry(): Promise<void> {
    if (!this.mayStore) return;
    for (const [name, pending] of [...this.#pending]) {
      // A write on its way is not sent again; a newer write may have taken the place.
      const isDue = pending.failed && this.#pending.get(name) === pending;
      if (isDue && !(await this.#store(name, pending))) return;
    }
  }

  /** Settles when no results are on their way. */
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
