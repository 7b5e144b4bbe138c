import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORRECTED } from '../../../../src/domain/reading/dataset.js';
import type { ExportColumns } from '../../../../src/protocol/export-spec.js';
import { exportAll, readDetected, rowsOf, untouched } from './helpers.js';

type Read = Awaited<ReturnType<typeof readDetected>>;

interface Labelled {
  readonly text: string;
  readonly label: string | number;
}

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/cases/${name}`, import.meta.url), 'utf8');
}

function objectOf<T>(items: readonly T[], keyOf: (i: number) => string = String): Record<string, T> {
  return Object.fromEntries(items.map((item, i) => [keyOf(i), item]));
}

/** A record as Python's `repr` writes it. */
function pythonOf({ text, label }: Labelled): string {
  const quoted = (value: string): string =>
    `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
  return `{'text': ${quoted(text)}, 'label': ${typeof label === 'number' ? label : quoted(label)}, 'x': None, 'y': True, 'z': nan}`;
}

const json = JSON.stringify;
const FORMS: Readonly<Record<string, (records: readonly Labelled[]) => string>> = {
  'JSON lines': (records) => records.map((record) => `${json(record)}\n`).join(''),
  'an array': (records) => json(records),
  'a pretty array': (records) => json(records, null, 4),
  'records under a key': (records) => json({ version: '1', data: records }),
  'records under a key, pretty': (records) => json({ rows: records, count: 1 }, null, 2),
  'a table with its schema': (records) =>
    json({ schema: { fields: [{ name: 'text', type: 'string' }], pandas_version: '1.4.0' }, data: records }),
  'records by name': (records) => json(objectOf(records)),
  'columns by row': (records) =>
    json({ text: objectOf(records.map(({ text }) => text)), label: objectOf(records.map(({ label }) => label)) }),
  'columns as lists': (records) =>
    json({ text: records.map(({ text }) => text), label: records.map(({ label }) => label) }),
  split: (records) =>
    json({
      columns: ['text', 'label'],
      index: [...records.keys()],
      data: records.map(({ text, label }) => [text, label]),
    }),
  'rows under a header': (records) => json([['text', 'label'], ...records.map(({ text, label }) => [text, label])]),
  'rows line by line': (records) =>
    [['text', 'label'], ...records.map(({ text, label }) => [text, label])].map((row) => json(row)).join('\n'),
  'objects over several lines': (records) => records.map((record) => json(record, null, 2)).join('\n'),
  'objects on one line': (records) => records.map((record) => json(record)).join(''),
  'objects with commas between the lines': (records) => records.map((record) => json(record)).join(',\n'),
  'arrays one after the other': (records) => records.map((record) => json([record])).join('\n'),
  'Python dicts': (records) => records.map(pythonOf).join('\n'),
  'a list of Python dicts': (records) => `[${records.map(pythonOf).join(', ')}]`,
};

const word = fc.string({ unit: fc.constantFrom(...'ab \'"\\/{}[],:\n中é😀'), minLength: 1, maxLength: 12 });
const labelled = fc.record({ text: word, label: fc.oneof(fc.constantFrom('x', 'y', "it's"), fc.nat(3)) });

describe('the same records in every form', () => {
  it.each(Object.entries(FORMS))('%s', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(fc.array(labelled, { minLength: 2, maxLength: 6 }), fc.boolean(), async (records, mark) => {
        const file = new Blob([(mark ? '\ufeff' : '') + write(records)]);
        const read = await readDetected(file, {
          roles: { text: 'text', label: 'label', textB: '', textJoin: '', id: '' },
        });
        expect(read.rejects).toEqual([]);
        expect(rowsOf(read)).toEqual(records.map(({ text, label }) => ({ text, label: String(label) })));
        const exported = await exportAll(file, read.settings, read.roles, 'dataset', untouched(read));
        const again = await readDetected(new Blob([exported]), { roles: read.roles });
        expect(rowsOf(again)).toEqual(rowsOf(read));
      }),
      { numRuns: 40 },
    );
  });
});

