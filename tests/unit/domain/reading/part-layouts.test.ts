import { expect, test } from 'vitest';
import type { ReadSettings } from '../../../../src/domain/reading/dataset.js';
import {
  asFound,
  changedSettings,
  filesDiffer,
  layoutsOf,
  withLayouts,
} from '../../../../src/domain/reading/part-layouts.js';
import { partRanges } from '../../../../src/domain/files/source-parts.js';

const part = (name: string) => ({ name, sizeBytes: 10, gzip: false, hash: name });
const TSV: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: '\t',
  quote: '',
  header: true,
  parts: [part('a'), part('b'), part('c')],
};
const { gzip: _gzip, encoding: _encoding, parts: _parts, ...PLAIN } = TSV;
const FOUND = withLayouts(TSV, [PLAIN, { ...PLAIN, quote: '"' }, PLAIN]);
const quotesOf = (settings: ReadSettings) => layoutsOf(settings).map(({ quote }) => quote);

test('each file has its own layout, and keeps it only where it differs', () => {
  expect(FOUND.parts?.map(({ layout }) => layout)).toEqual([undefined, { ...PLAIN, quote: '"' }, undefined]);
  expect(partRanges(FOUND, 30).map(({ settings }) => settings.quote)).toEqual(['', '"', '']);
  expect([filesDiffer(FOUND, 'quote'), filesDiffer(FOUND, 'delimiter')]).toEqual([true, false]);
});

test('a choice is for all files, or for one, and can be withdrawn', () => {
  const all = changedSettings(FOUND, { quote: '\\' });
  expect([quotesOf(all), all.parts]).toEqual([['\\', '\\', '\\'], TSV.parts]);
  expect(quotesOf(changedSettings(FOUND, { quote: '"' }, 'c'))).toEqual(['', '"', '"']);
  expect(quotesOf(changedSettings(FOUND, { quote: '"' }, 'a'))).toEqual(['"', '"', '']);
  const header = changedSettings(all, { header: false });
  expect(asFound(header, FOUND, 'quote')).toEqual(changedSettings(FOUND, { header: false }));
});

test('settings of older work without layouts read all files in one way', () => {
  expect(partRanges({ ...TSV, quote: '"' }, 30).map(({ settings }) => settings.quote)).toEqual(['"', '"', '"']);
});

test('the key of the records in one file is not sought in another', () => {
  const json: ReadSettings = { ...TSV, format: 'json-array', records: 'data' };
  const { gzip: _g, encoding: _e, parts: _p, records: _r, ...bare } = json;
  const settings = withLayouts(json, [{ ...bare, records: 'data' }, bare, { ...bare, format: 'jsonl' }]);
  expect(partRanges(settings, 30).map(({ settings: own }) => [own.format, own.records])).toEqual([
    ['json-array', 'data'],
    ['json-array', undefined],
    ['jsonl', undefined],
  ]);
});
