import type { Clock } from '../../protocol/ports.js';

/** Work of this many milliseconds leaves a key or a frame waiting without being noticed. */
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

  /** Between two steps of the work: lets the page answer once the slice has lasted long enough. */
  async rest(): Promise<void> {
    if (this.#clock.ticks() - this.#since < SLICE_MS) return;
    await this.#clock.sleep(0);
    this.#since = this.#clock.ticks();
  }
}
