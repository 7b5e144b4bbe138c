/**
 * A list of any length in an element with a capped height (Chromium: 16,777,214 px). The list has its own
 * coordinate, the offset (px of list above the window's top edge); the element has `scrollTop`. They are equal where the list
 * fits. Where it does not fit, they are equal over the first and last `EDGE_PX`, so that scrolling there is normal,
 * and stretched between.
 */
export interface ListMetrics {
  readonly rows: number;
  readonly rowPx: number;
  /** Height of the window onto the list. */
  readonly viewportPx: number;
}

/** Height that every browser allows for an element. */
export const MAX_ELEMENT_PX = 15_000_000;
const EDGE_PX = 2_000_000;

/** Rows `first .. end - 1` are to be drawn. The first one is at `topPx` in the element's own coordinate. */
interface RowWindow {
  readonly first: number;
  readonly end: number;
  readonly topPx: number;
}

/** Height of the scrolled element. */
export function elementPx(list: ListMetrics): number {
  return Math.min(list.rows * list.rowPx, MAX_ELEMENT_PX);
}

/** The offset of a `scrollTop`. Monotone; 0 at 0, the list's end at the end. Values outside are clamped. */
export function offsetOf(scrollTop: number, list: ListMetrics): number {
  const { longest, farthest } = ranges(list);
  const at = clamp(scrollTop, farthest);
  if (longest === farthest) return at;
  if (at <= EDGE_PX) return at;
  if (at >= farthest - EDGE_PX) return longest - (farthest - at);
  return EDGE_PX + (at - EDGE_PX) * stretch(longest, farthest);
}

/** The `scrollTop` that shows an offset: the inverse of `offsetOf`. */
export function scrollTopOf(offset: number, list: ListMetrics): number {
  const { longest, farthest } = ranges(list);
  const at = clamp(offset, longest);
  if (longest === farthest) return at;
  if (at <= EDGE_PX) return at;
  if (at >= longest - EDGE_PX) return farthest - (longest - at);
  return EDGE_PX + (at - EDGE_PX) / stretch(longest, farthest);
}

/** The rows to draw at a `scrollTop`: those in the window, and `spare` more on either side. */
export function rowWindow(scrollTop: number, list: ListMetrics, spare: number): RowWindow {
  const { rows, rowPx, viewportPx } = list;
  const offset = offsetOf(scrollTop, list);
  const first = Math.max(0, Math.floor(offset / rowPx) - spare);
  const end = Math.min(rows, Math.ceil((offset + viewportPx) / rowPx) + spare);
  return { first, end: Math.max(first, end), topPx: clamp(scrollTop, ranges(list).farthest) + first * rowPx - offset };
}

/**
 * The `scrollTop` that shows row `position` whole, with a neighbour beyond it. It stays the same where the row is visible.
 * After a far jump the row is in the middle.
 */
export function revealRow(position: number, scrollTop: number, list: ListMetrics): number {
  const { rowPx, viewportPx } = list;
  const offset = offsetOf(scrollTop, list);
  const top = position * rowPx;
  const margin = Math.max(0, Math.min(rowPx, (viewportPx - rowPx) / 2));
  const least = top + rowPx + margin - viewportPx;
  const most = top - margin;
  if (offset >= Math.min(least, most) && offset <= Math.max(least, most)) return scrollTop;
  if (most < offset - viewportPx || least > offset + viewportPx) {
    return scrollTopOf(top - (viewportPx - rowPx) / 2, list);
  }
  return scrollTopOf(offset > most ? most : least, list);
}

/**
 * The `scrollTop` that shows row `to` of a list at the height in the window at which row `from` is shown in the list
 * `before` it. Null if that row is outside of the window.
 */
export function keepHeight(
  from: number,
  scrollTop: number,
  before: ListMetrics,
  to: number,
  list: ListMetrics,
): number | null {
  const height = from * before.rowPx - offsetOf(scrollTop, before);
  if (height <= -before.rowPx || height >= before.viewportPx) return null;
  return scrollTopOf(to * list.rowPx - height, list);
}

/** Whether a part of the row at a place of a list is in view. */
export function isInView(place: number, scrollTop: number, list: ListMetrics): boolean {
  return keepHeight(place, scrollTop, list, place, list) !== null;
}

/** The largest offset and the largest `scrollTop`. */
function ranges(list: ListMetrics): { longest: number; farthest: number } {
  return {
    longest: Math.max(0, list.rows * list.rowPx - list.viewportPx),
    farthest: Math.max(0, elementPx(list) - list.viewportPx),
  };
}

function stretch(longest: number, farthest: number): number {
  return (longest - 2 * EDGE_PX) / (farthest - 2 * EDGE_PX);
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
