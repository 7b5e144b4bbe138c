import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText, SHIFT_BACK } from '../../../../src/domain/bytes/encoder.js';
import {
  CORRECTED,
  DISCARDED,
  type ColumnRoles,
  type Delimiter,
  type Quote,
  type ReadSettings,
  type SourceEncoding,
} from '../../../../src/domain/reading/dataset.js';
import type { ExportColumns } from '../../../../src/protocol/export-spec.js';
import type { ReadResult } from '../../../../src/protocol/source-wire.js';
import { Source } from '../../../../workers/source/source.js';
import { exportAll, readAll, readDetected, rowsOf, untouched, valueOf } from './helpers.js';

interface Row {
  readonly text: string;
  readonly label: string;
  /** The label that the row is given; null = it keeps its own. */
  readonly now: string | null;
  readonly discarded: boolean;
}

/** A way of writing rows. The label of each is given apart, so that the corrected file can be written as well. */
interface Form {
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  write(rows: readonly Row[], labelOf: (row: Row) => string): string;
}

const ROLES: ColumnRoles = { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' };
const BASE: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: true,
};
const LABELS = ['x', 'two words', 'a,b;c|d', 'say "z"', String.raw`back\slash`, '=SUM(A1)'];

function bytesOf(text: string, encoding: SourceEncoding): Uint8Array<ArrayBuffer> {
  const { bytes, shifted } = encodeText(text, encoding);
  return Uint8Array.from([...bytes, ...(shifted ? SHIFT_BACK : [])]);
}

/** Rows with labels of `labels`; the first is never discarded, so that something is left. */
function rowsWith(labels: readonly string[], texts: fc.Arbitrary<string>): fc.Arbitrary<Row[]> {
  const label = fc.constantFrom(...labels);
  const row = fc.record({
    text: texts,
    label,
    now: fc.option(label),
    discarded: fc.boolean(),
  });
  return fc
    .array(row, { minLength: 1, maxLength: 12 })
    .map((rows) => [...labels.map((own) => ({ text: 'words', label: own, now: null, discarded: false })), ...rows]);
}

/** The columns of an export with the labels that rows are given. */
function decided(read: ReadResult, rows: readonly Row[], withoutDiscarded: boolean): ExportColumns {
  const columns = untouched(read);
  rows.forEach(({ now, discarded }, row) => {
    if (discarded) columns.status[row] = DISCARDED;
    if (now === null) return;
    columns.label[row] = columns.labels.findIndex(({ name }) => name === now);
    if (!discarded) columns.status[row] = CORRECTED;
  });
  return { ...columns, withoutDiscarded };
}

/** Exports rows in the format of their source, without and with their changes, and without discarded rows. */
async function checkForm({ settings, roles, write }: Form, rows: readonly Row[]): Promise<void> {
  const packed = (text: string): Uint8Array<ArrayBuffer> => {
    const bytes = bytesOf(text, settings.encoding);
    return settings.gzip ? new Uint8Array(gzipSync(bytes)) : bytes;
  };
  const plain = (bytes: Uint8Array): Uint8Array => (settings.gzip ? new Uint8Array(gunzipSync(bytes)) : bytes);
  const file = new Blob([packed(write(rows, ({ label }) => label))]);
  const read = valueOf(await readAll(new Source(), file, settings, roles));
  expect(rowsOf(read).map(({ label }) => label)).toEqual(rows.map(({ label }) => label));
  const exported = async (columns: ExportColumns): Promise<Uint8Array<ArrayBuffer>> =>
    exportAll(file, settings, roles, 'source', columns);

  const same = await exported(untouched(read));
  expect(plain(same)).toEqual(plain(new Uint8Array(await file.arrayBuffer())));

  const corrected = await exported(decided(read, rows, false));
  const now = (row: Row): string => row.now ?? row.label;
  expect(plain(corrected)).toEqual(bytesOf(write(rows, now), settings.encoding));

  const left = await exported(decided(read, rows, true));
  const again = valueOf(await readAll(new Source(), new Blob([left]), settings, roles));
  const kept = rows.flatMap((row, i) => (row.discarded ? [] : [{ text: rowsOf(read)[i]?.text, label: now(row) }]));
  expect(rowsOf(again)).toEqual(kept);
  expect(again.rejectedCount).toBe(0);
  if (settings.format.startsWith('json-'))
    expect(() => JSON.parse(new TextDecoder().decode(left)) as unknown).not.toThrow();
}