/** Gives one row the label of this name, which may be new. */
function corrected(read: Read, row: number, name: string): ExportColumns {
  const columns = untouched(read);
  const known = columns.labels.findIndex((label) => label.name === name);
  const labels = known < 0 ? [...columns.labels, { name, token: JSON.stringify(name) }] : columns.labels;
  columns.label[row] = known < 0 ? labels.length - 1 : known;
  columns.status[row] = CORRECTED;
  return { ...columns, labels };
}

async function exportedText(content: string, read: Read, columns: ExportColumns): Promise<string> {
  const bytes = await exportAll(new Blob([content]), read.settings, read.roles, 'dataset', columns);
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
}

describe('a correction', () => {
  it('of a nested label changes its token and nothing else', async () => {
    const value = fc.jsonValue({ maxDepth: 2 });
    const record = fc.tuple(value, value, value, fc.constantFrom('"x"', '"\\u0079"', '"z"'));
    const lines = fc.array(record, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lines, fc.nat(), async (records, at) => {
        const row = at % records.length;
        const written = (changed: number): string =>
          records
            .map(([a, b, c, token], i) => {
              const label = i === changed ? '"new \\"one\\""' : token;
              return `{"a" : ${json(a)},"data":{"text": "t${i}"},"list":[{"b":${json(b)}, "result":[ {"v":{"choices":[${label}]}}]}],"c":${json(c)}}\r\n`;
            })
            .join('');
        const content = written(-1);
        const roles = { text: 'data.text', label: 'list.0.result.0.v.choices.0', textB: '', textJoin: '', id: '' };
        const read = await readDetected(new Blob([content]), { roles });
        expect(read.dataset.rows).toBe(records.length);
        expect(await exportedText(content, read, corrected(read, row, 'new "one"'))).toBe(written(row));
      }),
      { numRuns: 60 },
    );
  });

  it('of a Python dict stays one', async () => {
    const content = `{'text': 'a', 'label': 'x', 'z': nan}\n{'text': 'b', "label": True}\n{'text': 'c', 'label': False}`;
    const read = await readDetected(new Blob([content]), { roles: { text: 'text', label: 'label' } });
    expect(await exportedText(content, read, corrected(read, 0, 'y'))).toBe(content.replace("'x'", "'y'"));
    expect(await exportedText(content, read, corrected(read, 1, 'false'))).toBe(content.replace('True', 'False'));
  });

  it('writes the records of a document line by line', async () => {
    const content = '{"text":{"0":"a","1":"b"},"label":{"0":1,"1":0},"n":{"0":1.0,"1":null}}';
    const read = await readDetected(new Blob([content]));
    expect(await exportedText(content, read, corrected(read, 0, '0'))).toBe(
      '{"text":"a","label":0,"n":1.0}\n{"text":"b","label":0,"n":null}\n',
    );
  });

  it('leaves a record without a label where it is', async () => {
    const annotation = (result: unknown[]): unknown[] => [{ id: 1, was_cancelled: result.length === 0, result }];
    const choice = (name: string): unknown[] => [{ value: { choices: [name] }, from_name: 'topic' }];
    const tasks = [
      { id: 1, annotations: annotation(choice('x')), data: { text: 'a b' } },
      { id: 2, annotations: annotation([]), data: { text: 'c d' } },
      { id: 3, annotations: [], data: { text: 'e f' } },
      { id: 4, annotations: annotation(choice('y')), data: { text: 'g h' } },
    ];
    const content = json(tasks);
    const read = await readDetected(new Blob([content]));
    expect(read.rejects.map(({ sourceRow, reason }) => [sourceRow, reason])).toEqual([
      [1, 'missing-label'],
      [2, 'missing-label'],
    ]);
    const text = await exportedText(content, read, corrected(read, 1, 'x'));
    expect(text).toBe(
      tasks
        .map((task) => `${json(task)}\n`)
        .join('')
        .replace('"y"', '"x"'),
    );
  });

  it('to a name with quotes and colons is valid JSON among 151 labels', async () => {
    const content = fixture('26-many-classes/clinc.jsonl');
    const read = await readDetected(new Blob([content]));
    expect([read.dataset.rows, read.dataset.labels.length]).toEqual([302, 151]);
    for (const name of ['he said "hi"', 'a:b', 'new "one"\n']) {
      const lines = (await exportedText(content, read, corrected(read, 7, name))).split('\n');
      expect((JSON.parse(lines[7] ?? '') as Labelled).label).toBe(name);
      expect(lines.filter((line, i) => line !== content.split('\n')[i])).toHaveLength(1);
    }
  });
});

