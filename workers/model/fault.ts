import { errorText, unexpected, type Fault, type FaultCode } from '../../src/protocol/fault.js';

/** An expected failure inside the model worker. `ModelHost` returns the `Fault` that it carries. */
export class ModelFault extends Error {
  readonly fault: Fault;
  constructor(code: FaultCode, detail: string, params?: Fault['params'], choices?: Fault['choices']) {
    super(detail);
    this.fault = { code, detail, ...(params && { params }), ...(choices && { choices }) };
  }
}

/** The fault on the wire for any caught value. */
export function toFault(error: unknown): Fault {
  return error instanceof ModelFault ? error.fault : unexpected(error);
}

/** Whether a browser or onnxruntime reports a lack of memory, on the CPU or on the GPU. */
export function isOutOfMemory(error: unknown): boolean {
  const text = errorText(error);
  return /out[ -]of[ -]memory|bad_alloc|failed to allocate|array buffer allocation|could not allocate|memory allocation/i.test(
    text,
  );
}
