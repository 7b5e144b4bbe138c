import type { Clock } from '../../protocol/ports.js';

/** A question about an unsaved project: `open` = it is open and would close, `removed` = it would be removed. */
export interface LeavingQuestion {
  readonly about: 'open' | 'removed';
  /** The number of unsaved decisions. 0 = only results, settings or the dataset are unsaved. */
  readonly decisions: number;
}

/** A project that is about to be closed or removed. */
export interface LeavingWork {
  /** Settles when no write is pending. */
  settled(): Promise<void>;
  /** The question about the unsaved project. Null = all of it is stored. */
  question(): LeavingQuestion | null;
}

/** Asks before an unsaved project is closed or removed. */
export interface LeaveGuard {
  /** True if nothing would be lost, or if the person accepts the loss. */
  mayLeave(work: LeavingWork): Promise<boolean>;
}

/** Longest wait for pending writes before the question is shown. */
const SETTLE_DEADLINE_MS = 2000;

/** The question in the page, shown while `question` is not null. */
export class Leaving implements LeaveGuard {
  question = $state.raw<LeavingQuestion | null>(null);
  #answer: (leave: boolean) => void = () => undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits briefly for pending writes, then asks if needed. A second question answers the first with no. */
  async mayLeave(work: LeavingWork): Promise<boolean> {
    this.stay();
    if (!work.question()) return true;
    await Promise.race([work.settled(), this.#clock.sleep(SETTLE_DEADLINE_MS)]);
    const question = work.question();
    if (!question) return true;
    this.question = question;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  /** Answers the question with no: the project stays. */
  stay(): void {
    this.#settle(false);
  }

  /** Answers the question with yes: the project is closed or removed. */
  leave(): void {
    this.#settle(true);
  }

  #settle(leave: boolean): void {
    this.question = null;
    this.#answer(leave);
    this.#answer = () => undefined;
  }
}
