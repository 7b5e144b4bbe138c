import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  extentOf,
  niceDomain,
  padded,
  shareOf,
  tickStep,
  ticksOf,
  valueAt,
  type Domain,
} from '../../../src/domain/axes.js';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const domains = fc
  .tuple(finite, fc.double({ min: 1e-2, max: 1e6, noNaN: true }))
  .map(([min, length]): Domain => ({ min, max: min + length }))
  .filter((domain) => domain.max > domain.min);

describe('extentOf', () => {
  it('leaves out NaN and infinities', () => {
    expect(extentOf(Float32Array.of(Number.NaN, 3, -Infinity, -2, Infinity, Number.NaN))).toEqual({ min: -2, max: 3 });
  });

  it('is null for a column without finite values', () => {
    expect(extentOf(new Float32Array(0))).toBeNull();
    expect(extentOf(Float32Array.of(Number.NaN, Infinity, -Infinity))).toBeNull();
  });

  it('is one value for a constant column', () => {
    expect(extentOf(Float64Array.of(0.25, 0.25))).toEqual({ min: 0.25, max: 0.25 });
  });
});

describe('niceDomain', () => {
  it.each([
    [null, { min: 0, max: 1 }],
    [
      { min: 0, max: 8.87 },
      { min: 0, max: 9 },
    ],
    [
      { min: 0, max: 256 },
      { min: 0, max: 300 },
    ],
    [
      { min: 0, max: 0 },
      { min: -0.5, max: 0.5 },
    ],
  ])('of %o is %o', (extent, domain) => {
    const nice = niceDomain(extent);
    expect(nice.min).toBeCloseTo(domain.min, 9);
    expect(nice.max).toBeCloseTo(domain.max, 9);
  });

  it('gives a constant column room on both sides', () => {
    const { min, max } = niceDomain({ min: 42, max: 42 });
    expect(min).toBeLessThan(42);
    expect(max).toBeGreaterThan(42);
  });

  it('holds its extent and wastes at most a step at each end', () => {
    fc.assert(
      fc.property(domains, (domain) => {
        const nice = niceDomain(domain);
        const step = tickStep(domain.max - domain.min, 8);
        const slack = step * 1e-6;
        expect(nice.min).toBeLessThanOrEqual(domain.min + slack);
        expect(nice.max).toBeGreaterThanOrEqual(domain.max - slack);
        expect(nice.max - nice.min).toBeLessThanOrEqual(domain.max - domain.min + 2 * step + slack);
      }),
    );
  });
});

describe('ticksOf', () => {
  it.each<[Domain, number, readonly number[], number]>([
    [{ min: 0, max: 1 }, 5, [0, 0.2, 0.4, 0.6, 0.8, 1], 1],
    [{ min: 0, max: 1 }, 10, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], 1],
    [{ min: -0.03, max: 1.03 }, 2, [0, 0.5, 1], 1],
    [{ min: 0, max: 160 }, 4, [0, 50, 100, 150], 0],
    [{ min: 0.0712, max: 0.0718 }, 3, [0.0712, 0.0714, 0.0716, 0.0718], 4],
  ])('of %o, about %i: %o', (domain, count, values, decimals) => {
    expect(ticksOf(domain, count)).toEqual({ values, decimals });
  });

  it('never writes minus zero', () => {
    expect(Object.is(ticksOf({ min: -1, max: 1 }, 2).values[1], 0)).toBe(true);
  });

  it('are inside, increasing, distinct in their decimals, and about as many as wanted', () => {
    fc.assert(
      fc.property(domains, fc.integer({ min: 2, max: 12 }), (domain, count) => {
        const { values, decimals } = ticksOf(domain, count);
        const slack = (domain.max - domain.min) * 1e-6;
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(domain.min - slack);
          expect(value).toBeLessThanOrEqual(domain.max + slack);
        }
        expect(new Set(values.map((value) => value.toFixed(decimals))).size).toBe(values.length);
        expect(values).toEqual([...values].sort((a, b) => a - b));
        expect(values.length).toBeLessThanOrEqual(Math.ceil(count * Math.SQRT2) + 2);
        expect(values.length).toBeGreaterThanOrEqual(Math.floor(count / 1.6) - 1);
      }),
    );
  });
});

describe('shares', () => {
  it('turn values into places and back', () => {
    fc.assert(
      fc.property(domains, fc.double({ min: -1, max: 2, noNaN: true }), (domain, share) => {
        expect(shareOf(domain, valueAt(domain, share))).toBeCloseTo(share, 3);
      }),
    );
  });

  it('pads on both sides', () => {
    expect(padded({ min: 0, max: 10 }, 0.05)).toEqual({ min: -0.5, max: 10.5 });
  });
});
