import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPool, mixPool, poolLoss, type PoolParts } from '../../../../src/domain/learning/pool.js';
import { randomFrom } from './made-up.js';

const CLASSES = 3;

/** Log-probabilities that favour the label with a strength of their own, and noise. */
function partOf(labels: readonly number[], strength: number, noise: number, seed: number): Float32Array<ArrayBuffer> {
  const random = randomFrom(seed);
  return Float32Array.from(
    labels.flatMap((label) => {
      const scores = Array.from({ length: CLASSES }, (_, k) => (k === label ? strength : 0) + noise * (random() - 0.5));
      const total = Math.log(scores.reduce((sum, z) => sum + Math.exp(z), 0));
      return scores.map((z) => z - total);
    }),
  );
}

/** Mean cross-entropy of the pool by definition. */
function slowLoss({ parts }: PoolParts, labels: readonly number[], weights: readonly number[]): number {
  const losses = labels.flatMap((label, row) => {
    if (label < 0) return [];
    const scores = Array.from({ length: CLASSES }, (_, k) =>
      parts.reduce((sum, part, p) => sum + weights[p]! * Math.max(part[row * CLASSES + k]!, Math.log(1e-6)), 0),
    );
    return [Math.log(scores.reduce((sum, z) => sum + Math.exp(z), 0)) - scores[label]!];
  });
  return losses.reduce((a, b) => a + b, 0) / losses.length;
}

const labels = Array.from({ length: 90 }, (_, row) => (row * 7) % CLASSES);
const label = Int32Array.from(labels);

function fit(parts: readonly Float32Array[], of = label) {
  const fitted = fitPool({ classes: CLASSES, parts }, of);
  const scaled = fitted.weights.map((weight) => weight / fitted.temperature);
  return { ...fitted, scaled: [...scaled], loss: poolLoss({ classes: CLASSES, parts }, of, scaled) };
}

/** Where no part is of use the pool is nearly flat, not quite. */
const tolerance = ({ temperature }: { readonly temperature: number }): number => (temperature === 1000 ? 1e-3 : 1e-5);

const strengths = fc.record({
  strength: fc.double({ min: -1, max: 2, noNaN: true }),
  noise: fc.double({ min: 0.5, max: 6, noNaN: true }),
  seed: fc.nat({ max: 1000 }),
});

describe('poolLoss', () => {
  it('is the mean cross-entropy by definition', () => {
    fc.assert(
      fc.property(strengths, strengths, (a, b) => {
        const parts = [a, b].map(({ strength, noise, seed }) => partOf(labels, strength, noise, seed));
        const some = labels.map((own, row) => (row % 5 === 0 ? -1 : own));
        const pool = { classes: CLASSES, parts };
        expect(poolLoss(pool, Int32Array.from(some), Float64Array.of(0.7, 0.4))).toBeCloseTo(
          slowLoss(pool, some, [0.7, 0.4]),
          9,
        );
      }),
    );
  });
});

