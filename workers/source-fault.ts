import type { Fault } from '../src/protocol/fault.js';

/** An expected failure on its way to the wire, where it becomes a value. */
export class SourceFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** Bytes `start .. end` of a file. Throws `SourceFault` when the file cannot be read (removed, changed, forbidden). */
export async function readSlice(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (error) {
    throw new SourceFault({ code: 'file-unreadable', detail: String(error) });
  }
}

/** Adds to the fault of a partly damaged file how many rows were read before the damage. */
export function withRowsRead(error: unknown, count: number): unknown {
  if (!(error instanceof SourceFault) || error.fault.code !== 'file-gzip-member') return error;
  return new SourceFault({ ...error.fault, params: { ...error.fault.params, count } });
}
