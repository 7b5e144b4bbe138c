import { expect, test } from 'vitest';
import { stoppingOf, yieldOf } from '../../../../../src/app/review/estimate/reviewed.js';
import { CORRECTED, PENDING, UNSURE, VALIDATED } from '../../../../../src/domain/reading/dataset.js';
import { stoppingP } from '../../../../../src/domain/review/estimate/stopping.js';

const COLUMNS = {
  status: Uint8Array.of(CORRECTED, VALIDATED, PENDING, CORRECTED, VALIDATED, UNSURE),
  updatedAt: Float64Array.of(30, 10, 0, 10, 20, 15),
  loss: Float32Array.of(1, 2, 9, 5, Number.NaN, 3),
};

test('the yield is by loss, rows without a loss last', () => {
  expect(yieldOf(COLUMNS).map(({ wrong }) => wrong)).toEqual([1, 1, 2, 2]);
});

test('the stopping test has the rows in the order of their decisions, without the drawn ones', () => {
  expect(stoppingOf(COLUMNS, new Set())).toBe(stoppingP(Uint8Array.of(1, 0, 0, 1), 6));
  expect(stoppingOf(COLUMNS, new Set([0]))).toBe(stoppingP(Uint8Array.of(1, 0, 0), 5));
});
