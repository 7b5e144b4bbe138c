import { unexpected } from '../../src/protocol/fault.js';
import { failed, type Outcome } from '../../src/protocol/outcome.js';

/** Runs work on files. A lack of memory becomes a value as well, and so does a bug. */
export async function outcomeOf<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) return failed({ code: 'file-too-large', detail: error.message });
    return failed(unexpected(error));
  }
}
