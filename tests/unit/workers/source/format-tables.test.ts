import { describe, expect, it } from 'vitest';
import { describeForms, type Row, type Rows, type Write } from './form-helpers.js';
import { readDetected } from './helpers.js';

const doubled = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const escaped = (cell: string): string => `"${cell.replace(/["\\]/g, String.raw`\$&`)}"`;
/** Lines below a header. */
const table = (header: string, rows: Rows, line: (row: Row, i: number) => string, end = '\n'): string =>
  [header, ...rows.map(line)].map((one) => one + end).join('');
const divided = (by: string): Write => {
  return (rows) => rows.map(({ text, label }, i) => `${[i * 7 + 3, label, text, 'a,b'].join(by)}\n`).join('');
};

const FORMS: readonly (readonly [string, Write])[] = [
  [
    'write.csv of R',
    (rows) => table('"","text","label"', rows, (row, i) => `"${i + 1}",${doubled(row.text)},"${row.label}"`),
  ],
  [
    'write.csv2 of R',
    (rows) => table('"";"text";"label"', rows, (row, i) => `"${i + 1}";${doubled(row.text)};"${row.label}"`),
  ],
  [
    'write.table of R',
    (rows) => table('"text" "label"', rows, (row, i) => `"${i + 1}" ${escaped(row.text)} "${row.label}"`),
  ],
  [
    'write.table of R with tabs',
    (rows) => table('"text"\t"label"', rows, (row, i) => `"${i + 1}"\t${escaped(row.text)}\t"${row.label}"`),
  ],
  [
    'write.table of R with commas',
    (rows) => table('"text","label"', rows, (row, i) => `"${i + 1}",${doubled(row.text)},"${row.label}"`),
  ],
  [
    'write.table of R without quotes',
    (rows) => table('text\tlabel', rows, (row, i) => `${i + 1}\t${row.text}\t${row.label}`),
  ],
  [
    'lines that end with a delimiter',
    (rows) => table('text,label', rows, (row) => `${doubled(row.text)},${row.label},`),
  ],
  [
    'a sheet with empty columns',
    (rows) => `\ufeff${table('text,label,,', rows, (row) => `${doubled(row.text)},${row.label},,`, '\r\n')}`,
  ],
  [
    'cells behind spaces',
    (rows) => table('id, text, label', rows, (row, i) => `${i}, ${doubled(row.text)}, ${row.label}`),
  ],
  ['cells between spaces', (rows) => table('text ; label', rows, (row) => `${doubled(row.text)} ; "${row.label}"`)],
  ...['_!_', '|||', ' ::: ', ' +++$+++ '].map((by): [string, Write] => [
    `cells between ${JSON.stringify(by)}`,
    divided(by),
  ]),
];

describeForms(FORMS);

describe('columns whose names are one too few', () => {
  it.each<[string, string, readonly string[]]>([
    ['names of rows in front', '"text","label"\n"1","one text","x"\n"2","another text","y"\n', ['0', 'text', 'label']],
    ['a delimiter at each end', 'text,label\none text,x,\nanother text,y,\n', ['text', 'label', '2']],
  ])('%s', async (_, content, columns) => {
    const { settings, roles, dataset } = await readDetected(new Blob([content]));
    expect(settings.header).toBe(true);
    expect([roles.text, roles.label, dataset.rows, columns.includes(roles.label)]).toEqual(['text', 'label', 2, true]);
  });
});

describe('delimiters that texts may hold', () => {
  it('set rows aside where the header has one column less and there are no names of rows', async () => {
    const file = new Blob(['label,text\nx,Hello, world\ny,Hello, you\nx,Well, no\n']);
    const read = await readDetected(file, { settings: { header: true }, roles: { text: 'text', label: 'label' } });
    expect([read.dataset.rows, read.rejectedCount]).toEqual([0, 3]);
  });

  it.each<[string, string, string]>([
    ['a sequence in few texts', 'text,label\na ||| b,x\nc,y\nd,x\ne,y\n', ','],
    ['spaces between quoted words', '"a" "b",x\n"c" "d",y\n"e" "f",x\n', ','],
    ['spaces around semicolons', '"a b" ; "x"\n"c" ; "y"\n"d" ; "x"\n', ';'],
    ['spaces in prose', 'one two\nthree four\n', ','],
  ])('%s', async (_, content, delimiter) => {
    const { settings } = await readDetected(new Blob([content]), { roles: { text: '0', label: '1' } }).catch(() => ({
      settings: { delimiter: ',' },
    }));
    expect(settings.delimiter).toBe(delimiter);
  });
});
