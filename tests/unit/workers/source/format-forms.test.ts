import { describe, expect, it } from 'vitest';
import type { ReadSettings } from '../../../../src/domain/reading/dataset.js';
import { Source } from '../../../../workers/source/source.js';
import {
  describeForms,
  DISCARDS,
  exportedText,
  LABELS,
  plain,
  ROWS,
  without,
  type Read,
  type Row,
  type Rows,
  type Write,
} from './form-helpers.js';
import { readDetected, untouched, valueOf } from './helpers.js';

const json = JSON.stringify;

const texts = (rows: Rows): string[] => rows.map(({ text }) => text);
const labels = (rows: Rows): string[] => rows.map(({ label }) => label);
const halves = (rows: Rows): [Rows, Rows] => [rows.slice(0, 6), rows.slice(6)];
const byKey = <T>(items: readonly T[], keyOf: (i: number) => string = String): Record<string, T> =>
  Object.fromEntries(items.map((item, i) => [keyOf(i), item]));
const series = (documents: readonly unknown[], indent?: number): string =>
  documents.map((document) => `${json(document, null, indent)}\n`).join('');
const split = (rows: Rows, index?: readonly unknown[]): object => ({
  columns: ['text', 'label'],
  index: index ?? [...rows.keys()],
  data: rows.map(({ text, label }) => [text, label]),
});
const columnsBy = (rows: Rows, keyOf?: (i: number) => string): object => ({
  text: byKey(texts(rows), keyOf),
  label: byKey(labels(rows), keyOf),
});
const named = (i: number): string => `doc-${i * 3 + 17}`;
const lines = (rows: Rows, one: (row: Row, i: number) => unknown): string =>
  rows.map((row, i) => `${json(one(row, i))}\n`).join('');
const hot = ({ label }: Row): Record<string, number> =>
  Object.fromEntries(LABELS.map((name) => [name, Number(name === label)]));
