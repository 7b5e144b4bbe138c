import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISCARDED, type ReadSettings } from '../../../../src/domain/reading/dataset.js';
import { Source } from '../../../../workers/source/source.js';
import { exportAll, readAll, untouched, valueOf } from './helpers.js';
import { ROLES, BASE, LABELS, rowsWith, checkForm, type Row, type Form } from './format-checks.js';

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
