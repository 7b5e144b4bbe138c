import { describe, expect, it } from 'vitest';
import { cellPx, cellTowards, placedCells } from '../../../../src/ui/review/matrix-layout.js';

const CELLS = placedCells(
  [7, 3, 5],
  [
    { given: 5, predicted: 5, count: 9 },
    { given: 7, predicted: 7, count: 36 },
    { given: 7, predicted: 5, count: 4 },
    { given: 3, predicted: 7, count: 1 },
  ],
);

describe('placedCells', () => {
  it('puts cells at the places of their labels, row by row', () => {
    expect(CELLS.map(({ row, column }) => [row, column])).toEqual([
      [0, 0],
      [0, 2],
      [1, 0],
      [2, 2],
    ]);
  });

  it('weighs the diagonal and the other cells each by their own largest count', () => {
    expect(CELLS.map(({ weight }) => weight)).toEqual([1, 1, 0.5, 0.5]);
  });
});

describe('cellTowards', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowDown', 0, 2],
    ['ArrowDown', 1, 3],
    ['ArrowLeft', 3, 2],
    ['ArrowUp', 3, 1],
    ['ArrowUp', 0, -1],
    ['Enter', 0, -1],
  ])('%s from cell %i leads to cell %i', (key, from, to) => {
    expect(cellTowards(CELLS, from, key)).toBe(to);
  });
});

describe('cellPx', () => {
  it('makes cells smaller the more labels there are', () => {
    const sizes = [4, 20, 60, 200].map(cellPx);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(cellPx(200) * 200).toBeLessThanOrEqual(1200);
  });
});
