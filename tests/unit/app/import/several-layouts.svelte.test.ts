import { beforeEach, describe, expect, it } from 'vitest';
import { filesWithoutRecords } from '../../../../src/domain/files/source-parts.js';
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

describe('JSON files with different layouts', () => {
  type Layout = (own: readonly { text: string; label: string }[]) => unknown;
  const byRow = (own: Parameters<Layout>[0], key: 'text' | 'label'): Record<string, string> =>
    Object.fromEntries(own.map((record, i) => [i, record[key]]));
  const layouts: Readonly<Record<string, Layout>> = {
    array: (own) => own,
    data: (own) => ({ data: own }),
    rows: (own) => ({ rows: own }),
    train: (own) => ({ train: own }),
    test: (own) => ({ test: own }),
    index: (own) => Object.fromEntries(own.map((record, i) => [`r${i}`, record])),
    columns: (own) => ({ text: byRow(own, 'text'), label: byRow(own, 'label') }),
    lists: (own) => ({ text: own.map(({ text }) => text), label: own.map(({ label }) => label) }),
    split: (own) => ({
      columns: ['text', 'label'],
      index: [...own.keys()],
      data: own.map(({ text, label }) => [text, label]),
    }),
    header: (own) => [['text', 'label'], ...own.map(({ text, label }) => [text, label])],
  };
  const names = Object.keys(layouts);
  /** Records as in JSON lines: the names of the records are a separate column. */
  const written = (own: readonly { text: string; label: string }[], layout: string): object[] =>
    own.map((record, i) => (layout === 'index' ? { ...record, index: `r${i}` } : record));

  it.each([['train', 'test'] as const, ...names.flatMap((a) => names.map((b) => [a, b] as const))])(
    'layouts %s and %s give all rows and two exported files',
    async (a, b) => {
      await open([
        ['train.json', JSON.stringify(layouts[a]?.(records(0, 12)))],
        ['test.json', JSON.stringify(layouts[b]?.(records(12, 24)))],
      ]);
      expect(page.importer.choice).toBeNull();
      expect(rows()).toEqual(all(24));
      page.review.setLabel([13], 'World');
      const files = await corrected();
      expect(files['train.corrected.jsonl']).toEqual(written(records(0, 12), a));
      const changed = records(12, 24).map((record, i) => (i === 1 ? { ...record, label: 'World' } : record));
      expect(files['test.corrected.jsonl']).toEqual(written(changed, b));
    },
  );

  it('are exported in their own layouts, and a document of splits as one file', async () => {
    const train = {
      columns: ['text', 'label'],
      index: [0, 1],
      data: [
        ['first text', 'a'],
        ['second text', 'b'],
      ],
    };
    const rest = { dev: [{ text: 'third text', label: 'a' }], test: [{ text: 'fourth text', label: 'b' }] };
    await open([
      ['train.json', JSON.stringify(train)],
      ['test.json', JSON.stringify(rest)],
    ]);
    page.review.setLabel([0, 3], 'c');
    await page.exports.writeCorrected();
    await page.exports.write('dataset');
    expect(page.downloads.all.map(({ name, text }) => [name, text])).toEqual([
      ['train.corrected.json', JSON.stringify(train).replace('"a"', '"c"')],
      ['test.corrected.json', JSON.stringify(rest).replace('"b"', '"c"')],
      ['train.corrected.jsonl', '{"text":"first text","label":"c"}\n{"text":"second text","label":"b"}\n'],
      ['test.corrected.json', JSON.stringify(rest).replace('"b"', '"c"')],
    ]);
  });

  it('open as one dataset with JSON lines, and each download has its own name', async () => {
    const lines = records(12, 24)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
    await take([
      ['news.json', JSON.stringify({ data: records(0, 12) })],
      ['news.jsonl', lines],
    ]);
    await page.importer.choose('together');
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(rows()).toEqual(all(24));
    expect(Object.keys(await corrected())).toEqual(['news.json.corrected.jsonl', 'news.jsonl.corrected.jsonl']);
  });

  it('report the keys beside the records that are not read', async () => {
    await take([
      ['part-0.json', JSON.stringify({ data: records(0, 12) })],
      ['part-1.json', JSON.stringify({ data: records(12, 24), removed: records(24, 30) })],
    ]);
    expect(page.importer.result?.beside).toEqual(['removed']);
  });
});

it('names a file without rows and without records set aside', async () => {
  await take([
    ['train.csv', 'text,label\nStocks fell,Business\nThey won,Sports\n'],
    ['test.csv', 'text,label\n'],
  ]);
  await page.importer.choose('together');
  expect(filesWithoutRecords(page.importer.result?.dataset.files)).toEqual(['test.csv']);
  expect(page.importer.result?.dataset.rows).toBe(2);
});
