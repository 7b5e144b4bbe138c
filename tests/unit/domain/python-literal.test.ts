import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../src/domain/bytes.js';
import { floatRepr, stringRepr } from '../../../src/domain/python-format.js';
import {
  DICT,
  FALSE,
  LiteralParts,
  LiteralScanner,
  NONE,
  NUMBER,
  SEQUENCE,
  STRING,
  TRUE,
} from '../../../src/domain/python-literal.js';
import { appendLiteralText, numberAt } from '../../../src/domain/python-values.js';

const scanner = new LiteralScanner();
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function members(text: string): { read: string; found: [key: string, value: string, kind: number][] } {
  const bytes = encode(`  ${text}`);
  const parts = new LiteralParts();
  const read = scanner.dict(bytes, 1, bytes.length, parts);
  const part = (start?: number, end?: number): string => new TextDecoder().decode(bytes.subarray(start, end));
  const found = Array.from({ length: read === 'ok' ? parts.count : 0 }, (_, i): [string, string, number] => [
    part(parts.keyStart[i], parts.keyEnd[i]),
    part(parts.start[i], parts.end[i]),
    parts.kind[i] ?? 0,
  ]);
  return { read, found };
}

function textOfLiteral(literal: string): string | null {
  const bytes = encode(literal);
  const parts = new LiteralParts();
  expect(scanner.sequence(encode(`[${literal}]`), 0, bytes.length + 2, parts)).toBe(true);
  const out = new ByteWriter();
  const fine = appendLiteralText(bytes, 1, bytes.length - 1, out);
  return fine ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(out.take()) : null;
}

describe('dicts', () => {
  it('takes every kind of value, in Python and in JSON', () => {
    const python = `{'a': 'x', "b": -1.5e-05, 'c': True, 'd': False, 'e': None, 'f': [1, (2,)], 'g': {0: 'z'}, 'h': nan}`;
    expect(members(python).found).toEqual([
      ['a', 'x', STRING],
      ['b', '-1.5e-05', NUMBER],
      ['c', 'True', TRUE],
      ['d', 'False', FALSE],
      ['e', 'None', NONE],
      ['f', '[1, (2,)]', SEQUENCE],
      ['g', "{0: 'z'}", DICT],
      ['h', 'nan', NUMBER],
    ]);
    const json = '{"a":"x","b":null,"c":true,"d":false,"e":[NaN,-Infinity,Infinity],"f":{}}';
    expect(members(json).found.map(([, , kind]) => kind)).toEqual([STRING, NONE, TRUE, FALSE, SEQUENCE, DICT]);
  });

  it('reads the truth values of numpy 2, and arrays as their lists', () => {
    const { found } = members(
      "{'a': np.True_, 'b': numpy.False_, 'c': array([0.25, 1.], dtype=float32), 'd': np.array([[1], [2]]), 'e': 1}",
    );
    expect(found).toEqual([
      ['a', 'True_', TRUE],
      ['b', 'False_', FALSE],
      ['c', '[0.25, 1.]', SEQUENCE],
      ['d', '[[1], [2]]', SEQUENCE],
      ['e', '1', NUMBER],
    ]);
  });

  it('reads the scalars of numpy 2 as their values', () => {
    expect(
      members("{'a': np.float64(0.5), 'b': np.str_('x'), 'c': numpy.int64(-3), 'd': np.True_(True)}").found,
    ).toEqual([
      ['a', '0.5', NUMBER],
      ['b', 'x', STRING],
      ['c', '-3', NUMBER],
      ['d', 'True', TRUE],
    ]);
  });

  it.each(['{}', '{ }', "{'a': ()}", "{'a': '}{,:'}", "{'a': -inf}", "{'a': 5.}", '{"\\u00e9": 1} \t'])(
    'accepts %s',
    (text) => {
      expect(members(text).read).toBe('ok');
    },
  );

  it.each([
    '{',
    '{}}',
    '{,}',
    "{'a'}",
    "{'a': }",
    "{'a': 1,}",
    "{'a': 1 'b': 2}",
    "{'a': (1)}",
    "{'a': [1,]}",
    "{'a': 1_000}",
    "{'a': 0x10}",
    "{'a': 1e}",
    "{'a': .5}",
    "{'a': nano}",
    "{'a': Truest}",
    "{'a': 'x\"}",
    "{'a': 'x\\q'}",
    "{'a': '\\x4'}",
    "{'a': open('f')}",
    "{'a': np.load('f')",
    "{'a': np.array(1)}",
    "{'a': array([1], shape=3)}",
    "{'a': array([1], dtype=int64}",
    "{'a': np.True_x}",
    "{'a': __import__('os')}",
    "{'a': 1 + 1}",
    '{[1]: 2}',
    "{'a': '\u0001'}",
    "{'a': 'x'}; 1",
    '',
    'x',
  ])('refuses %s', (text) => {
    expect(members(text).read).toBe('broken');
  });

  it('tells another literal from a broken line, and survives endless nesting', () => {
    for (const text of ['[1]', "'x'", '3', 'None', "('a', 1)"]) expect(members(text).read).toBe('not-a-dict');
    expect(members('[1'.repeat(100_000)).read).toBe('broken');
    expect(members(`{'a': ${'['.repeat(1e5)}${']'.repeat(1e5)}}`).read).toBe('broken');
  });

  it('finds the last member of a key', () => {
    const bytes = encode(`{"id": 1, "idx": 2, "id": 3}`);
    const parts = new LiteralParts();
    scanner.dict(bytes, 0, bytes.length, parts);
    expect(parts.find(bytes, encode('id'))).toBe(2);
    expect(parts.find(bytes, encode('idx'))).toBe(1);
    expect(parts.find(bytes, encode('i'))).toBe(-1);
  });

  it('reads all output of JSON.stringify as the same members', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        expect(members(text)).toMatchObject({ read: 'ok', found: { length: Object.keys(value).length } });
      }),
    );
  });
});

