/** Whether a turn has ended. A function, since the answer changes with every wait. */
export function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Turns, one at a time: the next turn ends the one before. */
export class Turns {
  #now = new AbortController();

  /** The signal of the turn under way. */
  get signal(): AbortSignal {
    return this.#now.signal;
  }

  /** Ends the turn under way and begins the next one. */
  next(): AbortSignal {
    this.#now.abort();
    this.#now = new AbortController();
    return this.#now.signal;
  }

  /** Ends the turn under way. */
  end(): void {
    this.#now.abort();
  }
}
