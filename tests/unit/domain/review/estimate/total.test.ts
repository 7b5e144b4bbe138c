import { describe, expect, test } from 'vitest';
import type { StratumCounts } from '../../../../../src/domain/review/estimate/strata.js';
import { remainingErrors } from '../../../../../src/domain/review/estimate/total.js';

const stratum = (
  rows: number,
  decided: number,
  wrong: number,
  sampled: number,
  sampledWrong: number,
  sampledUnsure = 0,
): StratumCounts => ({
  rows,
  decided,
  wrong,
  sampled,
  sampledWrong,
  sampledUnsure,
});

describe('remainingErrors', () => {
  test('knows the answer once every row is decided', () => {
    const strata = [stratum(20, 20, 9, 1, 1), stratum(80, 80, 3, 4, 0)];
    expect(remainingErrors(strata)).toMatchObject({ estimate: 0, low: 0, high: 0, sampled: 5, open: { sampled: 0 } });
  });

  test('knows nothing without a sample', () => {
    const strata = [stratum(20, 5, 2, 0, 0), stratum(80, 0, 0, 0, 0)];
    expect(remainingErrors(strata)).toMatchObject({ estimate: null, low: 0, high: 95, sampled: 0 });
  });

  test('adds up what each stratum of the sample stands for, less the wrong labels found', () => {
    // 100 * 3/10 + 400 * 2/40 = 50, of which 11 are found.
    const strata = [stratum(50, 50, 30, 5, 3), stratum(100, 20, 8, 10, 3), stratum(400, 45, 3, 40, 2)];
    expect(remainingErrors(strata).estimate).toBeCloseTo(39, 9);
  });

  test('without a wrong label in 150 random rows, allows about 2.4 percent of them', () => {
    const { low, high } = remainingErrors([stratum(2000, 60, 0, 60, 0), stratum(3000, 90, 0, 90, 0)]);
    // The mean of wrong labels in the sample is below 3.6438895749182896 (scipy), and 3 in 100 rows are sampled.
    expect([low, high]).toEqual([0, Math.floor(3.6438895749182896 / 0.03)]);
  });

  test('is the exact hypergeometric interval where one stratum is open', () => {
    // scipy: 7 wrong in 100 of 1000 rows give 31 to 135.
    expect(remainingErrors([stratum(1000, 100, 7, 100, 7), stratum(50, 50, 20, 0, 0)])).toMatchObject({
      low: 24,
      high: 128,
    });
  });

  test('allows every answer for the sampled rows that a person was unsure about', () => {
    // Two of the 30 sampled rows are unsure: both can be right, or wrong.
    const rest = stratum(300, 60, 2, 40, 2);
    const unsure = remainingErrors([stratum(100, 28, 4, 30, 4, 2), rest]);
    const right = remainingErrors([stratum(100, 30, 4, 30, 4), rest]);
    const wrong = remainingErrors([stratum(100, 30, 6, 30, 6), rest]);
    expect(unsure.low).toBe(right.low);
    // The two rows themselves are among those left.
    expect(unsure.high).toBeGreaterThanOrEqual(wrong.high + 2);
    // 100 * 4/28 + 300 * 2/40, less the 6 wrong labels found.
    expect(unsure.estimate).toBeCloseTo(400 / 28 + 15 - 6, 9);
    expect([unsure.sampled, unsure.open]).toEqual([70, { sampled: 70, wrong: 6, unsure: 2 }]);
  });

  test('has no estimate where every sampled row of a stratum is unsure', () => {
    const { estimate, low, high } = remainingErrors([stratum(100, 0, 0, 3, 0, 3)]);
    expect([estimate, low, high]).toEqual([null, 0, 100]);
  });

  test('counts each undecided row of a stratum without a sample as possibly wrong', () => {
    const known = remainingErrors([stratum(1000, 100, 0, 100, 0), stratum(1000, 100, 0, 100, 0)]);
    const more = remainingErrors([
      stratum(1000, 100, 0, 100, 0),
      stratum(1000, 100, 0, 100, 0),
      stratum(30, 10, 5, 0, 0),
    ]);
    expect([more.high - known.high, more.low, more.estimate]).toEqual([20, 0, null]);
  });

  test('never leaves the undecided rows, and contains its estimate', () => {
    for (let wrong = 0; wrong <= 12; wrong += 1) {
      const strata = [stratum(30, 15, 12, 12, wrong), stratum(60, 24, 2, 24, 2)];
      const { estimate, low, high } = remainingErrors(strata);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(51);
      expect(estimate).toBeGreaterThanOrEqual(low);
      expect(estimate).toBeLessThanOrEqual(high);
    }
  });
});
