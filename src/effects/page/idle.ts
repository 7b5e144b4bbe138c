/** Where the browser does not say when it is idle (Safari), this long after it was asked (milliseconds). */
const PAUSE_MS = 200;

/** Settles when the page has nothing else to do. */
export function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve());
    else setTimeout(resolve, PAUSE_MS);
  });
}

/** Settles when what is on the page now has been painted, or at once where the page is hidden and nothing is painted. */
export function whenPainted(): Promise<void> {
  if (document.visibilityState === 'hidden') return Promise.resolve();
  // The frame is painted right after its callbacks; the next task comes after that.
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Loads the page again, if its server or its offline copy answers; false where neither does, and the page stays. */
export async function reloadPage(): Promise<boolean> {
  try {
    const answer = await fetch(document.baseURI, { cache: 'no-store' });
    if (!answer.ok) return false;
  } catch {
    return false;
  }
  location.reload();
  return true;
}
