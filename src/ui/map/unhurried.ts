/** Longest wait in ms, however slow the drawing is. */
const REST_MAX_MS = 5000;
/** A redraw comes this many times later than it takes: it blocks the page for a tenth of the time at most. */
const REST_SHARE = 10;

/** How long keys must rest before a redraw that blocks the page for `heldMs`. */
export function restMs(heldMs: number): number {
  return Math.min(REST_MAX_MS, REST_SHARE * heldMs);
}

/**
 * Calls `act` after the screen has shown all changes so far and `waitMs` have passed. Returns a function that cancels it.
 */
export function afterPaint(act: () => void, waitMs: number): () => void {
  let timer = 0;
  const frame = requestAnimationFrame(() => {
    timer = window.setTimeout(act, waitMs);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/**
 * Reports how long the next painted frame blocks the page, in ms. In software rendering the browser waits for the
 * drawing.
 */
export function measureFrame(tell: (heldMs: number) => void): void {
  requestAnimationFrame(() => {
    const start = performance.now();
    setTimeout(() => tell(performance.now() - start));
  });
}
