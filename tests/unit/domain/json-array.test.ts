import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonArrayReader } from '../../../src/domain/json-array.js';
import type { RecordReader, RecordSink } from '../../../src/domain/records.js';
import { bytesOf, readCut, readEveryWay } from './record-helpers.js';

function reader(maxElement?: number) {
  return (sink: RecordSink): RecordReader => new JsonArrayReader(['a'], sink, maxElement);
}

/** `line:row value` or `line:row !reason content`. */
function brief(text: string, maxElement?: number): string[] {
  return readEveryWay(reader(maxElement), text).read.map(({ line, row, fields, reason, content }) =>
    reason === undefined ? `${line}:${row} ${fields?.[0] ?? '-'}` : `${line}:${row} !${reason} ${content}`,
  );
}

describe('JsonArrayReader', () => {
  it.each<[string, string, string[]]>([
    ['empty', '[]', []],
    ['empty with space', ' [ \n ] \n', []],
    ['one line', '[{"a":1},{"a":"x"} , {}]', ['1:0 1', '1:1 x', '1:2 -']],
    ['an object a line', '[\n{"a":1},\r\n{"a":2}\n]', ['2:0 1', '3:1 2']],
    ['commas in front', '[{"a":1}\n,{"a":2}\n]', ['1:0 1', '2:1 2']],
    [
      'pretty-printed',
      '[\n  {\n    "a": 1\n  },\n  {\n    "a": [\n      2\n    ]\n  }\n]\n',
      ['2:0 1', '5:1 [\n      2\n    ]'],
    ],
    ['a byte order mark', '\ufeff[{"a":1}]', ['1:0 1']],
    ['old line ends', '[\r{"a":1},\r{"a":2}\r]', ['2:0 1', '3:1 2']],
    ['brackets in strings', '[{"a":"]}\\"{["},{"a":2}]', ['1:0 ]}"{[', '1:1 2']],
    [
      'other values',
      '[1,"x",null,[{"a":1}],{"a":2}]',
      [
        '1:0 !not-an-object 1',
        '1:1 !not-an-object "x"',
        '1:2 !not-an-object null',
        '1:3 !not-an-object [{"a":1}]',
        '1:4 2',
      ],
    ],
    ['no closing bracket', '[{"a":1},{"a":2}', ['1:0 1', '1:1 2']],
    ['the end cut off', '[{"a":1},{"a":', ['1:0 1', '1:1 !broken-json {"a":']],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['a bad value', '[{"a":1},{"a":x},{"a":3}]', ['1:0 1', '1:1 !broken-json {"a":x}', '1:2 3']],
    ['a word', '[{"a":1},oops,{"a":3}]', ['1:0 1', '1:1 !broken-json oops', '1:2 3']],
    ['a brace too many', '[{"a":1}},{"a":3}]', ['1:0 1', '1:1 !broken-json }', '1:2 3']],
    ['a brace missing', '[\n{"a":1,\n{"a":2},\n{"a":3}\n]', ['2:0 !broken-json {"a":1,', '3:1 2', '4:2 3']],
    ['a brace missing on the first line', '[{"a":1,\n{"a":2}]', ['1:0 !broken-json {"a":1,', '2:1 2']],
    ['a quote missing', '[\n{"a":"1},\n{"a":"2"}\n]', ['2:0 !broken-json {"a":"1},', '3:1 2']],
    [
      'a broken pretty element',
      '[\n  {\n    "a": 1,\n    "b" 2\n  },\n  {\n    "a": 3\n  }\n]',
      ['2:0 !broken-json {\n    "a": 1,\n    "b" 2\n  }', '6:1 3'],
    ],
    [
      'a pretty element without its end',
      '[\n  {\n    "a": 1,\n    "b": {\n  },\n  {\n    "a": 3\n  }\n]',
      ['2:0 !broken-json {\n    "a": 1,\n    "b": {\n  },', '6:1 3'],
    ],
  ])('a broken element is set aside alone: %s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  });

  it('discards an element that is too long and continues behind it', () => {
    const long = `{"a":"${'x'.repeat(40)}",\n"b":"\\"]}"}`;
    expect(brief(`[{"a":1},\n${long},\n{"a":3}]`, 20)).toEqual(['1:0 1', `2:1 !line-too-long ${long}`, '4:2 3']);
  });

  it('reads everything that JSON.parse reads, in any layout and cut anywhere', () => {
    const rows = fc.array(
      fc.dictionary(fc.constantFrom('a', 'b'), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }),
    );
    fc.assert(
      fc.property(rows, fc.nat(4), fc.array(fc.nat(200), { maxLength: 5 }), (objects, indent, cutList) => {
        const bytes = bytesOf(JSON.stringify(objects, null, indent));
        const cuts = cutList.filter((cut) => cut < bytes.length).sort((a, b) => a - b);
        const { read } = readCut(reader(), bytes, cuts);
        expect(read.map(({ content }): unknown => JSON.parse(content))).toEqual(JSON.parse(JSON.stringify(objects)));
      }),
      { numRuns: 100 },
    );
  });

  it('ends on any text, with the same result however it is cut', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      '"a"',
      ':',
      '1',
      '\n',
      '\r\n',
      ' ',
      '\\',
      '{"a":1}',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        readEveryWay(reader(12), `[${parts.join('')}`);
      }),
      { numRuns: 400 },
    );
  });

  it('reports the place of each element, with its key and the end of the one before', () => {
    const text = '{"n": [1], "data": {"first": {"a":1},\r\n "b": 7, "c": {"a":2}}} {"data": {"d": {"a":3}}}';
    const make = (sink: RecordSink): RecordReader => new JsonArrayReader(['a'], sink, undefined, { records: 'data' });
    const { places } = readEveryWay(make, text);
    const items = places.flatMap(([, , all]) => all);
    expect(items.map(({ start, end }) => text.slice(start, end))).toEqual([
      '"first": {"a":1}',
      '"c": {"a":2}',
      '"d": {"a":3}',
    ]);
    expect(items.map(({ before }) => text.slice(0, Math.max(0, before)).slice(-4))).toEqual(['', '": 7', '']);
    expect(items[0]?.list).toBe(items[1]?.list);
    expect(items[1]?.list).not.toBe(items[2]?.list);
  });

  it('is not slow on elements that never end', () => {
    const bytes = bytesOf('['.concat('{"a":1,'.repeat(300_000)));
    let rejected = 0;
    const source = new JsonArrayReader([], { record: () => undefined, reject: () => rejected++ }, 100_000);
    for (let at = 0; at < bytes.length; at += 65_536) source.push(bytes.subarray(at, at + 65_536));
    source.end();
    expect(rejected).toBe(1);
  });
});
