import type { Clock } from '../../protocol/ports.js';

/** Milliseconds of work for which a person does not notice that a key or a frame waits. */
const SLICE_MS = 16;

/** Divides one piece of long work into slices, so that the page answers between them. */
export class Slices {
  #since: number;
  readonly #clock: Clock;

  /** The first slice begins now. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.ticks();
  }

  /** Call it between two steps of the work: lets the page answer after the slice lasted long enough. */
  async rest(): Promise<void> {
    if (this.#clock.ticks() - this.#since < SLICE_MS) return;
    await this.#clock.sleep(0);
    this.#since = this.#clock.ticks();
  }
}
