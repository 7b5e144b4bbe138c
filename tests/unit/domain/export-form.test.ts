import { describe, expect, it } from 'vitest';
import type { ReadSettings } from '../../../src/domain/dataset.js';
import { formatName, isOneDownload, sourceEnding } from '../../../src/domain/export-form.js';

const CSV: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: true,
};

describe('the ending of a corrected file', () => {
  it.each<[string, Partial<ReadSettings>, string]>([
    ['spam.csv', {}, 'csv'],
    ['Spam.CSV', {}, 'CSV'],
    ['train.tsv.gz', { gzip: true }, 'tsv.gz'],
    ['train.csv', { gzip: true }, 'csv.gz'],
    ['train.csv.gz', {}, 'csv'],
    ['train.txt', { format: 'fasttext' }, 'txt'],
    ['train.ft', { format: 'fasttext' }, 'txt'],
    ['export', { format: 'json-array' }, 'json'],
    ['all.ndjson', { format: 'jsonl' }, 'ndjson'],
    ['train', { delimiter: '\t' }, 'tsv'],
    ['train', { delimiter: ';' }, 'csv'],
    ['train.parquet', { format: 'parquet' }, 'jsonl'],
  ])('of %s, %o', (name, settings, ending) => {
    expect(sourceEnding(name, { ...CSV, ...settings })).toBe(ending);
  });
});

describe('the corrected dataset as JSONL', () => {
  const part = { name: 'a', sizeBytes: 1, hash: '', gzip: false };

  it.each<[boolean, Partial<ReadSettings>]>([
    [true, { format: 'jsonl' }],
    [true, { format: 'parquet' }],
    [true, { format: 'json-table', table: 'labels' }],
    [true, { format: 'jsonl', parts: [part] }],
    [false, { format: 'jsonl', parts: [part, { ...part, layout: { ...CSV, format: 'json-array' } }] }],
    [false, {}],
    [false, { format: 'json-array' }],
    [false, { format: 'jsonl', gzip: true }],
    [false, { format: 'jsonl', encoding: 'utf-16le' }],
    [false, { format: 'jsonl', parts: [part, { ...part, gzip: true }] }],
    [false, { format: 'jsonl', parts: [part, { ...part, encoding: 'gb18030' }] }],
  ])('is the corrected file itself: %s for %o', (itself, settings) => {
    expect(isOneDownload({ ...CSV, ...settings })).toBe(itself);
  });

  it("names another format than the source's", () => {
    expect(formatName({ ...CSV, delimiter: '\t' })).toBe('TSV');
    expect(formatName({ ...CSV, gzip: true })).toBe('CSV, gzip');
    expect(formatName({ ...CSV, format: 'json-table' })).toBe('JSON');
  });
});
