import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TermMatrixBuilder, TermTable, type TermMatrix } from '../../../../src/domain/learning/term-matrix.js';

const allocate = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);
type Rows = readonly (readonly number[])[];

function matrixOf(rows: Rows, minRows = 1, maxFeatures = Infinity, share = 0): TermMatrix {
  const builder = new TermMatrixBuilder(share);
  for (const row of rows) {
    for (const hash of row) builder.add(hash);
    builder.endRow();
  }
  return builder.finish({ minRows, maxFeatures, allocate });
}

/** Weight of each term by row. */
function weightsIn({ rows, offsets, index, value, hashes }: TermMatrix): Map<number, number>[] {
  return Array.from({ length: rows }, (_, row) => {
    const weights = new Map<number, number>();
    for (let e = offsets[row]!; e < offsets[row + 1]!; e++) weights.set(hashes[index[e]!]!, value[e]!);
    return weights;
  });
}

/** The same by definition. */
function slowWeights(rows: Rows, kept: (rowsWith: number) => boolean): Map<number, number>[] {
  const rowsWith = new Map<number, number>();
  for (const row of rows) for (const hash of new Set(row)) rowsWith.set(hash, (rowsWith.get(hash) ?? 0) + 1);
  return rows.map((row) => {
    const weights = new Map<number, number>();
    for (const hash of new Set(row)) {
      const found = rowsWith.get(hash)!;
      if (!kept(found)) continue;
      const times = row.filter((other) => other === hash).length;
      weights.set(hash, (1 + Math.log(times)) * (Math.log((1 + rows.length) / (1 + found)) + 1));
    }
    const length = Math.hypot(...weights.values());
    for (const [hash, weight] of weights) weights.set(hash, weight / length);
    return weights;
  });
}

const term = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.nat({ max: 0xffffffff }));
const manyRows = fc.array(fc.array(term, { maxLength: 12 }), { maxLength: 12 });

describe('TermMatrixBuilder', () => {
  it('weighs as the definition of TF-IDF', () => {
    fc.assert(
      fc.property(manyRows, fc.integer({ min: 1, max: 3 }), (rows, minRows) => {
        const expected = slowWeights(rows, (found) => found >= minRows);
        weightsIn(matrixOf(rows, minRows)).forEach((weights, row) => {
          expect([...weights.keys()]).toEqual([...expected[row]!.keys()]);
          for (const [hash, weight] of weights) expect(weight).toBeCloseTo(expected[row]!.get(hash)!, 5);
        });
      }),
    );
  });
  it('makes each row a vector of length 1, or empty', () => {
    fc.assert(
      fc.property(manyRows, (rows) => {
        for (const weights of weightsIn(matrixOf(rows, 2))) {
          if (weights.size > 0) expect(Math.hypot(...weights.values())).toBeCloseTo(1, 6);
        }
      }),
    );
  });
  it('numbers features in order of first appearance', () => {
    const matrix = matrixOf([[9, 5], [5, 7, 9], [7]], 2);
    expect([...matrix.hashes]).toEqual([9, 5, 7]);
    expect([...matrix.index]).toEqual([0, 1, 1, 2, 0, 2]);
    expect(matrix.features).toBe(3);
  });
  it('keeps the most frequent terms, and of equally frequent ones those of the smallest hashes', () => {
    const rows = [
      [1, 2, 3, 40, 30],
      [1, 2, 30, 40, 20],
      [1, 20, 2, 10],
      [1, 10],
    ];
    const kept = (most: number): number[] => [...matrixOf(rows, 1, most).hashes].sort((a, b) => a - b);
    expect(kept(100)).toEqual([1, 2, 3, 10, 20, 30, 40]);
    expect(kept(5)).toEqual([1, 2, 10, 20, 30]);
    expect(kept(4)).toEqual([1, 2, 10, 20]);
    expect(kept(2)).toEqual([1, 2]);
    expect(kept(1)).toEqual([1]);
  });
  it('never keeps more terms than asked, and as many where there are enough', () => {
    fc.assert(
      fc.property(manyRows, fc.integer({ min: 1, max: 10 }), (rows, most) => {
        const all = matrixOf(rows, 2).features;
        expect(matrixOf(rows, 2, most).features).toBe(Math.min(all, most));
      }),
    );
  });
  it('keeps a share of the terms, the same ones in every row', () => {
    const terms = Array.from({ length: 4000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
    const { hashes } = matrixOf([terms, terms], 1, Infinity, 2);
    expect(Math.abs(hashes.length - 1000)).toBeLessThan(100);
    const again = matrixOf([terms.toReversed()], 1, Infinity, 2);
    expect([...again.hashes].sort()).toEqual([...hashes].sort());
  });
  it('counts a term 255 times at most', () => {
    const many = weightsIn(matrixOf([[...new Array<number>(255).fill(1), 2]]));
    const more = weightsIn(matrixOf([[...new Array<number>(1000).fill(1), 2]]));
    expect(more).toEqual(many);
  });
  it('has no feature where there are no terms', () => {
    expect(matrixOf([[], []])).toMatchObject({ rows: 2, features: 0, offsets: Uint32Array.of(0, 0, 0) });
    expect(matrixOf([])).toMatchObject({ rows: 0, features: 0 });
  });
  it('grows over thousands of rows and terms', () => {
    const rows = Array.from({ length: 3000 }, (_, row) => [row, row + 1, row + 2]);
    const weights = weightsIn(matrixOf(rows, 2));
    expect([...weights[1500]!.keys()]).toEqual([1500, 1501, 1502]);
    expect([...weights[0]!.keys()]).toEqual([1, 2]);
  });
});

describe('TermTable', () => {
  it('numbers hashes like a Map', () => {
    fc.assert(
      fc.property(fc.array(term), term, (hashes, other) => {
        const table = new TermTable();
        const map = new Map<number, number>();
        for (const hash of hashes) {
          if (!map.has(hash)) map.set(hash, map.size);
          expect(table.idOf(hash)).toBe(map.get(hash));
        }
        expect(table.find(other)).toBe(map.get(other) ?? -1);
        for (const [hash, id] of map) {
          expect(table.find(hash)).toBe(id);
          expect(table.hashOf(id)).toBe(hash);
        }
      }),
    );
  });
  it('holds hashes that all want one slot', () => {
    const table = new TermTable();
    for (let i = 0; i < 3000; i++) expect(table.idOf(i * 0x10000)).toBe(i);
    for (let i = 0; i < 3000; i++) expect(table.find(i * 0x10000)).toBe(i);
  });
});
