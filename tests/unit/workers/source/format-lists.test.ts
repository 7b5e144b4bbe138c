import { describe, expect, it } from 'vitest';
import { describeForms, LABELS, parsed, ROWS, type Row, type Rows, type Write } from './form-helpers.js';
import { readDetected, rowsOf } from './helpers.js';

const json = JSON.stringify;
const pair = ({ text, label }: Row): [string, string] => [text, label];
const pairs = (rows: Rows): [string, string][] => rows.map(pair);
const reversed = (rows: Rows): [string, string][] => rows.map(({ text, label }) => [label, text]);
const thirds = (rows: Rows): [Rows, Rows, Rows] => [rows.slice(0, 5), rows.slice(5, 8), rows.slice(8)];
const splitsOf = <T>(rows: Rows, each: (rows: Rows) => T): { train: T; validation: T; test: T } => {
  const [train, validation, test] = thirds(rows);
  return { train: each(train), validation: each(validation), test: each(test) };
};
const named = (i: number): string => `doc-${(i * 7) % 12}`;
const column = (rows: Rows, value: (row: Row, i: number) => unknown, has = (_i: number): boolean => true): object =>
  Object.fromEntries(rows.flatMap((row, i) => (has(i) ? [[named(i), value(row, i)]] : [])));
const texts = (rows: Rows): object => column(rows, ({ text }) => text);
const labels = (rows: Rows): object => column(rows, ({ label }) => label);
const lists = (rows: Rows): object => ({ text: rows.map(({ text }) => text), label: rows.map(({ label }) => label) });
const lines = (documents: readonly object[], indent?: number): string =>
  documents.map((document) => json(document, null, indent)).join('\n');
const each = (splits: object): object[] => Object.entries(splits).map(([key, value]) => ({ [key]: value as unknown }));

const FORMS: readonly (readonly [string, Write])[] = [
  ['columns by name beside a number', (rows) => json({ text: texts(rows), label: labels(rows), n: 3 })],
  ['columns by name behind a number', (rows) => json({ n: 3, name: 'x', text: texts(rows), label: labels(rows) })],
  [
    'columns by name beside lists',
    (rows) => json({ classes: LABELS, text: texts(rows), label: labels(rows) }, null, 2),
  ],
  [
    'columns by name, some of them short',
    (rows) =>
      json({
        note: column(
          rows,
          (_, i) => `n${i}`,
          (i) => i % 3 === 1,
        ),
        text: texts(rows),
        label: labels(rows),
        score: column(
          rows,
          (_, i) => i,
          (i) => i > 4,
        ),
        n: null,
      }),
  ],
  [
    'columns by name beside another object',
    (rows) => json({ meta: { version: 1, by: 'x' }, text: texts(rows), label: labels(rows), n: 3 }),
  ],
  ['columns by unknown names', (rows) => json({ satz: texts(rows), klasse: labels(rows), n: 3 })],
  ['columns by unknown names alone', (rows) => json({ satz: texts(rows), klasse: labels(rows) })],
  ['pairs under a key', (rows) => json({ data: pairs(rows) })],
  ['pretty pairs under a key beside others', (rows) => json({ version: 2, data: pairs(rows), n: [1, 2] }, null, 2)],
  ['pairs under some key', (rows) => json({ sätze: pairs(rows) })],
  ['pairs under keys', (rows) => json({ result: { items: pairs(rows), total: 12 } })],
  ['pairs with a header under a key', (rows) => json({ data: [['text', 'label'], ...pairs(rows)] })],
  ['pairs of label and text under a key', (rows) => json({ data: reversed(rows) })],
  ['rows with numbers under a key', (rows) => json({ rows: rows.map((row, i) => [i, ...pair(row), i / 3]) })],
  ['pairs in an array of arrays', (rows) => json(thirds(rows).map(pairs))],
  ['pairs in an array in an array', (rows) => json([pairs(rows)], null, 1)],
  ['pairs in arrays of arrays', (rows) => json([[], [pairs(rows.slice(0, 4))], thirds(rows.slice(4)).map(pairs)])],
  ['pairs in arrays under a key', (rows) => json({ data: thirds(rows).map(pairs) })],
  ['pairs in several arrays', (rows) => lines(thirds(rows).map(pairs))],
  ['pairs under keys of documents in series', (rows) => lines(thirds(rows).map((data) => ({ data: pairs(data) })))],
  ['pairs under keys of documents in an array', (rows) => json(thirds(rows).map((data) => ({ data: pairs(data) })))],
  ['splits of pairs', (rows) => json(splitsOf(rows, pairs))],
  ['pretty splits of pairs beside a version', (rows) => json({ version: 1, ...splitsOf(rows, pairs) }, null, 2)],
  ['splits of pairs with headers', (rows) => json(splitsOf(rows, (split) => [['text', 'label'], ...pairs(split)]))],
  ['splits of pairs under a key', (rows) => json({ data: splitsOf(rows, pairs) })],
  ['splits of pairs in documents of their own', (rows) => lines(each(splitsOf(rows, pairs)))],
  ['splits in documents of their own', (rows) => lines(each(splitsOf(rows, (split) => split)))],
  ['pretty splits in documents of their own', (rows) => lines(each(splitsOf(rows, (split) => split)), 2)],
  ['splits in documents of an array', (rows) => json(each(splitsOf(rows, (split) => split)))],
  ['splits of pairs in documents of an array', (rows) => json(each(splitsOf(rows, pairs)), null, 2)],
  ['columns as lists under a key', (rows) => json({ n: 1, data: lists(rows) })],
  [
    'columns by row under a key',
    (rows) => json({ data: { text: column(rows, ({ text }) => text), label: labels(rows) } }),
  ],
  ['splits of columns as lists', (rows) => json(splitsOf(rows, lists))],
  [
    'splits of columns by row',
    (rows) =>
      json(
        {
          v: 1,
          ...splitsOf(rows, (split) => ({
            text: { ...split.map(({ text }) => text) },
            label: { ...split.map(({ label }) => label) },
          })),
        },
        null,
        2,
      ),
  ],
  [
    'two splits in a document and one in another',
    (rows) => {
      const { train, validation, test } = splitsOf(rows, (split) => split);
      return lines([
        { n: 1, train, validation },
        { test, n: 2 },
      ]);
    },
  ],
];

