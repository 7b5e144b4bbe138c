import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../../../src/protocol/source-wire.js';
import { exportAll, readDetected, rowsOf, untouched } from './helpers.js';

const caseOf = (name: string): Blob =>
  new Blob([readFileSync(new URL(`../../../fixtures/cases/${name}`, import.meta.url))]);
const countsOf = ({ dataset, rejectedCount }: ReadResult) => ({
  rows: dataset.rows,
  rejected: rejectedCount,
  labels: Object.fromEntries(dataset.labels.map(({ name, count }) => [name, count])),
});

describe('delimited text in the shape of real files', () => {
  it('fastText lines are not cut at the commas of their texts', async () => {
    const file = caseOf('01-fasttext/train.txt');
    const read = await readDetected(file);
    const labels = { World: 6, Sports: 6, Business: 6, 'Sci-Tech': 6 };
    expect(countsOf(read)).toEqual({ rows: 24, rejected: 0, labels });
    expect(rowsOf(read).some(({ text }) => text.includes('__label__'))).toBe(false);
    const columns = untouched(read);
    columns.label[1] = read.dataset.labels.findIndex(({ name }) => name === 'Business');
    const written = await exportAll(file, read.settings, read.roles, 'dataset', columns);
    const lines = new TextDecoder().decode(written).trimEnd().split('\n');
    expect(lines).toHaveLength(24);
    expect(JSON.parse(lines[1] ?? '')).toEqual({ label: 'Business', text: rowsOf(read)[1]?.text });
    expect(JSON.parse(lines[0] ?? '')).toEqual({ label: 'World', text: rowsOf(read)[0]?.text });
  });

  it('several labels on a fastText line are no class, and are exported as a list of names', async () => {
    const file = new Blob(['__label__a one two\n__label__b __label__a three, four\n__label__b five six\n']);
    const read = await readDetected(file);
    expect(read.dataset.labels.map(({ name, several }) => [name, several])).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['["b","a"]', ['b', 'a']],
    ]);
    const columns = untouched(read);
    columns.label[2] = 0;
    const written = await exportAll(file, read.settings, read.roles, 'dataset', columns);
    expect(new TextDecoder().decode(written)).toBe(
      '{"label":"a","text":"one two"}\n' +
        '{"label":"[\\"b\\",\\"a\\"]","text":"three, four"}\n' +
        '{"label":"a","text":"five six"}\n',
    );
    const again = await readDetected(new Blob([new Uint8Array(written)]));
    expect(again.dataset.labels.map(({ count, several }) => [count, several])).toEqual([
      [2, undefined],
      [1, ['b', 'a']],
    ]);
  });

  it('a spreadsheet in Windows-1252 with columns that were never filled', async () => {
    const file = caseOf('05-cp1252-spam/spam.csv');
    const read = await readDetected(file);
    expect(read.settings).toMatchObject({ encoding: 'windows-1252', delimiter: ',', quote: '"', header: true });
    expect(read.roles).toMatchObject({ text: 'v2', label: 'v1', textB: '', textJoin: '' });
    expect(countsOf(read)).toEqual({ rows: 28, rejected: 0, labels: { spam: 12, ham: 16 } });
    const written = await exportAll(file, read.settings, read.roles, 'dataset', untouched(read));
    const text = new TextDecoder().decode(written);
    for (const words of ['café', '£3 –', 'Señor López can’t']) expect(text).toContain(words);
  });

  it('backslashes before quotes', async () => {
    const read = await readDetected(caseOf('08-spark-backslash/part-00000.csv'));
    expect(countsOf(read)).toMatchObject({ rows: 24, rejected: 0 });
    expect(rowsOf(read)[0]?.text).toContain('said "never, not again" and left');
    expect(rowsOf(read).some(({ text }) => text.includes('\\'))).toBe(false);
  });

  it('a constant column is no label, and a date is no text', async () => {
    const read = await readDetected(caseOf('25-sentiment140/training.csv'));
    expect(read.settings.header).toBe(false);
    expect(read.roles).toMatchObject({ text: '5', label: '0', textB: '', textJoin: '' });
    expect(countsOf(read)).toMatchObject({ rows: 30, rejected: 0 });
    expect(read.dataset.labels.map(({ name }) => name)).toEqual(['0', '4']);
  });

  it('a quoted TSV', async () => {
    const read = await readDetected(caseOf('28-tsv-quoted/train.tsv'));
    expect(countsOf(read)).toMatchObject({ rows: 100, rejected: 0 });
    const quoted = rowsOf(read).filter(({ text }) => text.includes('"'));
    expect(quoted.length).toBeGreaterThan(0);
    for (const { text } of quoted) expect(text).toMatch(/^He said "[^"]*" twice$/);
  });

  it('a first line that names the delimiter', async () => {
    const read = await readDetected(new Blob(['\ufeffsep=;\r\ntext;label\r\n"one; two, three";a\r\nfour, five;b\r\n']));
    expect(read.settings).toMatchObject({ delimiter: ';', header: true });
    expect(rowsOf(read)).toEqual([
      { text: 'one; two, three', label: 'a' },
      { text: 'four, five', label: 'b' },
    ]);
    expect(countsOf(read)).toMatchObject({ rejected: 0 });
  });

  it.each([
    ['{"data": [\n  {"text": "a, b", "label": "x"}\n]}\n'],
    ['{\n  "text": "a, b",\n  "label": "x"\n}\n{\n  "text": "c, d",\n  "label": "y"\n}\n'],
    ['["a, b", "x"]\n["c, d", "y"]\n'],
    ['[["a, b", "x"], ["c, d", "y"]]'],
  ])('%j is never cut at its commas', async (content) => {
    const { Source } = await import('../../../../workers/source/source.js');
    const inspection = await new Source().inspect(new Blob([content]));
    expect(inspection.ok && inspection.value.settings.format).not.toBe('delimited');
  });
});

