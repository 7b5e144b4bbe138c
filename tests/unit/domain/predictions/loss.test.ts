import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  argmaxRow,
  crossEntropies,
  crossEntropy,
  logSumExp,
  softmaxRow,
} from '../../../../src/domain/predictions/loss.js';

const rows = fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 2, maxLength: 8 });
const labelled = rows.chain((z) => fc.tuple(fc.constant(z), fc.integer({ min: 0, max: z.length - 1 })));

function softmax(z: readonly number[]): Float64Array {
  const out = new Float64Array(z.length);
  softmaxRow(z, 0, z.length, out);
  return out;
}

describe('softmaxRow', () => {
  it('sums to 1', () => {
    fc.assert(
      fc.property(rows, (z) => {
        expect(softmax(z).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      }),
    );
  });
  it('reads its own row only', () => {
    const out = new Float64Array(2);
    softmaxRow([9, 9, 0, Math.log(3), 9], 2, 2, out);
    expect(out[0]).toBeCloseTo(0.25, 15);
    expect(out[1]).toBeCloseTo(0.75, 15);
  });
  it('is NaN where a logit is missing or infinite', () => {
    expect(softmax([1, NaN]).every(Number.isNaN)).toBe(true);
    expect(softmax([1, Infinity]).some(Number.isNaN)).toBe(true);
  });
});

describe('crossEntropy', () => {
  it('is never negative and is -ln p', () => {
    fc.assert(
      fc.property(labelled, ([z, label]) => {
        const loss = crossEntropy(z, 0, z.length, label);
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(Math.exp(-loss)).toBeCloseTo(softmax(z)[label] ?? NaN, 12);
      }),
    );
  });
  it('does not change when a constant is added to the logits', () => {
    fc.assert(
      fc.property(labelled, fc.double({ min: -500, max: 500, noNaN: true }), ([z, label], shift) => {
        const shifted = z.map((value) => value + shift);
        expect(crossEntropy(shifted, 0, z.length, label)).toBeCloseTo(crossEntropy(z, 0, z.length, label), 9);
      }),
    );
  });
  it('ranks by loss as by the probability of the label, reversed', () => {
    fc.assert(
      fc.property(rows, (z) => {
        const p = softmax(z);
        const losses = z.map((_, k) => crossEntropy(z, 0, z.length, k));
        for (let a = 0; a < z.length; a++)
          for (let b = 0; b < z.length; b++)
            if ((losses[a] ?? NaN) > (losses[b] ?? NaN)) expect(p[a]).toBeLessThanOrEqual(p[b] ?? NaN);
      }),
    );
  });
  it('survives logits beyond the range of exp', () => {
    expect(crossEntropy([1000, 0], 0, 2, 1)).toBe(1000);
    expect(crossEntropy([-1000, -1000], 0, 2, 0)).toBeCloseTo(Math.log(2), 12);
    expect(logSumExp([-1000], 0, 1)).toBe(-1000);
  });
  it('refuses a class that is not there', () => {
    expect(() => crossEntropy([1, 2], 0, 2, 2)).toThrow(RangeError);
    expect(() => crossEntropy([1, 2], 0, 2, -1)).toThrow(RangeError);
    expect(() => logSumExp([], 0, 0)).toThrow(RangeError);
  });
});

describe('crossEntropies', () => {
  it('gives every labelled row its loss and every other row NaN', () => {
    const losses = crossEntropies([0, 0, 0, Math.log(3), 5, 5], 2, [0, 1, -1]);
    expect(losses[0]).toBeCloseTo(Math.log(2), 12);
    expect(losses[1]).toBeCloseTo(Math.log(4 / 3), 12);
    expect(losses[2]).toBeNaN();
  });
});

describe('argmaxRow', () => {
  it.each([
    [[1, 3, 2], 1],
    [[2, 2, 1], 0],
    [[1, NaN, 2], -1],
    [[-Infinity, 0], 1],
    [[-Infinity, -Infinity], -1],
    [[Infinity, 0], -1],
  ])('%j', (z, expected) => {
    expect(argmaxRow(z, 0, z.length)).toBe(expected);
  });
});
