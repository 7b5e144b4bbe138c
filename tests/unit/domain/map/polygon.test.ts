import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Polygon, rowsInside } from '../../../../src/domain/map/polygon.js';

type Corner = readonly [x: number, y: number];

function polygonOf(corners: readonly Corner[]): Polygon {
  return new Polygon({ x: corners.map(([x]) => x), y: corners.map(([, y]) => y) });
}

/** The number of turns of an outline around a place, edge by edge. */
function turns(corners: readonly Corner[], x: number, y: number): number {
  let winding = 0;
  corners.forEach(([x1, y1], index) => {
    const [x2, y2] = corners[(index + 1) % corners.length] as Corner;
    const side = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
    if (y1 <= y && y2 > y && side > 0) winding += 1;
    if (y1 > y && y2 <= y && side < 0) winding -= 1;
  });
  return winding;
}

const SQUARE: readonly Corner[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];

describe('a polygon', () => {
  it('contains the places inside of it, in either direction of drawing', () => {
    for (const square of [polygonOf(SQUARE), polygonOf(SQUARE.toReversed())]) {
      expect(square.contains(2, 2)).toBe(true);
      expect(square.contains(5, 2)).toBe(false);
      expect(square.contains(-1, 2)).toBe(false);
      expect(square.contains(2, 4.1)).toBe(false);
      expect(square.contains(Number.NaN, 2)).toBe(false);
    }
  });

  it('contains nothing with fewer than three corners, and nothing without a height', () => {
    expect(polygonOf([]).contains(0, 0)).toBe(false);
    expect(polygonOf([[1, 1]]).contains(1, 1)).toBe(false);
    expect(polygonOf(SQUARE.slice(0, 2)).contains(2, 0)).toBe(false);
    expect(polygonOf(SQUARE.map(([x]) => [x, 1] as const)).contains(2, 1)).toBe(false);
  });

  it('contains a part that the outline surrounds twice', () => {
    const twice = polygonOf([...SQUARE, ...SQUARE.map(([x, y]) => [x / 2 + 1, y / 2 + 1] as const)]);
    expect(twice.contains(2, 2)).toBe(true);
  });

  it('leaves out a bay of a concave outline', () => {
    const bay = polygonOf([
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 1],
      [0, 4],
    ]);
    expect(bay.contains(2, 3)).toBe(false);
    expect(bay.contains(0.5, 2)).toBe(true);
    expect(bay.contains(3.5, 2)).toBe(true);
  });

  it('agrees with the winding number for any outline and place', () => {
    const place = fc.integer({ min: -8, max: 8 });
    const corner = fc.tuple(place, place);
    fc.assert(
      fc.property(fc.array(corner, { minLength: 1, maxLength: 40 }), place, place, (corners, x, y) => {
        expect(polygonOf(corners).contains(x + 0.5, y)).toBe(turns(corners, x + 0.5, y) !== 0);
        expect(polygonOf(corners).contains(x, y)).toBe(turns(corners, x, y) !== 0);
      }),
      { numRuns: 500 },
    );
  });

  it('finds the rows inside in their order', () => {
    const rows = Uint32Array.of(7, 3, 9, 1);
    const x = Float32Array.of(1, 9, 3, Number.NaN);
    const y = Float32Array.of(1, 1, 3, 1);
    expect([...rowsInside(polygonOf(SQUARE), { rows, x, y })]).toEqual([7, 9]);
  });
});
