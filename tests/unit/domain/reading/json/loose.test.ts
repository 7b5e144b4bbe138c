import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brokenAt,
  looseRange,
  scanAnyObject,
  skipAnyValue,
  skipLoose,
} from '../../../../../src/domain/reading/json/loose.js';
import { looseAsJson } from '../../../../../src/domain/reading/json/loose-write.js';
import { Members } from '../../../../../src/domain/reading/json/members.js';
import { bytesOf, textOfBytes } from '../record-helpers.js';

function asJson(text: string): unknown {
  const bytes = bytesOf(text);
  expect(skipAnyValue(bytes, 0, bytes.length)).toBe(bytes.length);
  return JSON.parse(looseAsJson(bytes, 0, bytes.length));
}

describe('values beyond JSON', () => {
  it.each<[string, unknown]>([
    ['NaN', null],
    ['-Infinity', null],
    ["'it\\'s \"so\"'", 'it\'s "so"'],
    ["u'\\xe9\\u4e2d\\U0001f600'", 'é中😀'],
    ["b'raw'", 'raw'],
    ['"tab\there"', 'tab\there'],
    ['[True, False, None, nan,]', [true, false, null, null]],
    ['(1, (2,), ())', [1, [2], []]],
    ["{'a': 1, 2: 'b', None: 3,}", { a: 1, '2': 'b', None: 3 }],
    ['[.5, 5., +1, 1e5, -2E-3]', [0.5, 5, 1, 1e5, -0.002]],
    ['np.float64(0.5)', 0.5],
    ["np.str_('x')", 'x'],
    ['{"t": datetime.datetime(2020, 1, 2)}', { t: 'datetime.datetime(2020, 1, 2)' }],
    ["{'a': array([1, 2], dtype=int64)}", { a: 'array([1, 2], dtype=int64)' }],
    ['[\n  1,\r\n  {"a" : 2}\n]', [1, { a: 2 }]],
  ])('%s', (text, value) => {
    expect(asJson(text)).toEqual(value);
  });

  it.each([
    ['{a: 1}', 1],
    ['{"a": oops}', 6],
    ['{"a": 1 "b": 2}', 8],
    ['{"a": "x', 8],
    ['{"a": "x\ny"}', 8],
    ['{"a": "\\q"}', 8],
    ['{"a": 1}x', 8],
    ['{"a": [1}', 8],
    ['{"a": 1.}}', 9],
    ['{,}', 1],
    ['{"a": 1_000}', 7],
    ['{"a"', 4],
    ['{"a": --1}', 7],
  ])('%j is broken at %i', (text, at) => {
    const bytes = bytesOf(text);
    expect(scanAnyObject(bytes, 0, bytes.length, new Members())).toBe('broken-json');
    expect(brokenAt(bytes, 0, bytes.length)).toBe(at);
  });

  it.each(['None', ' True ', "['a', 1]", "('a',)", 'nan', "'a'", 'null', '[1]'])(
    '%j is whole, and no object',
    (text) => {
      const bytes = bytesOf(text);
      expect(scanAnyObject(bytes, 0, bytes.length, new Members())).toBe('not-an-object');
    },
  );

  it('reads all JSON like JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        const text = JSON.stringify({ value }, null, indent);
        const bytes = bytesOf(text);
        expect(skipLoose(bytes, 0, bytes.length)).toBe(bytes.length);
        expect(JSON.parse(looseAsJson(bytes, 0, bytes.length))).toEqual(JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });

  it('tells a short input from a wrong one', () => {
    const bytes = bytesOf("{'a': [1, 'b\\u0041', True, -1.5e3, (None,), np.int64(3)], u'c': {}}");
    for (let end = 0; end < bytes.length; end++) expect(skipLoose(bytes, 0, end)).toBe(~end);
    expect(skipLoose(bytes, 0, bytes.length)).toBe(bytes.length);
  });

  it.each<[string, string, string]>([
    ["'x'", 'string', 'x'],
    ['u"x"', 'string', 'x'],
    ["np.str_('x')", 'string', 'x'],
    ['np.int64(3)', 'plain', '3'],
    ['None', 'missing', 'None'],
    ['-nan', 'missing', '-nan'],
    ['Infinity', 'plain', 'Infinity'],
    ['True', 'plain', 'True'],
    ["['a']", 'plain', "['a']"],
  ])('the value of %s', (text, kind, value) => {
    const bytes = bytesOf(text);
    const range = looseRange(bytes, 0, bytes.length);
    expect([range.kind, textOfBytes(bytes.subarray(range.start, range.end))]).toEqual([kind, value]);
  });

  it('takes deep nesting without recursion, up to a limit', () => {
    const nested = (depth: number): number => {
      const bytes = bytesOf(`${'(['.repeat(depth)}${'])'.repeat(depth)}`);
      return skipLoose(bytes, 0, bytes.length);
    };
    expect(nested(40_000)).toBe(160_000);
    expect(nested(60_000)).toBeLessThan(0);
  });
});
