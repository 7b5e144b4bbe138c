import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  cellPx,
  cellTowards,
  MIDDLE_WEIGHT,
  placedCells,
  redPercent,
  STRONG_WEIGHT,
} from '../../../../src/ui/review/matrix-layout.js';

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

describe('the numbers in the cells', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../../../src/ui/tokens.css'), 'utf8');
  const BLACK = [0, 0, 0];
  const WHITE = [255, 255, 255];

  /** Red, green and blue of a colour of the page, in the light or the dark theme. */
  function colour(name: string, theme: number): readonly number[] {
    const both = new RegExp(`--${name}: light-dark\\(#(\\w{6}), #(\\w{6})\\)`).exec(tokens);
    return [0, 2, 4].map((at) => parseInt((both?.[1 + theme] ?? '').slice(at, at + 2), 16));
  }

  /** Relative luminance, see WCAG 2. */
  function luminance(rgb: readonly number[]): number {
    const [red = 0, green = 0, blue = 0] = rgb
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  it.each(['light', 'dark'])('have a contrast of 4.5 on every red of the %s theme', (name) => {
    const theme = name === 'light' ? 0 : 1;
    const [bad, ground] = [colour('bad', theme), colour('bg', theme)];
    for (let step = 0; step <= 1000; step++) {
      const weight = step / 1000;
      const share = redPercent(weight) / 100;
      const cell = luminance(bad.map((value, at) => value * share + (ground[at] ?? 0) * (1 - share)));
      const isBlack = theme === 0 ? weight < STRONG_WEIGHT : weight >= MIDDLE_WEIGHT;
      const number = luminance(isBlack ? BLACK : WHITE);
      const contrast = (Math.max(cell, number) + 0.05) / (Math.min(cell, number) + 0.05);
      expect(contrast, `weight ${weight}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