const result = (name: string): unknown[] => [
  { value: { choices: [name] }, from_name: 'topic', to_name: 'text', type: 'choices' },
];
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const FORMS: readonly (readonly [string, Write])[] = [
  ['documents in series', (rows) => series(halves(rows).map((data) => ({ data })))],
  [
    'documents in series beside other keys',
    (rows) => series(halves(rows).map((data, n) => ({ page: n, data, z: [1] }))),
  ],
  [
    'pretty documents in series',
    (rows) =>
      series(
        halves(rows).map((data) => ({ data })),
        2,
      ),
  ],
  ['an array of documents', (rows) => json(halves(rows).map((data, page) => ({ page, data })))],
  [
    'a pretty array of documents',
    (rows) =>
      json(
        halves(rows).map((data) => ({ result: { data } })),
        null,
        2,
      ),
  ],
  ['arrays in an array', (rows) => json(halves(rows))],
  ['pretty arrays in an array', (rows) => json(halves(rows), null, 2)],
  ['arrays in arrays', (rows) => json([[], [rows.slice(0, 6)], [rows.slice(6, 8), rows.slice(8)]])],
  ['arrays in an array under a key', (rows) => json({ n: 2, data: halves(rows) })],
  ['split tables in series', (rows) => series(halves(rows).map((half) => split(half)))],
  [
    'pretty split tables in series',
    (rows) =>
      series(
        halves(rows).map((half) => split(half)),
        2,
      ),
  ],
  ['a split table with an index', (rows) => json(split(rows, [...rows.keys()].map(named)))],
  [
    'a split table with an index of numbers',
    (rows) =>
      json(
        split(
          rows,
          [...rows.keys()].map((i) => i * 2 + 10),
        ),
      ),
  ],
  ['columns with a short one', (rows) => json({ note: { '2': 'x', '7': 'y' }, ...columnsBy(rows) })],
  ['columns by name', (rows) => json(columnsBy(rows, named))],
  ['pretty columns by name', (rows) => json(columnsBy(rows, named), null, 2)],
  ['columns by row in series', (rows) => series(halves(rows).map((half) => columnsBy(half)))],
  ['columns as lists', (rows) => json({ text: texts(rows), label: labels(rows) })],
  [
    'columns as lists of different lengths',
    (rows) => json({ note: ['a', 'b'], text: texts(rows), label: labels(rows) }),
  ],
  ['records by name', (rows) => json(byKey(rows, named))],
  ['records by name and a number', (rows) => json({ version: 3, ...byKey(rows, named), last: [1] })],
  ['pretty records by name', (rows) => json(byKey(rows, named), null, 2)],
  ['records by name in series', (rows) => series(halves(rows).map((half, n) => byKey(half, (i) => `${n}-${i}`)))],
  ['rows of values', (rows) => json([['text', 'label'], ...rows.map(({ text, label }) => [text, label])])],
  [
    'splits',
    (rows) =>
      json(
        { version: 1, train: rows.slice(0, 5), note: { test: 1 }, validation: rows.slice(5, 8), test: rows.slice(8) },
        null,
        1,
      ),
  ],
  [
    'a table with columns of 0 and 1',
    (rows) =>
      `text,${LABELS.join(',')}\n${rows.map((row) => `${cell(row.text)},${Object.values(hot(row)).join(',')}\n`).join('')}`,
  ],
  ['lines with members of 0 and 1', (rows) => lines(rows, (row) => ({ text: row.text, ...hot(row), n: 'x' }))],
  ['an array with members of 0 and 1', (rows) => json(rows.map((row) => ({ text: row.text, ...hot(row) })))],
  [
    'columns of 0 and 1 by row',
    (rows) =>
      json({
        text: byKey(texts(rows)),
        ...Object.fromEntries(LABELS.map((name) => [name, byKey(rows.map((row) => hot(row)[name]))])),
      }),
  ],
  [
    'records by name with members of 0 and 1',
    (rows) =>
      json(
        byKey(
          rows.map((row) => ({ text: row.text, ...hot(row) })),
          named,
        ),
      ),
  ],
  ['categories of spaCy', (rows) => lines(rows, (row, i) => ({ text: row.text, cats: hot(row), meta: { i } }))],
  [
    'categories of spaCy by name',
    (rows) =>
      json(
        byKey(
          rows.map((row) => ({ text: row.text, cats: hot(row) })),
          named,
        ),
      ),
  ],
  ['rows with categories of spaCy', (rows) => json(rows.map((row) => [row.text, { cats: hot(row) }]))],
  ['lines that are JSON twice', (rows) => lines(rows, (row) => json(row))],
  [
    'cells that are tuples',
    (rows) => `text,label\n${rows.map(({ text, label }) => `${cell(text)},"('${label}',)"\n`).join('')}`,
  ],
  [
    'tasks with several people',
    (rows) =>
      json(
        rows.map(({ text, label }, i) => ({
          id: i,
          annotations: [
            // Where the first one was cancelled, its answer is none.
            { id: 1, completed_by: 1, was_cancelled: i === 5, result: result(i === 5 ? 'World' : label) },
            { id: 2, completed_by: 2, was_cancelled: false, result: result(label) },
          ],
          data: { text },
        })),
      ),
  ],
];

describeForms(FORMS);

describe('discarded rows beside records that are set aside', () => {
  const [FIRST, SECOND] = halves(ROWS);
  const { text: columnTexts, label: columnLabels } = columnsBy(ROWS) as Record<string, Record<string, string>>;
  const lacking = (column: Record<string, string> | undefined, rows: readonly string[]): Record<string, string> =>
    Object.fromEntries(Object.entries(column ?? {}).filter(([key]) => !rows.includes(key)));
  const values = ROWS.map(({ text, label }): unknown => [text, label]);

  const LISTS = { format: 'json-table', table: 'lists' } as const;

  it.each<[string, unknown, Partial<ReadSettings>?]>([
    ['in arrays in an array', [FIRST.toSpliced(1, 0, 7 as never), SECOND], LISTS],
    [
      'in an array of documents',
      [{ data: FIRST.toSpliced(1, 0, 7 as never) }, { data: SECOND }],
      { ...LISTS, records: 'data' },
    ],
    ['in front of an array in their list', [[...FIRST, [...SECOND]]], LISTS],
    ['behind a document in its list', [{ data: FIRST }, ...SECOND], { ...LISTS, records: 'data' }],
    ['in front of a document in its list', [...FIRST, { data: SECOND }], { ...LISTS, records: 'data' }],
    ['around an array in their list', [[FIRST[0], FIRST.slice(1), ...SECOND]], LISTS],
    [
      'in a split table',
      { columns: ['text', 'label'], index: [...values.keys(), 12], data: values.toSpliced(1, 0, 7) },
    ],
    ['in rows of values', [['text', 'label'], ...values.toSpliced(1, 0, 7)]],
    ['in columns of which one is short', { text: columnTexts, label: lacking(columnLabels, ['1']) }],
    [
      'in columns of which both are short',
      { text: lacking(columnTexts, ['2', '6']), label: lacking(columnLabels, ['1', '10']) },
    ],
    ['in an array beside numbered rows', { label: lacking(columnLabels, ['3']), text: texts(ROWS) }],
    ['in arrays of different lengths', { text: texts(ROWS), label: labels(ROWS).slice(0, 10) }],
    ['among records by name', { version: 1, ...byKey(FIRST, named), odd: 5, ...byKey(SECOND, (i) => `z${i}`) }],
  ])('%s', async (_, document, settings = {}) => {
    for (const indent of [0, 2]) {
      const file = new Blob([json(document, null, indent)]);
      const read = await readDetected(file, { settings, roles: { text: 'text', label: 'label', id: '' } });
      const all = plain(read);
      expect(all.length).toBeGreaterThan(5);
      for (const rows of DISCARDS) {
        const text = await exportedText(
          file,
          read,
          without(
            untouched(read),
            rows.filter((row) => row < all.length),
          ),
        );
        expect(() => JSON.parse(text) as unknown).not.toThrow();
        const again = await readDetected(new Blob([text]), { settings: read.settings, roles: read.roles });
        expect([json(rows), plain(again)]).toEqual([json(rows), all.filter((_row, i) => !rows.includes(i))]);
      }
    }
  });
});

