/**
 * How often a wait is checked, and the most time that one check counts. A machine that slept, or a frozen tab, waited
 * no longer.
 */
const LOOK_MS = 1000;
const MOST_PER_LOOK_MS = 60_000;

/** Calls `giveUp` once, after `limitMs` of waking time without a `restart`. It runs until `end`. */
export class Deadline {
  #limitMs: number;
  #waitedMs = 0;
  #lookedAt = performance.now();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(limitMs: number, giveUp: () => void, lookMs = LOOK_MS) {
    this.#limitMs = limitMs;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#waitedMs += Math.min(now - this.#lookedAt, MOST_PER_LOOK_MS);
      this.#lookedAt = now;
      if (this.#waitedMs <= this.#limitMs) return;
      this.end();
      giveUp();
    }, lookMs);
  }

  /** Starts the wait again, with this limit. */
  restart(limitMs: number): void {
    this.#limitMs = limitMs;
    this.#waitedMs = 0;
    this.#lookedAt = performance.now();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/**
 * Calls `giveUp` once, when `call` has not settled after `limitMs` of waking time. The result is that of `call` in any
 * case, so `giveUp` must end it.
 */
export async function withDeadline<T>(
  call: Promise<T>,
  limitMs: number,
  giveUp: () => void,
  lookMs = LOOK_MS,
): Promise<T> {
  const deadline = new Deadline(limitMs, giveUp, lookMs);
  try {
    return await call;
  } finally {
    deadline.end();
  }
}
