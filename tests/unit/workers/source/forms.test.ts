import { describe, expect, it } from 'vitest';
import { CORRECTED } from '../../../../src/domain/reading/dataset.js';
import { Source } from '../../../../workers/source/source.js';
import { exportAll, readDetected, rowsOf, untouched } from './helpers.js';

const TEXTS = [
  'Prices fell on Monday, again',
  'The match "ended" in a draw',
  'Les ministres réunis à Genève',
  'A new coach',
];
const LABELS = ['Business', 'Sports', 'World', 'Sports'];
const RECORDS = TEXTS.map((text, i) => ({ text, label: LABELS[i] ?? '', n: i }));

async function correctedText(content: string, row: number, to: string): Promise<string> {
  const file = new Blob([content]);
  const read = await readDetected(file);
  const columns = untouched(read);
  columns.label[row] = read.dataset.labels.findIndex(({ name }) => name === to);
  columns.status[row] = CORRECTED;
  return new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'dataset', columns));
}

/** Texts in the order of their labels. */
const byLabel = (labels: readonly string[]): string =>
  JSON.stringify(
    Object.fromEntries(labels.map((label) => [label, TEXTS.filter((_, i) => LABELS[i] === label)])),
    null,
    1,
  );

describe('texts that are listed by label', () => {
  it('are rows with the key as their label', async () => {
    const content = byLabel(['World', 'Sports', 'Business']);
    const read = await readDetected(new Blob([content]));
    expect(read.settings.table).toBe('labels');
    expect(rowsOf(read)).toEqual([
      { text: TEXTS[2], label: 'World' },
      { text: TEXTS[1], label: 'Sports' },
      { text: TEXTS[3], label: 'Sports' },
      { text: TEXTS[0], label: 'Business' },
    ]);
    const lines = (await correctedText(content, 1, 'World')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { text: TEXTS[2], label: 'World' },
      { text: TEXTS[1], label: 'World' },
      { text: TEXTS[3], label: 'Sports' },
      { text: TEXTS[0], label: 'Business' },
    ]);
  });

  it.each<[string, unknown, string | undefined]>([
    [
      'as many texts of each',
      { World: ['Ministers met today', 'Talks go on'], Sports: ['They won it', 'A late goal'] },
      'labels',
    ],
    ['short ones', { greet: ['hi', 'hello', 'hey'], bye: ['bye', 'cu'] }, 'labels'],
    [
      'a label called like a column',
      { news: ['Ministers met today'], sports: ['They won it', 'A late goal'] },
      'labels',
    ],
    ['columns with other names', { satz: ['Ministers met today', 'They won it'], klasse: ['a', 'b'] }, 'columns'],
    ['columns with known names', { text: ['Ministers met today', 'They won it'], label: ['a', 'b'] }, 'columns'],
    ['numbered columns', { '0': ['Ministers met today', 'They won it'], '1': ['a b', 'b c'] }, 'columns'],
  ])('%s', async (_, content, table) => {
    const inspected = await new Source().inspect(new Blob([JSON.stringify(content)]));
    expect(inspected.ok && inspected.value.settings.table).toBe(table);
  });
});

describe('lines that were encoded twice', () => {
  const twice = RECORDS.map((record) => JSON.stringify(JSON.stringify(record)));

  it('are read, and written as they were but for the label', async () => {
    const content = `${twice.join('\n')}\n`;
    const read = await readDetected(new Blob([content]));
    expect(read.rejectedCount).toBe(0);
    expect(rowsOf(read)).toEqual(RECORDS.map(({ text, label }) => ({ text, label })));
    const expected = twice.with(2, JSON.stringify(JSON.stringify({ ...RECORDS[2], label: 'Sports' })));
    expect(await correctedText(content, 2, 'Sports')).toBe(`${expected.join('\n')}\n`);
  });

  it('keep to ASCII where they did', async () => {
    const ascii = (text: string): string =>
      text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const lines = RECORDS.map((record) => ascii(JSON.stringify(JSON.stringify(record))));
    const changed = ascii(JSON.stringify(JSON.stringify({ ...RECORDS[2], label: 'Sports' })));
    expect(await correctedText(lines.join('\n'), 2, 'Sports')).toBe(lines.with(2, changed).join('\n'));
  });

  it('may have others between them', async () => {
    const content = [twice[0], JSON.stringify(RECORDS[1]), '"{\\"text\\": oops"', twice[3]].join('\r\n');
    const read = await readDetected(new Blob([content]));
    expect(rowsOf(read).map(({ text }) => text)).toEqual([TEXTS[0], TEXTS[1], TEXTS[3]]);
    expect(read.rejects.map(({ line }) => line)).toEqual([3]);
    expect(await correctedText(content, 1, 'Business')).toBe(content.replace('"label":"Sports"', '"label":"Business"'));
  });

  it.each<[string, string]>([
    ['a document', JSON.stringify(JSON.stringify(RECORDS))],
    ['a pretty document', JSON.stringify(JSON.stringify(RECORDS, null, 2))],
    ['a list of strings', JSON.stringify(RECORDS.map((record) => JSON.stringify(record)))],
    ['lines that were encoded three times', twice.map((line) => JSON.stringify(line)).join('\n')],
    ['lines with commas between them', twice.join(',\n')],
    ['rows', RECORDS.map(({ text, label }) => JSON.stringify(JSON.stringify([text, label]))).join('\n')],
  ])('are refused as %s', async (_, content) => {
    const inspected = await new Source().inspect(new Blob([content]));
    expect(inspected.ok || inspected.fault.code).toBe('file-json-in-string');
  });

  it.each<[string, string]>([
    ['a table with doubled quotes', 'text,meta\n"a, b","{""a"":1}"\n'],
    ['a table with backslashes', '"{\\"a\\": 1}","World"\n"{\\"a\\": 2}","Sports"\n'],
    ['texts in quotes', '"[sic] he said","x"\n"{braces} too","y"\n'],
  ])('are not %s', async (_, content) => {
    const inspected = await new Source().inspect(new Blob([content]));
    expect(inspected.ok && inspected.value.settings.format).toBe('delimited');
  });
});

describe('a first line that names the delimiter', () => {
  it.each(['sep=;', '"sep=;"', 'SEP=;', '"sep=;";;', 'sep=;;'])('%s', async (line) => {
    const rows = TEXTS.map((text, i) => `"${text.replaceAll('"', '""')}";${LABELS[i]}`);
    const read = await readDetected(new Blob([`${line}\r\ntext;label\r\n${rows.join('\r\n')}\r\n`]));
    expect(read.rejectedCount).toBe(0);
    expect(rowsOf(read)).toEqual(RECORDS.map(({ text, label }) => ({ text, label })));
  });
});