describe('a correction that the source has no place for', () => {
  async function faultOf(content: string, roles: Partial<Read['roles']>): Promise<unknown> {
    const file = new Blob([content]);
    const read = await readDetected(file, { roles });
    const columns = untouched(read);
    columns.label[2] = columns.label[0] ?? 0;
    expect(columns.label[2]).not.toBe(columns.originalLabel[2]);
    const source = new Source();
    const job = valueOf(await source.beginExport(file, read.settings, read.roles, 'source', columns));
    return source.nextExport(job);
  }

  it.each<[string, string]>([
    ['keys of records', json(byKey(ROWS, named))],
    ['an index', json(split(ROWS, [...ROWS.keys()].map(named)))],
    ['keys of columns', json(columnsBy(ROWS, named))],
  ])('is refused: %s as labels', async (_, content) => {
    const roles = { text: 'text', label: 'index', id: '' };
    expect(await faultOf(content, roles)).toMatchObject({ fault: { code: 'export-label-column', params: { row: 3 } } });
  });

  const sparse = ROWS.map((row, i) => {
    const { World, Sports, Business } = hot(row);
    return { text: row.text, Sports, Business, ...(i !== 2 && { World }) };
  });
  const label = json(LABELS);

  it.each<[string, unknown]>([
    [
      'a column',
      Object.fromEntries(
        ['text', ...LABELS].map((name) => [
          name,
          Object.fromEntries(
            sparse.flatMap((row, i) => (Object.hasOwn(row, name) ? [[String(i), row[name as keyof typeof row]]] : [])),
          ),
        ]),
      ),
    ],
    ['a record with a name', byKey(sparse, named)],
  ])('is refused: %s that lacks the class', async (_, content) => {
    expect(await faultOf(json(content), { text: 'text', label, id: '' })).toMatchObject({
      fault: { code: 'export-label-column', params: { row: 3 } },
    });
  });
});

describe('a long document', () => {
  it.each<[string, (rows: Rows) => string]>([
    ['of records', (rows) => json(rows)],
    ['of pretty records', (rows) => json(rows, null, 2)],
    ['of records by name', (rows) => json(byKey(rows, named))],
    ['of records under a key', (rows) => json({ n: 1, data: rows, z: [] }, null, 1)],
    ['of splits', (rows) => json({ train: rows.slice(0, 7), test: rows.slice(7) })],
  ])('%s lacks the discarded rows, wherever its pieces end', async (_, write) => {
    const long = ROWS.map(({ text, label }) => ({ text: text + 'more words '.repeat(9000), label }));
    const file = new Blob([write(long)]);
    const read = await readDetected(file);
    for (const rows of DISCARDS) {
      const text = await exportedText(file, read, without(untouched(read), rows));
      const again = await readDetected(new Blob([text]), { settings: read.settings, roles: read.roles });
      expect(() => JSON.parse(text) as unknown).not.toThrow();
      expect(plain(again)).toEqual(long.filter((_row, i) => !rows.includes(i)));
    }
  });
});
