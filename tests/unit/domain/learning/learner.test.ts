import { describe, expect, it } from 'vitest';
import { Learner } from '../../../../src/domain/learning/learner.js';
import { isUseful } from '../../../../src/domain/learning/parts.js';
import { learnAll, randomFrom, ranked, taught, type MadeUp } from './made-up.js';

const EPOCHS = 3;
const CONSONANTS = 'bcdfghjklmnprstvz';

/** A word of a test: `number` in syllables. */
function word(number: number): string {
  let rest = number;
  let text = '';
  for (let i = 0; i < 3; i++) {
    text += CONSONANTS.charAt(rest % 17) + 'aeiou'.charAt((rest + i) % 5);
    rest = Math.floor(rest / 17);
  }
  return text;
}

/** Rows of six words: four of some that only their label uses, two that all use. Every `flipEvery`-th has another label. */
function separable(
  rows: number,
  classes: number,
  flipEvery: number,
  make = word,
): MadeUp & { readonly flipped: number[] } {
  const random = randomFrom(classes);
  const pick = (from: number, count: number): string => make(from + Math.floor(random() * count));
  const flipped: number[] = [];
  const labels: number[] = [];
  const texts = Array.from({ length: rows }, (_, row) => {
    const truth = row % classes;
    const wrong = row % flipEvery === flipEvery - 1;
    if (wrong) flipped.push(row);
    labels.push(wrong ? (truth + 1) % classes : truth);
    const own = Array.from({ length: 4 }, () => pick(100 + truth * 12, 12));
    return [...own, pick(0, 100), pick(0, 100)].join(make === word ? ' ' : '');
  });
  return { texts, labels, classes, flipped };
}

describe('a whole run', () => {
  const made = separable(200, 3, 17);

  it('gives the same bytes in any order of folds, and with the folds spread over 1, 2 or 8 learners', () => {
    const { learner, material } = taught(made, true);
    const { logits, weights } = learnAll(learner, material, EPOCHS);
    const attached = (): Learner => {
      const other = new Learner();
      other.attach(material);
      other.teach(Int32Array.from(made.labels), made.classes);
      return other;
    };
    const forwards = Array.from({ length: material.folds }, (_, fold) => fold);
    const mixed = forwards.map((fold) => (fold * 7 + 3) % material.folds);
    for (const [order, count] of [
      [forwards.toReversed(), 1],
      [mixed, 2],
      [forwards, 8],
    ] as const) {
      const learners = Array.from({ length: count }, attached);
      const result = learnAll(attached(), material, EPOCHS, order, (fold) => learners[fold % count]!);
      expect(result.logits).toEqual(logits);
      expect(result.weights).toEqual(weights);
    }
  });
  it('gives the same bytes when it is run again, and when it is taught again', () => {
    const { learner, material } = taught(made);
    const { logits } = learnAll(learner, material, EPOCHS);
    learner.teach(
      Int32Array.from(made.labels, (label) => (label + 1) % 3),
      3,
    );
    learnAll(learner, material, EPOCHS);
    learner.teach(Int32Array.from(made.labels), 3);
    expect(learnAll(learner, material, EPOCHS).logits).toEqual(logits);
    const again = taught(made);
    expect(learnAll(again.learner, again.material, EPOCHS).logits).toEqual(logits);
  });
  it('ranks the wrong labels of separable rows first', () => {
    const { learner, material } = taught(made);
    const result = learnAll(learner, material, EPOCHS);
    const first = ranked(result, made.labels, 3).slice(0, made.flipped.length);
    expect(first.sort((a, b) => a - b)).toEqual(made.flipped);
    expect(result.parts).toEqual(['bayes', 'nearest-10', 'nearest-30', 'nearest-character', 'logistic']);
    expect(isUseful(result)).toBe(true);
  });
  it('ranks the wrong labels of Chinese first', () => {
    const chinese = separable(
      200,
      3,
      17,
      (number) => String.fromCharCode(0x4e00 + number * 7) + String.fromCharCode(0x6000 + number),
    );
    const { learner, material } = taught(chinese);
    expect(material.character).toBeNull();
    const result = learnAll(learner, material, EPOCHS);
    expect(result.parts).toEqual(['bayes', 'nearest-10', 'nearest-30', 'logistic']);
    const first = new Set(ranked(result, chinese.labels, 3).slice(0, chinese.flipped.length));
    expect(chinese.flipped.filter((row) => first.has(row)).length).toBeGreaterThanOrEqual(chinese.flipped.length - 1);
  });
  it('ranks the wrong labels among 300 first', () => {
    const many = separable(2100, 300, 61);
    const { learner, material } = taught(many);
    const result = learnAll(learner, material, 1);
    const first = new Set(ranked(result, many.labels, 300).slice(0, many.flipped.length));
    expect(many.flipped.filter((row) => first.has(row)).length).toBeGreaterThan(0.9 * many.flipped.length);
  });
  it('ranks the rest better once labels are corrected, and leaves the discarded out', () => {
    const half = made.flipped.filter((_, i) => i % 2 === 0);
    const labels = made.labels.map((label, row) => (half.includes(row) ? row % 3 : label)).with(5, -1);
    const { learner, material } = taught({ ...made, labels });
    const result = learnAll(learner, material, EPOCHS);
    const left = made.flipped.filter((row) => !half.includes(row));
    expect(
      ranked(result, labels, 3)
        .slice(0, left.length)
        .sort((a, b) => a - b),
    ).toEqual(left);
    expect(result.learnt).toBe(199);
    expect([...result.logits.subarray(15, 18)]).toEqual([NaN, NaN, NaN]);
    expect(result.logits.filter(Number.isNaN)).toHaveLength(3);
  });
  it('does not use a row’s own label: another label of one row leaves its classes unchanged', () => {
    const one = taught(made);
    const other = taught(made);
    other.learner.teach(Int32Array.from(made.labels.with(0, (made.labels[0]! + 1) % 3)), 3);
    const { fold } = one.material;
    expect(other.learner.bayes(fold[0]!)).toEqual(one.learner.bayes(fold[0]!));
  });
});

