import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { matchLabels } from '../../../src/domain/label-match.js';
import { Source } from '../../../workers/source.js';
import type { ParquetColumn, ParquetOptions } from '../../fakes/parquet.js';
import { parquetFile } from '../../fakes/parquet.js';
import { exportAll, readDetected, rowsOf, untouched, valueOf } from './source-helpers.js';

const TEXTS = ['Stocks fell', '球队赢了', 'A "quoted" \\ line\nbreak', 'plain'];
const COLUMNS: readonly ParquetColumn[] = [
  { name: 'id', type: 'int64', values: [9007199254740993n, 2n, -3n, 9223372036854775807n] },
  { name: 'text', type: 'string', values: TEXTS },
  { name: 'label', type: 'int32', values: [2, 1, 0, 2] },
  { name: 'sure', type: 'bool', values: [true, false, true, true] },
  { name: 'probs', type: 'doubles', values: [[0.25, 0.75], [], [1], [0.5, NaN]] },
  { name: '__proto__', type: 'double', nullable: true, values: [1.5, null, NaN, -2e-7] },
  { name: 'meta', type: 'json', values: ['{"a": 1}', '[]', '"x"', 'null'] },
  {
    name: 'raw',
    type: 'bytes',
    values: [Uint8Array.of(104, 105), Uint8Array.of(255, 0), new Uint8Array(0), null],
    nullable: true,
  },
];

function blob(columns: readonly ParquetColumn[], options: ParquetOptions = {}): Blob {
  return new Blob([parquetFile(columns, options)]);
}

async function faultCode(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const inspected = await new Source().inspect(new Blob([bytes]));
  return inspected.ok ? 'none' : inspected.fault.code;
}

