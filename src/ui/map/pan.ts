import { eased } from './glide.js';
import type { Viewport } from './viewport.js';

const PAN_MS = 280;

/** The viewport at a share of a move. */
export function between(from: Viewport, to: Viewport, share: number): Viewport {
  const part = eased(share);
  const blend = (a: number, b: number): number => (part >= 1 ? b : a + (b - a) * part);
  return {
    centreX: blend(from.centreX, to.centreX),
    centreY: blend(from.centreY, to.centreY),
    zoom: blend(from.zoom, to.zoom),
  };
}

/** Moves a map smoothly, or at once for a person who prefers no motion. One move at a time. */
export class Pan {
  #frame = 0;
  readonly #show: (viewport: Viewport) => void;

  /** `show` gets each viewport of a move. The last one is its end. */
  constructor(show: (viewport: Viewport) => void) {
    this.#show = show;
  }

  go(from: Viewport, to: Viewport): void {
    this.stop();
    const start = performance.now();
    const step = (): void => {
      const share = (performance.now() - start) / PAN_MS;
      this.#show(between(from, to, share));
      if (share < 1) this.#frame = requestAnimationFrame(step);
    };
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) this.#show(to);
    else this.#frame = requestAnimationFrame(step);
  }

  /** Stops the move: a person moves the map, or its axes changed. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}
