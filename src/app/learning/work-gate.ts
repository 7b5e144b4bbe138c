import { hasEnded } from '../project/turn.js';

/** Lets the steps of a turn pass one by one, or holds them while the turn is paused. */
export class WorkGate {
  #open: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;
  readonly #signal: AbortSignal;

  /** `signal` ends the turn. After that no step waits. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#release());
  }

  /** Closes the gate until `resume`. */
  pause(): void {
    if (!hasEnded(this.#signal)) this.#open = new Promise((resolve) => (this.#release = resolve));
  }

  /** Opens the gate. */
  resume(): void {
    this.#release();
  }

  /** Settles when the next step may begin: true, or false after the end of the turn. */
  async passed(): Promise<boolean> {
    await this.#open;
    return !hasEnded(this.#signal);
  }
}
