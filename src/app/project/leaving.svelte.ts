import type { Clock } from '../../protocol/ports.js';

/** A question about work that is not stored: `open` = the open work is closed, `removed` = earlier work is removed. */
export interface LeavingQuestion {
  readonly about: 'open' | 'removed';
  /** Decisions that are in this tab alone; 0 = other things are not stored, such as results or the dataset itself. */
  readonly decisions: number;
}

/** Work that is about to be closed or removed. */
export interface LeavingWork {
  /** Settles when nothing is being stored. */
  settled(): Promise<void>;
  /** The question about unstored work, or null where all of it is stored. */
  question(): LeavingQuestion | null;
}

/** Asks before unstored work is closed or removed. */
export interface LeaveGuard {
  /** True where nothing would be lost, or where the person leaves all the same. */
  mayLeave(work: LeavingWork): Promise<boolean>;
}

/** Writes on their way get this long before the person is asked. */
const SETTLE_DEADLINE_MS = 2000;

/** The question in the page: shown as long as `question` is there. */
export class Leaving implements LeaveGuard {
  question = $state.raw<LeavingQuestion | null>(null);
  #answer: (leave: boolean) => void = () => undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits a moment for writes on their way, then asks where it is needed. A second question answers the first with no. */
  async mayLeave(work: LeavingWork): Promise<boolean> {
    this.stay();
    if (!work.question()) return true;
    await Promise.race([work.settled(), this.#clock.sleep(SETTLE_DEADLINE_MS)]);
    const question = work.question();
    if (!question) return true;
    this.question = question;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  /** Nothing is left. */
  stay(): void {
    this.#settle(false);
  }

  /** It is left all the same. */
  leave(): void {
    this.#settle(true);
  }

  #settle(leave: boolean): void {
    this.question = null;
    this.#answer(leave);
    this.#answer = () => undefined;
  }
}
