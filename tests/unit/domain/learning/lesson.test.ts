import { describe, expect, it } from 'vitest';
import { rowsOfFold, sharesOfClasses } from '../../../../src/domain/learning/lesson.js';

describe('rowsOfFold', () => {
  it('lists the rows of a fold, ascending', () => {
    expect([...rowsOfFold(Uint8Array.of(1, 0, 1, 2), 1)]).toEqual([0, 2]);
    expect([...rowsOfFold(Uint8Array.of(1, 0), 3)]).toEqual([]);
  });
});

describe('sharesOfClasses', () => {
  const lesson = { label: Int32Array.of(0, 0, 1, -1, 2), classes: 4, fold: Uint8Array.of(0, 1, 1, 1, 0) };
  it('counts the rows that are learnt from, in all folds or in all but one', () => {
    expect([...sharesOfClasses(lesson, -1)]).toEqual([0.5, 0.25, 0.25, 0]);
    expect([...sharesOfClasses(lesson, 0)]).toEqual([0.5, 0.5, 0, 0]);
  });
  it('is 0 throughout without rows', () => {
    expect([...sharesOfClasses({ label: Int32Array.of(1), classes: 2, fold: Uint8Array.of(0) }, 0)]).toEqual([0, 0]);
  });
});
