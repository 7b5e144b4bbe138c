import type { Fault } from '../../protocol/fault.js';
import type { Clock } from '../../protocol/ports.js';
import type { Notices } from '../shell/notices.svelte.js';

/** A project that can be stored again after the browser deleted the store. */
export interface Restorable {
  /** Marks the project as unsaved. */
  storedIsGone(): void;
  /** Stores all unsaved parts. True on success. */
  storeAgain(): Promise<boolean>;
}

export interface StoreRecoveryDeps {
  readonly work: Restorable;
  readonly clock: Clock;
  readonly notices: Notices;
}

/** Pauses before each try, because the browser may still be deleting. */
const PAUSES_MS = [300, 1000, 3000, 10_000, 30_000];

/** Stores the open project again after the browser deleted the store, in several tries. */
export class StoreRecovery {
  #losses = 0;
  #trying = false;
  readonly #deps: StoreRecoveryDeps;

  constructor(deps: StoreRecoveryDeps) {
    this.#deps = deps;
  }

  /** Reports a lost store, see `StoreEvents`. Begins to store the project again if the browser deleted it. */
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
