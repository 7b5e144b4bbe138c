import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextColumn } from '../../../../src/domain/reading/dataset.js';
import { parseQuery } from '../../../../src/domain/review/query.js';
import { searchRows, type SearchColumns } from '../../../../src/domain/review/search.js';

function column(texts: readonly string[]): TextColumn {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const offsets = new Uint32Array(texts.length + 1);
  parts.forEach((part, row) => (offsets[row + 1] = (offsets[row] as number) + part.length));
  const bytes = new Uint8Array(offsets.at(-1) as number);
  parts.forEach((part, row) => bytes.set(part, offsets[row]));
  return { bytes, offsets };
}

function columnsOf(texts: readonly string[], more: Partial<SearchColumns> = {}): SearchColumns {
  return { text: column(texts), textB: null, id: null, sourceRow: Uint32Array.from(texts.keys()), ...more };
}

function search(typed: string, columns: SearchColumns): number[] {
  const mask = new Uint8Array(columns.sourceRow.length).fill(7);
  searchRows(parseQuery(typed), columns, 0, mask.length, mask);
  return [...mask].flatMap((value, row) => (value === 1 ? [row] : value === 0 ? [] : [-1]));
}

describe('searchRows', () => {
  const texts = [
    'Oil prices rise',
    '',
    '油价上涨，OPEC',
    'Die Straße in Köln',
    'the KÖLN cathedral',
    'Москва и ОДИН',
    'il',
  ];
  test.each([
    ['oil', [0]],
    ['OIL', [0]],
    ['il', [0, 6]],
    ['rise oil', [0]],
    ['"oil prices"', [0]],
    ['"prices oil"', []],
    ['油价', [2]],
    ['油价 opec', [2]],
    ['价上', [2]],
    ['köln', [3, 4]],
    ['KÖLN', [3, 4]],
    ['straße', [3]],
    ['москва', [5]],
    ['один', [5]],
    ['е', []],
    ['', [0, 1, 2, 3, 4, 5, 6]],
    ['row:3', [2]],
    ['row:3 row:1', [0, 2]],
    ['row:0', []],
    ['row:3 oil', []],
    ['row:99', []],
    ['id:x', []],
  ])('%j', (typed, expected) => {
    expect(search(typed, columnsOf(texts))).toEqual(expected);
  });

  test('a match over the end of a row does not count', () => {
    expect(search('cd', columnsOf(['abc', 'def', 'cd', 'xc', '', 'd']))).toEqual([2]);
    expect(search('aa', columnsOf(['a', 'aa', 'a', 'aaa']))).toEqual([1, 3]);
  });

  test('words may be in different texts of a pair', () => {
    const columns = columnsOf(['a man', 'a dog'], { textB: column(['sleeps', 'eats a man']) });
    expect(search('man', columns)).toEqual([0, 1]);
    expect(search('man sleeps', columns)).toEqual([0]);
    expect(search('"man sleeps"', columns)).toEqual([]);
  });

  test('ids are whole, positions are those of the source', () => {
    const columns = columnsOf(['a', 'b', 'c'], { id: column(['x', 'x1', '体1']), sourceRow: Uint32Array.of(0, 2, 5) });
    expect(search('id:x', columns)).toEqual([0]);
    expect(search('id:X', columns)).toEqual([]);
    expect(search('id:体1 id:x1', columns)).toEqual([1, 2]);
    expect(search('row:3 row:2', columns)).toEqual([1]);
  });

  test('a part of a file name leaves the rows of that file, and a source of one file has none', () => {
    const files = { names: ['Train-0.tsv', 'test.tsv'], starts: Uint32Array.of(0, 3, 9) };
    const columns = columnsOf(['a', 'b', 'c'], { sourceRow: Uint32Array.of(0, 2, 5), files });
    expect(search('file:train', columns)).toEqual([0, 1]);
    expect(search('file:TEST.tsv', columns)).toEqual([2]);
    expect(search('file:train file:test b', columns)).toEqual([1]);
    expect(search('file:dev', columns)).toEqual([]);
    expect(search('file:train', columnsOf(['a']))).toEqual([]);
  });

  test('a word of a note leaves the rows with it, and an asterisk every row with a note', () => {
    const notes = new Map([
      [0, 'Ask CAFE\u0301 first'],
      [2, ''],
    ]);
    const columns = columnsOf(['a', 'b', 'c'], { notes });
    expect(search('note:café', columns)).toEqual([0]);
    expect(search('note:"ask café"', columns)).toEqual([0]);
    expect(search('note:*', columns)).toEqual([0, 2]);
    expect(search('note:b', columns)).toEqual([]);
    expect(search('note:*', columnsOf(['a']))).toEqual([]);
  });

  test('composed and combining letters are one', () => {
    const columns = columnsOf(['CAFÉ', 'cafe\u0301', 'cafe', 'İstanbul', 'i\u0307stanbul']);
    expect(search('café', columns)).toEqual([0, 1]);
    expect(search('cafe\u0301', columns)).toEqual([0, 1]);
    expect(search('İSTANBUL', columns)).toEqual([3, 4]);
  });

  test('bytes that are not UTF-8 do not stop it', () => {
    const text: TextColumn = { bytes: Uint8Array.of(0xff, 0xc3, 0x61, 0xc3), offsets: Uint32Array.of(0, 3, 4) };
    expect(search('a', { ...columnsOf(['', '']), text })).toEqual([0]);
    expect(search('ä', { ...columnsOf(['', '']), text })).toEqual([]);
  });

  const letter = fc.constantFrom('a', 'B', 'b', 'A', ' ', '油', '价', 'ö', 'Ö', 'Σ', 'σ', 'ς', '😀', 'İ', 'ß', '.');
  const anyText = fc.string({ unit: letter, maxLength: 12 });
  const fold = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');

  test('equals the plain search, cut into any slices', () => {
    const rows = fc.array(anyText, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.string({ unit: letter, maxLength: 5 }), fc.nat(12), (list, typed, cut) => {
        const query = parseQuery(typed);
        const mask = new Uint8Array(list.length).fill(7);
        const middle = Math.min(cut, list.length);
        searchRows(query, columnsOf(list), 0, middle, mask);
        searchRows(query, columnsOf(list), middle, list.length, mask);
        const words = typed.split(' ').filter((word) => word !== '');
        expect([...mask]).toEqual(list.map((text) => Number(words.every((word) => fold(text).includes(fold(word))))));
      }),
      { numRuns: 2000 },
    );
  }, 30_000);
});
