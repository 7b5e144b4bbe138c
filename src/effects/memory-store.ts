import type { JournalEntry } from '../domain/edits.js';
import type { ModelFile } from '../protocol/model-wire.js';
import type { Outcome } from '../protocol/outcome.js';
import { failed, ok } from '../protocol/outcome.js';
import type { ProjectRecord, ResultsChunk, Store, StoredModel } from '../protocol/ports.js';
import { isSettingOf } from '../protocol/setting-keys.js';
import { storageFault } from './store-faults.js';

interface KeptProject {
  record: ProjectRecord | null;
  readonly edits: Map<number, JournalEntry>;
  /** By model hash, then by chunk index. */
  readonly chunks: Map<string, Map<number, ResultsChunk>>;
}

/**
 * A store that lasts as long as the page, for browsers without a database. It stores and returns copies, as a database
 * does, and refuses the values that a database could not store.
 */
export class MemoryStore implements Store {
  readonly #projects = new Map<string, KeptProject>();
  readonly #sources = new Map<string, Blob>();
  readonly #models = new Map<string, { readonly model: StoredModel; readonly files: readonly ModelFile[] }>();
  readonly #settings = new Map<string, unknown>();

  open(): Promise<Outcome<{ readonly persisted: boolean }>> {
    return Promise.resolve(ok({ persisted: false }));
  }

  projects(): Promise<Outcome<readonly ProjectRecord[]>> {
    return copied(() => {
      const records = [...this.#projects.values()].flatMap(({ record }) => (record === null ? [] : [record]));
      return records.sort((a, b) => (a.id < b.id ? -1 : 1));
    });
  }

  putProject(record: ProjectRecord): Promise<Outcome<null>> {
    return kept(record, (copy) => {
      this.#project(copy.id).record = copy;
    });
  }

  removeProject(id: string): Promise<Outcome<null>> {
    const sourceHash = this.#projects.get(id)?.record?.sourceHash;
    this.#projects.delete(id);
    for (const key of [...this.#settings.keys()]) if (isSettingOf(key, id)) this.#settings.delete(key);
    const others = [...this.#projects.values()].some(({ record }) => record?.sourceHash === sourceHash);
    if (sourceHash !== undefined && !others) this.#sources.delete(sourceHash);
    return Promise.resolve(ok(null));
  }

  putSource(hash: string, source: Blob): Promise<Outcome<null>> {
    this.#sources.set(hash, source);
    return Promise.resolve(ok(null));
  }

  source(hash: string): Promise<Outcome<Blob | null>> {
    return Promise.resolve(ok(this.#sources.get(hash) ?? null));
  }

  entries(projectId: string): Promise<Outcome<readonly JournalEntry[]>> {
    return copied(() => inOrder(this.#projects.get(projectId)?.edits));
  }

  append(projectId: string, entries: readonly JournalEntry[]): Promise<Outcome<null>> {
    const taken = entries.find(({ seq }) => this.#projects.get(projectId)?.edits.has(seq));
    if (taken) {
      const error = new DOMException(`entry ${taken.seq} exists already`, 'ConstraintError');
      return Promise.resolve(failed(storageFault(error)));
    }
    return kept(entries, (copies) => {
      const { edits } = this.#project(projectId);
      for (const copy of copies) edits.set(copy.seq, copy);
    });
  }

  chunks(projectId: string, modelHash: string): Promise<Outcome<readonly ResultsChunk[]>> {
    return copied(() => inOrder(this.#projects.get(projectId)?.chunks.get(modelHash)));
  }

  putChunk(projectId: string, modelHash: string, chunk: ResultsChunk): Promise<Outcome<null>> {
    return kept(chunk, (copy) => {
      const { chunks } = this.#project(projectId);
      const ofModel = chunks.get(modelHash) ?? new Map<number, ResultsChunk>();
      chunks.set(modelHash, ofModel.set(copy.index, copy));
    });
  }

  removeChunks(projectId: string, modelHash?: string): Promise<Outcome<null>> {
    const chunks = this.#projects.get(projectId)?.chunks;
    if (modelHash === undefined) chunks?.clear();
    else chunks?.delete(modelHash);
    return Promise.resolve(ok(null));
  }

  models(): Promise<Outcome<readonly StoredModel[]>> {
    return copied(() =>
      [...this.#models.values()].map(({ model }) => model).sort((a, b) => (a.hash < b.hash ? -1 : 1)),
    );
  }

  modelFiles(hash: string): Promise<Outcome<readonly ModelFile[] | null>> {
    return Promise.resolve(ok(this.#models.get(hash)?.files ?? null));
  }

  async putModel(model: StoredModel, files: readonly ModelFile[]): Promise<Outcome<null>> {
    const copies = files.map(({ path, blob }) => ({ path, blob }));
    return kept(model, (copy) => this.#models.set(copy.hash, { model: copy, files: copies }));
  }

  removeModel(hash: string): Promise<Outcome<null>> {
    this.#models.delete(hash);
    return Promise.resolve(ok(null));
  }

  setting(key: string): Promise<Outcome<unknown>> {
    return copied(() => this.#settings.get(key));
  }

  putSetting(key: string, value: unknown): Promise<Outcome<null>> {
    return kept(value, (copy) => this.#settings.set(key, copy));
  }

  #project(id: string): KeptProject {
    const project = this.#projects.get(id) ?? { record: null, edits: new Map(), chunks: new Map() };
    this.#projects.set(id, project);
    return project;
  }
}

function copied<T>(find: () => T): Promise<Outcome<T>> {
  return Promise.resolve(ok(structuredClone(find())));
}

function kept<T>(value: T, keep: (copy: T) => void): Promise<Outcome<null>> {
  try {
    keep(structuredClone(value));
    return Promise.resolve(ok(null));
  } catch (error) {
    return Promise.resolve(failed(storageFault(error)));
  }
}

function inOrder<T>(values: ReadonlyMap<number, T> | undefined): readonly T[] {
  return [...(values ?? [])].sort(([a], [b]) => a - b).map(([, value]) => value);
}
