import { ModelFault } from './fault.js';
import type { FaultCode } from '../../src/protocol/fault.js';

/**
 * Settles as `call` does. After `limitMs` it rejects with a `ModelFault` of this code, with `what` as the wait's name
 * in its detail.
 */
export function withDeadline<T>(call: Promise<T>, limitMs: number, code: FaultCode, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = new ModelFault(code, `${what}: no answer for ${Math.round(limitMs / 1000)} s`);
    const timer = setTimeout(() => reject(late), limitMs);
    call.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
