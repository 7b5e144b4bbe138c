import type { Outcome } from '../protocol/outcome.js';
import type { ResultsChunk, Store } from '../protocol/ports.js';
import type { Notices } from './notices.svelte.js';

/** A write that is not known to be stored. */
interface Late {
  store(): Promise<Outcome<null>>;
  /** False while it is on its way. */
  failed: boolean;
}

interface LateSetting extends Late {
  readonly value: unknown;
}

interface LateChunk extends Late {
  readonly of: string;
  readonly chunk: ResultsChunk;
}

export interface LateWritesParts {
  readonly store: Store;
  readonly notices: Notices;
  /** False in a tab that only reads: what it would store is dropped. */
  readonly mayWrite: () => boolean;
}

/**
 * Settings and chunks of results on their way to the store. What it does not take is told, kept in memory, read from
 * there as if it were stored, and tried again with the next write that succeeds or when `retry` is called.
 */
export class LateWrites {
  readonly #settings = new Map<string, LateSetting>();
  readonly #chunks = new Map<string, LateChunk>();
  readonly #parts: LateWritesParts;

  constructor(parts: LateWritesParts) {
    this.#parts = parts;
  }

  async setting(key: string): Promise<Outcome<unknown>> {
    const late = this.#settings.get(key);
    return late ? { ok: true, value: late.value } : this.#parts.store.setting(key);
  }

  putSetting(key: string, value: unknown): Promise<void> {
    const late = { value, failed: false, store: () => this.#parts.store.putSetting(key, value) };
    return this.#put(this.#settings, key, late);
  }

  /** Stored chunks, with those in their place that could not be stored. */
  async chunks(projectId: string, hash: string): Promise<Outcome<readonly ResultsChunk[]>> {
    const stored = await this.#parts.store.chunks(projectId, hash);
    const of = nameOf(projectId, hash);
    const late = [...this.#chunks.values()].flatMap((write) => (write.of === of ? [write.chunk] : []));
    if (!stored.ok || late.length === 0) return stored;
    const others = stored.value.filter(({ index }) => !late.some((chunk) => chunk.index === index));
    return { ok: true, value: [...others, ...late] };
  }

  putChunk(projectId: string, hash: string, chunk: ResultsChunk): Promise<void> {
    const of = nameOf(projectId, hash);
    const late = { of, chunk, failed: false, store: () => this.#parts.store.putChunk(projectId, hash, chunk) };
    return this.#put(this.#chunks, `${of} ${chunk.index}`, late);
  }

  /** Takes a setting as one that could not be stored: `retry` stores it. */
  holdSetting(key: string, value: unknown): void {
    this.#settings.set(key, { value, failed: true, store: () => this.#parts.store.putSetting(key, value) });
  }

  /** Takes a chunk as one that could not be stored: `retry` stores it. */
  holdChunk(projectId: string, hash: string, chunk: ResultsChunk): void {
    const of = nameOf(projectId, hash);
    const store = (): Promise<Outcome<null>> => this.#parts.store.putChunk(projectId, hash, chunk);
    this.#chunks.set(`${of} ${chunk.index}`, { of, chunk, failed: true, store });
  }

  /** Whether there is anything that could not be stored. */
  get hasFailed(): boolean {
    return [...this.#settings.values(), ...this.#chunks.values()].some((late) => late.failed);
  }

  /** Stores what could not be stored before, up to the first that fails again, which is told. */
  async retry(): Promise<void> {
    const all = [this.#settings, this.#chunks].flatMap((writes: Map<string, Late>) =>
      [...writes].map(([name, late]) => ({ writes, name, late })),
    );
    for (const { writes, name, late } of all) {
      // What is on its way is not sent again; a newer write may have taken the place, or it is forgotten.
      if (late.failed && writes.get(name) === late && !(await this.#store(writes, name, late))) return;
    }
  }

  /** Gives up what could not be stored: another project is open, or another tab writes. */
  forget(): void {
    this.#settings.clear();
    this.#chunks.clear();
  }

  async #put<L extends Late>(writes: Map<string, L>, name: string, late: L): Promise<void> {
    if (!this.#parts.mayWrite()) return;
    writes.set(name, late);
    const stored = await this.#store(writes, name, late);
    if (stored && this.hasFailed) await this.retry();
  }

  async #store(writes: Map<string, Late>, name: string, late: Late): Promise<boolean> {
    late.failed = false;
    const stored = await late.store();
    late.failed = !stored.ok;
    if (stored.ok && writes.get(name) === late) writes.delete(name);
    if (!stored.ok) this.#parts.notices.raise(stored.fault, 'warning');
    return stored.ok;
  }
}

function nameOf(projectId: string, hash: string): string {
  return `${projectId} ${hash}`;
}
