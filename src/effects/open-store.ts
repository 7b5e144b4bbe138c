import type { Fault } from '../protocol/fault.js';
import type { Store, StoreEvents } from '../protocol/ports.js';
import { MemoryStore } from './memory-store.js';
import { IdbStore } from './store.js';

/** A store that can be used, whatever happened. */
interface OpenedStore {
  readonly store: Store;
  /** The browser has promised not to throw the data away when space is short. */
  readonly persisted: boolean;
  /** Why nothing outlives the page; null when it does. */
  readonly fault: Fault | null;
}

/** Opens the database, or, where it cannot be opened, a store in memory and the reason. */
export async function openStore(events: StoreEvents): Promise<OpenedStore> {
  const store = new IdbStore();
  const opened = await store.open(events);
  if (opened.ok) return { store, persisted: opened.value.persisted, fault: null };
  return { store: new MemoryStore(), persisted: false, fault: opened.fault };
}
