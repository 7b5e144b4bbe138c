import type { Clock } from '../../protocol/ports.js';

/** A page in a hidden tab paints no frames. */
const FRAME_LIMIT_MS = 100;

/** Resolves after so many ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The device's clocks. */
export const deviceClock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  sleep: pause,
  afterPaint: () =>
    new Promise((resolve) => {
      setTimeout(resolve, FRAME_LIMIT_MS);
      // The callback runs before the frame is painted, and a task after it.
      requestAnimationFrame(() => setTimeout(resolve));
    }),
};
