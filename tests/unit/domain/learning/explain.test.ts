import { describe, expect, it } from 'vitest';
import { Explainer, type TermWeight } from '../../../../src/domain/learning/explain.js';
import { learnBayes } from '../../../../src/domain/learning/naive-bayes.js';
import { taught, type MadeUp } from './made-up.js';

const ABOUT = ['goal match team', 'bank money stock'];

/** Rows of two words of their label, a word of both and a word in both of a row alone. */
function madeUp(): MadeUp {
  const labels = Array.from({ length: 40 }, (_, row) => row % 2);
  const texts = labels.map((label, row) => {
    const words = ABOUT[label]!.split(' ');
    return `${words[row % 3]!} today ${words[(row + 1) % 3]!} word${'abcdefghijklmnopqrst'.charAt(row >> 1)}`;
  });
  return { texts, labels, classes: 2 };
}

function explained(made: MadeUp, row: number, given = made.labels[row]!, rival = 1 - given): readonly TermWeight[] {
  const { material } = taught(made);
  const lesson = {
    rows: material.word,
    label: Int32Array.from(made.labels),
    classes: made.classes,
    fold: material.fold,
  };
  return new Explainer(material.word).explain(lesson, row, made.texts[row]!, made.second?.[row] ?? null, given, rival);
}

describe('Explainer', () => {
  it('counts terms of the given label for it, and terms of the other against it', () => {
    const made = madeUp();
    const own = explained({ ...made, texts: made.texts.with(0, 'goal match money bank') }, 0);
    const weight = (term: string): number => own.find((other) => other.term === term)!.weight;
    expect(weight('goal')).toBeGreaterThan(0);
    expect(weight('match')).toBeGreaterThan(0);
    expect(weight('money')).toBeLessThan(0);
    const sizes = own.map((other) => Math.abs(other.weight));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  });
  it('turns signs where the two labels change sides', () => {
    const made = madeUp();
    const [forGiven, forRival] = [explained(made, 0, 0, 1), explained(made, 0, 1, 0)];
    expect(forGiven.length).toBeGreaterThan(2);
    forGiven.forEach(({ term, weight }) => {
      expect(forRival.find((other) => other.term === term)!.weight).toBeCloseTo(-weight, 6);
    });
  });
  it('weighs as naive Bayes does, each term by its share', () => {
    const made = madeUp();
    const { material } = taught(made);
    const { word, fold } = material;
    const lesson = { rows: word, label: Int32Array.from(made.labels), classes: 2, fold };
    const { weight } = learnBayes(lesson, fold[0]!);
    let sum = 0;
    for (let e = word.offsets[0]!; e < word.offsets[1]!; e++) {
      const at = word.index[e]! * 2;
      sum += word.value[e]! * (weight[at]! - weight[at + 1]!);
    }
    expect(explained(made, 0).reduce((total, term) => total + term.weight, 0)).toBeCloseTo(sum, 4);
  });
  it('does not use the row itself, nor its near-duplicates', () => {
    // "secret" is in two equal rows of label 0 alone. They share a fold, so no row outside of it has the word.
    const made = madeUp();
    const same = 'secret goal match today';
    const texts = made.texts.with(0, same).with(2, same);
    const other = explained({ ...made, texts }, 0).find(({ term }) => term === 'secret')!;
    const { material } = taught({ ...made, texts });
    expect(material.fold[0]).toBe(material.fold[2]);
    // The remaining weight is the difference of the two labels' totals, small beside a telling word.
    const goal = explained({ ...made, texts }, 0).find(({ term }) => term === 'goal')!;
    expect(Math.abs(other.weight)).toBeLessThan(Math.abs(goal.weight) / 5);
  });
  it('reports every place of each term', () => {
    const made = madeUp();
    const texts = made.texts.with(0, 'Goal, goal! A match; GOAL');
    const { term, places } = explained({ ...made, texts }, 0).find(
      (other) => /goal/i.test(other.term) && !other.term.includes(' '),
    )!;
    expect(term).toBe('Goal');
    expect(places).toEqual([
      { side: 0, start: 0, end: 4 },
      { side: 0, start: 6, end: 10 },
      { side: 0, start: 21, end: 25 },
    ]);
  });
  it('slices Chinese by characters', () => {
    const labels = Array.from({ length: 30 }, (_, row) => row % 2);
    const texts = labels.map(
      (label, row) => `${label === 0 ? '足球比赛' : '股票市场'}${'一二三四五六七八九十'.charAt(row % 10)}`,
    );
    const own = explained({ texts, labels, classes: 2 }, 0);
    expect(own[0]!.weight).toBeGreaterThan(0);
    for (const { term, places } of own) {
      for (const { start, end } of places) expect(texts[0]!.slice(start, end)).toBe(term);
      expect('足球比赛一').toContain(term);
    }
  });
  it('tells the sides of a pair apart, and shared terms from terms of one side', () => {
    const labels = Array.from({ length: 40 }, (_, row) => row % 2);
    const names = ['paris', 'berlin', 'london', 'madrid', 'rome', 'vienna', 'oslo', 'dublin', 'athens', 'prague'];
    // Label 0: both ask about the same town.
    const texts = labels.map((_, row) => `where is ${names[row % 10]!} number ${'abcd'.charAt(row % 4)}`);
    const second = labels.map((label, row) => `how far is ${names[(row + (label === 0 ? 0 : 3)) % 10]!}`);
    const made = { texts, second, labels, classes: 2 };
    const same = explained(made, 0);
    const both = same.find(({ term }) => term === 'paris')!;
    expect(both.weight).toBeGreaterThan(0);
    expect(both.places).toEqual([
      { side: 0, start: 9, end: 14 },
      { side: 1, start: 11, end: 16 },
    ]);
    const apart = explained(made, 1, 1, 0);
    for (const { term, places } of apart) {
      for (const { side, start, end } of places) {
        expect((side === 0 ? texts : second)[1]!.slice(start, end).toLowerCase()).toBe(term.toLowerCase());
      }
    }
    expect(apart.find(({ term }) => term === 'berlin')!.places).toEqual([{ side: 0, start: 9, end: 15 }]);
    expect(apart.find(({ term }) => term === 'rome')!.places).toEqual([{ side: 1, start: 11, end: 15 }]);
  });
  it('has no terms for a row without terms', () => {
    const made = madeUp();
    expect(explained({ ...made, texts: made.texts.with(0, '...') }, 0)).toEqual([]);
  });
});
