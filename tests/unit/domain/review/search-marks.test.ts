import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextColumn } from '../../../../src/domain/reading/dataset.js';
import { wordSpans } from '../../../../src/domain/review/search-marks.js';
import { parseQuery } from '../../../../src/domain/review/query.js';
import { searchRows } from '../../../../src/domain/review/search.js';

/** The pieces that a search marks in a text. */
function marked(text: string, search: string): string[] {
  return wordSpans(text, parseQuery(search).words).map(({ start, end }) => text.slice(start, end));
}

function columnOf(text: string): TextColumn {
  const bytes = new TextEncoder().encode(text);
  return { bytes, offsets: Uint32Array.of(0, bytes.length) };
}

/** Whether the search finds the text. */
function isFound(text: string, words: readonly string[]): boolean {
  const mask = new Uint8Array(1);
  const columns = { text: columnOf(text), textB: null, id: null, sourceRow: Uint32Array.of(0) };
  searchRows({ ...parseQuery(''), words }, columns, 0, 1, mask);
  return mask[0] === 1;
}

describe('the marks of a search', () => {
  it.each([
    ['Oil prices rise, oil stocks fall', 'oil', ['Oil', 'oil']],
    ['Oil prices rise', 'PRICE oil', ['Oil', 'price']],
    ['新闻：石油价格上涨', '石油', ['石油']],
    ['Über alles, über', 'ÜBER', ['Über', 'über']],
    ['u\u0308ber und über', 'über', ['u\u0308ber', 'über']],
    ['ΟΔΟΣ οδος', 'οδός οδος', ['ΟΔΟΣ', 'οδος']],
    ['İstanbul', 'i̇stanbul', ['İstanbul']],
    ['aaaa', 'aa', ['aaaa']],
    ['abcd', 'bc ab', ['abc']],
    ['an "exact phrase" here', '"exact phrase"', ['exact phrase']],
    ['Sports news', 'label:Sports', []],
    ['labl:Sports', 'labl:Sports', ['labl:Sports']],
    ['Sports', '', []],
  ])('in %s of %s are %o', (text, search, expected) => {
    expect(marked(text, search)).toEqual(expected);
  });

  it('are exactly where the search finds the word', () => {
    const letters = fc.constantFrom(
      'a',
      'A',
      'ä',
      'a\u0308',
      'Ä',
      'σ',
      'ς',
      'Σ',
      '中',
      'é',
      'e',
      '\u0301',
      'Ａ',
      'ａ',
      '가',
      ' ',
    );
    const text = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''));
    const word = fc.array(letters, { minLength: 1, maxLength: 2 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, word, (whole, part) => {
        const [first] = parseQuery(part).words;
        if (first === undefined) return;
        expect(wordSpans(whole, [first]).length > 0).toBe(isFound(whole, [first]));
      }),
      { numRuns: 2000 },
    );
  });
});
