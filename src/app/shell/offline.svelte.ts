import type { OfflineCopy } from '../../protocol/app-ports.js';
import type { OfflineState } from '../../protocol/offline-wire.js';

/** Whether the page works without its server, and whether a newer version waits. */
export class OfflineStatus {
  state = $state.raw<OfflineState>('unsupported');
  readonly #copy: OfflineCopy;

  /** `keep` makes the offline copy and reports each state. */
  constructor(keep: (onState: (state: OfflineState) => void) => OfflineCopy) {
    this.#copy = keep((state) => (this.state = state));
  }

  /** Activates the waiting version. */
  applyUpdate(): void {
    this.#copy.applyUpdate();
  }
}
