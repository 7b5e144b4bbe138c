import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { parquetFile, type ParquetColumn } from '../../../fakes/parquet.js';
import { type Files, correctedFiles, openFiles, rowsOf, takeFiles } from './several-bench.js';

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

describe('Parquet files with different class names', () => {
  const shard = (label: ParquetColumn, names: readonly string[] | null): Uint8Array<ArrayBuffer> =>
    parquetFile(
      [{ name: 'text', type: 'string', values: label.values.map((_, i) => `text ${i} of ${String(names)}`) }, label],
      names ? { features: { label: { names, _type: 'ClassLabel' } } } : {},
    );
  const numbers = (...values: number[]): ParquetColumn => ({ name: 'label', type: 'int32', values });
  const labels = (): string[] => rows().map(([, label]) => label);
  const written = async (): Promise<unknown[][]> =>
    Object.values(await corrected()).map((file) => file.map((record) => (record as { label: unknown }).label));

  it('match classes by name, and each file is written with its own numbers', async () => {
    await open([
      ['train-0-of-2.parquet', shard(numbers(0, 1, 2, 0), ['a', 'b', 'c'])],
      ['train-1-of-2.parquet', shard(numbers(0, 1, 2, 0), ['c', 'a', 'b'])],
    ]);
    expect(labels()).toEqual(['a', 'b', 'c', 'a', 'c', 'a', 'b', 'c']);
    expect(page.project.dataset?.labels.map(({ name, count, value }) => [name, count, value])).toEqual([
      ['a', 3, undefined],
      ['b', 2, undefined],
      ['c', 3, undefined],
    ]);
    page.review.setLabel([0, 4], 'b');
    expect(await written()).toEqual([
      [1, 1, 2, 0],
      [2, 1, 2, 0],
    ]);
  });

  it('are reported as different, and restore their decisions after a reload', async () => {
    await take([
      ['train-0-of-2.parquet', shard(numbers(0, 1), ['a', 'b'])],
      ['train-1-of-2.parquet', shard(numbers(0, 1), ['b', 'a'])],
    ]);
    expect(page.importer.result?.classNaming).toEqual({ differ: true, without: [] });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    page.review.setLabel([2], 'a');
    await page.review.settled();
    page.die();
    page = await browser.visit().begin();
    expect([0, 1, 2, 3].map((row) => page.review.labelName(row))).toEqual(['a', 'b', 'a', 'a']);
  });

  it.each([0, 1])('take the class names of the other file when file %s has none, and report it', async (place) => {
    const own = [0, 1].map((file) => (file === place ? null : ['a', 'b', 'c']));
    await take(own.map((names, file) => [`train-${file}-of-2.parquet`, shard(numbers(0, 1), names)] as const));
    expect(page.importer.result?.classNaming).toEqual({ differ: false, without: [place] });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(labels()).toEqual(['a', 'b', 'a', 'b']);
    page.review.setLabel([0, 2], 'c');
    expect(await written()).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  it('share labels with a file that contains the class names as text', async () => {
    await open([
      ['train-0-of-2.parquet', shard(numbers(0, 1), ['a', 'b'])],
      ['train-1-of-2.parquet', shard({ name: 'label', type: 'string', values: ['a', 'b'] }, null)],
    ]);
    expect(page.project.dataset?.labels.map(({ name, count }) => [name, count])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
    page.review.setLabel([0, 2], 'b');
    expect(await written()).toEqual([
      [1, 1],
      ['b', 'b'],
    ]);
  });

  it('keep the numbers of a file without names when the other files disagree', async () => {
    await open([
      ['train-0-of-3.parquet', shard(numbers(0, 1), ['a', 'b'])],
      ['train-1-of-3.parquet', shard(numbers(0, 1), ['b', 'a'])],
      ['train-2-of-3.parquet', shard(numbers(0, 1), null)],
    ]);
    expect(labels()).toEqual(['a', 'b', 'b', 'a', '0', '1']);
    page.review.setLabel([5], '0');
    page.review.setLabel([4], 'a');
    expect((await written())[2]).toEqual(['a', 0]);
  });

  it('include the classes without rows and the classes that only one file names', async () => {
    await open([
      ['train-0-of-2.parquet', shard(numbers(0), ['a', 'b'])],
      ['train-1-of-2.parquet', shard(numbers(1), ['a', 'b', 'c'])],
    ]);
    expect(page.project.dataset?.labels.map(({ name, value, count }) => [name, value, count])).toEqual([
      ['a', '0', 1],
      ['b', '1', 1],
      ['c', '2', 0],
    ]);
  });
});
