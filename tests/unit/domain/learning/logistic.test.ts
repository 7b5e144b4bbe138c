import { describe, expect, it } from 'vitest';
import type { Lesson } from '../../../../src/domain/learning/lesson.js';
import { LogisticLearner } from '../../../../src/domain/learning/logistic.js';
import { randomFrom, sparseOf } from './made-up.js';

const CLASSES = 3;
const FEATURES = 9;

/** Rows of three features of their class and one of any. */
function lessonOf(rows: number, change: (label: number, row: number) => number = (label) => label): Lesson {
  const random = randomFrom(11);
  const dense = Array.from({ length: rows }, (_, row) => {
    const x = new Array<number>(FEATURES).fill(0);
    for (let i = 0; i < 3; i++) x[(row % CLASSES) * 3 + i] = random();
    x[Math.floor(random() * FEATURES)] = random() / 2;
    return x;
  });
  return {
    rows: sparseOf(dense, FEATURES),
    label: Int32Array.from(dense, (_, row) => change(row % CLASSES, row)),
    classes: CLASSES,
    fold: Uint8Array.from(dense, (_, row) => Math.floor(row / CLASSES) % 5),
  };
}

const all = (lesson: Lesson): Uint32Array => Uint32Array.from(lesson.label.keys());

/** Probabilities of one row's classes, and how they follow from scores. */
function softmax(scores: readonly number[]): number[] {
  const sum = scores.reduce((total, z) => total + Math.exp(z), 0);
  return scores.map((z) => Math.exp(z) / sum);
}

