import type { Fault } from '../../protocol/fault.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import type { CopyBytes, ProjectRecord, Store } from '../../protocol/ports.js';
import type { Inspection, ReadResult, SourceWire } from '../../protocol/source-wire.js';
import { copySource } from './copy-source.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Project } from './project.svelte.js';
import { readSource, type SourceToRead } from '../import/reading.js';
import { hasEnded } from './turn.js';

/** A file that is opening. `done` and `total` are in bytes. */
export type Opening = { readonly name: string; readonly done: number; readonly total: number };

/** The state of a file that begins to open. */
export function openingOf({ name, sizeBytes }: Pick<ProjectRecord, 'name' | 'sizeBytes'>): Opening {
  return { name, done: 0, total: sizeBytes };
}

/** The source of a stored project. */
export interface FoundSource {
  readonly file: Blob;
  /** Whether the source is stored. */
  readonly stored: boolean;
}

/** A named file, with the settings and roles of its reading. */
export interface SourceReading extends SourceToRead {
  readonly name: string;
}

export interface ProjectSourceDeps {
  readonly source: SourceWire;
  readonly store: Store;
  readonly copyBytes: CopyBytes;
  readonly notices: Notices;
  readonly project: Project;
}

/**
 * Reads the sources of projects. After a fault a call raises a notice with the name of the file, and returns null. It
 * also returns null once `signal` is aborted.
 */
export class ProjectSource {
  /** Null while no file is opening. */
  opening = $state.raw<Opening | null>(null);
  readonly #deps: ProjectSourceDeps;

  constructor(deps: ProjectSourceDeps) {
    this.#deps = deps;
  }

  /** Ends the opening, after success or failure. */
  end(): void {
    this.opening = null;
    this.#deps.project.restoring = false;
  }

  async inspect(signal: AbortSignal, file: File): Promise<Inspection | null> {
    const inspected = await this.#deps.source.inspect(file, file.name);
    return this.#valueOf(signal, inspected, file.name);
  }

  /** The page's own copy of the source if it has one, else a copy of the stored source. */
  async find(signal: AbortSignal, record: ProjectRecord): Promise<FoundSource | null> {
    return this.#valueOf(signal, await this.#find(record), record.name);
  }

  /** Reads a file to its end and shows the progress. */
  async read(signal: AbortSignal, { file, name, settings, roles }: SourceReading): Promise<ReadResult | null> {
    this.opening = { name, done: 0, total: file.size };
    const read = await readSource(
      signal,
      this.#deps.source,
      { file, settings, roles },
      ({ bytesRead, bytesTotal }) => (this.opening = { name, done: bytesRead, total: bytesTotal }),
    );
    if (!read || hasEnded(signal)) return null;
    return this.#valueOf(signal, read, name);
  }

  async #find(record: ProjectRecord): Promise<Outcome<FoundSource>> {
    const { store, copyBytes, project } = this.#deps;
    const found = await store.source(record.sourceHash);
    const own = project.record?.id === record.id ? project.file : null;
    if (own) return ok({ file: own, stored: found.ok && found.value !== null });
    if (!found.ok) return found;
    if (!found.value) return failed({ code: 'file-changed' });
    this.opening = { name: record.name, done: 0, total: found.value.size };
    const copy = await copySource(copyBytes, found.value, record.sourceHash, record.settings);
    if (!copy.ok && copy.fault.code === 'file-changed') return copy;
    // Reads the stored source itself if storage has no room for a copy.
    return ok({ file: copy.ok ? copy.value : found.value, stored: true });
  }

  #valueOf<T>(signal: AbortSignal, outcome: Outcome<T>, name: string): T | null {
    if (hasEnded(signal)) return null;
    if (!outcome.ok) {
      this.end();
      this.#raise(outcome.fault, name);
    }
    return outcome.ok ? outcome.value : null;
  }

  #raise(fault: Fault, name: string): void {
    this.#deps.notices.raise({ ...fault, params: { name, ...fault.params } });
  }
}
