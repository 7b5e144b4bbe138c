import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../../../src/domain/bytes/bytes.js';
import { Members } from '../../../../../src/domain/reading/json/members.js';
import { scanObject, skipValue } from '../../../../../src/domain/reading/json/scan.js';
import { bytesOf, textOfBytes } from '../record-helpers.js';

/** The verdict of `JSON.parse` on a text. */
function judged(text: string): 'ok' | 'broken-json' | 'not-an-object' {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'ok' : 'not-an-object';
  } catch {
    return 'broken-json';
  }
}

function scan(text: string): { status: string; members: [key: string, value: string][] } {
  const bytes = bytesOf(text);
  const members = new Members();
  const status = scanObject(bytes, 0, bytes.length, members);
  const list = Array.from({ length: members.count }, (_, i): [string, string] => {
    const [source, start, end] = members.key(bytes, i, new ByteWriter());
    const value = bytes.subarray(members.valueStart[i], members.valueEnd[i]);
    return [textOfBytes(source.subarray(start, end)), textOfBytes(value)];
  });
  return { status, members: status === 'ok' ? list : [] };
}

/** Characters of every UTF-8 length and everything that JSON escapes. */
export const anyText = fc.string({ unit: fc.constantFrom(...'a1_"\\/\n\r\t\b\f\0\x1f\x7fé中\u2028\ufeff😀') });

const SAMPLES = [
  '{}',
  ' { } ',
  '{"a":1}',
  '{"a":1,}',
  '{,"a":1}',
  '{"a" :\t1 , "b":\r\n[1,{"c":null}] }',
  '{"a":1}}',
  '{"a":1',
  '{"a"',
  '{"a":',
  '{',
  '',
  ' ',
  '[]',
  '[1,]',
  '[,]',
  '[1 2]',
  '[[[]]]',
  '[{]}',
  '{"a":[}',
  'null',
  'nul',
  'nulll',
  'true',
  '"x"',
  '"x',
  '1',
  '-',
  '-0',
  '01',
  '1.',
  '.5',
  '1e',
  '1e+',
  '1E-05',
  '1e400',
  '12345678901234567890',
  '+1',
  'NaN',
  '{"a":"\\u00e9\\n\\/"}',
  '{"a":"\\x"}',
  '{"a":"\\u12g4"}',
  '{"a":"\t"}',
  "{'a':1}",
  '{a:1}',
  '{"a":1 "b":2}',
  '{"a":1}x',
  '{"__proto__":1,"constructor":{}}',
  '{"":""}',
  '{"a":1,"a":2}',
  '{"a":"\\ud800"}',
  '\u00a0{}',
];

describe('scanObject', () => {
  it.each(SAMPLES)('judges %j like JSON.parse', (text) => {
    expect(scan(text).status).toBe(judged(text));
  });

  it('judges any text like JSON.parse', () => {
    const piece = fc.constantFrom(
      ...'{}[],:"\\ux09aefbnrt/-+.eE \t\n',
      'true',
      'null',
      '"a"',
      '"a":',
      '{"a":',
      '\\u0041',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(scan(text).status).toBe(judged(text));
        const object = `{"k":${text}}`;
        expect(scan(object).status).toBe(judged(object));
      }),
      { numRuns: 1500 },
    );
  });

  it('judges JSON with one changed byte like JSON.parse', () => {
    const change = fc.constantFrom(...'{}[],:"\\0-.e n');
    fc.assert(
      fc.property(fc.json(), fc.nat(), change, (json, at, byte) => {
        const text = `{"k":${json}}`;
        const position = at % text.length;
        const changed = text.slice(0, position) + byte + text.slice(position + 1);
        expect(scan(changed).status).toBe(judged(changed));
      }),
      { numRuns: 500 },
    );
  });

  it('lists members with the same values as JSON.parse', () => {
    fc.assert(
      fc.property(
        fc.dictionary(anyText, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
        fc.nat(3),
        (object, indent) => {
          const text = JSON.stringify(object, null, indent);
          const { members } = scan(text);
          const read = members.map(([key, value]): [string, unknown] => [key, JSON.parse(value)]);
          const parsed = JSON.parse(text) as Record<string, unknown>;
          expect(read.map(([key]) => key)).toEqual(Object.keys(parsed));
          for (const [key, value] of read) expect(value).toEqual(Object.getOwnPropertyDescriptor(parsed, key)?.value);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('finds the last of equal keys, escaped or not', () => {
    const bytes = bytesOf('{"a":1,"\\u0061":2,"b":3}');
    const members = new Members();
    scanObject(bytes, 0, bytes.length, members);
    expect(members.find(bytes, bytesOf('a'), new ByteWriter())).toBe(1);
    expect(members.find(bytes, bytesOf('c'), new ByteWriter())).toBe(-1);
  });

  it('takes deep nesting without recursion, up to a limit', () => {
    const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(scan(nested(50_000)).status).toBe('ok');
    expect(scan(nested(200_000)).status).toBe('broken-json');
  });
});

describe('skipValue', () => {
  it('tells a short input from a wrong one', () => {
    const text = bytesOf('{"a":[1,"b\\u0041",true,-1.5e3],"c":{}}');
    for (let end = 0; end < text.length; end++) expect(skipValue(text, 0, end)).toBe(~end);
    expect(skipValue(text, 0, text.length)).toBe(text.length);
    expect(skipValue(bytesOf('{"a":x}'), 0, 7)).toBe(~5);
  });
});

/** Characters beyond ASCII as `\u` escapes. */
export function escapeBeyondAscii(character: string): string {
  if (character < '\x80') return character;
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}
