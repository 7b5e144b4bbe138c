import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIRECTIONS, nearestInDirection, nearestPoint } from '../../../../src/ui/map/nearest.js';
import type { Points } from '../../../../src/ui/map/points.js';

function pointsAt(places: readonly (readonly [number, number])[]): Points {
  return {
    count: places.length,
    rows: Uint32Array.from(places, (_, index) => index),
    x: Float32Array.from(places, ([x]) => x),
    y: Float32Array.from(places, ([, y]) => y),
    marks: new Uint8ClampedArray(places.length * 4),
    bucketCounts: new Uint32Array(0),
    withoutPlace: 0,
  };
}

/** 100 by 50 pixels for one unit. */
const SCALE = { x: 100, y: 50 };

describe('nearestPoint', () => {
  it('measures in pixels, not in values', () => {
    // 20 px to the right against 15 px above.
    expect(
      nearestPoint(
        pointsAt([
          [0.2, 0],
          [0, 0.3],
        ]),
        SCALE,
        0,
        0,
        50,
      ),
    ).toBe(1);
  });

  it('finds no point beyond the given distance', () => {
    expect(nearestPoint(pointsAt([[0.2, 0]]), SCALE, 0, 0, 19)).toBe(-1);
    expect(nearestPoint(pointsAt([[0.25, 0]]), SCALE, 0, 0, 25)).toBe(0);
    expect(nearestPoint(pointsAt([]), SCALE, 0, 0, 1000)).toBe(-1);
  });

  it('finds the last painted of points at one place', () => {
    expect(
      nearestPoint(
        pointsAt([
          [0.1, 0.1],
          [0.1, 0.1],
          [0.5, 0.5],
        ]),
        SCALE,
        0.1,
        0.1,
        5,
      ),
    ).toBe(1);
  });
});

describe('nearestInDirection', () => {
  const cross = pointsAt([
    [0, 0],
    [0.3, 0],
    [-0.2, 0],
    [0, 0.4],
    [0, -0.5],
    [0.1, 0.15],
  ]);

  it.each([
    ['right', 5],
    ['left', 2],
    ['up', 3],
    ['down', 4],
  ] as const)('finds the point to the %s', (direction, index) => {
    expect(nearestInDirection(cross, SCALE, { x: 0, y: 0 }, direction, 1)).toBe(index);
  });

  it('finds a point at least the given distance away, and none where there is none', () => {
    expect(nearestInDirection(cross, SCALE, { x: 0, y: 0 }, 'right', 15)).toBe(1);
    expect(nearestInDirection(cross, SCALE, { x: 0.3, y: 0 }, 'right', 1)).toBe(-1);
  });

  it('never returns a point outside its quarter', () => {
    const place = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(place), place, fc.constantFrom(...DIRECTIONS), (places, [x, y], direction) => {
        const points = pointsAt(places);
        const index = nearestInDirection(points, SCALE, { x, y }, direction, 4);
        const inQuarter = places.map((_, at) => {
          const dx = ((points.x[at] ?? 0) - x) * SCALE.x;
          const dy = ((points.y[at] ?? 0) - y) * SCALE.y;
          const along = { left: -dx, right: dx, up: dy, down: -dy }[direction];
          const across = direction === 'left' || direction === 'right' ? dy : dx;
          return along >= 4 && Math.abs(across) <= along ? Math.hypot(dx, dy) : Infinity;
        });
        const least = Math.min(Infinity, ...inQuarter);
        if (index < 0) expect(least).toBe(Infinity);
        else expect(inQuarter[index]).toBeCloseTo(least, 9);
      }),
    );
  });
});
