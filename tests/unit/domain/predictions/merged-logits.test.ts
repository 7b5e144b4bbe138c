import fc from 'fast-check';
import { expect, test } from 'vitest';
import { softmaxRow } from '../../../../src/domain/predictions/loss.js';
import { MergedLogits } from '../../../../src/domain/predictions/merged-logits.js';

function softmax(logits: Float32Array): number[] {
  const probs = new Float64Array(logits.length);
  softmaxRow(logits, 0, logits.length, probs);
  return [...probs];
}

test('a class that others count as has the sum of their probabilities, and those have none', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: -40, max: 40, noNaN: true }), { minLength: 4, maxLength: 4 }), (row) => {
      const logits = Float32Array.from(row);
      const before = softmax(logits);
      const merged = new MergedLogits(Int32Array.of(2, 1, 2, 2), logits);
      const [a = 0, b = 0, c = 0, d = 0] = before;
      for (const [k, p] of [0, b, a + c + d, 0].entries()) expect(softmax(logits)[k]).toBeCloseTo(p, 5);
      expect(merged.before).toEqual(Float32Array.from(row));
      expect([merged.possible, merged.isTarget(2), merged.isTarget(1)]).toEqual([2, true, false]);
    }),
  );
});

test('a row without results stays without results', () => {
  const logits = Float32Array.of(1, NaN, 2, 0, 0, 0);
  const merged = new MergedLogits(Int32Array.of(0, 0, 2), logits);
  expect([...logits.slice(0, 3)]).toEqual([1, NaN, 2]);
  expect(logits[3]).toBeCloseTo(Math.log(2), 6);
  expect([...logits.slice(4)]).toEqual([-Infinity, 0]);
  logits.set([3, 3, 1]);
  merged.mergeRow(logits, 0);
  expect(logits[0]).toBeCloseTo(3 + Math.log(2), 5);
  expect([...merged.before.slice(0, 3)]).toEqual([3, 3, 1]);
});
