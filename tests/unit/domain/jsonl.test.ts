import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonLinesReader } from '../../../src/domain/jsonl.js';
import type { RecordReader, RecordSink } from '../../../src/domain/records.js';
import { bytesOf, readCut, readEveryWay } from './record-helpers.js';

function reader(names: string[], maxLine?: number) {
  return (sink: RecordSink): RecordReader => new JsonLinesReader(names, sink, maxLine);
}

describe('JsonLinesReader', () => {
  it.each<[string, string, (string | null | undefined)[]]>([
    ['strings', '{"a":"x","b":"y"}', ['x', 'y']],
    ['in any order', '{"b":"y","c":1,"a":"x"}', ['x', 'y']],
    ['absent and null', '{"b":null}', [null, null]],
    ['numbers keep their spelling', '{"a":12345678901234567890,"b":1.0}', ['12345678901234567890', '1.0']],
    ['odd numbers too', '{"a":1e400,"b":-0}', ['1e400', '-0']],
    ['booleans', '{"a":true,"b":false}', ['true', 'false']],
    ['nested values as they stand', '{"a":{"x": [1, 2]},"b":[ ]}', ['{"x": [1, 2]}', '[ ]']],
    ['escapes', '{"a":"\\u4e2d\\ud83d\\ude00\\n\\"","b":"\\/"}', ['中😀\n"', '/']],
    ['escaped keys', '{"\\u0061":"x","b":"y"}', ['x', 'y']],
    ['the last of equal keys', '{"a":"x","a":"z","b":1}', ['z', '1']],
    ['null as the last of equal keys', '{"a":"x","a":null,"b":1}', [null, '1']],
    ['half a surrogate pair', '{"a":"\\ud800","b":1}', [undefined, '1']],
    ['an empty string', '{"a":"","b":" "}', ['', ' ']],
  ])('%s', (_, text, fields) => {
    expect(readEveryWay(reader(['a', 'b']), text).read).toEqual([{ line: 1, row: 0, fields, content: text }]);
  });

  it('finds keys with names that objects inherit', () => {
    const text = '{"__proto__":"x","constructor":"y","toString":"z"}\n{}\n';
    const { read } = readEveryWay(reader(['__proto__', 'constructor', 'hasOwnProperty']), text);
    expect(read.map(({ fields }) => fields)).toEqual([
      ['x', 'y', null],
      [null, null, null],
    ]);
  });

  it('sets bad lines aside, skips blank ones and counts both', () => {
    const text = '\ufeff{"a":1}\r\n\r\n \t\n{"a":\r[1]\n"x"\n{"a":2} {"a":3}\n{"a":4}';
    const { read } = readEveryWay(reader(['a']), text);
    expect(read.map(({ line, row, reason, fields }) => [line, row, reason ?? fields?.[0]])).toEqual([
      [1, 0, '1'],
      [4, 1, 'broken-json'],
      [5, 2, 'not-an-object'],
      [6, 3, 'not-an-object'],
      [7, 4, 'broken-json'],
      [8, 5, '4'],
    ]);
  });

  it('reports the place of each record, however the source is cut', () => {
    const line = fc.constantFrom('{"a":1}', '', ' ', 'x', '{"a":"0123456789"}', '文');
    const end = fc.constantFrom('\n', '\r\n', '\r', '\n\n');
    const source = fc.tuple(fc.boolean(), fc.array(fc.tuple(line, end)), line);
    fc.assert(
      fc.property(source, fc.array(fc.nat(60), { maxLength: 5 }), ([mark, lines, last], cutList) => {
        const text = (mark ? '\ufeff' : '') + lines.flat().join('') + last;
        const bytes = bytesOf(text);
        const cuts = cutList.filter((cut) => cut < bytes.length).sort((a, b) => a - b);
        // A character that is cut between two parts of a long line cannot be shown apart.
        const limit = text.includes('文') ? undefined : 10;
        const records = [...lines.map(([content]) => content), last].filter((content) => content.startsWith('{'));
        const { places } = readCut(reader(['a'], limit), bytes, cuts);
        const short = records.filter((content) => limit === undefined || content.length <= limit);
        expect(places.map(([, content]) => content)).toEqual(short);
      }),
      { numRuns: 300 },
    );
  });
});
