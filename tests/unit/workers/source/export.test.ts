import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISCARDED } from '../../../../src/domain/reading/dataset.js';
import type { ExportColumns } from '../../../../src/protocol/export-spec.js';
import { readDetected, rowsOf, untouched } from './helpers.js';
import { relabelled, exported, linesOf } from './relabelled.js';

const ODD_JSONL =
  '\ufeff{"id":12345678901234567890,"text":"a\\u0041","label":"x", "n":1.0}\r\n' +
  '\n  \n' +
  '{"text":"b",\t"label" : "y" ,"label":"x","deep":{"label":"q","m":-0}}\n' +
  'broken {"label":"x"}\r' +
  '[1]\n' +
  '{"text":"","label":"x"}\n' +
  '{"label":"y","text":"<b>=1+1</b> 中😀","e":1e400,"__proto__":{"a":1}}';

describe('dataset export of a JSONL source', () => {
  const file = new Blob([ODD_JSONL]);

  it('is the source, byte for byte, when nothing was changed', async () => {
    const read = await readDetected(file);
    expect(read.dataset.rows).toBe(3);
    expect(await exported(file, read, 'dataset', untouched(read))).toBe(ODD_JSONL);
  });

  it('differs in the changed label values only', async () => {
    const read = await readDetected(file);
    const text = await exported(file, read, 'dataset', relabelled(read, { 0: 'y', 1: 'new "one"', 2: 'x' }));
    const expected = ODD_JSONL.replace('"label":"x", "n"', '"label":"y", "n"')
      .replace('"label":"x","deep"', '"label":"new \\"one\\"","deep"')
      .replace('{"label":"y","text":"<b>', '{"label":"x","text":"<b>');
    expect(text).toBe(expected);
  });

  it('keeps an integer label an integer', async () => {
    const numbers = new Blob(['{"text":"a","label":0}\n{"text":"b","label":1}\n']);
    const read = await readDetected(numbers);
    expect(await exported(numbers, read, 'dataset', relabelled(read, { 0: '1' }))).toBe(
      '{"text":"a","label":1}\n{"text":"b","label":1}\n',
    );
  });

  it('any source comes back, whatever its lines', async () => {
    const line = fc.constantFrom(
      '{"text":"a","label":"x"}',
      '{"label":"y","text":"\\u00e9"}',
      '',
      ' ',
      '{',
      '[]',
      '中',
    );
    const end = fc.constantFrom('\n', '\r\n', '\r');
    const source = fc.tuple(
      fc.array(fc.tuple(line, end), { maxLength: 12 }),
      fc.constantFrom('', '{"text":"z","label":"x"}'),
    );
    await fc.assert(
      fc.asyncProperty(source, async ([lines, last]) => {
        const text = `{"text":"first","label":"x"}\n${lines.flat().join('')}${last}`;
        const blob = new Blob([text]);
        const read = await readDetected(blob, { settings: { format: 'jsonl' } });
        expect(await exported(blob, read, 'dataset', untouched(read))).toBe(text);
      }),
      { numRuns: 50 },
    );
  }, 60_000);
});

describe('dataset export of other sources', () => {
  it('a delimited record becomes an object with all columns in order', async () => {
    const csv = new Blob([
      '__proto__,text,label,text\r\n1,"a ""q""\n=1+1",x,\r\n2,,x,z\r\nbad\r\n3,"c\t\u0001",y,文\r\n',
    ]);
    const read = await readDetected(csv, {
      settings: { header: true },
      roles: { text: 'text', label: 'label', textJoin: '' },
    });
    const text = await exported(csv, read, 'dataset', relabelled(read, { 1: 'x' }));
    expect(text.split('\n')).toEqual([
      '{"__proto__":"1","text":"a \\"q\\"\\n=1+1","label":"x","text (2)":""}',
      '{"__proto__":"2","text":"","label":"x","text (2)":"z"}',
      '{"__proto__":null,"text":null,"label":null,"text (2)":null,"set_aside":"bad"}',
      '{"__proto__":"3","text":"c\\t\\u0001","label":"x","text (2)":"文"}',
      '',
    ]);
  });

  it('an element of an array becomes a line', async () => {
    const text =
      '[\n  {\n    "text": "a",\n    "label": "x",\n    "n": [\n      1.0\n    ]\n  },\n  3,\n  {oops},\n  {"label":"y","text":"b"}\n]\n';
    const array = new Blob([text]);
    const read = await readDetected(array);
    expect(await exported(array, read, 'dataset', relabelled(read, { 0: 'y' }))).toBe(
      '{    "text": "a",    "label": "y",    "n": [      1.0    ]  }\n3\n{"set_aside":"{oops}"}\n{"label":"y","text":"b"}\n',
    );
  });

  it('what was exported reads back equal', async () => {
    const sources = [
      'text,label,id\n"a, b",x,1\n"c\nd",y,2\n,y,3\ne,x,4\n',
      '[{"text":"a","label":1,"id":"k"},{"text":"b","label":2,"id":"l"}]',
      ODD_JSONL,
    ];
    for (const source of sources) {
      const file = new Blob([source]);
      const first = await readDetected(file);
      const columns = relabelled(first, { 0: first.dataset.labels.at(-1)?.name ?? '' });
      const again = await readDetected(new Blob([await exported(file, first, 'dataset', columns)]), {
        roles: first.roles,
      });
      const corrected = rowsOf(first).map((row, i) => ({ ...row, label: columns.labels[columns.label[i] ?? 0]?.name }));
      expect(rowsOf(again)).toEqual(corrected);
    }
  });

  it('refuses a file that is not the one that was read', async () => {
    const file = new Blob(['text,label\na,x\nb,y\n']);
    const read = await readDetected(file);
    await expect(exported(new Blob(['text,label\na,x\n']), read, 'dataset', untouched(read))).rejects.toThrow(
      'file-changed',
    );
  });
});

