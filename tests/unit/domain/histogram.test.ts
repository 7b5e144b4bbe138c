import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOf, binsOf, edgeOf, isWithin, marginals, orNull, type Bins } from '../../../src/domain/histogram.js';

const UNIT = { min: 0, max: 1 };

describe('bins', () => {
  it.each([
    [UNIT, 1, 50, false, { start: 0, step: 0.02, count: 50 }],
    [UNIT, 0.1, 50, false, { start: 0, step: 0.002, count: 500 }],
    [{ min: 0, max: 0.25 }, 0.25, 50, false, { start: 0, step: 0.005, count: 50 }],
    [{ min: 0, max: 10 }, 10, 50, true, { start: -0.5, step: 1, count: 11 }],
    [{ min: 0, max: 400 }, 400, 50, true, { start: -0.5, step: 10, count: 41 }],
  ])('%j, %d of it seen, %d wanted, whole %s', (axis, seen, wanted, whole, bins) => {
    expect(binsOf(axis, seen, wanted, whole)).toEqual(bins);
  });

  it('hold the values from their lower edge on, also as 32-bit numbers, and the last one its end', () => {
    const bins = binsOf(UNIT, 1, 50, false);
    expect([0, 0.019, 0.02, 0.3, 0.99, 1].map((value) => binOf(bins, value))).toEqual([0, 0, 1, 15, 49, 49]);
    expect([...Float32Array.of(0.02, 0.1, 0.3, 0.7)].map((value) => binOf(bins, value))).toEqual([1, 5, 15, 35]);
    expect([-0.01, 1.01, NaN, Infinity].map((value) => binOf(bins, value))).toEqual([-1, -1, -1, -1]);
  });

  it('have round edges', () => {
    const bins = binsOf(UNIT, 1, 50, false);
    expect([edgeOf(bins, 3), edgeOf(bins, 7), edgeOf(bins, 50)]).toEqual([0.06, 0.14, 1]);
  });

  it('hold every value of their axis', () => {
    const axes = fc
      .tuple(
        fc.float({ min: -1000, max: 1000, noNaN: true }),
        fc.float({ min: Math.fround(0.01), max: 1000, noNaN: true }),
      )
      .map(([min, length]) => ({ min, max: min + length }));
    fc.assert(
      fc.property(
        axes,
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (axis, wanted, whole, share) => {
          const bins = binsOf(axis, axis.max - axis.min, wanted, whole);
          expect(binOf(bins, axis.min + share * (axis.max - axis.min))).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('a range', () => {
  it('holds its ends and the values between them, and no range holds every value', () => {
    expect([1, 2, 3, NaN].map((value) => isWithin({ min: 1, max: 2 }, value))).toEqual([true, true, false, false]);
    expect([-Infinity, NaN].map((value) => isWithin(null, value))).toEqual([true, true]);
    expect(isWithin({ min: -Infinity, max: 2 }, -1e9)).toBe(true);
  });

  it('of every value is none', () => {
    expect(orNull({ min: -Infinity, max: Infinity })).toBe(null);
    expect(orNull({ min: 0, max: Infinity })).toEqual({ min: 0, max: Infinity });
  });
});

describe('marginals', () => {
  const bins: Bins = { start: 0, step: 1, count: 4 };
  const x = Float32Array.of(0.5, 1.5, 1.5, 3.5, NaN, 2.5);
  const y = Float32Array.of(0.5, 0.5, 2.5, 3.5, 1, NaN);

  it('count rows with both values, and a range on one axis counts on the other', () => {
    const all = marginals({ x, y, binsX: bins, binsY: bins, rangeX: null, rangeY: null }, () => true);
    expect([[...all.x], [...all.y]]).toEqual([
      [1, 2, 0, 1],
      [2, 0, 1, 1],
    ]);
    const some = marginals(
      { x, y, binsX: bins, binsY: bins, rangeX: { min: 1, max: 2 }, rangeY: { min: 0, max: 1 } },
      () => true,
    );
    expect([[...some.x], [...some.y]]).toEqual([
      [1, 1, 0, 0],
      [1, 0, 1, 0],
    ]);
  });

  it('count only the rows that count', () => {
    const odd = marginals({ x, y, binsX: bins, binsY: bins, rangeX: null, rangeY: null }, (row) => row % 2 === 1);
    expect([...odd.x]).toEqual([0, 1, 0, 1]);
  });
});
