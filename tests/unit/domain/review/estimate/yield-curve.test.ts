import { expect, test } from 'vitest';
import { yieldCurve } from '../../../../../src/domain/review/estimate/yield-curve.js';

test('has a point for each of few rows', () => {
  expect(yieldCurve(Uint8Array.of(1, 0, 1), 10)).toEqual([
    { reviewed: 1, wrong: 1 },
    { reviewed: 2, wrong: 1 },
    { reviewed: 3, wrong: 2 },
  ]);
  expect(yieldCurve(new Uint8Array(0), 10)).toEqual([]);
});

test('spreads its points over many rows and ends with the last row', () => {
  const curve = yieldCurve(
    Uint8Array.from({ length: 1000 }, (_, at) => (at < 100 ? 1 : 0)),
    20,
  );
  expect(curve).toHaveLength(20);
  expect(curve[0]).toEqual({ reviewed: 50, wrong: 50 });
  expect(curve.at(-1)).toEqual({ reviewed: 1000, wrong: 100 });
});