describe('fitPool', () => {
  it('is as good as the best point of a fine grid of two weights', () => {
    fc.assert(
      fc.property(strengths, strengths, (a, b) => {
        const parts = [a, b].map(({ strength, noise, seed }) => partOf(labels, strength, noise, seed));
        const fitted = fit(parts);
        let best = Infinity;
        for (let v = 0; v <= 2.5; v += 0.125) {
          for (let w = 0; w <= 2.5; w += 0.125) {
            best = Math.min(best, poolLoss({ classes: CLASSES, parts }, label, Float64Array.of(v, w)));
          }
        }
        expect(fitted.loss).toBeLessThanOrEqual(best + tolerance(fitted));
      }),
      { numRuns: 25 },
    );
  });
  it('has weights that are never negative and sum to 1, and no step from them is better', () => {
    fc.assert(
      fc.property(fc.array(strengths, { minLength: 1, maxLength: 5 }), (kinds) => {
        // Few seeds: parts that err alike.
        const parts = kinds.map(({ strength, noise, seed }) => partOf(labels, strength, noise, seed % 4));
        const { weights, temperature, scaled, loss } = fit(parts);
        expect(weights.every((weight) => weight >= 0)).toBe(true);
        expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 9);
        expect(temperature).toBeGreaterThan(0);
        scaled.forEach((_, p) => {
          for (const by of [0.02, -0.02, 0.2, -0.2]) {
            const moved = Float64Array.from(scaled, (weight, q) => Math.max(0, q === p ? weight + by : weight));
            expect(poolLoss({ classes: CLASSES, parts }, label, moved)).toBeGreaterThanOrEqual(
              loss - tolerance({ temperature }),
            );
          }
        });
      }),
      { numRuns: 60 },
    );
  });
  it('shares the weight between two equal parts', () => {
    const part = partOf(labels, 1, 2, 1);
    const { weights, scaled } = fit([part, part]);
    expect(weights[0]).toBeCloseTo(0.5, 3);
    expect(scaled[0]! + scaled[1]!).toBeCloseTo(fit([part]).scaled[0]!, 3);
  });
  it('leaves out a part without evidence for the labels', () => {
    const useful = partOf(labels, 2, 1, 1);
    const contrary = partOf(labels, -1, 1, 2);
    const { weights } = fit([useful, contrary]);
    expect([...weights]).toEqual([1, 0]);
  });
  it('is as flat as possible where no part has evidence for the labels', () => {
    const { weights, loss } = fit([partOf(labels, -2, 1, 3), partOf(labels, -1, 1, 4)]);
    expect([...weights]).toEqual([0.5, 0.5]);
    expect(loss).toBeCloseTo(Math.log(CLASSES), 2);
  });
  it('finds the temperature that a part was made with', () => {
    const random = randomFrom(9);
    // Labels drawn from the part's own probabilities: it is right unchanged. Made sharper, it must be divided again.
    const many = Array.from({ length: 4000 }, () => 0);
    const part = partOf(many, 0, 4, 5);
    const drawn = Int32Array.from(many, (_, row) => {
      const p = Array.from(part.subarray(row * CLASSES, (row + 1) * CLASSES), Math.exp);
      const x = random();
      return x < p[0]! ? 0 : x < p[0]! + p[1]! ? 1 : 2;
    });
    expect(fit([part], drawn).temperature).toBeCloseTo(1, 1);
    expect(fit([part.map((value) => value * 3)], drawn).temperature).toBeCloseTo(3, 0);
  });
  it('counts no row without a label, and weighs evenly where no row has one', () => {
    const part = partOf(labels, 1, 2, 1);
    const half = label.map((own, row) => (row < 45 ? own : -1));
    const cut = part.slice(0, 45 * CLASSES);
    expect(fit([part], half).temperature).toBeCloseTo(fit([cut], label.slice(0, 45)).temperature, 9);
    expect(
      fitPool(
        { classes: CLASSES, parts: [part, part] },
        label.map(() => -1),
      ),
    ).toEqual({
      weights: Float64Array.of(0.5, 0.5),
      temperature: 1,
    });
  });
  it('is not thrown by classes that a part rules out, nor by one label alone', () => {
    const part = Float32Array.from(labels.flatMap((own) => [0, 1, 2].map((k) => (k === own ? 0 : -Infinity))));
    const { weights, loss } = fit([part, partOf(labels, 1, 2, 1)]);
    expect([...weights].every(Number.isFinite)).toBe(true);
    expect(loss).toBeLessThan(0.01);
    const one = fitPool({ classes: 1, parts: [new Float32Array(5), new Float32Array(5)] }, new Int32Array(5));
    expect([...one.weights]).toEqual([0.5, 0.5]);
    expect(one.temperature).toBeCloseTo(1, 6);
  });
});

describe('mixPool', () => {
  it('is the weighted sum of log-probabilities, normalised', () => {
    const parts = [partOf(labels, 1, 2, 1), partOf(labels, 0.5, 3, 2)];
    const mixed = mixPool({ classes: CLASSES, parts }, { weights: Float64Array.of(0.75, 0.25), temperature: 0.5 });
    const scores = [0, 1, 2].map((k) => 1.5 * parts[0]![k]! + 0.5 * parts[1]![k]!);
    const total = Math.log(scores.reduce((sum, z) => sum + Math.exp(z), 0));
    scores.forEach((z, k) => expect(mixed[k]).toBeCloseTo(z - total, 5));
    for (let row = 0; row < labels.length; row++) {
      const p = mixed.subarray(row * CLASSES, (row + 1) * CLASSES).reduce((sum, value) => sum + Math.exp(value), 0);
      expect(p).toBeCloseTo(1, 5);
    }
  });
});
