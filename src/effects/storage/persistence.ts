import { pause } from '../page/clock.js';

/** How long the answer of a person may take, in ms. Firefox asks for permission. */
const PERSIST_LIMIT_MS = 1000;

/** Asks the browser to keep the stored data. Returns whether it will. An answer that takes too long counts as a no. */
export async function askToPersist(): Promise<boolean> {
  // Insecure pages have no storage manager, whatever the types say.
  const storage = (globalThis.navigator as Partial<Navigator> | undefined)?.storage;
  if (storage === undefined) return false;
  try {
    return (await storage.persisted()) || (await Promise.race([storage.persist(), pause(PERSIST_LIMIT_MS)])) === true;
  } catch {
    return false;
  }
}
