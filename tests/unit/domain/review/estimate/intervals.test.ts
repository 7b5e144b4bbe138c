import { describe, expect, test } from 'vitest';
import {
  hypergeometricInterval,
  meanInterval,
  sampleSize,
  wilsonInterval,
} from '../../../../../src/domain/review/estimate/intervals.js';

// The expected values are those of scipy 1.10.

describe('wilsonInterval', () => {
  test.each([
    [0, 10, 0, 0.27753279986288926],
    [3, 10, 0.10779126740630102, 0.6032218525386546],
    [50, 1000, 0.03813026239274881, 0.06531382024425081],
    [10, 10, 0.7224672001371109, 1],
  ])('%d of %d', (hits, size, low, high) => {
    expect(wilsonInterval(hits, size).low).toBeCloseTo(low, 12);
    expect(wilsonInterval(hits, size).high).toBeCloseTo(high, 12);
  });

  test('is everything without rows', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('sampleSize', () => {
  test.each([0.01, 0.02, 0.05, 0.1])(
    '%d: the widest interval is as narrow as wished, with one row less it is not',
    (wish) => {
      const size = sampleSize(wish, 1_000_000);
      const halfWidth = (rows: number): number => {
        const { low, high } = wilsonInterval(rows / 2, rows);
        return (high - low) / 2;
      };
      expect(halfWidth(size)).toBeLessThanOrEqual(wish);
      expect(halfWidth(size - 1)).toBeGreaterThan(wish);
    },
  );

  test('is at most the number of rows and at least 1', () => {
    expect([sampleSize(0.01, 200), sampleSize(0.5, 200), sampleSize(0.05, 5000)]).toEqual([200, 1, 381]);
  });
});

describe('hypergeometricInterval', () => {
  test.each([
    [0, 150, 5000, 0, 119],
    [3, 10, 20, 3, 11],
    [7, 100, 1000, 31, 135],
    [20, 20, 60, 52, 60],
    [0, 0, 30, 0, 30],
    [5, 5, 5, 5, 5],
    [12, 600, 1_000_000, 10_379, 34_670],
  ])('%d wrong in %d of %d rows', (hits, sampled, rows, low, high) => {
    expect(hypergeometricInterval(hits, sampled, rows)).toEqual({ low, high });
  });
});

describe('meanInterval', () => {
  test.each([
    [0, 150, 0, 3.6438895749182896],
    [2, 40, 0.2445458639738673, 6.767874558376706],
    [40, 40, 36.47610788484786, 40],
    [17, 300, 10.005993455004523, 26.754121330249728],
  ])('of %d in %d trials is that of Clopper and Pearson', (hits, size, low, high) => {
    expect(meanInterval(hits, size).low).toBeCloseTo(low, 9);
    expect(meanInterval(hits, size).high).toBeCloseTo(high, 9);
  });

  test('next to the ends is that of Markov', () => {
    expect(meanInterval(1, 40).low).toBe(0.025);
    expect(meanInterval(39, 40).high).toBe(39.975);
    expect(meanInterval(0, 0)).toEqual({ low: 0, high: 0 });
  });

  test('holds for trials of very different probabilities', () => {
    // 30 trials of probability 0.01, 6 of 0.9, 4 of 0.4: the exact distribution of the number of hits.
    const chances = [...Array<number>(30).fill(0.01), ...Array<number>(6).fill(0.9), ...Array<number>(4).fill(0.4)];
    const mean = chances.reduce((sum, p) => sum + p, 0);
    let spread = [1];
    for (const p of chances) {
      spread = Array.from(
        { length: spread.length + 1 },
        (_, at) => (spread[at] ?? 0) * (1 - p) + (spread[at - 1] ?? 0) * p,
      );
    }
    const covered = spread.reduce((sum, chance, hits) => {
      const { low, high } = meanInterval(hits, chances.length);
      return sum + (low <= mean && mean <= high ? chance : 0);
    }, 0);
    expect(covered).toBeGreaterThanOrEqual(0.95);
  });
});
