import { expect, test } from 'vitest';
import { stoppingP } from '../../../../../src/domain/review/estimate/stopping.js';

// The expected values are the smallest of the p values of all ends of the sequence, with the distribution of scipy 1.10.

const repeated = (count: number, ...pattern: number[]): number[] => Array.from({ length: count }, () => pattern).flat();
const RICH = [...repeated(30, 1), ...repeated(10, 0, 1), ...repeated(100, 0)];

test.each([
  ['a long end without wrong labels in a small set', RICH, 400, 0.3631769870283851],
  ['the same end in a large set', RICH, 2000, 0.8538374579254807],
  ['no wrong label at all', repeated(50, 0), 200, 0.75],
  ['nearly all rows', [...repeated(100, 1, 0), ...repeated(600, 0)], 1000, 0.00022890833598433803],
])('the p value of %s', (_, wrong, rows, expected) => {
  expect(stoppingP(Uint8Array.from(wrong), rows)).toBeCloseTo(expected, 10);
});

test('is 1 without a review, and small once every row is reviewed', () => {
  expect(stoppingP(new Uint8Array(0), 100)).toBe(1);
  expect(stoppingP(Uint8Array.from([1, 1, 0, 0]), 4)).toBe(0);
});
