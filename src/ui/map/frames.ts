const AWAKE_MS = 120;
const ASLEEP_MS = 1000;

/**
 * Frames for deck.gl, which requests one after the other even while nothing changes. On a slow processor this would take
 * most of the page's time. These frames fire at once for a moment after `wake`, and otherwise once in a second.
 */
export class Frames {
  #awakeUntil = 0;
  #timer = 0;
  #frame = 0;
  #callback: FrameRequestCallback = () => undefined;

  /** Call it before and after a change. */
  wake(): void {
    this.#awakeUntil = performance.now() + AWAKE_MS;
    if (this.#timer === 0) return;
    clearTimeout(this.#timer);
    this.#ask();
  }

  /** There is one request at a time, so its number has no meaning. */
  requestAnimationFrame(callback: FrameRequestCallback): number {
    this.#callback = callback;
    if (performance.now() < this.#awakeUntil) this.#ask();
    else this.#timer = window.setTimeout(() => this.#ask(), ASLEEP_MS);
    return 0;
  }

  cancelAnimationFrame(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#timer = 0;
  }

  #ask(): void {
    this.#timer = 0;
    this.#frame = requestAnimationFrame((time) => this.#callback(time));
  }
}
