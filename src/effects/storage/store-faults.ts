import { errorText, type Fault, type FaultCode } from '../../protocol/fault.js';

/** Names of the errors of a storage operation that have a meaning of their own. */
const CODES = new Map<string, FaultCode>([
  ['QuotaExceededError', 'storage-full'],
  ['VersionError', 'storage-newer'],
  // Storage is switched off: a sandboxed frame, blocked cookies, some private windows.
  ['SecurityError', 'storage-missing'],
  // The seq of a journal entry exists already. Only another page that writes to the same project can have stored it.
  ['ConstraintError', 'read-only-tab'],
]);

/** The code for an error of IndexedDB. `storage-failed` where the error has no meaning of its own. */
export function storageFault(error: unknown): Fault {
  const known = error instanceof Error ? CODES.get(error.name) : undefined;
  return { code: known ?? 'storage-failed', detail: errorText(error) };
}
