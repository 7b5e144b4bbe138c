import type { Clock } from '../protocol/ports.js';

/** The device's clocks. */
export const deviceClock: Clock = {
  now: () => Date.now(),
  ticks: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
