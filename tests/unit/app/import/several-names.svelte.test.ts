import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { type Files, correctedFiles, records, rowsOf, takeFiles } from './several-bench.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const take = (files: Files): Promise<void> => takeFiles(page, files);
const rows = (own = page): [text: string, label: string][] => rowsOf(own);
const corrected = (): Promise<Record<string, unknown[]>> => correctedFiles(page);

describe('files of the same name', () => {
  const lines = (from: number, to: number): string =>
    records(from, to)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');

  it('have distinct numbers in the dialog, in the file column and in the downloads', async () => {
    await take([
      ['train.jsonl', lines(0, 6)],
      ['train.jsonl', lines(6, 12)],
    ]);
    expect(page.importer.choice?.files.map(({ name }) => name)).toEqual(['train.jsonl', 'train (2).jsonl']);
    await page.importer.choose('together');
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(new Set(rows().map(([text]) => text)).size).toBe(12);
    expect(page.project.dataset?.files?.names.toSorted()).toEqual(['train (2).jsonl', 'train.jsonl']);
    const files = await corrected();
    expect(files).toEqual({
      'train.corrected.jsonl': records(0, 6),
      'train (2).corrected.jsonl': records(6, 12),
    });
  });

  it('in different folders have separate downloads', async () => {
    await take([
      ['en/train.jsonl', lines(0, 6)],
      ['de/train.jsonl', lines(6, 12)],
    ]);
    await page.importer.choose('together');
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(Object.keys(await corrected()).toSorted()).toEqual([
      'de-train.jsonl.corrected.jsonl',
      'en-train.jsonl.corrected.jsonl',
    ]);
  });

  it('with the same content are opened once', async () => {
    await take([
      ['train.jsonl', lines(0, 6)],
      ['train.jsonl', lines(0, 6)],
    ]);
    expect(page.importer.choice).toMatchObject({ chosen: 0, together: null, copies: [1] });
    expect(page.importer.result?.dataset.rows).toBe(6);
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(page.codes()).toEqual([]);
  });

  it('are proposed as one dataset without copies', async () => {
    await take([
      ['train.jsonl', lines(0, 6)],
      ['test.jsonl', lines(6, 12)],
      ['test.jsonl', lines(6, 12)],
    ]);
    expect(page.importer.choice).toMatchObject({ chosen: 'together', together: { members: [0, 1] }, copies: [2] });
    expect(page.importer.result?.dataset.rows).toBe(12);
  });
});
