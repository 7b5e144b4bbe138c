import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestAssignment } from '../../../src/domain/assignment.js';

/** The largest sum that rows can reach with a column each, by trying all. */
function largestSum(weights: readonly (readonly number[])[], row = 0, taken: readonly number[] = []): number {
  const own = weights[row];
  if (own === undefined) return 0;
  let best = -Infinity;
  for (const [column, weight] of own.entries()) {
    if (taken.includes(column)) continue;
    best = Math.max(best, weight + largestSum(weights, row + 1, [...taken, column]));
  }
  return best;
}

const matrices = fc.integer({ min: 0, max: 5 }).chain((rows) =>
  fc.integer({ min: Math.max(rows, 1), max: 6 }).chain((columns) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  ),
);

test('gives every row a column of its own, and no other choice weighs more', () => {
  fc.assert(
    fc.property(matrices, (weights) => {
      const columns = weights[0]?.length ?? 1;
      const found = [...bestAssignment(weights.flat(), weights.length, columns)];
      expect(found).toHaveLength(weights.length);
      expect(new Set(found).size).toBe(found.length);
      const sum = found.reduce((total, column, row) => total + (weights[row]?.[column] ?? NaN), 0);
      expect(sum).toBe(largestSum(weights));
    }),
    { numRuns: 500 },
  );
});

test('its work grows with the cube of the size, not faster', () => {
  const size = 60;
  let reads = 0;
  const weights = new Proxy(new Float64Array(size * size), {
    get(_, key) {
      reads += 1;
      return (Number(key) * 7919) % 101;
    },
  });
  const found = bestAssignment(weights, size, size);
  expect(new Set(found).size).toBe(size);
  expect(reads).toBeLessThanOrEqual(size ** 3);
});