describe('LogisticLearner', () => {
  it('steps down the gradient: the error times the row is the slope of the cross-entropy', () => {
    const x = [0.3, 0, 0.8];
    const own = 1;
    const weights = [0.1, -0.2, 0.3, 0.5, 0, -0.4, 0.2, 0.7, -0.1];
    const loss = (w: readonly number[]): number =>
      -Math.log(softmax([0, 1, 2].map((k) => x.reduce((z, value, f) => z + value * w[f * 3 + k]!, 0)))[own]!);
    const probs = softmax([0, 1, 2].map((k) => x.reduce((z, value, f) => z + value * weights[f * 3 + k]!, 0)));
    weights.forEach((_, at) => {
      const moved = (by: number): number[] => weights.map((weight, i) => (i === at ? weight + by : weight));
      const slope = (loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5;
      expect((probs[at % 3]! - (at % 3 === own ? 1 : 0)) * x[Math.floor(at / 3)]!).toBeCloseTo(slope, 7);
    });
  });

  it('takes AdaGrad’s steps on one row', () => {
    // A first step moves each weight by the rate against the sign of its slope. The formula gives the second.
    const x = [0.6, 0, 0.8];
    const lesson: Lesson = {
      rows: sparseOf([x], 3),
      label: Int32Array.of(1),
      classes: CLASSES,
      fold: Uint8Array.of(0),
    };
    const learner = new LogisticLearner(lesson, 4);
    const weights = new Array<number>(9).fill(0);
    const squares = new Array<number>(9).fill(0);
    const bias = [0, 0, 0];
    const biasSquares = [0, 0, 0];
    const scores = (): number[] => bias.map((b, k) => x.reduce((z, value, f) => z + value * weights[f * 3 + k]!, b));
    for (let step = 0; step < 3; step++) {
      learner.epoch(Uint32Array.of());
      const errors = softmax(scores()).map((p, k) => p - (k === 1 ? 1 : 0));
      errors.forEach((error, k) => {
        biasSquares[k]! += error * error;
        bias[k]! -= (0.05 * error) / Math.sqrt(biasSquares[k]! + 1e-6);
        x.forEach((value, f) => {
          const gradient = error * value;
          squares[f * 3 + k]! += gradient * gradient;
          weights[f * 3 + k]! -= (0.05 * gradient) / Math.sqrt(squares[f * 3 + k]! + 1e-6);
        });
      });
      softmax(scores()).forEach((p, k) => {
        expect(learner.logProbs(Uint32Array.of(0))[k]).toBeCloseTo(Math.log(p), 5);
      });
    }
  });

  it('fits the rows that it learns from better after each epoch', () => {
    const lesson = lessonOf(90);
    const learner = new LogisticLearner(lesson, -1);
    const rows = all(lesson);
    let before = Infinity;
    for (let epoch = 0; epoch < 8; epoch++) {
      learner.epoch(Uint32Array.of());
      const loss = learner.opinions(rows).labelProb.reduce((sum, p) => sum - Math.log(p), 0) / rows.length;
      expect(loss).toBeLessThan(before);
      before = loss;
    }
    expect(before).toBeLessThan(0.5 * Math.log(CLASSES));
  });

  it('judges the rows of its own fold, which it has not seen', () => {
    const lesson = lessonOf(150);
    const learner = new LogisticLearner(lesson, 0);
    for (let epoch = 0; epoch < 8; epoch++) learner.epoch(Uint32Array.of());
    const own = all(lesson).filter((row) => lesson.fold[row] === 0);
    const { predicted } = learner.opinions(own);
    own.forEach((row, place) => expect(predicted[place]).toBe(row % CLASSES));
  });

  it('does not depend on the labels of its own fold, nor on rows that are not learnt from', () => {
    const said = (lesson: Lesson): Float32Array => {
      const learner = new LogisticLearner(lesson, 2);
      for (let epoch = 0; epoch < 3; epoch++) learner.epoch(Uint32Array.of());
      return learner.logProbs(all(lesson));
    };
    const inFold2 = (row: number): boolean => Math.floor(row / CLASSES) % 5 === 2;
    const plain = said(lessonOf(60));
    expect(said(lessonOf(60, (label, row) => (inFold2(row) ? (label + 1) % CLASSES : label)))).toEqual(plain);
    expect(said(lessonOf(60, (label, row) => (inFold2(row) ? -1 : label)))).toEqual(plain);
    expect(said(lessonOf(60, (label, row) => (row === 0 ? (label + 1) % CLASSES : label)))).not.toEqual(plain);
  });

  it('notes its result for a row before it learns the row', () => {
    const lesson = lessonOf(30);
    const learner = new LogisticLearner(lesson, -1);
    const { labelProb, predicted } = learner.epoch(all(lesson));
    // One row was first. Nothing was known of it.
    expect([...labelProb].filter((p) => Math.abs(p - 1 / CLASSES) < 1e-7)).toHaveLength(1);
    expect([...predicted].every((k) => k >= 0 && k < CLASSES)).toBe(true);
    // Notes change no result.
    const other = new LogisticLearner(lesson, -1);
    other.epoch(Uint32Array.of());
    expect(other.logProbs(all(lesson))).toEqual(learner.logProbs(all(lesson)));
  });

  it('does not judge rows that it does not learn from or that have no label', () => {
    const lesson = lessonOf(30, (label, row) => (row === 4 ? -1 : label));
    const learner = new LogisticLearner(lesson, 0);
    const { labelProb, predicted } = learner.epoch(Uint32Array.of(0, 3, 4));
    expect([...labelProb]).toEqual([NaN, expect.any(Number), NaN]);
    expect([...predicted]).toEqual([-1, expect.any(Number), -1]);
    expect(learner.opinions(Uint32Array.of(4))).toEqual({
      labelProb: Float32Array.of(NaN),
      predicted: Int16Array.of(-1),
    });
  });

  it('learns of every label from the first row on, however many there are', () => {
    const classes = 1000;
    const lesson: Lesson = {
      rows: sparseOf([[1], [1]], 1),
      label: Int32Array.of(7, 7),
      classes,
      fold: Uint8Array.of(0, 1),
    };
    const learner = new LogisticLearner(lesson, 0);
    learner.epoch(Uint32Array.of());
    const logProbs = learner.logProbs(Uint32Array.of(0));
    expect(logProbs[7]).toBeGreaterThan(Math.log(1 / classes));
    expect(logProbs[8]! - logProbs[7]!).toBeLessThan(-0.15);
    expect(new Set(logProbs).size).toBe(2);
  });

  it('gives probabilities that sum to 1', () => {
    const lesson = lessonOf(30);
    const learner = new LogisticLearner(lesson, 0);
    learner.epoch(Uint32Array.of());
    const logProbs = learner.logProbs(Uint32Array.of(3, 7));
    for (const from of [0, CLASSES]) {
      expect(logProbs.subarray(from, from + CLASSES).reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(
        1,
        5,
      );
    }
  });
});
