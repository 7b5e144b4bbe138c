import { errorText, type Fault } from '../../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';

/** Bytes `start .. end` of a file. `file-unreadable` when the file cannot be read (removed, changed, forbidden). */
export async function readSlice(file: Blob, start: number, end: number): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  try {
    return ok(new Uint8Array(await file.slice(start, end).arrayBuffer()));
  } catch (error) {
    return failed({ code: 'file-unreadable', detail: errorText(error) });
  }
}

/**
 * Carries a fault through a stream or a library, which pass on nothing but errors. It is caught in the module that throws
 * it.
 */
export class CarriedFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** Adds to the fault of a partly damaged file how many rows were read before the damage. */
export function withRowsRead(fault: Fault, count: number): Fault {
  return fault.code === 'file-gzip-member' ? { ...fault, params: { ...fault.params, count } } : fault;
}
