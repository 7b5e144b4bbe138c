import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { type Files, correctedFiles, openFiles, records, rowsOf, takeFiles } from './several-bench.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const take = (files: Files): Promise<void> => takeFiles(page, files);
const open = (files: Files): Promise<void> => openFiles(page, files);
const rows = (own = page): [text: string, label: string][] => rowsOf(own);
const corrected = (): Promise<Record<string, unknown[]>> => correctedFiles(page);

const all = (count: number): [string, string][] => records(0, count).map(({ text, label }) => [text, label]);

describe('tables with different ways of quoting', () => {
  const pairs = (lines: readonly string[]): [string, string][] =>
    lines.map((line) => line.split('\t') as [string, string]);
  const honest = records(0, 12).map(({ text, label }, i) =>
    i % 4 === 0 ? `"${text}"\t${label}` : `${text}\t${label}`,
  );
  const film = ['"Good film" he said\tpos', '"Bad film"\tneg', 'It is "fine"\tpos', 'plain words here\tneg'];

  it('keep the quotes that are part of a text of the file without quoting', async () => {
    const quoted = records(12, 24).map(({ text, label }) => `"${text} ""yes"""\t"${label}"`);
    await open([
      ['train.tsv', `text\tlabel\n${honest.join('\n')}\n`],
      ['test.tsv', `text\tlabel\n${quoted.join('\n')}\n`],
    ]);
    const unquoted = records(12, 24).map(({ text, label }): [string, string] => [`${text} "yes"`, label]);
    expect(rows()).toEqual([...pairs(honest), ...unquoted]);
    const files = await corrected();
    expect(files['train.corrected.jsonl']).toEqual(pairs(honest).map(([text, label]) => ({ text, label })));
  });

  it('lose no row to a quote that opens a text', async () => {
    const test = ['"a ""quoted"" text, here"\tpos', '"other\twith tab"\tneg', '"more ""words"" here"\tpos'];
    await open([
      ['test.tsv', `text\tlabel\n${test.join('\n')}\n`],
      ['train.tsv', `text\tlabel\n${film.join('\n')}\n`],
    ]);
    expect(rows()).toEqual([
      ...pairs(film),
      ['a "quoted" text, here', 'pos'],
      ['other\twith tab', 'neg'],
      ['more "words" here', 'pos'],
    ]);
  });

  it('keep the backslashes of the file without quoting', async () => {
    const plain = records(0, 12).map(({ text, label }) => `${text} C:\\\\srv\\"x"\t${label}`);
    const escaped = records(12, 24).map(({ text, label }) => `"${text} \\"yes\\""\t${label}`);
    await open([
      ['train.tsv', `text\tlabel\n${plain.join('\n')}\n`],
      ['test.tsv', `text\tlabel\n${escaped.join('\n')}\n`],
    ]);
    expect(rows().slice(0, 12)).toEqual(pairs(plain));
    expect(rows()[12]?.[0]).toBe('Row 12 some words about teams and markets "yes"');
  });

  it('are each unquoted by their own rules', async () => {
    const doubled = records(0, 12).map(({ text, label }) => `"${text}, ""yes"" \\",${label}`);
    const escaped = records(12, 24).map(({ text, label }) => `"${text}, \\"yes\\"",${label}`);
    await open([
      ['train.csv', `text,label\n${doubled.join('\n')}\n`],
      ['test.csv', `text,label\n${escaped.join('\n')}\n`],
    ]);
    expect(rows()).toEqual([
      ...records(0, 12).map(({ text, label }) => [`${text}, "yes" \\`, label]),
      ...records(12, 24).map(({ text, label }) => [`${text}, "yes"`, label]),
    ]);
  });

  it('are read with one chosen quoting until each file has its own again', async () => {
    await take([
      ['train.tsv', `text\tlabel\n${film.join('\n')}\n`],
      ['test.tsv', 'text\tlabel\n"a ""b"" c"\tpos\n"d ""e"" f"\tneg\n'],
    ]);
    const quotes = () => [page.importer.settings?.quote, page.importer.settings?.parts?.[1]?.layout?.quote];
    expect([page.importer.foundApart('quote'), quotes()]).toEqual([true, ['', '"']]);
    await page.importer.changeSettings({ quote: '' });
    expect(quotes()).toEqual(['', undefined]);
    const read = page.importer.result;
    expect(read && textOf(read.dataset.text, 4)).toBe('"a ""b"" c"');
    await page.importer.leaveToFiles('quote');
    expect(quotes()).toEqual(['', '"']);
    expect(page.importer.result && textOf(page.importer.result.dataset.text, 4)).toBe('a "b" c');
  });

  it('restore their quoting after a reload, and become another project with another quoting', async () => {
    const files: Files = [
      ['train.tsv', `text\tlabel\n${film.join('\n')}\n`],
      ['test.tsv', 'text\tlabel\n"a ""b"" c"\tpos\n"d ""e"" f"\tneg\n'],
    ];
    await open(files);
    const before = rows();
    const id = page.project.record?.id;
    page.die();
    const later = await browser.visit().begin();
    expect(rows(later)).toEqual(before);
    await later.session.close();
    page = later;
    await take(files);
    await page.importer.changeSettings({ quote: '' });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(page.project.record?.id).not.toBe(id);
  });

  it('may have different delimiters and a line that names the delimiter', async () => {
    const cut = (from: number, to: number, by: string): string =>
      records(from, to)
        .map(({ text, label }) => `${text}${by}${label}\n`)
        .join('');
    await open([
      ['train.csv', `text,label\n${cut(0, 12, ',')}`],
      ['dev.csv', `sep=;\ntext;label\n${cut(12, 24, ';')}`],
      ['test.tsv', `text\tlabel\n${cut(24, 36, '\t')}`],
    ]);
    expect(rows()).toEqual(all(36));
  });

  it('clear a doubt about quotes by a change in its own file only', async () => {
    const plain = Array.from({ length: 60_000 }, (_, i) => `some words number ${i}\tx\n`).join('');
    await take([
      ['train.tsv', `text\tlabel\n"Good" he said\tx\n"Bad film"\ty\n${plain}`],
      ['test.tsv', `text\tlabel\n${plain.repeat(4)}"one ""two"" three"\ty\n`],
    ]);
    const doubt = page.importer.result?.quoteDoubt;
    expect(doubt).toMatchObject({ quote: '"', file: 'test.tsv' });
    await page.importer.changeSettings({ quote: '"' }, 'test.tsv');
    const { result } = page.importer;
    expect(result?.quoteDoubt).toBeNull();
    expect(result && [1, 300_002].map((row) => textOf(result.dataset.text, row))).toEqual([
      '"Bad film"',
      'one "two" three',
    ]);
  });
});
