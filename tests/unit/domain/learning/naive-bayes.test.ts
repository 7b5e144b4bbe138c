import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnBayes, predictBayes, SMOOTHING } from '../../../../src/domain/learning/naive-bayes.js';
import { sparseOf } from './made-up.js';

const FEATURES = 4;
const CLASSES = 3;
const FOLDS = 3;
const rows = fc.array(
  fc.record({
    x: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: FEATURES, maxLength: FEATURES }),
    label: fc.integer({ min: -1, max: CLASSES - 1 }),
    fold: fc.integer({ min: 0, max: FOLDS - 1 }),
  }),
  { minLength: 1, maxLength: 15 },
);

/** Multinomial naive Bayes by definition: probabilities of the classes for `x`. */
function slowBayes(learnt: readonly { x: readonly number[]; label: number }[], x: readonly number[]): number[] {
  const scores = Array.from({ length: CLASSES }, (_, k) => {
    const own = learnt.filter(({ label }) => label === k);
    const weight = (feature: number): number => own.reduce((sum, row) => sum + row.x[feature]!, SMOOTHING);
    const total = x.reduce((sum, _x, feature) => sum + weight(feature), 0);
    return x.reduce((p, times, feature) => p * (weight(feature) / total) ** times, own.length / learnt.length);
  });
  const sum = scores.reduce((a, b) => a + b);
  return scores.map((score) => score / sum);
}

describe('naive Bayes', () => {
  it('is Bayes’ rule on the rows of the other folds', () => {
    fc.assert(
      fc.property(rows, (data) => {
        const matrix = sparseOf(
          data.map(({ x }) => x),
          FEATURES,
        );
        const lesson = {
          rows: matrix,
          label: Int32Array.from(data, ({ label }) => label),
          classes: CLASSES,
          fold: Uint8Array.from(data, ({ fold }) => fold),
        };
        const learnt = data.filter(({ label, fold }) => label >= 0 && fold !== 0);
        fc.pre(learnt.length > 0);
        const of = Uint32Array.from(data.keys());
        const found = predictBayes(learnBayes(lesson, 0), matrix, of);
        data.forEach(({ x }, row) => {
          slowBayes(learnt, x).forEach((p, k) => {
            expect(Math.exp(found[row * CLASSES + k]!)).toBeCloseTo(p, 4);
          });
        });
      }),
    );
  });
  it('rules out a class that it has not seen, and is even where it has seen none', () => {
    const matrix = sparseOf(
      [
        [1, 0],
        [0, 1],
      ],
      2,
    );
    const lesson = { rows: matrix, label: Int32Array.of(0, 1), classes: 2, fold: Uint8Array.of(0, 1) };
    expect([...predictBayes(learnBayes(lesson, 1), matrix, Uint32Array.of(1))]).toEqual([0, -Infinity]);
    const half = Math.fround(-Math.LN2);
    const nothing = learnBayes({ ...lesson, fold: Uint8Array.of(0, 0) }, 0);
    expect([...predictBayes(nothing, matrix, Uint32Array.of(0))]).toEqual([half, half]);
  });
  it('uses the frequencies of the labels where a row has no terms', () => {
    const matrix = sparseOf([[], [1], [1], [1]], 1);
    const lesson = { rows: matrix, label: Int32Array.of(0, 0, 1, 1), classes: 2, fold: Uint8Array.of(0, 1, 1, 1) };
    const found = predictBayes(learnBayes(lesson, 0), matrix, Uint32Array.of(0));
    expect(Math.exp(found[0]!)).toBeCloseTo(1 / 3, 6);
  });
});