/** A cell in the way that `style` says; quoted where it must be. */
function cellOf(value: string, style: 'bare' | 'quoted', settings: ReadSettings): string {
  const { quote } = settings;
  if (quote === '') return value;
  const escaped = quote === '"' ? value.replaceAll('"', '""') : value.replace(/[\\"]/g, String.raw`\$&`);
  return style === 'quoted' || needsQuotes(value, settings) ? `"${escaped}"` : escaped;
}

function needsQuotes(value: string, { delimiter }: ReadSettings): boolean {
  return value.includes(delimiter) || /["\r\n]/.test(value);
}

const TEXT_OF: Readonly<Partial<Record<SourceEncoding, string>>> = {
  'utf-8': 'Ünï 体育 😀',
  'utf-16le': 'Ünï 体育 😀',
  'utf-16be': 'Ünï 体育 😀',
  'windows-1252': 'café £3 – can’t',
  gb18030: '体育新闻 😀',
  big5: '體育新聞',
  shift_jis: 'スポーツ表ソ ｶﾅ',
  'iso-2022-jp': 'スポーツ a 経済',
  'euc-kr': '스포츠 소식',
};

describe('the corrected file of a table', () => {
  const form = fc.record({
    encoding: fc.constantFrom(...(Object.keys(TEXT_OF) as SourceEncoding[])),
    delimiter: fc.constantFrom<Delimiter>('\t', ',', ';', '|', ' ', '_!_', ' ::: '),
    quote: fc.constantFrom<Quote>('"', '\\', ''),
    header: fc.boolean(),
    gzip: fc.boolean(),
    mark: fc.boolean(),
    sep: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    lastLineEnd: fc.boolean(),
    blanks: fc.boolean(),
    labelFirst: fc.boolean(),
    before: fc.constantFrom('', '', ' ', '  \t'),
    behind: fc.constantFrom('', '', ' ', '   '),
    styles: fc.array(fc.constantFrom<'bare' | 'quoted'>('bare', 'quoted'), { minLength: 5, maxLength: 5 }),
  });

  it('is the source but for label cells, whatever the dialect', async () => {
    const shape = form.chain((made) => {
      const { quote, delimiter, encoding } = made;
      const labels = [...LABELS, (TEXT_OF[encoding] ?? '').slice(0, 3)].filter(
        (label) => quote !== '' || !label.includes(delimiter),
      );
      const characters = [
        'a',
        ' ',
        '=',
        "'",
        TEXT_OF[encoding] ?? '',
        ...(quote === '' ? [] : [delimiter, '"', '\\', '\n']),
      ];
      const texts = fc.array(fc.constantFrom(...characters), { maxLength: 6 }).map((parts) => `w${parts.join('')}w`);
      return rowsWith(labels, texts).map((rows) => ({ made, rows }));
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ made, rows }) => {
        // Between spaces cells must have quotes.
        fc.pre(made.delimiter !== ' ' || made.quote !== '');
        const { mark, sep, lineEnd, lastLineEnd, blanks, labelFirst, before, behind, styles, ...rest } = made;
        const clash = rest.delimiter.includes(' ') || (before + behind).includes(rest.delimiter);
        const padded = rest.quote !== '' && before + behind !== '' && !clash;
        const settings: ReadSettings = { ...BASE, ...rest, ...(padded && { padded }) };
        const { delimiter, header, encoding } = settings;
        const between = padded ? behind + delimiter + before : delimiter;
        const marked = mark && encoding.startsWith('utf-');
        const roles = header ? ROLES : { ...ROLES, text: labelFirst ? '1' : '0', label: labelFirst ? '0' : '1' };
        const line = (text: string, label: string, i: number, own = label): string => {
          const style = styles[(i + 2) % 5] ?? 'bare';
          const cells = [
            cellOf(text, styles[i % 5] ?? 'bare', settings),
            // A cell keeps its quotes.
            cellOf(label, needsQuotes(own, settings) ? 'quoted' : style, settings),
          ];
          return [...(labelFirst ? cells.toReversed() : cells), 'more'].join(between);
        };
        const write: Form['write'] = (all, labelOf) => {
          const lines = all.map((row, i) => line(row.text, labelOf(row), i, row.label));
          if (header) lines.unshift(line('text', 'label', 0));
          if (sep && /^[\t,;|]$/.test(delimiter)) lines.unshift(`sep=${delimiter}`);
          const body = lines.join(blanks ? lineEnd + lineEnd : lineEnd);
          return `${marked ? '\ufeff' : ''}${body}${lastLineEnd ? lineEnd : ''}`;
        };
        await checkForm({ settings, roles, write }, rows);
      }),
      { numRuns: 120 },
    );
  });
});

const JSON_FORMS: readonly (readonly [name: string, settings: Partial<ReadSettings>, write: Form['write']])[] = [
  ['JSONL', { format: 'jsonl' }, (rows, of) => rows.map((row) => `${object(row, of(row))}\r\n`).join('')],
  [
    'JSONL in UTF-16',
    { format: 'jsonl', encoding: 'utf-16le' },
    (rows, of) => `\ufeff${rows.map((row) => `${object(row, of(row))}\n`).join('')}`,
  ],
  ['JSONL, gzip', { format: 'jsonl', gzip: true }, (rows, of) => rows.map((row) => object(row, of(row))).join('\n')],
  ['an array', { format: 'json-array' }, (rows, of) => `[${rows.map((row) => object(row, of(row))).join(',')}]`],
  [
    'a pretty array',
    { format: 'json-array' },
    (rows, of) => `[\n  ${rows.map((row) => object(row, of(row))).join(',\n  ')}\n]\n`,
  ],
  [
    'records under a key',
    { format: 'json-array', records: 'data' },
    (rows, of) => `{"version": "1", "data": [${rows.map((row) => object(row, of(row))).join(' , ')}], "n": 3}`,
  ],
  [
    'records by name',
    { format: 'json-array', records: '' },
    (rows, of) => `{\n ${rows.map((row, i) => `"r${i}": ${object(row, of(row))}`).join(',\n ')}\n}`,
  ],
  [
    'columns as objects',
    { format: 'json-table', table: 'columns' },
    (rows, of) =>
      `{"text":{${named(rows, (row) => row.text)}}, "n":{${named(rows, () => '1')}},\n"label":{${named(rows, of)}}}`,
  ],
  [
    'columns as arrays',
    { format: 'json-table', table: 'columns' },
    (rows, of) =>
      `{"text":[${rows.map(({ text }) => JSON.stringify(text)).join(', ')}], "label":[${rows.map((row) => JSON.stringify(of(row))).join(',')}]}`,
  ],
  [
    'pandas split',
    { format: 'json-table', table: 'split' },
    (rows, of) =>
      `{"columns":["text","label"],"index":[${rows.map((_, i) => i).join(',')}],"data":[${rows.map((row) => JSON.stringify([row.text, of(row)])).join(',')}]}`,
  ],
  [
    'rows with a header',
    { format: 'json-table', table: 'rows', header: true },
    (rows, of) => `[["text","label"],\n${rows.map((row) => JSON.stringify([row.text, of(row)])).join(',\n')}]`,
  ],
];

function object(row: Row, label: string): string {
  return `{"text": ${JSON.stringify(row.text)}, "label" : ${JSON.stringify(label)}, "n": 1.0}`;
}

function named(rows: readonly Row[], valueOf_: (row: Row) => string): string {
  return rows.map((row, i) => `"${i}": ${JSON.stringify(valueOf_(row))}`).join(', ');
}

describe('the corrected file of JSON', () => {
  const texts = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');

  it.each(JSON_FORMS)('%s: is the source but for labels', async (_, settings, write) => {
    await fc.assert(
      fc.asyncProperty(rowsWith([...LABELS, 'Ünï'], texts), async (rows) => {
        await checkForm({ settings: { ...BASE, ...settings }, roles: ROLES, write }, rows);
      }),
      { numRuns: 25 },
    );
  });

  it.each(JSON_FORMS)('%s: can lose its first rows, its last and all', async (_, settings, write) => {
    const form = { settings: { ...BASE, ...settings }, roles: ROLES, write };
    const row = (text: string, discarded: boolean): Row => ({ text, label: 'x', now: null, discarded });
    for (const out of ['1000', '1100', '0001', '0011', '0110', '1011', '1101']) {
      await checkForm(
        form,
        Array.from(out, (flag, i) => row(`words ${i}`, flag === '1')),
      );
    }
    const file = new Blob([write([row('a', true), row('b', true)], () => 'x')]);
    if (form.settings.encoding !== 'utf-8' || form.settings.gzip) return;
    const read = valueOf(await readAll(new Source(), file, form.settings, ROLES));
    const columns = { ...untouched(read), status: new Uint8Array(2).fill(DISCARDED), withoutDiscarded: true };
    const none = new TextDecoder().decode(await exportAll(file, form.settings, ROLES, 'source', columns));
    if (form.settings.format === 'jsonl') expect(none).toBe('');
    else expect(() => JSON.parse(none) as unknown).not.toThrow();
  });
});

describe('the corrected file', () => {
  it('of fastText lines is the source but for labels', async () => {
    const texts = fc.constantFrom('some words', 'a, b "c"', 'Ünï  体育');
    const settings: ReadSettings = { ...BASE, format: 'fasttext' };
    const write: Form['write'] = (rows, of) =>
      rows.map((row, i) => `__label__${of(row)}${i % 2 ? '\t' : ' '}${row.text}\n`).join('');
    await fc.assert(
      fc.asyncProperty(rowsWith(['x', 'Sci-Tech', 'a,b'], texts), async (rows) => {
        await checkForm({ settings, roles: ROLES, write }, rows);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps records that were set aside, and several arrays in one file', async () => {
    const content =
      '[{"text":"a","label":"x"}, {"broken": }, 7, {"text":"b","label":"y"}]\n[{"text":"c","label":"x"},{"text":"d","label":"y"}]';
    const file = new Blob([content]);
    const read = await readDetected(file);
    expect(read.rejectedCount).toBe(2);
    const columns = { ...untouched(read), status: Uint8Array.from([0, 3, 3, 0]), withoutDiscarded: true };
    const out = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'source', columns));
    expect(out).toBe('[{"text":"a","label":"x"}, {"broken": }, 7]\n[{"text":"d","label":"y"}]');
  });

  it('of a large source in another encoding is written in parts', async () => {
    const line = (i: number, label: string): string => `"第 ${i} 条，一些文字, 体育",${label}\r\n`;
    const write = (labelOf: (i: number) => string): string =>
      `text,label\r\n${Array.from({ length: 30_000 }, (_, i) => line(i, labelOf(i))).join('')}`;
    const own = (i: number): string => (i % 2 ? '体育' : '财经');
    const file = new Blob([bytesOf(write(own), 'gb18030')]);
    const settings: ReadSettings = { ...BASE, encoding: 'gb18030' };
    const read = valueOf(await readAll(new Source(), file, settings, ROLES));
    const columns = untouched(read);
    const labels = [...columns.labels, { name: '科技' }];
    for (const row of [0, 15_000, 29_999]) columns.label[row] = 2;
    const source = new Source();
    const job = valueOf(await source.beginExport(file, settings, ROLES, 'source', { ...columns, labels }));
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let part = valueOf(await source.nextExport(job)); part; part = valueOf(await source.nextExport(job)))
      parts.push(part);
    expect(parts.filter(({ length }) => length > 0).length).toBeGreaterThan(2);
    const changed = write((i) => ([0, 15_000, 29_999].includes(i) ? '科技' : own(i)));
    expect(new TextDecoder('gb18030', { fatal: true }).decode(await new Blob(parts).arrayBuffer())).toBe(changed);
  });

  it('cannot hold a label that its encoding has no character for, but JSON escapes it', async () => {
    const exportWith = async (content: string, settings: Partial<ReadSettings>, label: string) => {
      const all: ReadSettings = { ...BASE, encoding: 'windows-1252', ...settings };
      const file = new Blob([bytesOf(content, 'windows-1252')]);
      const read = valueOf(await readAll(new Source(), file, all, ROLES));
      const columns = untouched(read);
      columns.label[1] = 2;
      const labels = [...columns.labels, { name: label }];
      const source = new Source();
      const job = valueOf(await source.beginExport(file, all, ROLES, 'source', { ...columns, labels }));
      return source.nextExport(job);
    };
    const table = 'text,label\ncafé,x\ntwo,y\n';
    expect(await exportWith(table, {}, '体育')).toMatchObject({
      fault: {
        code: 'export-label-encoding',
        params: { label: '体育', row: 2, character: '体', encoding: 'windows-1252' },
      },
    });
    expect(await exportWith(table, { quote: '' }, 'a,b')).toMatchObject({
      fault: { code: 'export-label-separator', params: { label: 'a,b', row: 2 } },
    });
    const lines = '{"text":"café","label":"x"}\n{"text":"two","label":"y"}\n';
    const written = valueOf(await exportWith(lines, { format: 'jsonl' }, '体育 é😀'));
    expect(new TextDecoder('latin1').decode(written ?? undefined)).toBe(
      '{"text":"café","label":"x"}\n{"text":"two","label":"\\u4f53\\u80b2 \\u00e9\\ud83d\\ude00"}\n',
    );
  });

  it('of a source that was changed is a fault', async () => {
    const file = new Blob(['text,label\none,x\ntwo,y\n']);
    const read = await readDetected(file);
    const source = new Source();
    const other = new Blob(['text,label\none,x\n']);
    const job = valueOf(await source.beginExport(other, read.settings, read.roles, 'source', untouched(read)));
    expect(await source.nextExport(job)).toMatchObject({ fault: { code: 'file-changed' } });
  });

  it.each([
    [
      'columns of 0 and 1',
      'text,World,Sports\r\n"one, two",1,"0"\r\nthree,0,1\r\n',
      'text,World,Sports\r\n"one, two",0,"1"\r\nthree,0,1\r\n',
      '["World","Sports"]',
    ],
    [
      'labels of several people',
      '[{"text":"one","annotations":[{"label":"World"},{"label":"World"}]},\n {"text":"two","annotations":[{"label":"Sports"}]}]',
      '[{"text":"one","annotations":[{"label":"Sports"},{"label":"Sports"}]},\n {"text":"two","annotations":[{"label":"Sports"}]}]',
      'annotations.*.label',
    ],
    [
      'lines that hold JSON in strings',
      `${[
        { text: 'one', label: 'World' },
        { text: 'two', label: 'Sports' },
      ]
        .map((row) => JSON.stringify(JSON.stringify(row)))
        .join('\n')}\n`,
      `${[
        { text: 'one', label: 'Sports' },
        { text: 'two', label: 'Sports' },
      ]
        .map((row) => JSON.stringify(JSON.stringify(row)))
        .join('\n')}\n`,
      'label',
    ],
  ])('of %s differs in what says the label', async (_, content, expected, label) => {
    const file = new Blob([content]);
    const read = await readDetected(file, { roles: { text: 'text', label } });
    const columns = untouched(read);
    expect(columns.labels.map(({ name }) => name).toSorted()).toEqual(['Sports', 'World']);
    columns.label[0] = columns.labels.findIndex(({ name }) => name === 'Sports');
    const same = await exportAll(file, read.settings, read.roles, 'source', untouched(read));
    expect(new TextDecoder().decode(same)).toBe(content);
    const out = await exportAll(file, read.settings, read.roles, 'source', columns);
    expect(new TextDecoder().decode(out)).toBe(expected);
  });

  it('has no column for a class that the source has none for', async () => {
    const file = new Blob(['text,World,Sports\none,1,0\ntwo,0,1\n']);
    const read = await readDetected(file, { roles: { text: 'text', label: '["World","Sports"]' } });
    const columns = untouched(read);
    columns.label[0] = columns.labels.length;
    const labels = [...columns.labels, { name: 'Business' }];
    const source = new Source();
    const job = valueOf(await source.beginExport(file, read.settings, read.roles, 'source', { ...columns, labels }));
    expect(await source.nextExport(job)).toMatchObject({ fault: { code: 'export-label-column', params: { row: 1 } } });
  });
});
