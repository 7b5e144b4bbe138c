import { IdbStore } from '../../../../src/effects/storage/store.js';
import type { ConnectionOptions } from '../../../../src/effects/storage/connection.js';
import type { StoreEvents } from '../../../../src/protocol/ports.js';
import { value } from './store-contract.js';

/** An open store in IndexedDB with short waits between its tries. */
export async function openedStore(
  options: ConnectionOptions = {},
  lost: StoreEvents['lost'] = () => undefined,
): Promise<IdbStore> {
  const store = new IdbStore({ retryMs: 1, reopenMs: 1, ...options });
  value(await store.open({ lost }));
  return store;
}
