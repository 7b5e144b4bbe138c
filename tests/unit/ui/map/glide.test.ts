import { describe, expect, it } from 'vitest';
import { byRow, eased, onTheWay } from '../../../../src/ui/map/glide.js';
import type { Points } from '../../../../src/ui/map/points.js';

/** Rows 3 and 1, in this order. Row 1 had no place. */
const TO: Points = {
  count: 2,
  rows: Uint32Array.of(3, 1),
  x: Float32Array.of(10, 5),
  y: Float32Array.of(1, 7),
  marks: new Uint8ClampedArray(8),
  bucketCounts: new Uint32Array(0),
  withoutPlace: 0,
};
const FROM = { x: Float32Array.of(0, NaN, 0, 2), y: Float32Array.of(0, NaN, 0, 3) };

describe('moving points', () => {
  it('start at the old places of their rows and end at their own places', () => {
    expect([...onTheWay(FROM, TO, 0).x]).toEqual([2, 5]);
    expect([...onTheWay(FROM, TO, 0.5).x]).toEqual([6, 5]);
    expect([...onTheWay(FROM, TO, 0.5).y]).toEqual([2, 7]);
    expect([...onTheWay(FROM, TO, 1).x]).toEqual([10, 5]);
  });

  it('continue from their current places', () => {
    const at = onTheWay(FROM, TO, 0.5);
    const rows = byRow(FROM, TO, at);
    expect([...rows.x]).toEqual([0, 5, 0, 6]);
    expect([...rows.y]).toEqual([0, 7, 0, 2]);
    expect(FROM.x[3]).toBe(2);
  });

  it('move slowly at both ends', () => {
    expect([-1, 0, 0.5, 1, 2].map(eased)).toEqual([0, 0, 0.5, 1, 1]);
    expect(eased(0.1)).toBeLessThan(0.1);
    expect(eased(0.9)).toBeGreaterThan(0.9);
  });
});
