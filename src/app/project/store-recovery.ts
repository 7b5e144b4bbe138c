import type { Fault } from '../../protocol/fault.js';
import type { Clock } from '../../protocol/ports.js';
import type { Notices } from '../shell/notices.svelte.js';

/** Work that is stored again after the browser has deleted everything. */
export interface Restorable {
  /** The store was deleted. */
  storedIsGone(): void;
  /** Stores everything that is not stored; true when that has succeeded. */
  storeAgain(): Promise<boolean>;
}

export interface StoreRecoveryDeps {
  readonly work: Restorable;
  readonly clock: Clock;
  readonly notices: Notices;
}

/** Before each try. The browser may still be deleting. */
const PAUSES_MS = [300, 1000, 3000, 10_000, 30_000];

/** Stores the open work again as soon as there is a place, after the browser has deleted the store. */
export class StoreRecovery {
  #losses = 0;
  #trying = false;
  readonly #deps: StoreRecoveryDeps;

  constructor(deps: StoreRecoveryDeps) {
    this.#deps = deps;
  }

  /** The store cannot be used any more, or is empty: see `StoreEvents`. */
  lost(fault: Fault): void {
    this.#deps.notices.raise(fault);
    if (fault.code !== 'storage-evicted') return;
    this.#losses++;
    this.#deps.work.storedIsGone();
    void this.#try();
  }

  async #try(): Promise<void> {
    if (this.#trying) return;
    this.#trying = true;
    for (const ms of PAUSES_MS) {
      await this.#deps.clock.sleep(ms);
      const losses = this.#losses;
      const stored = await this.#deps.work.storeAgain();
      if (stored && losses === this.#losses) break;
    }
    this.#trying = false;
  }
}
