import type { OfflineState } from '../protocol/offline-wire.js';

/** Whether the page works without its server, and whether a newer version waits. */
export class OfflineStatus {
  state = $state.raw<OfflineState>('unsupported');
  /** Lets the waiting version take over; set by the composition root. */
  applyUpdate: () => void = () => {};
}
