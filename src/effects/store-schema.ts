import type { DBSchema, IDBPDatabase } from 'idb';
import type { JournalEntry } from '../domain/edits.js';
import type { ProjectRecord, ResultsChunk, StoredModel } from '../protocol/ports.js';

export const DATABASE_NAME = 'rinse';
/** Raise it with every change of the schema, and extend `migrate`. */
export const DATABASE_VERSION = 1;

/** One object store for each kind of record. Keys that the value does not hold are given beside it. */
export interface RinseSchema extends DBSchema {
  projects: { key: string; value: ProjectRecord; indexes: { sourceHash: string } };
  /** By source hash. */
  sources: { key: string; value: Blob };
  /** By project and seq. */
  edits: { key: [projectId: string, seq: number]; value: JournalEntry };
  /** By project, model and chunk index. */
  chunks: { key: [projectId: string, modelHash: string, index: number]; value: ResultsChunk };
  models: { key: string; value: StoredModel };
  /** By model hash and the place of the file in the list. */
  modelFiles: { key: [modelHash: string, place: number]; value: { path: string; blob: Blob } };
  settings: { key: string; value: unknown };
}

export type Database = IDBPDatabase<RinseSchema>;
export type StoreName = 'projects' | 'sources' | 'edits' | 'chunks' | 'models' | 'modelFiles' | 'settings';

/** Brings a database from `oldVersion` (0 = new) to `DATABASE_VERSION`. */
export function migrate(database: Database, oldVersion: number): void {
  if (oldVersion < 1) {
    database.createObjectStore('projects', { keyPath: 'id' }).createIndex('sourceHash', 'sourceHash');
    database.createObjectStore('models', { keyPath: 'hash' });
    for (const name of ['sources', 'edits', 'chunks', 'modelFiles', 'settings'] as const) {
      database.createObjectStore(name);
    }
  }
}
