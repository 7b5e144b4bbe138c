import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPairNumbers,
  addPairTerms,
  editRatio,
  isNegated,
  pairTerm,
  type PairSide,
} from '../../../../src/domain/learning/pairs.js';
import { TermReader } from '../../../../src/domain/learning/terms.js';

function sideOf(text: string): PairSide {
  const reader = new TermReader();
  reader.read(text);
  return {
    text,
    words: reader.words.slice(0, reader.wordCount),
    characters: reader.characters.slice(0, reader.characterCount),
  };
}

function numbersOf(a: string, b: string): number[] {
  const terms: number[] = [];
  addPairNumbers(sideOf(a), sideOf(b), (hash) => terms.push(hash));
  return terms;
}

describe('addPairTerms', () => {
  it('tells shared terms from terms of one side', () => {
    const found: number[] = [];
    addPairTerms(Uint32Array.of(1, 2, 2), Uint32Array.of(2, 3, 3), (hash) => found.push(hash));
    const both = pairTerm(2, true, true);
    expect(found).toEqual([pairTerm(1, true, false), both, both, pairTerm(3, false, true), pairTerm(3, false, true)]);
    expect(new Set([pairTerm(2, true, true), pairTerm(2, true, false), pairTerm(2, false, true)]).size).toBe(3);
  });
});

describe('addPairNumbers', () => {
  it('gives five numbers, each 8 times, the same for equal texts of any kind', () => {
    const equal = numbersOf('the cat sat', 'the cat sat');
    expect(equal).toHaveLength(40);
    expect(new Set(equal).size).toBe(5);
    expect(numbersOf('完全一样', '完全一样')).toEqual(equal);
    expect(numbersOf('', '')).toEqual(equal);
  });
  it('differs for texts that share nothing', () => {
    const equal = new Set(numbersOf('the cat sat', 'the cat sat'));
    const other = new Set(numbersOf('the cat sat', 'x'));
    // Neither is a negation: that number alone is equal.
    expect([...other].filter((hash) => equal.has(hash))).toHaveLength(1);
  });
  it('is defined for every pair of texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(numbersOf(a, b)).toHaveLength(40);
      }),
    );
  });
});

describe('isNegated', () => {
  it.each([
    'I do NOT know',
    "can't",
    'can’t do',
    'nobody and nothing',
    'ich weiß nicht',
    '我不知道',
    '没有',
    '行かない',
    '안 가요',
    '가지 않아',
    'не знаю',
  ])('%s is a negation', (text) => {
    expect(isNegated(text)).toBe(true);
  });
  it.each([
    '',
    'I know',
    'a knot, a note',
    '我知道',
    '非常好',
    '特别喜欢',
    '别人的',
    '未来',
    '제안 드립니다',
    'annotate',
  ])('%s is no negation', (text) => {
    expect(isNegated(text)).toBe(false);
  });
});

/** By definition, without a table. */
function slowDistance(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const [[first, ...restA], [second, ...restB]] = [a, b] as [string[], string[]];
  if (first === second) return slowDistance(restA, restB);
  return 1 + Math.min(slowDistance(restA, [...b]), slowDistance([...a], restB), slowDistance(restA, restB));
}

describe('editRatio', () => {
  it('is the edit distance over the length of the longer text', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '字', '👍'), maxLength: 5 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        const longer = Math.max([...a].length, [...b].length, 1);
        expect(editRatio(a, b)).toBeCloseTo(slowDistance([...a], [...b]) / longer, 12);
      }),
    );
  });
  it('looks at the first 64 characters', () => {
    expect(editRatio('x'.repeat(64) + 'abc', 'x'.repeat(64) + 'def')).toBe(0);
  });
});
