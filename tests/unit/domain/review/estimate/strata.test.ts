import { describe, expect, test } from 'vitest';
import { CORRECTED, PENDING, UNSURE, VALIDATED } from '../../../../../src/domain/reading/dataset.js';
import {
  countStrata,
  drawOrders,
  nextStratum,
  seedOf,
  strataOf,
} from '../../../../../src/domain/review/estimate/strata.js';

const sizesOf = (strata: Uint8Array): number[] => {
  const sizes: number[] = [];
  for (const stratum of strata) sizes[stratum] = (sizes[stratum] ?? 0) + 1;
  return sizes;
};

describe('strataOf', () => {
  test('has finer strata at the high losses', () => {
    const strata = strataOf(Float32Array.from({ length: 1000 }, (_, row) => row));
    expect(sizesOf(strata)).toEqual([20, 30, 50, 100, 200, 300, 300]);
    expect([strata[999], strata[979], strata[0]]).toEqual([0, 1, 6]);
  });

  test('puts rows without a loss into the last stratum, and equal losses into one', () => {
    const loss = Float32Array.from({ length: 100 }, (_, row) => (row < 50 ? Number.NaN : row < 75 ? 2 : 1));
    expect([...new Set(strataOf(loss).subarray(0, 50))]).toEqual([strataOf(loss).reduce((a, b) => Math.max(a, b))]);
    expect(new Set(strataOf(loss).subarray(50, 75)).size).toBe(1);
    expect(new Set(strataOf(new Float32Array(100).fill(Number.NaN)))).toEqual(new Set([0]));
  });

  test('has no stratum of a few rows', () => {
    expect(sizesOf(strataOf(Float32Array.from({ length: 20 }, (_, row) => row)))).toEqual([14, 6]);
    expect(strataOf(new Float32Array(0))).toHaveLength(0);
  });
});

describe('drawOrders', () => {
  const strata = strataOf(Float32Array.from({ length: 400 }, (_, row) => row % 97));

  test('is the same for the same project and another for another project', () => {
    const first = drawOrders(strata, seedOf('a1b2'));
    expect(drawOrders(strata, seedOf('a1b2'))).toEqual(first);
    expect(drawOrders(strata, seedOf('a1b3'))).not.toEqual(first);
  });

  test('has each row of a stratum once', () => {
    for (const [stratum, order] of drawOrders(strata, 7).entries()) {
      const rows = [...strata.keys()].filter((row) => strata[row] === stratum);
      expect([...order].sort((one, other) => one - other)).toEqual(rows);
    }
  });

  test('begins with each row equally often', () => {
    const times = new Map<number, number>();
    const one = new Uint8Array(10);
    for (let seed = 0; seed < 5000; seed += 1) {
      const first = drawOrders(one, seed)[0]?.[0] ?? -1;
      times.set(first, (times.get(first) ?? 0) + 1);
    }
    const square = [...times.values()].reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    // The 99.9 % quantile of chi squared with 9 degrees of freedom.
    expect([times.size, square < 27.9]).toEqual([10, true]);
  });
});

describe('countStrata', () => {
  const strata = Uint8Array.of(0, 0, 0, 1, 1, 1);
  const orders = [Uint32Array.of(2, 0, 1), Uint32Array.of(5, 4, 3)];

  test('counts decisions of each stratum and the sample at the beginning of its order', () => {
    const status = Uint8Array.of(VALIDATED, CORRECTED, CORRECTED, PENDING, PENDING, VALIDATED);
    expect(countStrata(strata, orders, [2, 1], status)).toEqual([
      { rows: 3, decided: 3, wrong: 2, sampled: 2, sampledWrong: 1, sampledUnsure: 0 },
      { rows: 3, decided: 1, wrong: 0, sampled: 1, sampledWrong: 0, sampledUnsure: 0 },
    ]);
  });

  test('counts an unsure row in the sample, and not as a decision', () => {
    const status = Uint8Array.of(UNSURE, CORRECTED, UNSURE, PENDING, UNSURE, VALIDATED);
    expect(countStrata(strata, orders, [2, 1], status)).toEqual([
      { rows: 3, decided: 1, wrong: 1, sampled: 2, sampledWrong: 0, sampledUnsure: 2 },
      { rows: 3, decided: 1, wrong: 0, sampled: 1, sampledWrong: 0, sampledUnsure: 0 },
    ]);
  });

  test('ends the sample at a pending drawn row', () => {
    const status = Uint8Array.of(PENDING, CORRECTED, CORRECTED, PENDING, CORRECTED, PENDING);
    const counts = countStrata(strata, orders, [3, 2], status);
    expect(counts.map(({ sampled, sampledWrong }) => [sampled, sampledWrong])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});

test('nextStratum keeps the drawn shares equal, the largest stratum first', () => {
  const orders = [10, 30, 60].map((size) => new Uint32Array(size));
  const taken = [0, 0, 0];
  const all = (): boolean => true;
  const sequence = Array.from({ length: 20 }, () => {
    const stratum = nextStratum(orders, taken, all);
    taken[stratum] = (taken[stratum] ?? 0) + 1;
    return stratum;
  });
  expect(sequence.slice(0, 3)).toEqual([2, 1, 0]);
  expect(taken).toEqual([2, 6, 12]);
  expect(nextStratum(orders, taken, (stratum) => stratum === 0)).toBe(0);
  expect(nextStratum(orders, [10, 30, 60], all)).toBe(-1);
});
