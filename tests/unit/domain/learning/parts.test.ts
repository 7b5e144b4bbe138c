import { describe, expect, it } from 'vitest';
import type { Neighbours } from '../../../../src/domain/learning/neighbours.js';
import { isUseful, neighboursIn, PartsKeeper, type PoolResult } from '../../../../src/domain/learning/parts.js';

const CLASSES = 2;
const FOLDS = 2;

function keeperOf(labels: readonly number[], fold: readonly number[], classes = CLASSES): PartsKeeper {
  return new PartsKeeper({ label: Int32Array.from(labels), classes, fold: Uint8Array.from(fold) }, FOLDS);
}

/** Log-probabilities of rows by the probability of class 0. */
function said(...firsts: number[]): Float32Array {
  return Float32Array.from(firsts.flatMap((p) => [Math.log(p), Math.log(1 - p)]));
}

const row = ({ logits }: PoolResult, at: number): number[] =>
  Array.from(logits.subarray(at * CLASSES, (at + 1) * CLASSES));

describe('PartsKeeper', () => {
  const labels = [0, 1, 0, 1];
  const fold = [0, 1, 1, 0];

  it('puts the results of a fold’s rows at their places in the dataset', () => {
    const keeper = keeperOf(labels, fold);
    keeper.keep('bayes', 1, said(0.3, 0.8));
    keeper.keep('bayes', 0, said(0.9, 0.1));
    const result = keeper.pool();
    const firsts = [0, 1, 2, 3].map((at) => row(result, at)[0]!);
    // One part is divided by a temperature, which keeps the order.
    const order = [0, 1, 2, 3].sort((a, b) => firsts[b]! - firsts[a]!);
    expect(order).toEqual([0, 2, 1, 3]);
    expect(result).toMatchObject({
      parts: ['bayes'],
      weights: [1],
      learnt: 4,
      noOpinion: 0,
      accuracy: 1,
      majority: 0.5,
    });
  });
  it('mixes only the parts that every fold has', () => {
    const keeper = keeperOf(labels, fold);
    expect(() => keeper.pool()).toThrow('no part is complete');
    keeper.keep('bayes', 0, said(0.9, 0.1));
    keeper.keep('logistic', 0, said(0.9, 0.1));
    keeper.keep('logistic', 1, said(0.2, 0.8));
    expect(keeper.pool().parts).toEqual(['logistic']);
    keeper.keep('bayes', 1, said(0.2, 0.8));
    expect(keeper.pool().parts).toEqual(['bayes', 'logistic']);
  });
  it('takes the last of repeated results', () => {
    const keeper = keeperOf(labels, fold);
    keeper.keep('bayes', 0, said(0.1, 0.9));
    keeper.keep('bayes', 1, said(0.2, 0.8));
    keeper.keep('bayes', 0, said(0.9, 0.1));
    expect(keeper.pool().accuracy).toBe(1);
  });
  it('does not judge a row that is not learnt from, nor a label that no other fold has', () => {
    const keeper = keeperOf([0, -1, 0, 0, 1, 1], [0, 0, 1, 1, 1, 1]);
    keeper.keep('bayes', 0, said(0.9, 0.5));
    keeper.keep('bayes', 1, said(0.8, 0.7, 0.3, 0.2));
    const result = keeper.pool();
    for (const at of [1, 4, 5]) expect(row(result, at)).toEqual([NaN, NaN]);
    for (const at of [0, 2, 3]) expect(row(result, at).every(Number.isFinite)).toBe(true);
    expect(result).toMatchObject({ learnt: 5, noOpinion: 2, accuracy: 0.6, majorityClass: 0, majority: 0.6 });
  });
  it('judges no row where every label is alone', () => {
    const keeper = keeperOf([0, 1], [0, 1]);
    keeper.keep('bayes', 0, said(0.5));
    keeper.keep('bayes', 1, said(0.5));
    expect(keeper.pool()).toMatchObject({
      logits: Float32Array.of(NaN, NaN, NaN, NaN),
      weights: [1],
      noOpinion: 2,
      accuracy: 0,
    });
  });
  it('lets neighbours vote as 10 and as 30 on words, and as 20 on characters', () => {
    expect([neighboursIn('word'), neighboursIn('character')]).toEqual([30, 20]);
    const keeper = keeperOf(labels, fold);
    const neighbours = (...rows: number[]): Neighbours => ({
      k: 1,
      row: Int32Array.from(rows),
      similarity: new Float32Array(rows.length).fill(0.5),
    });
    keeper.vote('word', 0, neighbours(2, 1));
    keeper.vote('word', 1, neighbours(3, 0));
    expect(keeper.pool()).toMatchObject({ parts: ['nearest-10', 'nearest-30'], accuracy: 1 });
    keeper.vote('character', 0, neighbours(2, 1));
    keeper.vote('character', 1, neighbours(3, 0));
    expect(keeper.pool().parts).toEqual(['nearest-10', 'nearest-30', 'nearest-character']);
  });
});

describe('isUseful', () => {
  const result = (accuracy: number, majority: number, learnt: number, noOpinion = 0): PoolResult => ({
    logits: new Float32Array(0),
    parts: [],
    weights: [],
    temperature: 1,
    learnt,
    noOpinion,
    accuracy,
    majorityClass: 0,
    majority,
  });
  it.each([
    // Two standard errors of 0.5 over 100 rows are 0.1.
    ['at two standard errors', result(0.6, 0.5, 100), false],
    ['above two standard errors', result(0.61, 0.5, 100), true],
    ['over more rows', result(0.55, 0.5, 1000), true],
    ['counting only rows that can be judged', result(0.55, 0.5, 1000, 900), false],
    ['below two points, however sure', result(0.51, 0.5, 1_000_000), false],
    ['above two points', result(0.53, 0.5, 1_000_000), true],
    ['worse than guessing', result(0.2, 0.5, 1000), false],
    ['of one label', result(1, 1, 100), false],
    ['of no row', result(0, 0, 0), false],
  ])('%s', (_, pool, expected) => {
    expect(isUseful(pool)).toBe(expected);
  });
});
