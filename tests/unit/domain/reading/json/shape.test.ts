import { describe, expect, it } from 'vitest';
import { detectJson } from '../../../../../src/domain/reading/json/shape.js';
import { bytesOf } from '../record-helpers.js';

/** Format, records and table of a text, or of its first `size` bytes. */
function shape(text: string, size?: number): string | null {
  const bytes = bytesOf(text);
  const found = detectJson(size === undefined ? bytes : bytes.subarray(0, size), size === undefined);
  if (found === null) return null;
  const { format, records, table, header } = found;
  return [format, records === undefined ? '' : `records=${records}`, table ?? '', header ? 'header' : '']
    .filter((part) => part !== '')
    .join(' ');
}

const ROWS = '[{"text":"a","label":"x"},{"text":"b","label":"y"}]';

describe('detectJson', () => {
  it.each<[string, string | null]>([
    ['{"a":1}\n{"a":2}', 'jsonl'],
    ["{'a': None}\n{'a': nan}", 'jsonl'],
    ['{"a":NaN}\n{"a":1}', 'jsonl'],
    ['{"text":"a"', 'jsonl'],
    ['{"text":"a","label":}\n{"text":"b","label":}\n', 'jsonl'],
    ['{text: "a"}\n{text: "b"}', 'jsonl'],
    ['{"text":"a","spans":[{"start":0,"text":"a","label":"x"}]}', 'jsonl'],
    ['{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"x"}]}', 'jsonl'],
    ['{"id":1,"annotations":[{"result":[]}],"data":{"text":"a"}}', 'jsonl'],
    ['{"fields":{"text":"a"},"responses":{"label":[]},"metadata":{}}', 'jsonl'],
    ['{\n"a": 1\n}\n{\n"a": 2\n}', 'json-array'],
    ['{\n"a": 1\n}\n', 'json-array'],
    ['{"a":1},\n{"a":2},\n', 'json-array'],
    ['{"a":1}{"a":2}', 'json-array'],
    ['[{"a":1}]\n[{"a":2}]', 'json-array'],
    ['[1,2]', 'json-array'],
    [`{"data":${ROWS}}`, 'json-array records=data'],
    [`{"features":[{"name":"text"}],"rows":[{"row_idx":0,"row":{"text":"a"}}]}`, 'json-array records=rows'],
    ['{"data":[\n{"text":"a"},\n{"text":"b"},\n{"text":"c"},\n{"text":"d"}\n]}', 'json-array records=data'],
    ['{"data":[\n{"text":"a"}\n,{"text":"b"}\n,{"text":"c"}]}', 'json-array records=data'],
    ['{"data":[{"text":"a"},{"text":oops},{"text":"c"}]}', 'json-array records=data'],
    ['{"data":[{"text":"a"},{"text":"b"', 'json-array records=data'],
    ['{\n"data": [\n{"text":"a"},\n{"text":oops},\n{"text":"c"}\n]\n}', 'json-array records=data'],
    ['{"text":"a" oops}\n{"text":"b"}\n{"text":"c"}', 'jsonl'],
    ['{"text":"a"}\n{"text":oops}\n{"text":oops}\n', 'jsonl'],
    [`{"anything":${ROWS}}`, 'json-array records=anything'],
    [`{"a.b":{"examples":${ROWS}}}`, String.raw`json-array records=a\.b.examples`],
    [`{"description":"of it","items":${ROWS}}`, 'json-array records=items'],
    ['{"0":{"text":"a","label":"x"},"1":{"text":"b","label":"y"}}', 'json-array records='],
    ['{"k1":{"t":"a","l":"x"},"k2":{"t":"b","l":"y"},"k3":{"t":"c","l":"y"}}', 'json-array records='],
    ['{"text":{"0":"a","1":"b"},"label":{"0":"x","1":"y"}}', 'json-table columns'],
    ['{"c1":{"0":"a","1":"b"},"c2":{"0":"x","1":"y"}}', 'json-table columns'],
    ['{"text":["a","b"],"label":[0,1]}', 'json-table columns'],
    ['{"version":1,"text":["a","b"],"label":[0,1]}', 'json-table columns'],
    ['{"columns":["text","label"],"index":[0,1],"data":[["a",0],["b",1]]}', 'json-table split'],
    ['[["a",0],["b",1]]', 'json-table rows'],
    ['[["text","label"],["a",0]]', 'json-table rows header'],
    ['[["t","l"],["a",0]]', 'json-table rows header'],
    ['["a",0]\n["b",1]', 'json-table rows'],
    ['[[Category:Films]]\t1\n', null],
    ['["quoted" and more\t1\n', null],
    ['[1] a footnote\t1\n', null],
    ['[deleted]\t1\n', null],
    ['{curly} text,1\n', null],
    ['text,label\n', null],
  ])('%j is %s', (text, expected) => {
    expect(shape(text)).toBe(expected);
    expect(shape(`\ufeff\n ${text}`)).toBe(expected);
  });

  it('knows a document by its beginning', () => {
    const texts = Array.from({ length: 500 }, (_, i) => `text number ${i}`);
    const rows = texts.map((text) => ({ text, label: 'x' }));
    expect(shape(JSON.stringify({ version: 1, data: rows }), 2000)).toBe('json-array records=data');
    expect(shape(JSON.stringify({ text: texts, label: texts }), 2000)).toBe('json-table columns');
    expect(shape(JSON.stringify({ text: { ...texts }, label: { ...texts } }), 2000)).toBe('json-table columns');
    expect(shape(JSON.stringify({ ...rows }, null, 2), 2000)).toBe('json-array records=');
    expect(shape(JSON.stringify({ columns: ['a'], index: [...texts.keys()], data: [] }), 200)).toBe('json-table split');
    expect(shape(JSON.stringify(texts.map((text) => [text, 'x'])), 2000)).toBe('json-table rows');
  });
});
