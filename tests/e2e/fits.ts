import type { Page } from '@playwright/test';

/** Describes the faults in the current layout of the page. Empty without a fault. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const CONTROLS =
      'button, select, input, textarea, summary, a[href], [data-testid=map], [data-testid=map] .axes text, .titles .words';
    /** These elements have a fixed place in the window, without scrolling. */
    const FIXED = '[data-testid=map], [data-testid=map] .axes text, .titles .words, .pins button, .actions button';
    /** Elements that lie over the page. */
    const LAYERS = 'dialog, .shown, .dropdown > .shown, .late, .tip, [data-testid=inline-editor], .pill';
    /** A smaller map is unreadable. */
    const LEAST_PLOT_PX = 80;
    const found: string[] = [];

    interface Edges {
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
    const window: Edges = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const both = (a: Edges, b: Edges): Edges => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const nameOf = (element: Element): string => {
      const id = element instanceof HTMLElement ? element.dataset['testid'] : undefined;
      return (
        id ??
        `${element.tagName.toLowerCase()} “${(element.textContent || element.ariaLabel || '').trim().slice(0, 30)}”`
      );
    };
    const written = (box: Edges): string => [box.left, box.top, box.right, box.bottom].map(Math.round).join(' ');
    const modal = [...document.querySelectorAll('dialog:modal')].at(-1);

    const shown: { readonly element: Element; readonly box: Edges; readonly layer: Element | null }[] = [];
    for (const element of (modal ?? document).querySelectorAll(CONTROLS)) {
      const box = element.getBoundingClientRect();
      const isSeen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!isSeen || box.width < 2 || box.height < 2 || element.matches('[type=file]')) continue;
      let edges = window;
      let scrolled = false;
      for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(parent);
        if (parent instanceof SVGElement || `${overflowX}${overflowY}` === 'visiblevisible') continue;
        if (parent === document.documentElement || parent === document.body) continue;
        edges = both(edges, parent.getBoundingClientRect());
        const scrolls = [overflowX, overflowY].some((way) => way === 'auto' || way === 'scroll');
        if (scrolls && (parent.scrollHeight > parent.clientHeight || parent.scrollWidth > parent.clientWidth)) {
          scrolled ||= !element.matches(FIXED);
        }
      }
      // The start page and a long dialog scroll as a whole.
      if (!element.closest('.working') && !modal) edges = { ...edges, bottom: Infinity };
      const cut = box.left < edges.left - 1 || box.right > edges.right + 1;
      if ((cut || box.top < edges.top - 1 || box.bottom > edges.bottom + 1) && !scrolled) {
        found.push(`outside: ${nameOf(element)} at ${written(box)}`);
      }
      const visible = both(box, edges);
      if (visible.right - visible.left > 2 && visible.bottom - visible.top > 2) {
        shown.push({ element, box: visible, layer: element.closest(LAYERS) });
      }
    }

    if (document.documentElement.scrollWidth > innerWidth) found.push('the page is wider than the window');
    if (document.querySelector('.working') && document.documentElement.scrollHeight > innerHeight)
      found.push('the page is higher than the window');

    for (const [index, one] of shown.entries()) {
      for (const other of shown.slice(index + 1)) {
        if (one.layer !== other.layer || one.element.contains(other.element)) continue;
        // The titles of the axes lie on the map's edges.
        if (one.element.matches('[data-testid=map]') && other.element.matches('.titles .words')) continue;
        const { left, top, right, bottom } = both(one.box, other.box);
        if (right - left > 2 && bottom - top > 2) {
          found.push(
            `overlap: ${nameOf(one.element)} and ${nameOf(other.element)} by ${written({ left, top, right, bottom })}`,
          );
        }
      }
    }

    for (const { element } of shown) {
      if (element.matches('.titles .words')) {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
        if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1) found.push(`cut: ${nameOf(element)}`);
      }
      if (element.matches('[data-testid=map]')) {
        const { height = 0 } = element.querySelector('.area')?.getBoundingClientRect() ?? {};
        if (height < LEAST_PLOT_PX) found.push(`low: the plot is only ${height} px high`);
      }
      if (!element.matches('button')) continue;
      const titled = element.closest('[title]') !== null;
      for (const part of [element, ...element.querySelectorAll<HTMLElement>('*')]) {
        const { display, overflowX } = getComputedStyle(part);
        if (display === 'inline' || part instanceof SVGElement || part.matches('.visually-hidden')) continue;
        const isCut = part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 3;
        if (isCut && !(titled && overflowX === 'hidden')) {
          const sizes = `${part.scrollWidth} x ${part.scrollHeight} in ${part.clientWidth} x ${part.clientHeight}`;
          found.push(`cut: ${nameOf(element)}, ${part.className || part.tagName}: ${sizes}`);
        }
      }
    }
    return found;
  });
}

/** Window sizes from a small phone to a large screen. */
export const WINDOWS = [
  [360, 640],
  [390, 844],
  [1024, 768],
  [1280, 720],
  [1440, 900],
  [2560, 1440],
] as const;
