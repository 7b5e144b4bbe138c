import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateMeter } from '../../../../src/app/scoring/rate.js';

describe('the rate', () => {
  it('covers the last eight seconds, or the time since the start', () => {
    const meter = new RateMeter(1000);
    expect(meter.rowsPerS(1000)).toBe(0);
    meter.add(2000, 100);
    expect(meter.rowsPerS(2000)).toBe(100);
    expect(meter.rowsPerS(3000)).toBe(50);
    meter.add(9000, 60);
    expect(meter.rowsPerS(10_000)).toBe(20);
    expect(meter.rowsPerS(11_000)).toBe(7.5);
    expect(meter.rowsPerS(18_000)).toBe(0);
  });

  it('equals the rate of even work for batches of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 400 }), (rows, everyMs) => {
        const meter = new RateMeter(0);
        for (let at = everyMs; at <= 20_000; at += everyMs) meter.add(at, rows);
        const last = Math.floor(20_000 / everyMs) * everyMs;
        const exact = (rows * 1000) / everyMs;
        expect(Math.abs(meter.rowsPerS(last) - exact)).toBeLessThanOrEqual((exact * everyMs) / 8000 + 1e-9);
      }),
      { numRuns: 50 },
    );
  });
});
