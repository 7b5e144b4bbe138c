import type { Pixel } from './viewport.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** An element of the page, or its measured box. */
type Measured = Pick<Element, 'getBoundingClientRect'>;

/** The position of a box, and its largest size there. */
interface Placement extends Pixel {
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** The least room for a readable box beside the point. With less, the box is above or below. */
const LEAST_WIDTH = 200;

/**
 * Puts a box next to a point: inside `bounds`, and at least `gap` away from the point. The right is tried first, then
 * left, below, above. Where no side has room for the whole box, the side that shows most of it, with a smaller size.
 */
export function placeBeside(point: Pixel, box: Size, bounds: Size, gap: number): Placement {
  const sides = [
    { at: 'right', width: bounds.width - point.left - gap, height: bounds.height },
    { at: 'left', width: point.left - gap, height: bounds.height },
    { at: 'below', width: bounds.width, height: bounds.height - point.top - gap },
    { at: 'above', width: bounds.width, height: point.top - gap },
  ] as const;
  const shown = (side: Size): number =>
    side.width < Math.min(LEAST_WIDTH, box.width)
      ? 0
      : Math.min(side.width, box.width) * Math.max(0, Math.min(side.height, box.height));
  let best: (typeof sides)[number] = sides[0];
  for (const side of sides) if (shown(side) > shown(best)) best = side;
  const maxWidth = Math.max(0, best.width);
  const maxHeight = Math.max(0, best.height);
  const width = Math.min(box.width, maxWidth);
  const height = Math.min(box.height, maxHeight);
  const centred = (middle: number, length: number, room: number): number =>
    Math.max(0, Math.min(room - length, middle - length / 2));
  switch (best.at) {
    case 'right':
      return { left: point.left + gap, top: centred(point.top, height, bounds.height), maxWidth, maxHeight };
    case 'left':
      return { left: point.left - gap - width, top: centred(point.top, height, bounds.height), maxWidth, maxHeight };
    case 'below':
      return { left: centred(point.left, width, bounds.width), top: point.top + gap, maxWidth, maxHeight };
    case 'above':
      return { left: centred(point.left, width, bounds.width), top: point.top - gap - height, maxWidth, maxHeight };
  }
}

/** The box of an element in CSS pixels of a plot inside it. If one of them is not on the page: the frame of the plot. */
export function boxAround(around: Measured | undefined, plot: Measured | undefined, frame: Size): Size & Pixel {
  const [whole, inner] = [around, plot].map((element) => element?.getBoundingClientRect());
  if (!whole || !inner) return { left: 0, top: 0, width: frame.width, height: frame.height };
  return { left: whole.left - inner.left, top: whole.top - inner.top, width: whole.width, height: whole.height };
}
