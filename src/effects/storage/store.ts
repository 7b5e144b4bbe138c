import type { JournalEntry } from '../../domain/review/edits.js';
import type { ModelFile } from '../../protocol/model-wire.js';
import type { Outcome } from '../../protocol/outcome.js';
import { ok } from '../../protocol/outcome.js';
import type { ProjectRecord, ResultsChunk, Store, StoredModel, StoreEvents } from '../../protocol/ports.js';
import { isSettingOf } from '../../protocol/setting-keys.js';
import { Connection, type ConnectionOptions } from './connection.js';
import { askToPersist } from './persistence.js';

/** The store in IndexedDB (see `Connection`). */
export class IdbStore implements Store {
  readonly #connection: Connection;

  constructor(options: ConnectionOptions = {}) {
    this.#connection = new Connection(options);
  }

  /** Opens the database (see `Connection.open`), and asks the browser to keep the data. */
  async open(events: StoreEvents): Promise<Outcome<{ readonly persisted: boolean }>> {
    const opened = await this.#connection.open(events);
    return opened.ok ? ok({ persisted: await askToPersist() }) : opened;
  }

  /** Releases the database. */
  close(): void {
    this.#connection.close();
  }

  projects(): Promise<Outcome<readonly ProjectRecord[]>> {
    return this.#connection.read((database) => database.getAll('projects'));
  }

  putProject(record: ProjectRecord): Promise<Outcome<null>> {
    return this.#connection.write(['projects'], 'default', (tx) => tx.objectStore('projects').put(record));
  }

  removeProject(id: string): Promise<Outcome<null>> {
    return this.#connection.write(['projects', 'sources', 'edits', 'chunks', 'settings'], 'default', async (tx) => {
      await tx.objectStore('edits').delete(under(id));
      await tx.objectStore('chunks').delete(under(id));
      const settings = tx.objectStore('settings');
      for (const key of await settings.getAllKeys()) if (isSettingOf(key, id)) await settings.delete(key);
      const projects = tx.objectStore('projects');
      const record = await projects.get(id);
      if (record === undefined) return;
      await projects.delete(id);
      const others = await projects.index('sourceHash').count(record.sourceHash);
      if (others === 0) await tx.objectStore('sources').delete(record.sourceHash);
    });
  }

  putSource(hash: string, source: Blob): Promise<Outcome<null>> {
    return this.#connection.write(['sources'], 'default', (tx) => tx.objectStore('sources').put(source, hash));
  }

  source(hash: string): Promise<Outcome<Blob | null>> {
    return this.#connection.read(async (database) => (await database.get('sources', hash)) ?? null);
  }

  entries(projectId: string): Promise<Outcome<readonly JournalEntry[]>> {
    return this.#connection.read((database) => database.getAll('edits', under(projectId)));
  }

  append(projectId: string, entries: readonly JournalEntry[]): Promise<Outcome<null>> {
    return this.#connection.write(['edits'], 'strict', async (tx) => {
      const edits = tx.objectStore('edits');
      for (const entry of entries) await edits.add(entry, [projectId, entry.seq]);
    });
  }

  chunks(projectId: string, modelHash: string): Promise<Outcome<readonly ResultsChunk[]>> {
    return this.#connection.read((database) => database.getAll('chunks', under(projectId, modelHash)));
  }

  putChunk(projectId: string, modelHash: string, chunk: ResultsChunk): Promise<Outcome<null>> {
    const key: [string, string, number] = [projectId, modelHash, chunk.index];
    return this.#connection.write(['chunks'], 'relaxed', (tx) => tx.objectStore('chunks').put(chunk, key));
  }

  removeChunks(projectId: string, modelHash?: string): Promise<Outcome<null>> {
    const range = modelHash === undefined ? under(projectId) : under(projectId, modelHash);
    return this.#connection.write(['chunks'], 'relaxed', (tx) => tx.objectStore('chunks').delete(range));
  }

  models(): Promise<Outcome<readonly StoredModel[]>> {
    return this.#connection.read((database) => database.getAll('models'));
  }

  modelFiles(hash: string): Promise<Outcome<readonly ModelFile[] | null>> {
    return this.#connection.read(async (database) => {
      const files = await database.getAll('modelFiles', under(hash));
      return files.length > 0 ? files : null;
    });
  }

  putModel(model: StoredModel, files: readonly ModelFile[]): Promise<Outcome<null>> {
    return this.#connection.write(['models', 'modelFiles'], 'default', async (tx) => {
      const store = tx.objectStore('modelFiles');
      await store.delete(under(model.hash));
      for (const [place, { path, blob }] of files.entries()) await store.put({ path, blob }, [model.hash, place]);
      await tx.objectStore('models').put(model);
    });
  }

  removeModel(hash: string): Promise<Outcome<null>> {
    return this.#connection.write(['models', 'modelFiles'], 'default', async (tx) => {
      await tx.objectStore('modelFiles').delete(under(hash));
      await tx.objectStore('models').delete(hash);
    });
  }

  setting(key: string): Promise<Outcome<unknown>> {
    return this.#connection.read((database) => database.get('settings', key));
  }

  putSetting(key: string, value: unknown): Promise<Outcome<null>> {
    return this.#connection.write(['settings'], 'default', (tx) => tx.objectStore('settings').put(value, key));
  }
}

/** Every compound key that begins with these parts. An array sorts after all numbers and strings. */
function under(...parts: string[]): IDBKeyRange {
  return IDBKeyRange.bound(parts, [...parts, []]);
}
