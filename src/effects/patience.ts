/** How often a wait is looked at, and the most that one look counts: a machine that slept, or a frozen tab, waited no longer. */
const LOOK_MS = 1000;
const MOST_PER_LOOK_MS = 60_000;

/**
 * Calls `giveUp` once, when `call` has not settled after `limitMs` of waking time. The answer is that of `call` in any
 * case: `giveUp` must bring it to an end.
 */
export async function withPatience<T>(call: Promise<T>, limitMs: number, giveUp: () => void): Promise<T> {
  let waitedMs = 0;
  let lookedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    waitedMs += Math.min(now - lookedAt, MOST_PER_LOOK_MS);
    lookedAt = now;
    if (waitedMs <= limitMs) return;
    clearInterval(timer);
    giveUp();
  }, LOOK_MS);
  try {
    return await call;
  } finally {
    clearInterval(timer);
  }
}