describe('a dataset with little evidence', () => {
  const run = (made: MadeUp) => {
    const { learner, material } = taught(made);
    return learnAll(learner, material, 2);
  };
  it('of one label is not worth a ranking', () => {
    const { texts } = separable(60, 3, 17);
    const result = run({ texts, labels: texts.map(() => 0), classes: 1 });
    expect(result).toMatchObject({ accuracy: 1, majority: 1, noOpinion: 0 });
    expect(isUseful(result)).toBe(false);
    for (const value of result.logits) expect(value).toBeCloseTo(0, 6);
  });
  it('of equal rows has no results, because they all share a fold', () => {
    const texts = new Array<string>(30).fill('all the same');
    const result = run({ texts, labels: texts.map((_, row) => row % 2), classes: 2 });
    expect(result).toMatchObject({ learnt: 30, noOpinion: 30, accuracy: 0 });
    expect(result.logits.every(Number.isNaN)).toBe(true);
    expect(result.weights.every(Number.isFinite)).toBe(true);
    expect(isUseful(result)).toBe(false);
  });
  it('of a few texts that are repeated counts labels that cannot be judged as not predicted', () => {
    const texts = Array.from(
      { length: 200 },
      (_, row) => `the phrase number ${['one', 'two', 'three', 'four'][row % 4]} here`,
    );
    const result = run({ texts, labels: texts.map((_, row) => (row % 10 === 0 ? 4 : row % 4)), classes: 5 });
    expect(result.noOpinion).toBe(180);
    expect(result.accuracy).toBeLessThanOrEqual(0.1);
    expect(isUseful(result)).toBe(false);
  });
  it('of rows without terms uses the frequencies of its labels', () => {
    const texts = new Array<string>(40).fill('?!');
    const result = run({ texts, labels: texts.map((_, row) => (row % 4 === 0 ? 1 : 0)), classes: 2 });
    expect(result).toMatchObject({ noOpinion: 0, accuracy: 0.75, majority: 0.75 });
    expect(isUseful(result)).toBe(false);
    expect(result.logits.every(Number.isFinite)).toBe(true);
  });
  it('of random labels is not worth a ranking', () => {
    const { texts } = separable(200, 4, 17);
    const random = randomFrom(77);
    expect(isUseful(run({ texts, labels: texts.map(() => Math.floor(random() * 2)), classes: 2 }))).toBe(false);
  });
  it('does not judge a label of one row, nor a label of one group', () => {
    const made = separable(120, 2, 1000);
    const labels = made.labels.with(0, 2).with(1, 3).with(2, 3);
    const texts = made.texts.with(1, made.texts[2]!);
    const result = run({ texts, labels, classes: 4 });
    expect(result.noOpinion).toBe(3);
    for (const row of [0, 1, 2])
      expect([...result.logits.subarray(row * 4, row * 4 + 4)]).toEqual([NaN, NaN, NaN, NaN]);
    expect(ranked(result, labels, 4)).toHaveLength(117);
  });
  it('of one row, or without a row to learn from, does not fail', () => {
    expect(run({ texts: ['one row'], labels: [0], classes: 1 })).toMatchObject({ learnt: 1, noOpinion: 1 });
    expect(run({ texts: ['one row', 'another'], labels: [-1, -1], classes: 2 })).toMatchObject({
      learnt: 0,
      noOpinion: 0,
      accuracy: 0,
    });
  });
});

