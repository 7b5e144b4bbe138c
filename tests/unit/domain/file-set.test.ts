import { describe, expect, test } from 'vitest';
import type { ReadSettings } from '../../../src/domain/dataset.js';
import { distinctNames, fileSet, namesApart, setName, type FileHead } from '../../../src/domain/file-set.js';

const TSV: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: '\t',
  quote: '',
  header: true,
};
const JSONL: ReadSettings = { ...TSV, format: 'jsonl', delimiter: ',', header: false };

function head(path: string, settings = TSV, columns: readonly string[] = ['text', 'label']): FileHead {
  const roles = {
    text: 'text',
    textJoin: '',
    textB: '',
    label: columns.includes('label') ? 'label' : '',
    id: '',
    sLabel: '',
  };
  return { path, settings, columns, roles };
}

/** The paths of the set, in the order in which they are read. */
function pathsOf(files: readonly (FileHead | null)[]): readonly string[] {
  return fileSet(files)?.members.map((place) => files[place]?.path ?? '?') ?? [];
}

describe('fileSet', () => {
  test.each([
    [['train-00001-of-00002.parquet', 'train-00000-of-00002.parquet'], 'train-00000-of-00002.parquet'],
    [['part-00002-ab12-c000.csv.gz', 'part-00000-ab12-c000.csv.gz'], 'part-00000-ab12-c000.csv.gz'],
    [['test.csv', 'validation.csv', 'train.csv'], 'train.csv'],
    [['ag_dev.tsv', 'ag_train.tsv'], 'ag_train.tsv'],
    [
      ['d/test-00000-of-00001-0a1b2c3d.parquet', 'd/train-00000-of-00001-9f8e7d6c.parquet'],
      'd/train-00000-of-00001-9f8e7d6c.parquet',
    ],
    [['x/test/0000.parquet', 'x/train/0001.parquet', 'x/train/0000.parquet'], 'x/train/0000.parquet'],
  ])('%j are pieces of one dataset', (paths, first) => {
    const found = fileSet(paths.map((path) => head(path)));
    expect(found).toMatchObject({ columnsAgree: true, proposed: true });
    expect(pathsOf(paths.map((path) => head(path)))[0]).toBe(first);
  });

  test.each([
    [['a.csv', 'b.csv']],
    [['v1.csv', 'v2.csv']],
    [['train_en.csv', 'test_de.csv']],
    [['tested.csv', 'trainer.csv']],
  ])('offers %j as one, without a proposal', (paths) => {
    expect(fileSet(paths.map((path) => head(path)))).toEqual({ members: [0, 1], columnsAgree: true, proposed: false });
  });

  test('orders files by the value of their numbers, not by the order of the drop', () => {
    const paths = ['test.csv', 'b-10.csv', 'b-9.csv', 'train.csv', 'dev.csv'];
    const expected = ['train.csv', 'dev.csv', 'test.csv', 'b-9.csv', 'b-10.csv'];
    expect(pathsOf(paths.map((path) => head(path)))).toEqual(expected);
    expect(pathsOf(paths.toReversed().map((path) => head(path)))).toEqual(expected);
  });

  test('joins only files with the same columns', () => {
    const files = [head('train.csv'), head('test.csv', TSV, ['text', 'n']), head('dev.csv'), null];
    expect(fileSet(files)).toEqual({ members: [0, 2], columnsAgree: true, proposed: true });
  });

  test('offers files of one format with different columns, without a proposal', () => {
    const files = [head('train.csv'), head('test.csv', TSV, ['text', 'n'])];
    expect(fileSet(files)).toEqual({ members: [0, 1], columnsAgree: false, proposed: false });
  });

  test('the order of columns does not count, and rare keys of JSON do not', () => {
    expect(fileSet([head('train.csv'), head('test.csv', TSV, ['label', 'text'])])?.columnsAgree).toBe(true);
    expect(
      fileSet([head('train.jsonl', JSONL), head('test.jsonl', JSONL, ['text', 'label', 'note'])])?.columnsAgree,
    ).toBe(true);
  });

  test('the same keys are enough where the heads of two files suggest other columns to use', () => {
    const columns = ['a', 'b', 'c'];
    const other = { ...head('part-1.jsonl', JSONL, columns), roles: { ...head('x').roles, text: 'b', label: 'c' } };
    expect(fileSet([head('part-0.jsonl', JSONL, columns), other])?.columnsAgree).toBe(true);
  });

  test('the encoding does not count', () => {
    expect(fileSet([head('train.csv'), head('test.csv', { ...TSV, encoding: 'windows-1252' })])?.proposed).toBe(true);
  });

  test('does not join files of different formats', () => {
    expect(fileSet([head('train.csv'), head('test.jsonl', JSONL)])).toBeNull();
    expect(fileSet([head('train.csv'), head('test.csv', { ...TSV, header: false })])).toBeNull();
    expect(fileSet([head('train.csv'), null])).toBeNull();
  });
});

test('the delimiter of tables and the layout of JSON do not count', () => {
  const semicolons = { ...TSV, delimiter: ';', quote: '"' } as const;
  expect(fileSet([head('train.csv'), head('test.csv', semicolons)])?.proposed).toBe(true);
  const layouts: readonly ReadSettings[] = [
    JSONL,
    { ...JSONL, format: 'json-array', records: 'data' },
    { ...JSONL, format: 'json-table', table: 'split' },
  ];
  const files = layouts.map((settings, n) => head(`part-${n}.json`, settings));
  expect(fileSet(files)).toEqual({ members: [0, 1, 2], columnsAgree: true, proposed: true });
});

test('names keep their folders where they would be equal without them', () => {
  expect(namesApart(['d/train.csv', 'd/test.csv'])).toEqual(['train.csv', 'test.csv']);
  expect(namesApart(['en/train.csv', 'de/train.csv'])).toEqual(['en/train.csv', 'de/train.csv']);
});

test('equal names get numbers, and no number occurs twice', () => {
  expect(distinctNames(['train.jsonl', 'train.jsonl', 'a/b', 'a/b'])).toEqual([
    'train.jsonl',
    'train (2).jsonl',
    'a/b',
    'a/b (2)',
  ]);
  expect(distinctNames(['x.csv.gz', 'x.csv.gz', 'x (2).csv.gz', 'x.csv.gz'])).toEqual([
    'x.csv.gz',
    'x (3).csv.gz',
    'x (2).csv.gz',
    'x (4).csv.gz',
  ]);
  expect(namesApart(['d/train.csv', 'd/train.csv'])).toEqual(['d/train.csv', 'd/train (2).csv']);
});

test.each([
  [['d/train-00000-of-00002.parquet', 'd/train-00001-of-00002.parquet'], 'train ×2.parquet'],
  [['ag_train.csv.gz', 'ag_test.csv.gz'], 'ag ×2.csv.gz'],
  [['train.csv', 'test.csv'], 'train ×2.csv'],
  [['train (2).jsonl', 'train.jsonl'], 'train ×2.jsonl'],
])('%j are called %s', (paths, name) => {
  expect(setName(paths)).toBe(name);
});
