import type { Points } from './points.js';

export const DIRECTIONS = ['left', 'right', 'up', 'down'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Pixels of one unit of value on each axis. */
export interface PixelScale {
  readonly x: number;
  readonly y: number;
}

/**
 * The drawn point (its index) closest to a place in values, at most `reachPx` pixels away. Of equally close ones, the one
 * painted last. -1 = none. One pass over two columns: for 120,000 points this is faster than an index, which every change
 * of the points would rebuild.
 */
export function nearestPoint(points: Points, scale: PixelScale, x: number, y: number, reachPx: number): number {
  let best = -1;
  let bestSquare = reachPx * reachPx;
  for (let index = 0; index < points.count; index += 1) {
    const dx = ((points.x[index] as number) - x) * scale.x;
    const dy = ((points.y[index] as number) - y) * scale.y;
    const square = dx * dx + dy * dy;
    if (square <= bestSquare) {
      best = index;
      bestSquare = square;
    }
  }
  return best;
}

/**
 * The closest drawn point (its index) in one direction: within 45 degrees of it, at least `leastPx` pixels further
 * along. -1 = none.
 */
export function nearestInDirection(
  points: Points,
  scale: PixelScale,
  from: { readonly x: number; readonly y: number },
  direction: Direction,
  leastPx: number,
): number {
  const sideways = direction === 'up' || direction === 'down';
  const sign = direction === 'right' || direction === 'up' ? 1 : -1;
  let best = -1;
  let bestSquare = Infinity;
  for (let index = 0; index < points.count; index += 1) {
    const dx = ((points.x[index] as number) - from.x) * scale.x;
    const dy = ((points.y[index] as number) - from.y) * scale.y;
    const along = sign * (sideways ? dy : dx);
    const across = Math.abs(sideways ? dx : dy);
    if (!(along > 0 && along >= leastPx && across <= along)) continue;
    const square = dx * dx + dy * dy;
    if (square < bestSquare) {
      best = index;
      bestSquare = square;
    }
  }
  return best;
}
