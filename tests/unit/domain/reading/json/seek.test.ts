import { describe, expect, it } from 'vitest';
import { JsonArrayReader } from '../../../../../src/domain/reading/json/array.js';
import { readEveryWay } from '../record-helpers.js';

function values(text: string, records: string): string[] {
  const { read } = readEveryWay((sink) => new JsonArrayReader(['a'], sink, undefined, { records }), text);
  return read.map(({ line, fields, reason, content }) =>
    reason === undefined ? `${line} ${fields?.[0] ?? '-'}` : `${line} !${reason} ${content}`,
  );
}

describe('records under a key', () => {
  it.each<[string, string, string, string[]]>([
    ['an array', '{"v":1,"data":[{"a":1},{"a":2}],"n":[{"a":3}]}', 'data', ['1 1', '1 2']],
    ['pretty', '{\n "v": "]{",\r\n "data": [\r\n  {\n   "a": 1\n  },\n  {"a": 2}\n ]\n}', 'data', ['4 1', '7 2']],
    ['deeper', '{"x":{"data":[{"a":0}]},"r":{"y":[[1]],"data":[{"a":1}]}}', 'r.data', ['1 1']],
    ['the same key elsewhere', '{"m":{"data":[{"a":0}]},"l":[{"data":[{"a":0}]}],"data":[{"a":1}]}', 'data', ['1 1']],
    ['a key with escapes', '{"\\u6570":[{"a":1}]}', '数', ['1 1']],
    ['a string like the key', '{"x":"data","y":["data"],"data":[{"a":1}]}', 'data', ['1 1']],
    ['a text instead', '{"data":"x","more":[{"a":0}]}', 'data', []],
    ['documents one after the other', '{"data":[{"a":1}]}\n{"data":[{"a":2}]}', 'data', ['1 1', '2 2']],
    ['not there', '{"rows":[{"a":1}]}', 'data', []],
    ['by name', '{"x":{"a":1},"y": {"a":2}}', '', ['1 1', '1 2']],
    ['by name, pretty', '{\n  "x": {\n    "a": "}"\n  },\n  "y":\n  {"a":2}\n}\n', '', ['2 }', '6 2']],
    ['by name under a key', "{'n': 2, 'data': {'x': {'a': 1}}, 'z': {'a': 0}}", 'data', ['1 1']],
    ['other values by name', '{"v":1,"x":{"a":1}}', '', ['1 !not-an-object 1', '1 1']],
    ['a broken one', '{"data":[{"a":1},{"a":oops},{"a":3}]}', 'data', ['1 1', '1 !broken-json {"a":oops}', '1 3']],
    ['a broken one by name', '{"x":{"a":oops},"y":{"a":3}}', '', ['1 !broken-json {"a":oops}', '1 3']],
    ['the end cut off', '{"data":[{"a":1},{"a":', 'data', ['1 1', '1 !broken-json {"a":']],
    ['a byte order mark', '\ufeff{"data":[{"a":1}]}', 'data', ['1 1']],
  ])('%s', (_, text, records, expected) => {
    expect(values(text, records)).toEqual(expected);
  });
});

describe('objects without one array around them', () => {
  it.each<[string, string, string[]]>([
    ['over several lines', '{\n "a": 1\n}\n{\n "a": 2\n}\n', ['1 1', '4 2']],
    ['on one line', '{"a":1}{"a":2} {"a":3}', ['1 1', '1 2', '1 3']],
    ['commas between lines', '{"a":1},\n{"a":2},\n', ['1 1', '2 2']],
    ['arrays one after the other', '[{"a":1}][{"a":2}]\n[\n{"a":3}]', ['1 1', '1 2', '3 3']],
    ['Python', "[{'a': 'it\\'s'}, {'a': None}, {'a': nan},]", ["1 it's", '1 -', '1 -']],
    ['not a number', '[{"a":1,"b":NaN},{"a":-Infinity}]', ['1 1', '1 -Infinity']],
  ])('%s', (_, text, expected) => {
    const { read } = readEveryWay((sink) => new JsonArrayReader(['a'], sink), text);
    expect(read.map(({ line, fields, reason }) => `${line} ${reason ?? fields?.[0] ?? '-'}`)).toEqual(expected);
  });
});
