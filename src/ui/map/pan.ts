import { eased } from './glide.js';
import type { Viewport } from './viewport.js';

const PAN_MS = 280;

/** The viewport at a share of the way from one to another. */
export function between(from: Viewport, to: Viewport, share: number): Viewport {
  const part = eased(share);
  const blend = (a: number, b: number): number => (part >= 1 ? b : a + (b - a) * part);
  return {
    centreX: blend(from.centreX, to.centreX),
    centreY: blend(from.centreY, to.centreY),
    zoom: blend(from.zoom, to.zoom),
  };
}

/** Moves a map smoothly; at once where a person wants no motion. One way at a time. */
export class Pan {
  #frame = 0;
  readonly #show: (viewport: Viewport) => void;

  /** `show` gets each viewport on the way, the last one being the end. */
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

  /** Stays where the map is now: a person moves it, or its axes are other ones. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
  }
}
