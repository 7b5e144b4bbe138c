import type { Fault } from '../protocol/fault.js';
import type { Store, StoreEvents } from '../protocol/ports.js';
import { MemoryStore } from './memory-store.js';
import { IdbStore } from './store.js';

/** A store that works in every case. */
interface OpenedStore {
  readonly store: Store;
  /** The browser promises to keep the data when space is short. */
  readonly persisted: boolean;
  /** Why the work ends with the page. Null: the work outlives it. */
  readonly fault: Fault | null;
}

/** Opens the database. Where that fails, returns a store in memory and the reason. */
export async function openStore(events: StoreEvents): Promise<OpenedStore> {
  const store = new IdbStore();
  const opened = await store.open(events);
  if (opened.ok) return { store, persisted: opened.value.persisted, fault: null };
  return { store: new MemoryStore(), persisted: false, fault: opened.fault };
}