describeForms(FORMS);

const JOINED: readonly (readonly [string, Write])[] = ['', ', ', ',\n'].map((between) => [
  `documents with ${json(between)} between`,
  (rows) =>
    each(splitsOf(rows, (split) => split))
      .map((one) => json(one))
      .join(between),
]);

describe('splits', () => {
  it.each([...FORMS.filter(([name]) => /splits/.test(name)), ...JOINED])(
    '%s: are files of the dataset',
    async (_, write) => {
      const { dataset } = await readDetected(new Blob([write(ROWS)]));
      expect(dataset.files?.names).toEqual(['train', 'validation', 'test']);
      expect([...(dataset.files?.starts ?? [])]).toEqual([0, 5, 8, 12]);
    },
  );
});

describe('lists and objects of one record', () => {
  it.each<[string, string, number]>([
    [
      'entities of a text',
      lines(
        ROWS.map((row) => ({
          ...row,
          entities: [
            ['Paris', 'LOC'],
            ['Rome', 'LOC'],
          ],
        })),
      ),
      12,
    ],
    [
      'pairs beside a text',
      lines(
        ROWS.map((row) => ({
          ...row,
          data: [
            ['a', 'b'],
            ['c', 'd'],
          ],
        })),
      ),
      12,
    ],
    [
      'texts and labels by language',
      lines(ROWS.map(({ text, label }) => ({ text: { en: text, de: text }, label: { en: label, de: label }, n: 3 }))),
      12,
    ],
    ['rows whose cells are lists', json(ROWS.map(({ text, label }) => [[text], [label]])), 12],
  ])('stay in their record: %s', async (_, content, count) => {
    const read = await readDetected(new Blob([content]), {
      roles: content.startsWith('[')
        ? { text: '0', label: '1' }
        : content.includes('"de"')
          ? { text: 'text.en', label: 'label.en' }
          : {},
    });
    expect(rowsOf(read)).toHaveLength(count);
    expect(parsed(content).length).toBeGreaterThan(0);
  });
});

describe('lists beside the one that is read', () => {
  it('are named, of rows and of lists of objects', async () => {
    const other = ['some words', 'World'];
    const rows = await readDetected(
      new Blob([json({ oos_train: [other], train: pairs(ROWS), test: [other], n: [1] })]),
    );
    expect([rows.dataset.rows, rows.beside]).toEqual([13, ['oos_train']]);
    const objects = await readDetected(new Blob([json({ data: [ROWS, ROWS], other: [{ a: 1 }], words: ['x'] })]));
    expect([objects.dataset.rows, objects.beside]).toEqual([24, ['other']]);
  });
});
