import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldFilter, needsScan, parseQuery, type SignalBound } from '../../../../src/domain/review/query.js';

describe('parseQuery', () => {
  const nothing = {
    words: [],
    patterns: [],
    labels: [],
    predicted: [],
    statuses: [],
    rows: [],
    ids: [],
    files: [],
    notes: [],
    unknown: [],
    bounds: [],
  };
  const loss = (operator: SignalBound['operator'], limit: number): SignalBound => ({ signal: 'loss', operator, limit });
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
    ['loss>2.5', { bounds: [loss('>', 2.5)] }],
    ['loss>=2 loss<=.5', { bounds: [loss('>=', 2), loss('<=', 0.5)] }],
    ['LOSS<3.', { bounds: [loss('<', 3)] }],
    ['loss>1 loss>2', { bounds: [loss('>', 1), loss('>', 2)] }],
    ['loss>', { words: ['loss>'], unknown: ['loss>'] }],
    ['loss>-1', { bounds: [loss('>', -1)] }],
    ['loss≤−1.5e-3', { bounds: [loss('<=', -0.0015)] }],
    ['loss>1,235', { bounds: [loss('>', 1235)] }],
    ['loss>12,35', { words: ['loss>12,35'], unknown: ['loss>12,35'] }],
    ['loss>--1', { words: ['loss>--1'], unknown: ['loss>--1'] }],
    ['entropy>0.5', { bounds: [{ signal: 'entropy', operator: '>', limit: 0.5 }] }],
    ['Tokens <= 10 x', { bounds: [{ signal: 'tokens', operator: '<=', limit: 10 }], words: ['x'] }],
    ['self-confidence<.1', { bounds: [{ signal: 'self_confidence', operator: '<', limit: 0.1 }] }],
    ['normalized_margin≥-0.5', { bounds: [{ signal: 'normalized_margin', operator: '>=', limit: -0.5 }] }],
    [
      'label_var>0.1 confidence<1',
      {
        bounds: [
          { signal: 'label_var', operator: '>', limit: 0.1 },
          { signal: 'confidence', operator: '<', limit: 1 },
        ],
      },
    ],
    ['constructor>1', { words: ['constructor>1'] }],
    ['tokens>many', { words: ['tokens>many'], unknown: ['tokens>many'] }],
    ['entropy', { words: ['entropy'] }],
    ['row:123', { rows: [122] }],
    ['row:1,235', { rows: [1234] }],
    ['row:１，２３５', { rows: [1234] }],
    ['row:12,34', { words: ['row:12,34'], unknown: ['row:12,34'] }],
    ['row:"7"', { rows: [6] }],
    ['row:２３５', { rows: [234] }],
    ['row：７ loss＞２.５', { bounds: [loss('>', 2.5)], rows: [6] }],
    ['row:x1', { words: ['row:x1'], unknown: ['row:x1'] }],
    ['labl:Sports', { words: ['labl:sports'], unknown: ['labl:Sports'] }],
    ['loss>abc', { words: ['loss>abc'], unknown: ['loss>abc'] }],
    ['loss > 2.5 oil', { bounds: [loss('>', 2.5)], words: ['oil'] }],
    ['loss ≥ 2 loss≤3', { bounds: [loss('>=', 2), loss('<=', 3)] }],
    ['loss > = 2', { bounds: [loss('>=', 2)] }],
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
    ['note:Ask note:"two words"', { notes: ['ask', 'two words'] }],
    ['note:* x', { notes: [''], words: ['x'] }],
    ['note:', { words: ['note:'], unknown: ['note:'] }],
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
    expect(['a', 'row:1', 'id:x', '/a/'].map((typed) => needsScan(parseQuery(typed)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
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
    ['status:Corrected status:discarded', { statuses: Uint8Array.of(0, 0, 1, 1, 0) }],
    ['loss>0 oil', {}],
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
