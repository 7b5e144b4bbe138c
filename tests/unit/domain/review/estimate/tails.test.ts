import { describe, expect, test } from 'vitest';
import {
  binomialAtMost,
  hypergeometricAtMost,
  logChoose,
  logGamma,
} from '../../../../../src/domain/review/estimate/tails.js';

// The expected values are those of scipy 1.10.

describe('logGamma', () => {
  test.each([
    [0.5, 0.5723649429247],
    [3.25, 0.9358019311087253],
    [15.9, 27.625493215168696],
    [1_000_001, 12_815_518.384658169],
  ])('of %d', (x, expected) => {
    expect(Math.abs(logGamma(x) / expected - 1)).toBeLessThan(1e-13);
  });

  test('is 0 at 1 and 2, and choices outside of the set have no probability', () => {
    expect(logGamma(1)).toBeCloseTo(0, 14);
    expect(logGamma(2)).toBeCloseTo(0, 14);
    expect([logChoose(5, -1), logChoose(5, 6)]).toEqual([-Infinity, -Infinity]);
    expect(Math.exp(logChoose(10, 3))).toBeCloseTo(120, 9);
  });
});

describe('hypergeometricAtMost', () => {
  test.each([
    [0, 10, 3, 4, 0.16666666666666666],
    [2, 50, 10, 15, 0.3615509952647632],
    [5, 1000, 50, 100, 0.616635656392696],
    [0, 1_000_000, 20_000, 150, 0.04828500693559177],
    [1999, 1_000_000, 20_000, 100_000, 0.49646653084516235],
    [2100, 1_000_000, 20_000, 100_000, 0.9913152926296888],
    [500_000, 1_000_000, 999_000, 500_500, 0.5252292127243684],
  ])('%d or fewer, of %d rows with %d marked, in a sample of %d', (count, rows, marked, sampled, expected) => {
    expect(Math.abs(hypergeometricAtMost(count, rows, marked, sampled) / expected - 1)).toBeLessThan(1e-7);
  });

  test('is 0 below the fewest possible rows and 1 from the most', () => {
    expect(hypergeometricAtMost(1, 10, 8, 5)).toBe(0);
    expect(hypergeometricAtMost(5, 10, 8, 5)).toBe(1);
    expect(hypergeometricAtMost(0, 10, 0, 5)).toBe(1);
  });

  test('agrees with a sum over all outcomes of a small urn', () => {
    const choose = (n: number, k: number): number =>
      k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
    for (let count = 0; count <= 6; count += 1) {
      let sum = 0;
      for (let at = 0; at <= count; at += 1) sum += (choose(7, at) * choose(12, 6 - at)) / choose(19, 6);
      expect(hypergeometricAtMost(count, 19, 7, 6)).toBeCloseTo(sum, 12);
    }
  });
});

describe('binomialAtMost', () => {
  test.each([
    [0, 150, 0.02, 0.0482960212434878],
    [3, 20, 0.4, 0.01596116279000825],
    [950, 10_000, 0.1, 0.048671428140791104],
    [1050, 10_000, 0.1, 0.9530727017180779],
  ])('%d or fewer of %d trials with probability %d', (count, size, p, expected) => {
    expect(Math.abs(binomialAtMost(count, size, p) / expected - 1)).toBeLessThan(1e-9);
  });

  test('is certain for impossible and for sure trials', () => {
    expect([binomialAtMost(-1, 5, 0.5), binomialAtMost(5, 5, 0.5)]).toEqual([0, 1]);
    expect([binomialAtMost(0, 5, 0), binomialAtMost(4, 5, 1)]).toEqual([1, 0]);
  });
});
