import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternText } from '../../../../src/domain/review/pattern.js';
import { patternSpans, rowsWithPatterns } from '../../../../src/domain/review/pattern-search.js';
import { parseQuery } from '../../../../src/domain/review/query.js';
import { columnOf } from '../../../fakes/dataset.js';

describe('a pattern in a search', () => {
  test.each<[string, string[], Partial<ReturnType<typeof parseQuery>>]>([
    ['/oil|gas/', ['/oil|gas/'], {}],
    ['/oil price/i up', ['/oil price/i'], { words: ['up'] }],
    ['up /a/ /b/s label:Sports', ['/a/', '/b/s'], { words: ['up'], labels: ['Sports'] }],
    ['/\\//', ['/\\//'], {}],
    ['/[/"]x/u', ['/[/"]x/u'], {}],
    ['/[\\]/]/', ['/[\\]/]/'], {}],
    ['/"oil"/', ['/"oil"/'], {}],
    ['/油价.*上涨/ 股市', ['/油价.*上涨/'], { words: ['股市'] }],
    ['/(/', ['/(/'], {}],
    ['/a/ii', ['/a/ii'], {}],
    ['"/oil/"', [], { words: ['/oil/'] }],
    ['/', [], { words: ['/'] }],
    ['//', [], { words: ['//'] }],
    ['/ a /', [], { words: ['/', 'a', '/'] }],
    ['/usr/local/bin', [], { words: ['/usr/local/bin'] }],
    ['/usr/local/', [], { words: ['/usr/local/'] }],
    ['https://a.b/c/', [], { words: ['https://a.b/c/'] }],
    ['and/or/', [], { words: ['and/or/'] }],
    ['/r/all', [], { words: ['/r/all'] }],
    ['/[/', [], { words: ['/[/'] }],
    ['/a/gi', [], { words: ['/a/gi'], unknown: ['/a/gi'] }],
  ])('%j', (typed, patterns, others) => {
    const query = parseQuery(typed);
    expect(query.patterns.map(patternText)).toEqual(patterns);
    expect(query).toEqual({ ...parseQuery(''), patterns: query.patterns, ...others });
  });

  test('is read from any valid source between slashes', () => {
    const source = fc.string({ unit: fc.constantFrom('a', '油', '.', '(?:b)', '[x/]', '\\/', '\\s', ' ', '"') });
    fc.assert(
      fc.property(source, fc.subarray(['i', 'u', 's', 'm']), (middle, flags) => {
        const typed = `/x${middle}/${flags.join('')}`;
        expect(parseQuery(`${typed} word`)).toMatchObject({ words: ['word'], unknown: [] });
        expect(parseQuery(`${typed} word`).patterns.map(patternText)).toEqual([typed]);
      }),
    );
  });
});

function rowsOf(typed: string, texts: readonly string[], second: readonly string[] | null = null): number[] {
  const mask = rowsWithPatterns(parseQuery(typed).patterns, columnOf(texts), second && columnOf(second));
  return [...mask].flatMap((found, row) => (found === 1 ? [row] : []));
}

function marked(typed: string, text: string): string[] {
  return patternSpans(parseQuery(typed).patterns, text).map(({ start, end }) => text.slice(start, end));
}

describe('rows with patterns', () => {
  const texts = ['Oil rises 5%', 'oil falls', '油价上涨', 'two\nlines', '', 'grin 😀 end'];
  test.each([
    ['/oil/', [1]],
    ['/oil/i', [0, 1]],
    ['/^oil/i /s$/', [1]],
    ['/\\d+%/', [0]],
    ['/油.上/', [2]],
    ['/^lines/', []],
    ['/^lines/m', [3]],
    ['/two.lines/', []],
    ['/two.lines/s', [3]],
    ['/^.{8}$/u', []],
    ['/grin . end/', []],
    ['/grin . end/u', [5]],
    ['/^$/', [4]],
    ['/x*/', [0, 1, 2, 3, 4, 5]],
  ])('%s', (typed, expected) => {
    expect(rowsOf(typed, texts)).toEqual(expected);
  });

  test('need each pattern in one of two texts', () => {
    expect(rowsOf('/a/ /b/', ['a', 'ab', 'b', 'c'], ['b', '', '', 'ab'])).toEqual([0, 1, 3]);
    expect(rowsOf('/^a$/', ['x', 'a'], ['a', 'x'])).toEqual([0, 1]);
  });
});

describe('marks of patterns', () => {
  test.each([
    ['/o./', 'Oil of old', ['of', 'ol']],
    ['/a+/', 'aab a', ['aa', 'a']],
    ['/ab/ /bc/', 'abcd', ['abc']],
    ['/x*/', 'axxb', ['xx']],
    ['/^|$/', 'text', []],
    ['/./', '😀', ['😀']],
    ['/\\uDE00/', 'a😀b', ['😀']],
    ['/\\uD83D/', 'a😀b', ['😀']],
  ])('%s in %s', (typed, text, expected) => {
    expect(marked(typed, text)).toEqual(expected);
  });

  test('exist exactly where a row is found, but for matches of no length', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '中', '😀') });
    fc.assert(
      fc.property(letters, fc.constantFrom('/a/', '/ab|中/', '/b+ /', '/[^a]/u', '/\\s/'), (text, typed) => {
        expect(marked(typed, text).length > 0).toBe(rowsOf(typed, [text]).length > 0);
      }),
    );
  });
});