describe('a Parquet dataset', () => {
  it.each<ParquetOptions>([{}, { groupRows: 1 }, { groupRows: 3, codec: 'gzip' }, { codec: 'snappy' }])(
    'is read like any other: %j',
    async (options) => {
      const read = await readDetected(blob(COLUMNS, options));
      expect(read.settings.format).toBe('parquet');
      expect(read.roles).toMatchObject({ text: 'text', label: 'label', id: 'id' });
      expect(read.rejectedCount).toBe(0);
      expect(rowsOf(read)).toEqual([
        { text: TEXTS[0], id: '9007199254740993', label: '2' },
        { text: TEXTS[1], id: '2', label: '1' },
        { text: TEXTS[2], id: '-3', label: '0' },
        { text: TEXTS[3], id: '9223372036854775807', label: '2' },
      ]);
      expect(read.dataset.labels).toEqual([
        { name: '0', token: '0', count: 1 },
        { name: '1', token: '1', count: 1 },
        { name: '2', token: '2', count: 2 },
      ]);
    },
  );

  it('gives nested and odd columns as JSON text', async () => {
    const file = blob(COLUMNS);
    const { settings, columns } = valueOf(await new Source().inspect(file));
    expect(columns).toEqual(COLUMNS.map(({ name }) => name));
    const { records } = valueOf(await new Source().preview(file, settings));
    expect(records.map((record) => record.slice(3))).toEqual([
      ['true', '[0.25,0.75]', '1.5', '{"a": 1}', 'hi'],
      ['false', '[]', '', '[]', 'ff00'],
      ['true', '[1]', '', '"x"', ''],
      ['true', '[0.5,null]', '-2e-7', 'null', ''],
    ]);
  });

  it('is exported as JSONL, all columns in order, changed labels with their own type', async () => {
    const file = blob(COLUMNS, { groupRows: 2 });
    const read = await readDetected(file);
    const columns = untouched(read);
    columns.label[0] = 0;
    const text = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'dataset', columns));
    const lines = text.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(
      '{"id":9007199254740993,"text":"Stocks fell","label":0,"sure":true,"probs":[0.25,0.75],"__proto__":1.5,"meta":"{\\"a\\": 1}","raw":"hi"}',
    );
    expect(lines[1]).toBe(
      '{"id":2,"text":"球队赢了","label":1,"sure":false,"probs":[],"__proto__":null,"meta":"[]","raw":"ff00"}',
    );
  });

  it('sets rows without text or label aside, by row number', async () => {
    const read = await readDetected(
      blob([
        { name: 'text', type: 'string', nullable: true, values: ['a b', null, '', 'c d'] },
        { name: 'label', type: 'string', nullable: true, values: ['x', 'y', 'y', null] },
      ]),
      { roles: { text: 'text', label: 'label' } },
    );
    expect(rowsOf(read)).toEqual([{ text: 'a b', label: 'x' }]);
    expect(read.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'missing-text'],
      [3, 'missing-text'],
      [4, 'missing-label'],
    ]);
  });

  it('streams row groups: 5,000 rows, progress to the end of the file', async () => {
    const rows = 5000;
    const file = blob(
      [
        { name: 'text', type: 'string', values: Array.from({ length: rows }, (_, i) => `row number ${i}`) },
        { name: 'label', type: 'int32', values: Array.from({ length: rows }, (_, i) => i % 4) },
      ],
      { groupRows: 1700 },
    );
    const read = await readDetected(file);
    expect(read.dataset.rows).toBe(rows);
    expect(rowsOf(read)[4321]).toEqual({ text: 'row number 4321', label: '1' });
    const source = new Source();
    let progress = valueOf(await source.begin(file, read.settings, read.roles));
    while (!progress.done) progress = valueOf(await source.advance(progress.job));
    expect(progress).toMatchObject({ bytesRead: file.size, bytesTotal: file.size, rows, rejected: 0, done: true });
  });

  const LABELLED: readonly ParquetColumn[] = [
    { name: 'text', type: 'string', values: ['a b', 'c d', 'e f', 'g h'] },
    { name: 'label', type: 'double', nullable: true, values: [3, 0, -1, null] },
  ];
  const NAMES = ['Business', 'Sci/Tech', 'Sports', 'World'];

  it('takes the names of its classes, also of those without rows, and writes their numbers', async () => {
    const file = blob(LABELLED, { features: { label: { names: NAMES, _type: 'ClassLabel' } } });
    const read = await readDetected(file);
    expect(read.dataset.labels).toEqual([
      { name: '-1', token: '-1', count: 1 },
      { name: 'Business', value: '0', token: '0', count: 1 },
      { name: 'World', value: '3', token: '3', count: 1 },
      { name: 'Sci/Tech', value: '1', token: '1', count: 0 },
      { name: 'Sports', value: '2', token: '2', count: 0 },
    ]);
    expect(rowsOf(read).map(({ label }) => label)).toEqual(['World', 'Business', '-1']);
    const columns = untouched(read);
    columns.label[0] = 4;
    const text = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'dataset', columns));
    expect(text.split('\n').slice(0, 3)).toEqual([
      '{"text":"a b","label":2}',
      '{"text":"c d","label":0}',
      '{"text":"e f","label":-1}',
    ]);
    expect(matchLabels(read.dataset.labels, ['World', 'Sports', 'Business', 'Sci/Tech'])).toMatchObject({
      basis: 'name',
      classes: Int32Array.of(-1, 2, 0, 3, 1),
    });
  });

  it.each([
    [{ label: { names: ['a', 'a'], _type: 'ClassLabel' } }],
    [{ label: { dtype: 'int64', _type: 'Value' } }],
    [{ other: { names: NAMES, _type: 'ClassLabel' } }],
    [[{ name: 'label' }]],
    ['text'],
  ])('keeps numbers without names where the file gives none that can be used: %j', async (features) => {
    const { dataset } = await readDetected(blob(LABELLED, { features }));
    expect(dataset.labels.map(({ name }) => name)).toEqual(['-1', '0', '3']);
  });

  it('of the `datasets` library and of pandas keeps its meaning', async () => {
    const caseOf = (name: string): Blob => new Blob([readFileSync(`tests/fixtures/cases/17-hf-parquet/${name}`)]);
    const library = await readDetected(caseOf('train-00000-of-00001.parquet'));
    expect([library.dataset.rows, library.rejects.map(({ sourceRow, reason }) => [sourceRow, reason])]).toEqual([
      22,
      [
        [4, 'missing-label'],
        [9, 'missing-text'],
      ],
    ]);
    expect(library.dataset.labels.map(({ name, value }) => [name, value])).toEqual([
      ['-1', undefined],
      ...NAMES.map((name, number) => [name, String(number)]),
    ]);
    const { settings, roles } = library;
    const back = await exportAll(
      caseOf('train-00000-of-00001.parquet'),
      settings,
      roles,
      'dataset',
      untouched(library),
    );
    const [first] = new TextDecoder().decode(back).split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({
      label: 3,
      source: 'wire',
      tokens: expect.arrayContaining(['Troops']),
    });
    const pandas = await readDetected(caseOf('pandas.parquet'));
    expect(pandas.roles).toMatchObject({ text: 'text', label: 'label' });
    expect([pandas.dataset.rows, pandas.dataset.labels.map(({ name }) => name)]).toEqual([
      24,
      ['Business', 'Sci/Tech', 'Sports', 'World'],
    ]);
  });

  it('takes the names of classes in lists, of several too', async () => {
    const columns: readonly ParquetColumn[] = [
      { name: 'text', type: 'string', values: ['a b', 'c d', 'e f'] },
      { name: 'labels', type: 'doubles', values: [[3], [0, 2], [0]] },
    ];
    const labels = { feature: { names: NAMES, _type: 'ClassLabel' }, _type: 'Sequence' };
    for (const features of [{ labels }, { labels: [labels.feature] }, { labels: { ...labels, _type: 'List' } }]) {
      const file = blob(columns, { features });
      const read = await readDetected(file, { roles: { text: 'text', label: 'labels' } });
      expect(read.dataset.labels.map(({ name, several }) => several ?? name)).toEqual([
        'Business',
        'World',
        ['Business', 'Sports'],
        'Sci/Tech',
        'Sports',
      ]);
      const changed = untouched(read);
      changed.label[0] = 4;
      changed.label[1] = 0;
      const text = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'dataset', changed));
      expect(
        text
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { labels: unknown }).labels),
      ).toEqual([[2], [0], [0]]);
    }
  });

  it('keeps all digits of decimals and moments', async () => {
    const file = blob([
      { name: 'text', type: 'string', values: ['a b', 'c d', 'e f', 'g h'] },
      { name: 'label', type: 'decimal', nullable: true, values: [3n, -10n, 900719925474099311n, null] },
      { name: 'at', type: 'micros', values: [1714554000123456n, 1714554000123000n, -1n, 0n] },
      { name: 'when', type: 'nanos', values: [1714554000123456789n, 1714554000000000000n, -1n, 0n] },
    ]);
    const read = await readDetected(file, { roles: { label: 'label' } });
    expect(read.dataset.labels.map(({ name }) => name)).toEqual(['-1', '0.3', '90071992547409931.1']);
    expect(read.rejects.map(({ reason }) => reason)).toEqual(['missing-label']);
    const back = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'dataset', untouched(read)));
    expect(back.split('\n').slice(0, 4)).toEqual([
      '{"text":"a b","label":0.3,"at":"2024-05-01T09:00:00.123456Z","when":"2024-05-01T09:00:00.123456789Z"}',
      '{"text":"c d","label":-1,"at":"2024-05-01T09:00:00.123Z","when":"2024-05-01T09:00:00.000Z"}',
      '{"text":"e f","label":90071992547409931.1,"at":"1969-12-31T23:59:59.999999Z","when":"1969-12-31T23:59:59.999999999Z"}',
      '{"text":"g h","label":null,"at":"1970-01-01T00:00:00.000Z","when":"1970-01-01T00:00:00.000Z"}',
    ]);
  });

  it('passes row groups without rows', async () => {
    const read = await readDetected(blob(COLUMNS, { emptyGroups: true, groupRows: 2 }));
    expect(rowsOf(read).map(({ text }) => text)).toEqual(TEXTS);
  });

  it('with an encrypted footer is a fault', async () => {
    const bytes = parquetFile(COLUMNS);
    bytes[3] = 69;
    bytes[bytes.length - 1] = 69;
    expect(await faultCode(bytes)).toBe('file-parquet-broken');
  });

  it('without rows is a fault', async () => {
    expect(await faultCode(parquetFile([{ name: 'text', type: 'string', values: [] }]))).toBe('file-no-rows');
  });

  it('is a fault when it is broken, wherever it is cut', async () => {
    const whole = parquetFile(COLUMNS);
    for (let length = 4; length < whole.length; length += 97) {
      expect(await faultCode(whole.slice(0, length))).toBe('file-parquet-broken');
    }
    const damaged = whole.slice();
    damaged.fill(255, 4, 200);
    expect(await faultCode(damaged)).toBe('file-parquet-broken');
  });

  it('never repairs text that is not UTF-8 silently', async () => {
    const bytes = parquetFile([
      { name: 'text', type: 'string', values: ['ZZZZ'] },
      { name: 'label', type: 'int32', values: [1] },
    ]);
    const at = bytes.indexOf(90);
    bytes[at] = 0xff;
    expect(await faultCode(bytes)).toBe('file-parquet-broken');
  });
});
