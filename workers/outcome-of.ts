import { unexpected } from '../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../src/protocol/outcome.js';
import { SourceFault } from './source-fault.js';

/** Runs work on files. Expected failures become values, and so do a lack of memory and bugs. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof SourceFault) return failed(error.fault);
    if (error instanceof RangeError) return failed({ code: 'file-too-large', detail: error.message });
    return failed(unexpected(error));
  }
}
