/** Longer is not waited, however slow drawing is. */
const REST_MAX_MS = 5000;
/** A redraw comes this many times later than it takes: it holds the page for a tenth of the time at the most. */
const REST_SHARE = 10;

/** How long keys must rest before a redraw that holds the page for `heldMs`. */
export function restMs(heldMs: number): number {
  return Math.min(REST_MAX_MS, REST_SHARE * heldMs);
}

/**
 * Calls `act` once the screen has shown what has changed so far and `waitMs` have passed. Returns what takes the call back.
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
 * Tells for how long the frame that is painted next holds the page, in ms. Where a processor draws in place of a
 * graphics card, the browser waits for the drawing.
 */
export function measureFrame(tell: (heldMs: number) => void): void {
  requestAnimationFrame(() => {
    const start = performance.now();
    setTimeout(() => tell(performance.now() - start));
  });
}
