import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../../../src/domain/map/axes.js';
import { tickWriter } from '../../../../src/ui/map/tick-text.js';

function written(min: number, max: number, count = 5): string[] {
  const ticks = ticksOf({ min, max }, count);
  return ticks.values.map(tickWriter(ticks, 'en'));
}

describe('tickWriter', () => {
  it('gives neighbouring ticks the same number of decimals', () => {
    expect(written(0, 1)).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(written(0, 20_000)).toEqual(['0', '5,000', '10,000', '15,000', '20,000']);
  });

  it('writes numbers without room as powers of ten', () => {
    expect(written(0, 3.4e38).slice(0, 2)).toEqual(['0', '5E37']);
    expect(written(0, 4e-9).slice(0, 3)).toEqual(['0', '1E-9', '2E-9']);
    for (const [min, max] of [
      [3e38, 3.4e38],
      [0.4999, 0.5001],
      [0, 1e7],
      [1e-40, 1e-38],
    ] as const) {
      const texts = written(min, max);
      expect(new Set(texts).size).toBe(texts.length);
      expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(10);
    }
  });
});
