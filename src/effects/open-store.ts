import type { StorePort } from '../protocol/app-ports.js';
import type { Fault } from '../protocol/fault.js';
import { MemoryStore } from './memory-store.js';
import { IdbStore } from './store.js';

/** Opens the database, or, where it cannot be opened, a store in memory and the reason. */
export async function openStore(): Promise<StorePort> {
  const losses = new Losses();
  const onLost = (listener: (fault: Fault) => void): void => losses.listen(listener);
  const store = new IdbStore();
  const opened = await store.open({ lost: (fault) => losses.report(fault) });
  if (opened.ok) return { store, persisted: opened.value.persisted, fault: null, onLost };
  return { store: new MemoryStore(), persisted: false, fault: opened.fault, onLost };
}

/** Faults of the store, kept until somebody listens. */
class Losses {
  #kept: Fault[] = [];
  #listener: ((fault: Fault) => void) | null = null;

  report(fault: Fault): void {
    if (this.#listener) this.#listener(fault);
    else this.#kept.push(fault);
  }

  listen(listener: (fault: Fault) => void): void {
    this.#listener = listener;
    for (const fault of this.#kept.splice(0)) listener(fault);
  }
}
