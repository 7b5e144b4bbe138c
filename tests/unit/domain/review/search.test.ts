import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextColumn } from '../../../../src/domain/reading/dataset.js';
import { fieldFilter, needsScan, parseQuery } from '../../../../src/domain/review/query.js';
import { searchRows } from '../../../../src/domain/review/search.js';
import type { SearchColumns } from '../../../../src/domain/review/search.js';

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

describe('parseQuery', () => {
  const nothing = { words: [], labels: [], predicted: [], statuses: [], rows: [], ids: [], files: [], unknown: [] };
  test.each([
    ['', {}],
    ['   \t\n', {}],
    ['Oil  prices', { words: ['oil', 'prices'] }],
    ['"Oil prices" up', { words: ['oil prices', 'up'] }],
    ['"not closed yet', { words: ['not closed yet'] }],
    ['“油价 上涨” 股市', { words: ['油价 上涨', '股市'] }],
    ['油价\u3000上涨', { words: ['油价', '上涨'] }],
    ['""', {}],
    ['label:Sports', { labels: ['Sports'] }],
    ['LABEL:Sports label:World', { labels: ['Sports', 'World'] }],
    ['label:"Sci Tech" x', { labels: ['Sci Tech'], words: ['x'] }],
    ['label:"he said \\"hi\\"" x', { labels: ['he said "hi"'], words: ['x'] }],
    ['label:"he said \\"hi\\"', { labels: ['he said "hi"'] }],
    ['label:"he said “hi”" x', { labels: ['he said “hi”'], words: ['x'] }],
    ['label:“he said \\“hi\\”” x', { labels: ['he said “hi”'], words: ['x'] }],
    ['label:"a:b"', { labels: ['a:b'] }],
    ['label:a:b', { labels: ['a:b'] }],
    ['label:"C:\\new\\\\"', { labels: ['C:\\new\\'] }],
    ['"a\\b" c', { words: ['a\\b', 'c'] }],
    ['"mixed” x', { words: ['mixed', 'x'] }],
    ['label：体育', { labels: ['体育'] }],
    ['"label:Sports"', { words: ['label:sports'] }],
    ['label:', { words: ['label:'], unknown: ['label:'] }],
    ['predicted:World', { predicted: ['World'] }],
    ['status:corrected', { statuses: ['corrected'] }],
    ['loss>2.5', { aboveLoss: 2.5 }],
    ['loss>=2 loss<=.5', { minLoss: 2, maxLoss: 0.5 }],
    ['LOSS<3.', { belowLoss: 3 }],
    ['loss>1 loss>2', { aboveLoss: 2 }],
    ['loss>', { words: ['loss>'], unknown: ['loss>'] }],
    ['loss>-1', { words: ['loss>-1'], unknown: ['loss>-1'] }],
    ['row:123', { rows: [122] }],
    ['row:1,235', { rows: [1234] }],
    ['row:１，２３５', { rows: [1234] }],
    ['row:12,34', { words: ['row:12,34'], unknown: ['row:12,34'] }],
    ['row:"7"', { rows: [6] }],
    ['row:２３５', { rows: [234] }],
    ['row：７ loss＞２.５', { rows: [6], aboveLoss: 2.5 }],
    ['row:x1', { words: ['row:x1'], unknown: ['row:x1'] }],
    ['labl:Sports', { words: ['labl:sports'], unknown: ['labl:Sports'] }],
    ['loss>abc', { words: ['loss>abc'], unknown: ['loss>abc'] }],
    ['loss > 2.5 oil', { aboveLoss: 2.5, words: ['oil'] }],
    ['loss ≥ 2 loss≤3', { minLoss: 2, maxLoss: 3 }],
    ['loss > = 2', { minLoss: 2 }],
    ['loss > abc', { words: ['loss > abc'], unknown: ['loss > abc'] }],
    ['loss = 2', { words: ['loss = 2'], unknown: ['loss = 2'] }],
    ['loss=2', { words: ['loss=2'], unknown: ['loss=2'] }],
    ['heat loss in winter', { words: ['heat', 'loss', 'in', 'winter'] }],
    ['label=Sports', { words: ['label=sports'], unknown: ['label=Sports'] }],
    ['status:kept status:Undecided', { statuses: ['validated', 'pending'] }],
    ['status:"discarded"', { statuses: ['discarded'] }],
    ['status:wrong', { words: ['status:wrong'], unknown: ['status:wrong'] }],
    ['https://a.b', { words: ['https://a.b'] }],
    ['12:30', { words: ['12:30'] }],
    ['id:abc id:A:b', { ids: ['abc', 'A:b'] }],
    ['http://x.y', { words: ['http://x.y'] }],
    ['__proto__:x constructor', { words: ['__proto__:x', 'constructor'] }],
    ['CAFE\u0301', { words: ['café'] }],
    ['ΟΔΟΣ', { words: ['οδοσ'] }],
  ])('%j', (typed, expected) => {
    expect(parseQuery(typed)).toEqual({ ...nothing, ...expected });
  });

  test('no typed text throws, and no word is empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        for (const word of parseQuery(typed).words) expect(word).not.toBe('');
      }),
    );
  });

  test('needsScan reports whether rows must be searched', () => {
    expect(['a', 'row:1', 'id:x'].map((typed) => needsScan(parseQuery(typed)))).toEqual([true, true, true]);
    expect(needsScan(parseQuery('label:a predicted:b status:pending loss>1'))).toBe(false);
  });
});

describe('fieldFilter', () => {
  const labels = ['Business', 'Sports', 'Sci/Tech'];
  const classes = ['world', 'sports'];
  test.each([
    ['oil', {}],
    ['label:sports', { labels: Uint8Array.of(0, 1, 0) }],
    ['label:SPORTS label:sci/tech', { labels: Uint8Array.of(0, 1, 1) }],
    ['label:sport', { labels: Uint8Array.of(0, 0, 0) }],
    ['predicted:World', { predicted: Uint8Array.of(1, 0) }],
    ['status:Corrected status:discarded', { statuses: Uint8Array.of(0, 0, 1, 1) }],
    ['loss>0 loss<=3', { aboveLoss: 0, maxLoss: 3 }],
    ['loss>=0 loss<3', { minLoss: 0, belowLoss: 3 }],
  ])('%s', (typed, expected) => {
    expect(fieldFilter(parseQuery(typed), labels, classes)).toEqual(expected);
  });
});

describe('a label in quotes', () => {
  const letter = fc.constantFrom(
    '"',
    '“',
    '”',
    '\\',
    ':',
    ' ',
    'a',
    'B',
    '\u0301',
    '体',
    '\n',
    "'",
    '…',
    '\ud800',
    '-',
    '>',
  );
  const name = fc.string({ unit: fc.oneof(letter, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })) });

  test('finds a label of any characters, and adds no word', () => {
    fc.assert(
      fc.property(name, fc.constantFrom('"', '“'), (label, quote) => {
        const escaped = label.replace(/["“”\\]/g, '\\$&');
        const query = parseQuery(`label:${quote}${escaped}${quote === '“' ? '”' : quote} word`);
        expect(query.words).toEqual(['word']);
        expect(fieldFilter(query, [label], [])).toEqual({ labels: Uint8Array.of(1) });
      }),
      { numRuns: 1000 },
    );
  });
});

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
