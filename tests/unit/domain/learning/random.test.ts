import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomNumbers, shuffle } from '../../../../src/domain/learning/random.js';

describe('RandomNumbers', () => {
  it('are the same for the same seed, and different for another', () => {
    const take = (seed: number): number[] => {
      const random = new RandomNumbers(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
    expect(new Set(take(0)).size).toBe(5);
  });
  it('spread evenly below a bound', () => {
    const random = new RandomNumbers(3);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[random.below(10)]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('shuffle', () => {
  it('keeps every value once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer(), (length, seed) => {
        const values = Uint32Array.from({ length }, (_, i) => i);
        shuffle(values, new RandomNumbers(seed));
        expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });
  it('puts each value in each place about equally often', () => {
    const random = new RandomNumbers(1);
    const first = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) {
      const values = Uint32Array.of(0, 1, 2, 3);
      shuffle(values, random);
      first[values[0]!]!++;
    }
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
