import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { storeContract } from './store-contract.js';

storeContract(async () => {
  const store = new MemoryStore();
  await store.open();
  return store;
});