describe('strings', () => {
  it.each([
    [`'a\\'b'`, `a'b`],
    [`"it's"`, `it's`],
    [`'\\\\ \\n\\t\\r\\x41\\u4e2d\\U0001f600'`, '\\ \n\t\rA中😀'],
    [`"\\ud83d\\ude00 \\/"`, '😀 /'],
    [`'中文'`, '中文'],
    [`''`, ''],
  ])('%s', (literal, text) => {
    expect(textOfLiteral(literal)).toBe(text);
  });

  it('refuses half a surrogate pair and code points beyond Unicode', () => {
    expect(textOfLiteral(`'\\ud83d'`)).toBeNull();
    expect(textOfLiteral(`'\\ud83d x \\ude00'`)).toBeNull();
    expect(textOfLiteral(`'\\U00110000'`)).toBeNull();
  });

  it('reads its own output and that of JSON', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textOfLiteral(stringRepr(text))).toBe(text);
        expect(textOfLiteral(JSON.stringify(text))).toBe(text);
      }),
    );
  });
});

describe('numbers', () => {
  const read = (text: string): number => numberAt(encode(`[${text}]`), 1, text.length + 1);

  it.each<[string, number]>([
    ['0', 0],
    ['-0.0', -0],
    ['+1', 1],
    ['5.', 5],
    ['0.013650415952805556', 0.013650415952805556],
    ['9007199254740993', 9007199254740992],
    ['1e-05', 1e-5],
    ['nan', NaN],
    ['NaN', NaN],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
    ['', NaN],
  ])('%s', (text, value) => {
    expect(read(text)).toBe(value);
  });

  it('rounds like the host', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(read(floatRepr(value))).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 12 }), (digits, decimals) => {
        const text = (digits / 10 ** decimals).toFixed(decimals);
        expect(read(text)).toBe(Number(text));
      }),
    );
  });
});

describe("Python's repr", () => {
  it.each<[number, string]>([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [0.1 + 0.2, '0.30000000000000004'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [5e-324, '5e-324'],
    [123456789, '123456789.0'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.2345678901234568e17, '1.2345678901234568e+17'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
  ])('of %d is %s', (value, text) => {
    expect(floatRepr(value)).toBe(text);
  });

  it.each([
    ['0', "'0'"],
    ["it's", `"it's"`],
    [`it's "x"`, `'it\\'s "x"'`],
    ['a\tb\\\u0000\u00a0é', `'a\\tb\\\\\\x00\\xa0é'`],
    ['\u200b中😀', `'\\u200b中😀'`],
  ])('of the string %s', (text, written) => {
    expect(stringRepr(text)).toBe(written);
  });
});