describe('exports beside the dataset', () => {
  it('are JSON also where the source is not', async () => {
    const file = new Blob([`{'text': 'a', 'label': 'x', 'n': nan, 't': (1, 2)}\n{"text":"b","label":"y","n":NaN}\n`]);
    const read = await readDetected(file);
    const columns = corrected(read, 0, 'y');
    for (const kind of ['audit', 'changes'] as const) {
      const bytes = await exportAll(file, read.settings, read.roles, kind, columns);
      const [first] = new TextDecoder().decode(bytes).split('\n');
      expect(JSON.parse(first ?? '')).toMatchObject({ text: 'a', original_label: 'x', corrected_label: 'y' });
    }
  });
});

describe('files as people have them', () => {
  it.each<[string, Partial<Read['roles']>]>([
    [
      '02-labelstudio-json/project-3-export.json',
      { text: 'data.text', label: 'annotations.0.result.0.value.choices.0' },
    ],
    ['10-json-data-field/train.json', { text: 'text', label: 'label' }],
    ['10-json-data-field/train-pretty.json', { text: 'text', label: 'label' }],
    ['11-jq-pretty/out.jsonl', { text: 'text', label: 'label' }],
    ['13-jsonl-nan/train.jsonl', { text: 'text', label: 'label' }],
    ['20-label-variants/openai.jsonl', { text: 'prompt', label: 'completion' }],
  ])('%s', async (name, roles) => {
    const read = await readDetected(new Blob([fixture(name)]));
    expect(read.roles).toMatchObject(roles);
    expect([read.dataset.rows, read.rejectedCount, read.dataset.labels.length]).toEqual([24, 0, 4]);
  });

  it('with NaN come back byte for byte', async () => {
    const content = fixture('13-jsonl-nan/train.jsonl');
    const read = await readDetected(new Blob([content]));
    expect(await exportedText(content, read, untouched(read))).toBe(content);
  });

  it('records as deep as a bomb are set aside alone', async () => {
    const deep = '['.repeat(200_000);
    const content = `{"text":"a","label":"x"}\n${deep}\n{"text":"b","label":"x","n":${deep}\n{"text":"c","label":"y"}\n`;
    const read = await readDetected(new Blob([content]));
    expect(rowsOf(read).map(({ text }) => text)).toEqual(['a', 'c']);
    expect(read.rejects.map(({ reason }) => reason)).toEqual(['broken-json', 'broken-json']);
  });

  it('keys that objects inherit are keys like others', async () => {
    const content =
      '{"__proto__":{"constructor":"some text"},"toString":"x"}\n{"__proto__":{"constructor":"more text"},"toString":"y"}\n';
    const roles = { text: '__proto__.constructor', label: 'toString', id: '' };
    expect(rowsOf(await readDetected(new Blob([content]), { roles }))).toEqual([
      { text: 'some text', label: 'x' },
      { text: 'more text', label: 'y' },
    ]);
    expect('constructor' in Object.prototype && ({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('a document that breaks off gives the rows in front of the break, and the rest as one record', async () => {
    const read = await readDetected(new Blob(['[["text","label"],["a b","x"],["c d","y"],["e f",']));
    expect(rowsOf(read).map(({ text }) => text)).toEqual(['a b', 'c d']);
    expect(read.rejects).toMatchObject([{ reason: 'broken-json', content: '["e f",', brokenBy: '' }]);
  });

  it('lists of objects beside the records are named, however far behind; other values are not', async () => {
    const record = '{"text":"some words","label":"x"}';
    const many = Array.from({ length: 60_000 }, () => record).join(',');
    const content = `{"n":[1],"v":"[{","train":[${many}],"extra": [ ${record}],"none":[],"words":["a",{"b":1}],"o":{"p":[{}]}}`;
    const read = await readDetected(new Blob([content]));
    expect(read.dataset.rows).toBe(60_000);
    expect(read.beside).toEqual(['extra']);
    expect((await readDetected(new Blob([`{"data":[${record}],"n":1}`]))).beside).toEqual([]);
  });
});
