import type { PointLook } from './points-layer.js';

/**
 * Size and opacity of the points. More points in the visible part (taken as evenly spread) are smaller and fainter: a
 * dense cloud keeps its shades, and a few points are solid.
 */
export function lookFor(count: number, zoom: number): Omit<PointLook, 'ink' | 'pixelRatio'> {
  const seen = Math.max(1, count / 2 ** zoom);
  const radiusPx = bounded(6 - 0.8 * Math.log10(seen), 1.8, 5);
  return {
    radiusPx,
    opacity: bounded(0.9 * (seen / 1500) ** -0.42, 0.1, 0.85),
    rim: bounded((radiusPx - 2.4) / 2, 0, 0.45),
  };
}

function bounded(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
