import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log, logSoftmax } from '../../../../src/domain/learning/arithmetic.js';

const bits = new DataView(new ArrayBuffer(8));

/** Doubles in order as integers: neighbours differ by 1. */
function ordinal(x: number): bigint {
  bits.setFloat64(0, x);
  const raw = bits.getBigInt64(0);
  return raw < 0n ? -(raw & 0x7fffffffffffffffn) : raw;
}

/** How many doubles lie between two. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  const distance = ordinal(a) - ordinal(b);
  return Number(distance < 0n ? -distance : distance);
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('exp', () => {
  it('is within 2 units in the last place of Math.exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -746, max: 711, noNaN: true }), (x) => ulps(exp(x), Math.exp(x)) <= 2),
      { numRuns: 20_000 },
    );
  });
  it('is within 2 units in the last place near 0, and everywhere else', () => {
    fc.assert(
      fc.property(finite, (x) => ulps(exp(x), Math.exp(x)) <= 2),
      { numRuns: 5000 },
    );
    for (let k = -1080; k <= 1030; k++) {
      for (const x of [k * Math.LN2, (k + 0.5) * Math.LN2, k / 1024]) {
        expect(ulps(exp(x), Math.exp(x)), `exp(${x})`).toBeLessThanOrEqual(2);
      }
    }
  });
  it.each([
    [0, 1],
    [-0, 1],
    [Infinity, Infinity],
    [-Infinity, 0],
    [NaN, NaN],
    [709.8, Infinity],
    [-745.1, 5e-324],
    [-745.2, 0],
    [-746, 0],
  ])('of %f is %f', (x, result) => {
    expect(exp(x)).toBe(result);
  });
});

describe('log', () => {
  it('is within 2 units in the last place of Math.log', () => {
    const positive = fc.double({ min: 0, noNaN: true, minExcluded: true });
    const near1 = fc.double({ min: 0.5, max: 2, noNaN: true });
    const subnormal = fc.double({ min: 5e-324, max: 2.3e-308, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(positive, near1, subnormal), (x) => ulps(log(x), Math.log(x)) <= 2),
      { numRuns: 20_000 },
    );
  });
  it.each([
    [1, 0],
    [0, -Infinity],
    [-0, -Infinity],
    [-1, NaN],
    [-Infinity, NaN],
    [NaN, NaN],
    [Infinity, Infinity],
  ])('of %f is %f', (x, result) => {
    expect(log(x)).toBe(result);
  });
  it('undoes exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(x)));
      }),
    );
  });
});

describe('logSoftmax', () => {
  const scores = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 8 });
  const softmax = (values: readonly number[]): Float64Array => {
    const z = Float64Array.from(values);
    logSoftmax(z, 0, z.length);
    return z;
  };

  it('gives probabilities that sum to 1 and differ as the scores do', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const z = softmax(values);
        expect(z.reduce((sum, value) => sum + exp(value), 0)).toBeCloseTo(1, 12);
        z.forEach((value, k) => expect(value - (z[0] ?? NaN)).toBeCloseTo((values[k] ?? NaN) - (values[0] ?? NaN), 10));
      }),
    );
  });
  it('does not change when a constant is added, and nothing changes the second time', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const z = softmax(values);
        softmax(values.map((value) => value + shift)).forEach((value, k) => expect(value).toBeCloseTo(z[k] ?? NaN, 9));
        softmax([...z]).forEach((value, k) => expect(value).toBeCloseTo(z[k] ?? NaN, 12));
      }),
    );
  });
  it('leaves out a class that is ruled out, and does not overflow', () => {
    const z = softmax([-Infinity, 1000, 1000]);
    expect(z[0]).toBe(-Infinity);
    expect(z[1]).toBeCloseTo(-Math.LN2, 12);
    expect(z[2]).toBe(z[1]);
    expect([...softmax([-Infinity, -3])]).toEqual([-Infinity, 0]);
  });
  it('takes every class as equally likely where all are ruled out', () => {
    expect([...softmax([-Infinity, -Infinity])]).toEqual([-Math.LN2, -Math.LN2]);
  });
  it('touches its own range only', () => {
    const z = Float64Array.of(7, 0, 0, 7);
    logSoftmax(z, 1, 2);
    expect([...z]).toEqual([7, -Math.LN2, -Math.LN2, 7]);
  });
});

/** IEEE 754 or ECMAScript fixes these to the last bit. Engines differ in all other functions. */
const EXACT = new Set(['abs', 'ceil', 'floor', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc', 'SQRT2']);

function inexactMath(code: string): string[] {
  const names = Array.from(code.matchAll(/\bMath\.(\w+)/g), ([, name = '']) => name);
  const powers = /(?<!\/)\*\*(?!\/)/.test(code.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')) ? ['**'] : [];
  const others = /\bMath\b(?!\.\w)/.test(code.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')) ? ['Math'] : [];
  return [...names.filter((name) => !EXACT.has(name)), ...powers, ...others];
}

describe('learning is equal in every engine', () => {
  const folder = fileURLToPath(new URL('../../../../src/domain/learning/', import.meta.url));
  it.each(readdirSync(folder))('%s uses no function in which engines differ', (file) => {
    expect(inexactMath(readFileSync(folder + file, 'utf8').replaceAll('`Math.exp` and `Math.log`', ''))).toEqual([]);
  });
  it('the rule finds them', () => {
    expect(inexactMath('const a = Math.exp(1) + 2 ** 3 + Math.sqrt(2);')).toEqual(['exp', '**']);
    expect(inexactMath('/** a comment */ const { exp } = Math;')).toEqual(['Math']);
  });
});
