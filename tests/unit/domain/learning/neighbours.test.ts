import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, NeighbourSearch, vote, type Neighbours } from '../../../../src/domain/learning/neighbours.js';
import { columnsOf, type SparseRows } from '../../../../src/domain/learning/sparse.js';
import { randomFrom, sparseOf } from './made-up.js';

const everyOther = (): boolean => true;

function unit(row: readonly number[]): number[] {
  const length = Math.hypot(...row);
  return row.map((x) => (length === 0 ? 0 : x / length));
}

function search(matrix: SparseRows, most = Infinity): NeighbourSearch {
  return new NeighbourSearch(matrix, columnsOf(matrix, most));
}

/** Rows that share a feature with `own`, nearest first. */
function slowNearest(
  dense: readonly (readonly number[])[],
  own: number,
  may = everyOther as (row: number, other: number) => boolean,
) {
  return dense
    .map((other, row) => ({
      row,
      similarity: other.reduce((sum, x, f) => sum + Math.fround(x) * Math.fround(dense[own]![f]!), 0),
    }))
    .filter(({ row, similarity }) => row !== own && similarity > 0 && may(own, row))
    .sort((a, b) => b.similarity - a.similarity || a.row - b.row);
}

function found({ k, row, similarity }: Neighbours, i: number) {
  return Array.from({ length: k }, (_, place) => ({
    row: row[i * k + place]!,
    similarity: similarity[i * k + place]!,
  })).filter((neighbour) => neighbour.row >= 0);
}

const FEATURES = 6;
const denseRows = fc.array(
  fc.array(fc.constantFrom(0, 0, 1, 2, 5), { minLength: FEATURES, maxLength: FEATURES }).map(unit),
  { minLength: 1, maxLength: 20 },
);

/** Many rows: each of one rare feature and some of a few frequent ones. */
function manyRows(rows: number, rare: number, seed: number): number[][] {
  const random = randomFrom(seed);
  return Array.from({ length: rows }, () => {
    const row = new Array<number>(rare + 8).fill(0);
    row[8 + Math.floor(random() * rare)] = 3;
    for (let f = 0; f < 8; f++) if (random() < 0.8) row[f] = 0.2 + random() / 5;
    return unit(row);
  });
}

