import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bins } from '../../../../src/domain/map/histogram.js';
import { between, binsWithin, moved, rangeOf, spanOf, withEnd } from '../../../../src/ui/map/brushing.js';

const BINS: Bins = { start: 0, step: 0.1, count: 10 };

describe('brush', () => {
  it('covers whole bins, at least one, from either side', () => {
    expect(between(BINS, 2.3, 4.1)).toEqual({ from: 2, to: 5 });
    expect(between(BINS, 4.1, 2.3)).toEqual({ from: 2, to: 5 });
    expect(between(BINS, 3, 3)).toEqual({ from: 3, to: 4 });
    expect(between(BINS, -5, 99)).toEqual({ from: 0, to: 10 });
    expect(between(BINS, 99, 99)).toEqual({ from: 9, to: 10 });
  });

  it('is open at an end of the axis', () => {
    expect(rangeOf(BINS, { from: 2, to: 5 })).toEqual({ min: 0.2, max: 0.5 });
    expect(rangeOf(BINS, { from: 0, to: 5 })).toEqual({ min: -Infinity, max: 0.5 });
    expect(rangeOf(BINS, { from: 2, to: 10 })).toEqual({ min: 0.2, max: Infinity });
    expect(rangeOf(BINS, { from: 0, to: 10 })).toBe(null);
  });

  it('moves within the axis and keeps its length', () => {
    expect(moved(BINS, { from: 2, to: 5 }, 3)).toEqual({ from: 5, to: 8 });
    expect(moved(BINS, { from: 2, to: 5 }, 30)).toEqual({ from: 7, to: 10 });
    expect(moved(BINS, { from: 2, to: 5 }, -30)).toEqual({ from: 0, to: 3 });
  });

  it('keeps a bin between its ends', () => {
    expect(withEnd(BINS, { from: 2, to: 5 }, 'from', 3.4)).toEqual({ from: 3, to: 5 });
    expect(withEnd(BINS, { from: 2, to: 5 }, 'from', 9)).toEqual({ from: 4, to: 5 });
    expect(withEnd(BINS, { from: 2, to: 5 }, 'to', -4)).toEqual({ from: 2, to: 3 });
    expect(withEnd(BINS, { from: 2, to: 5 }, 'to', 99)).toEqual({ from: 2, to: 10 });
  });

  it('does not change after a conversion to values and back', () => {
    const spans = fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));
    fc.assert(
      fc.property(spans, (span) => {
        const back = spanOf(BINS, rangeOf(BINS, span));
        expect(back.from).toBeCloseTo(span.from, 9);
        expect(back.to).toBeCloseTo(span.to, 9);
      }),
    );
  });
});

it('Finds the bins that a part of the axis touches', () => {
  expect(binsWithin(BINS, 0.25, 0.45)).toEqual({ first: 2, end: 5 });
  expect(binsWithin(BINS, -3, 0.45)).toEqual({ first: 0, end: 5 });
  expect(binsWithin(BINS, 0.25, 3)).toEqual({ first: 2, end: 10 });
});