describe('epochs', () => {
  it('give the probabilities of the labels of the fold’s rows, and of the next fold’s before each step', () => {
    const made = separable(100, 2, 1000);
    const { learner, material } = taught(made);
    learner.beginEpochs(9, 2);
    const first = learner.epoch(9);
    expect(first.logProbs).toBeNull();
    const last = learner.epoch(9);
    const rowsIn = (fold: number): number => material.fold.filter((own) => own === fold).length;
    expect(last.outOfSample.labelProb).toHaveLength(rowsIn(9));
    expect(last.inSample.labelProb).toHaveLength(rowsIn(0));
    expect(last.logProbs).toHaveLength(2 * rowsIn(9));
    const mean = (values: Float32Array): number => values.reduce((a, b) => a + b) / values.length;
    expect(mean(last.outOfSample.labelProb)).toBeGreaterThan(mean(first.outOfSample.labelProb));
    expect(mean(last.inSample.labelProb)).toBeGreaterThan(mean(first.inSample.labelProb));
    expect(() => learner.epoch(9)).toThrow('a step before this one was left out');
  });
});

describe('explain', () => {
  it('names terms and the nearest rows that are learnt from, nearest first', () => {
    const made = separable(60, 2, 1000);
    const texts = made.texts.with(7, made.texts[5]!).with(9, `${made.texts[5]!} more`);
    const { learner } = taught({ ...made, texts, labels: made.labels.with(7, -1) });
    const { terms, neighbours } = learner.explain(5, texts[5]!, null, 1, 0);
    expect(terms[0]!.weight).toBeGreaterThan(0);
    expect(neighbours[0]!.row).toBe(9);
    expect(neighbours).toHaveLength(5);
    expect(neighbours.some(({ row }) => row === 5 || row === 7)).toBe(false);
    const similarities = neighbours.map(({ similarity }) => similarity);
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
  });
  it('forgets another dataset', () => {
    const one = taught(separable(60, 2, 1000));
    const made = separable(80, 3, 1000);
    const other = taught(made);
    one.learner.explain(0, 'x', null, 0, 1);
    one.learner.attach(other.material);
    expect(() => one.learner.bayes(0)).toThrow('a step before this one was left out');
    one.learner.teach(Int32Array.from(made.labels), 3);
    const [mine, theirs] = [one, other].map(({ learner }) => learner.explain(70, made.texts[70]!, null, 1, 0));
    expect(mine).toEqual(theirs);
  });
});
