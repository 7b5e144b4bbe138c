import type { Points } from './points.js';

/** A position on both axes for each row; NaN = none. */
export interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** The positions of points during a move from the positions of their rows, in the order of the points. */
export function onTheWay(from: Places, to: Points, share: number): Places {
  const x = new Float32Array(to.count);
  const y = new Float32Array(to.count);
  for (let index = 0; index < to.count; index += 1) {
    const row = to.rows[index] as number;
    x[index] = blend(from.x[row] as number, to.x[index] as number, share);
    y[index] = blend(from.y[row] as number, to.y[index] as number, share);
  }
  return { x, y };
}

/** The same positions by row. A move that interrupts another one starts there. */
export function byRow(from: Places, to: Points, at: Places): Places {
  const x = from.x.slice();
  const y = from.y.slice();
  for (let index = 0; index < to.count; index += 1) {
    const row = to.rows[index] as number;
    x[row] = at.x[index] as number;
    y[row] = at.y[index] as number;
  }
  return { x, y };
}

/** A point without an earlier position starts at its end. */
function blend(from: number, to: number, share: number): number {
  return Number.isFinite(from) ? from + (to - from) * share : to;
}

/** Slow at both ends. Source: the smoothstep polynomial. */
export function eased(share: number): number {
  const inside = Math.min(1, Math.max(0, share));
  return inside * inside * (3 - 2 * inside);
}