describe('numbers as other languages write them', () => {
  it('losses and probabilities with decimal commas', async () => {
    const lines = ['text;label;loss;prob_a;prob_b', 'one two;a;0,125;0,75;0,25', 'three four;b;1,5;,5;0,50'];
    const { results, roles } = await readDetected(new Blob([lines.join('\n')]));
    expect(roles).toMatchObject({ resultLoss: 'loss', resultProbs: 'prob_*' });
    expect([...(results?.loss ?? [])]).toEqual([0.125, 1.5]);
    expect(results?.report).toMatchObject({ usable: 2, vectors: 'probs', malformed: 0, notNormalised: 0 });
  });

  it('digits of full width stay text as labels', async () => {
    const read = await readDetected(new Blob(['text\tlabel\none two\t０\nthree four\t１\nfive six\t０\n']));
    expect(countsOf(read)).toEqual({ rows: 3, rejected: 0, labels: { '０': 2, '１': 1 } });
  });

  it('columns without names as probabilities, by their places, in thousands of rows', async () => {
    const line = (i: number): string =>
      `some words number ${i}\t${i % 4}\t${[0, 1, 2, 3].map((k) => (k === i % 4 ? '0,7' : '0,1')).join('\t')}`;
    const content = Array.from({ length: 5000 }, (_, i) => line(i)).join('\n');
    const { results, dataset, settings } = await readDetected(new Blob([content]), { roles: { resultProbs: '2..5' } });
    expect([settings.header, dataset.rows]).toEqual([false, 5000]);
    expect(results?.classes).toEqual(['0', '1', '2', '3']);
    expect(results?.report).toMatchObject({ usable: 5000, vectors: 'probs', malformed: 0, wrongLength: 0 });
    expect(results?.logits?.[4]).toBeCloseTo(Math.log(0.1), 5);
    expect(results?.logits?.[5]).toBeCloseTo(Math.log(0.7), 5);
  });

  it('a range of columns with names gives the classes their names', async () => {
    const lines = ['text,label,World,Sports', 'one two,World,0.9,0.1', 'three four,Sports,0.2,0.8'];
    const { results } = await readDetected(new Blob([lines.join('\n')]), { roles: { resultProbs: '2..3' } });
    expect(results?.classes).toEqual(['World', 'Sports']);
  });
});
