import { unexpected } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';

/** The outcome of a call to an effect. An error that it throws, a bug or the death of a worker, becomes a fault. */
export async function guarded<T>(call: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await call;
  } catch (error) {
    return { ok: false, fault: unexpected(error) };
  }
}
