import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignFolds, foldCount } from '../../../../src/domain/learning/folds.js';

const CLASSES = 3;
/** Rows with a group (the number of its first row) and a label. */
const datasets = fc
  .array(fc.record({ group: fc.nat({ max: 100 }), label: fc.integer({ min: -1, max: CLASSES - 1 }) }), {
    maxLength: 80,
  })
  .map((rows) => {
    const first = new Map<number, number>();
    rows.forEach(({ group }, row) => first.set(group, first.get(group) ?? row));
    return {
      group: Uint32Array.from(rows, ({ group }) => first.get(group)!),
      label: Int32Array.from(rows, ({ label }) => label),
    };
  });

function countsIn(fold: Uint8Array, folds: number, holds: (row: number) => boolean): number[] {
  const counts = new Array<number>(folds).fill(0);
  fold.forEach((own, row) => {
    if (holds(row)) counts[own]!++;
  });
  return counts;
}

describe('assignFolds', () => {
  it('never splits a group, and gives every row one of the folds', () => {
    fc.assert(
      fc.property(datasets, fc.integer({ min: 2, max: 10 }), ({ group, label }, folds) => {
        const fold = assignFolds(group, label, CLASSES, folds);
        fold.forEach((own, row) => {
          expect(own).toBeLessThan(folds);
          expect(own).toBe(fold[group[row]!]);
        });
      }),
    );
  });
  it('puts a label with as many groups of one row as folds into every fold', () => {
    fc.assert(
      fc.property(datasets, fc.integer({ min: 2, max: 6 }), ({ group, label }, folds) => {
        const fold = assignFolds(group, label, CLASSES, folds);
        for (let k = 0; k < CLASSES; k++) {
          const alone = [...label.keys()].filter(
            (row) => label[row] === k && group.filter((g) => g === group[row]).length === 1,
          );
          if (alone.length < folds) continue;
          expect(countsIn(fold, folds, (row) => label[row] === k).every((count) => count > 0)).toBe(true);
        }
      }),
    );
  });
  it('spreads each label evenly where no rows are grouped, and the rows too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: CLASSES - 1 }), { maxLength: 80 }),
        fc.integer({ min: 2, max: 10 }),
        (labels, folds) => {
          const fold = assignFolds(Uint32Array.from(labels.keys()), labels, CLASSES, folds);
          const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);
          for (let k = 0; k < CLASSES; k++) {
            expect(spread(countsIn(fold, folds, (row) => labels[row] === k))).toBeLessThanOrEqual(1);
          }
          expect(spread(countsIn(fold, folds, () => true))).toBeLessThanOrEqual(CLASSES);
        },
      ),
    );
  });
  it('evens out groups of several sizes', () => {
    // Groups of 5, 3, 2 and 40 rows alone, all of one label.
    const group = Uint32Array.from({ length: 50 }, (_, row) => (row < 5 ? 0 : row < 8 ? 5 : row < 10 ? 8 : row));
    const fold = assignFolds(group, new Int32Array(50), 1, 5);
    expect(countsIn(fold, 5, () => true)).toEqual([10, 10, 10, 10, 10]);
  });
  it('gives the same folds for the same input', () => {
    const group = Uint32Array.from({ length: 200 }, (_, row) => row);
    const label = Int32Array.from(group, (row) => row % 3);
    const fold = assignFolds(group, label, 3, 5);
    expect(assignFolds(group, label, 3, 5)).toEqual(fold);
    // Not by the order of the file.
    expect([...fold]).not.toEqual([...fold].sort());
  });
  it('spreads rows without a label as well', () => {
    const fold = assignFolds(
      Uint32Array.from({ length: 20 }, (_, row) => row),
      new Int32Array(20).fill(-1),
      2,
      5,
    );
    expect(countsIn(fold, 5, () => true)).toEqual([4, 4, 4, 4, 4]);
  });
});

describe('foldCount', () => {
  it('is 10 for small datasets, else 5', () => {
    expect([1, 1999, 2000, 120_000].map(foldCount)).toEqual([10, 10, 5, 5]);
  });
});