describe('changes', () => {
  it('a line for each corrected row', async () => {
    const file = new Blob([
      '{"guid":7,"text_a":"a","text_b":"b","label":"x"}\n{"guid":8,"text_a":"c","label":"y"}\n{"guid":9,"text_a":"d","label":"x"}\n',
    ]);
    const read = await readDetected(file, { roles: { id: 'guid', text: 'text_a', textB: 'text_b', label: 'label' } });
    const columns = { ...relabelled(read, { 0: 'y', 1: 'new' }), loss: new Float32Array([0.1, NaN, 3]) };
    columns.status[2] = DISCARDED;
    columns.updatedAt[1] = 0;
    expect(await exported(file, read, 'changes', columns)).toBe(
      `{"row":0,"id":7,"text_a":"a","text_b":"b","original_label":"x","corrected_label":"y","loss":${Math.fround(0.1)},"updated_at":"2026-01-02T03:04:05.006Z"}\n` +
        '{"row":1,"id":8,"text_a":"c","original_label":"y","corrected_label":"new","loss":null,"updated_at":null}\n',
    );
  });

  it('title and description come under their own names, and a name of ours gives way', async () => {
    const file = new Blob(['loss,description,label\nhead,body,x\n']);
    const read = await readDetected(file, {
      settings: { header: true },
      roles: { text: 'loss', textJoin: 'description', label: 'label' },
    });
    const [line] = linesOf(await exported(file, read, 'changes', relabelled(read, { 0: 'y' })));
    expect(line).toEqual({
      row: 0,
      source_loss: 'head',
      description: 'body',
      original_label: 'x',
      corrected_label: 'y',
      loss: null,
      updated_at: '2026-01-02T03:04:05.006Z',
    });
  });
});

describe('audit', () => {
  it('every row with its fields and results', async () => {
    const file = new Blob([
      '{"text":"a","label":0,"loss":1.0,"source_loss":"s","n":1e400}\nbroken\n{"text":"b","label":1,"status":{"k": 1}}\n',
    ]);
    const read = await readDetected(file, { roles: { text: 'text', label: 'label', textB: '', textJoin: '' } });
    const columns: ExportColumns = {
      ...relabelled(read, { 1: '0' }),
      loss: new Float32Array([0.25, NaN]),
      probs: new Float32Array([0.25, 0.75, NaN, NaN]),
      predicted: Int16Array.of(1, -1),
      classes: ['__proto__', 'B"'],
    };
    expect(await exported(file, read, 'audit', columns)).toBe(
      '{"row":0,"text":"a","label":0,"source_source_loss":1.0,"source_loss":"s","n":1e400,"original_label":0,"corrected_label":null,' +
        '"predicted_label":"B\\"","predicted_probs":{"__proto__":0.25,"B\\"":0.75},"loss":0.25,"status":"pending"}\n' +
        '{"row":2,"text":"b","label":1,"source_status":{"k": 1},"original_label":1,"corrected_label":0,' +
        '"predicted_label":null,"predicted_probs":null,"loss":null,"status":"corrected"}\n',
    );
  });

  it('fields of a delimited source are strings, and numbers round-trip as float32', async () => {
    const file = new Blob(['row,text,label\n9,a,x\n']);
    const read = await readDetected(file, {
      settings: { header: true },
      roles: { text: 'text', label: 'label', id: '' },
    });
    const loss = Math.fround(2.7182817);
    const columns = { ...untouched(read), loss: new Float32Array([loss]) };
    const [line] = linesOf(await exported(file, read, 'audit', columns));
    expect(line).toEqual({
      row: 0,
      source_row: '9',
      text: 'a',
      label: 'x',
      original_label: 'x',
      corrected_label: null,
      predicted_label: null,
      predicted_probs: null,
      loss,
      status: 'pending',
    });
  });
});

describe('predictions without probabilities', () => {
  it('are written where there are some, and null where there are none', async () => {
    const file = new Blob(['text\tlabel\na\tx\nb\ty\n']);
    const read = await readDetected(file);
    const columns = {
      ...untouched(read),
      loss: Float32Array.of(2, 1),
      predicted: Int16Array.of(1, -1),
      classes: ['x', 'y'],
    };
    expect(linesOf(await exported(file, read, 'audit', columns))).toMatchObject([
      { label: 'x', predicted_label: 'y', predicted_probs: null, loss: 2 },
      { label: 'y', predicted_label: null, predicted_probs: null, loss: 1 },
    ]);
  });
});
