import type { Clock } from '../protocol/ports.js';

/** A page that is not seen paints no frames. */
const FRAME_LIMIT_MS = 100;

/** The device's clocks. */
export const deviceClock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  afterPaint: () =>
    new Promise((resolve) => {
      setTimeout(resolve, FRAME_LIMIT_MS);
      // Callbacks come before the frame is painted, a task after it.
      requestAnimationFrame(() => setTimeout(resolve));
    }),
};
