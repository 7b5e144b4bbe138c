import { describe, expect, it } from 'vitest';
import type { ReadSettings } from '../../../src/domain/dataset.js';
import { baseName, formatName, isJsonlItself, sourceEnding } from '../../../src/domain/export-form.js';

const CSV: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  header: true,
};

describe('the name of a corrected file', () => {
  it.each<[string, Partial<ReadSettings>, string, string]>([
    ['spam.csv', {}, 'spam', '.csv'],
    ['Spam.CSV', {}, 'Spam', '.CSV'],
    ['train.tsv.gz', { gzip: true }, 'train', '.tsv.gz'],
    ['train.csv', { gzip: true }, 'train', '.csv.gz'],
    ['train.csv.gz', {}, 'train', '.csv'],
    ['train.txt', { format: 'fasttext' }, 'train', '.txt'],
    ['train.ft', { format: 'fasttext' }, 'train.ft', '.txt'],
    ['export', { format: 'json-array' }, 'export', '.json'],
    ['all.ndjson', { format: 'jsonl' }, 'all', '.ndjson'],
    ['train', { delimiter: '\t' }, 'train', '.tsv'],
    ['train', { delimiter: ';' }, 'train', '.csv'],
    ['train.parquet', { format: 'parquet' }, 'train', '.jsonl'],
  ])('%s %o', (name, settings, base, ending) => {
    expect([baseName(name), sourceEnding(name, { ...CSV, ...settings })]).toEqual([base, ending]);
  });
});

describe('the corrected dataset as JSONL', () => {
  const part = { name: 'a', sizeBytes: 1, hash: '', gzip: false };

  it.each<[boolean, Partial<ReadSettings>]>([
    [true, { format: 'jsonl' }],
    [true, { format: 'parquet' }],
    [true, { format: 'jsonl', parts: [part] }],
    [false, {}],
    [false, { format: 'json-array' }],
    [false, { format: 'jsonl', gzip: true }],
    [false, { format: 'jsonl', encoding: 'utf-16le' }],
    [false, { format: 'jsonl', parts: [part, { ...part, gzip: true }] }],
    [false, { format: 'jsonl', parts: [part, { ...part, encoding: 'gb18030' }] }],
  ])('is the corrected file itself: %s for %o', (itself, settings) => {
    expect(isJsonlItself({ ...CSV, ...settings })).toBe(itself);
  });

  it('has another format than the source by name', () => {
    expect(formatName({ ...CSV, delimiter: '\t' })).toBe('TSV');
    expect(formatName({ ...CSV, gzip: true })).toBe('CSV, gzip');
    expect(formatName({ ...CSV, format: 'json-table' })).toBe('JSON');
  });
});
