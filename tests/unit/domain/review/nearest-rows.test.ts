import { describe, expect, it } from 'vitest';
import { NEAREST, NearestRowsFinder, storedNearestRows } from '../../../../src/domain/review/nearest-rows.js';

/** Finder of rows whose terms are the numbers given. */
function finderOf(rows: readonly (readonly number[])[]): NearestRowsFinder {
  const finder = new NearestRowsFinder(1000);
  for (const terms of rows) finder.add(Uint32Array.from(terms), null);
  return finder;
}

const nearestOf = (finder: NearestRowsFinder, row: number): number[] =>
  [...finder.find(row, row + 1).row].filter((other) => other >= 0);

describe('the nearest rows', () => {
  it('are the rows with the most alike terms, nearest first, never the row itself', () => {
    const finder = finderOf([
      [1, 2, 3, 4],
      [1, 2, 3, 5],
      [1, 6, 7, 8],
      [9, 9],
      [1, 2, 3, 4],
      [6, 7, 8, 5],
    ]);
    expect(nearestOf(finder, 0)).toEqual([4, 1, 2]);
    expect(nearestOf(finder, 3)).toEqual([]);
    expect(nearestOf(finder, 5)).toEqual([2, 1]);
  });

  it('are the same for a part of the rows as for all', () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 4, 4 + (i % 5), 9 + (i % 7), 20]);
    const finder = finderOf(rows);
    const all = finder.find(0, 40);
    const part = finder.find(13, 20);
    expect(part.row).toEqual(all.row.slice(13 * NEAREST, 20 * NEAREST));
    expect(part.similarity).toEqual(all.similarity.slice(13 * NEAREST, 20 * NEAREST));
  });

  it('have a similarity of at least a tenth', () => {
    // One frequent term of many is all that the first two rows share.
    const own = (from: number): number[] => Array.from({ length: 60 }, (_, i) => from + i);
    const finder = finderOf([[1, ...own(100)], [1, ...own(200)], own(100), own(200), [1, 2], [1, 2]]);
    expect(nearestOf(finder, 0)).toEqual([2]);
    expect(finder.find(0, 1).similarity[0]).toBeGreaterThan(90);
    expect(finder.find(0, 1).similarity[1]).toBe(0);
  });
});

it('restores the stored nearest rows', () => {
  const nearest = finderOf([
    [1, 2],
    [1, 2],
  ]).find(0, 2);
  expect(storedNearestRows(structuredClone(nearest), 2)).toEqual(nearest);
  expect(storedNearestRows(nearest, 3)).toBe(null);
  expect(storedNearestRows(null, 2)).toBe(null);
});
