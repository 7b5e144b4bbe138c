import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingWords } from '../../../../src/ui/review/differing-words.js';

const marked = (texts: readonly string[]): string[][] =>
  differingWords(texts).map((pieces) => pieces.filter(({ found }) => found).map(({ text }) => text));

describe('differingWords', () => {
  it.each([
    [
      ['one cup of tea', 'One  cup, of tea!'],
      [[], []],
    ],
    [
      ['one cup of tea', 'two cups of tea'],
      [
        ['one', 'cup'],
        ['two', 'cups'],
      ],
    ],
    [
      ['今天下雨', '今天下雪'],
      [['雨'], ['雪']],
    ],
    [
      ['a b', 'a b', 'a'],
      [['b'], ['b'], []],
    ],
    [
      ['ｔｅａ time', 'tea time'],
      [[], []],
    ],
    [
      ['', 'a'],
      [[], ['a']],
    ],
    [['constructor'], [[]]],
  ])('of %o are %o', (texts, expected) => {
    expect(marked(texts)).toEqual(expected);
  });

  it('keeps every character of every text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        expect(differingWords(texts).map((pieces) => pieces.map(({ text }) => text).join(''))).toEqual(texts);
      }),
    );
  });
});
