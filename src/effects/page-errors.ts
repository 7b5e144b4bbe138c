import { unexpected, type Fault } from '../protocol/fault.js';

/** Calls back with every error and rejection that no code has caught. */
export function onUnforeseen(callback: (fault: Fault) => void): void {
  window.addEventListener('error', (event) => {
    // The browser's own complaints (a late resize observation, a missing picture) carry no error.
    if (event.error !== null && event.error !== undefined) callback(unexpected(event.error));
  });
  window.addEventListener('unhandledrejection', (event) => callback(unexpected(event.reason)));
}