describe('NeighbourSearch', () => {
  it('finds the same rows as a comparison with every row', () => {
    fc.assert(
      fc.property(denseRows, fc.integer({ min: 1, max: 5 }), (dense, k) => {
        const matrix = sparseOf(dense, FEATURES);
        const may = (row: number, other: number): boolean => (row + other) % 3 !== 0;
        const nearest = search(matrix).nearest(Uint32Array.from(dense.keys()), k, may);
        dense.forEach((_, own) => {
          const all = slowNearest(dense, own, may);
          const mine = found(nearest, own);
          expect(mine).toHaveLength(Math.min(k, all.length));
          mine.forEach(({ row, similarity }, place) => {
            expect(similarity).toBeCloseTo(all[place]!.similarity, 5);
            // Of rows that are equally near except for rounding, any is right.
            expect(all.find((other) => other.row === row)!.similarity).toBeCloseTo(similarity, 5);
          });
        });
      }),
    );
  });
  it('puts the earlier of two equal rows first', () => {
    const dense = [
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ];
    const nearest = search(sparseOf(dense, 2)).nearest(Uint32Array.of(2, 0), 3, everyOther);
    expect(found(nearest, 0)).toEqual([
      { row: 0, similarity: 1 },
      { row: 1, similarity: 1 },
    ]);
    expect(found(nearest, 1)).toEqual([
      { row: 1, similarity: 1 },
      { row: 2, similarity: 1 },
    ]);
  });
  it('gives the same result for a row after any other search', () => {
    const dense = manyRows(300, 20, 1);
    const matrix = sparseOf(dense, 28);
    const used = search(matrix, 150);
    const all = used.nearest(Uint32Array.from(dense.keys()), 5, everyOther);
    for (const row of [0, 17, 299]) {
      expect(found(search(matrix, 150).nearest(Uint32Array.of(row), 5, everyOther), 0)).toEqual(found(all, row));
    }
  });
  it('still finds the nearest rows where frequent features are left out, and compares them by all features', () => {
    const dense = manyRows(1000, 25, 2);
    const matrix = sparseOf(dense, 33);
    const of = Uint32Array.from({ length: 40 }, (_, i) => i * 25);
    const nearest = search(matrix, 500).nearest(of, 10, everyOther);
    of.forEach((own, i) => {
      const all = slowNearest(dense, own);
      const mine = found(nearest, i);
      expect(mine.map(({ row }) => row)).toEqual(all.slice(0, 10).map(({ row }) => row));
      mine.forEach(({ similarity }, place) => expect(similarity).toBeCloseTo(all[place]!.similarity, 5));
    });
  });
  it('looks at a bounded number of rows, rarest features first', () => {
    // 16 features that 3,000 rows each have: not all are examined, but the one of 4 rows is.
    const rows = 3000;
    const dense = Array.from({ length: rows }, (_, row) => unit([...new Array<number>(16).fill(1), row < 4 ? 3 : 0]));
    const [nearest] = [search(sparseOf(dense, 17)).nearest(Uint32Array.of(2), 3, everyOther)];
    expect(found(nearest, 0).map(({ row }) => row)).toEqual([0, 1, 3]);
    for (const { similarity } of found(nearest, 0)) expect(similarity).toBeCloseTo(1, 6);
  });
  it('finds none for a row without terms, and no more than there are', () => {
    const nearest = search(
      sparseOf(
        [
          [0, 0],
          [1, 0],
          [1, 0],
        ],
        2,
      ),
    ).nearest(Uint32Array.of(0, 1), CANDIDATES, everyOther);
    expect(found(nearest, 0)).toEqual([]);
    expect(found(nearest, 1)).toEqual([{ row: 2, similarity: 1 }]);
  });
});

describe('vote', () => {
  const neighbours: Neighbours = {
    k: 3,
    row: Int32Array.of(0, 1, 2, 3, -1, -1),
    similarity: Float32Array.of(1, 0.5, 0.5, 1, 0, 0),
  };
  const prior = Float64Array.of(0.5, 0.25, 0.25);
  const probs = (most: number, label: number[], shares = prior): number[] =>
    Array.from(vote(neighbours, most, Int32Array.from(label), shares), Math.exp);

  it('weighs nearer rows more, and keeps a share for the frequency of each label', () => {
    const far = Math.exp(-2);
    const [a = 0, b = 0, c = 0] = probs(3, [0, 1, 1, 2]);
    expect(a).toBeCloseTo((0.95 * 1) / (1 + 2 * far) + 0.05 * 0.5, 5);
    expect(b).toBeCloseTo((0.95 * 2 * far) / (1 + 2 * far) + 0.05 * 0.25, 5);
    expect(c).toBeCloseTo(0.05 * 0.25, 5);
    expect(a + b + c).toBeCloseTo(1, 5);
  });
  it('uses the first ones only', () => {
    expect(probs(1, [0, 1, 1, 2])[0]).toBeCloseTo(0.95 + 0.05 * 0.5, 5);
  });
  it('leaves out rows without a label, and uses the frequencies where none has one', () => {
    expect(probs(3, [-1, 1, 2, -1])[1]).toBeCloseTo(0.95 / 2 + 0.05 / 4, 5);
    probs(3, [0, 1, 2, -1])
      .slice(3)
      .forEach((p, k) => expect(p).toBeCloseTo(prior[k]!, 6));
  });
  it('rules out a label that no row has', () => {
    expect(probs(3, [0, 0, 0, 0], Float64Array.of(1, 0, 0)).slice(0, 3)).toEqual([expect.closeTo(1, 6), 0, 0]);
  });
});
