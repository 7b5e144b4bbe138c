import type { Clock } from '../../protocol/ports.js';

/** What is asked before something is left: `open` = the open work, `removed` = earlier work that is to be removed. */
export interface LeavingQuestion {
  readonly about: 'open' | 'removed';
  /** Decisions that are in this tab alone; 0 = other things are not stored, such as results or the dataset itself. */
  readonly decisions: number;
}

/** What may be left. */
export interface LeavingWork {
  /** Settles when nothing is being stored. */
  settled(): Promise<void>;
  /** What would be lost, or null. */
  question(): LeavingQuestion | null;
}

/** Asks before work is left that is not stored. */
export interface LeaveGuard {
  /** True where nothing would be lost, or where the person leaves all the same. */
  mayLeave(work: LeavingWork): Promise<boolean>;
}

/** What is being stored gets this long before the person is asked. */
const PATIENCE_MS = 2000;

/** The question in the page: shown as long as `question` is there. */
export class Leaving implements LeaveGuard {
  question = $state.raw<LeavingQuestion | null>(null);
  #answer: (leave: boolean) => void = () => undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits a moment for what is being stored, then asks where it is needed. Asked once more, the older question is a no. */
  async mayLeave(work: LeavingWork): Promise<boolean> {
    this.stay();
    if (!work.question()) return true;
    await Promise.race([work.settled(), this.#clock.sleep(PATIENCE_MS)]);
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
