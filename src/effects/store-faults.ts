import type { Fault, FaultCode } from '../protocol/fault.js';

/** The names of errors that a storage operation can end with and that mean something of their own. */
const CODES = new Map<string, FaultCode>([
  ['QuotaExceededError', 'storage-full'],
  ['VersionError', 'storage-newer'],
  // Storage is switched off: a sandboxed frame, blocked cookies, some private windows.
  ['SecurityError', 'storage-missing'],
  // A journal entry's place is taken: only another page that writes to the same project can have done that.
  ['ConstraintError', 'read-only-tab'],
]);

/** What an error of IndexedDB means for a person; `storage-failed` where the error has no meaning of its own. */
export function storageFault(error: unknown): Fault {
  if (!(error instanceof Error || error instanceof DOMException))
    return { code: 'storage-failed', detail: String(error) };
  return { code: CODES.get(error.name) ?? 'storage-failed', detail: `${error.name}: ${error.message}` };
}
