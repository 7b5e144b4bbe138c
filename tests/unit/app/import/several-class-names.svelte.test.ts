import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { parquetFile, type ParquetColumn } from '../../../fakes/parquet.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

type Files = readonly (readonly [name: string, content: string | Uint8Array<ArrayBuffer>])[];

async function take(files: Files): Promise<void> {
  await page.app.take(files.map(([path, content]) => ({ path, file: new File([content], path) })));
}

async function open(files: Files): Promise<void> {
  await take(files);
  const ready = page.importer.confirm();
  if (!ready) throw new Error(`not readable: ${JSON.stringify(page.importer.fault ?? page.codes())}`);
  await page.session.openImported(ready);
}

const rows = (own = page): [text: string, label: string][] => {
  const { dataset } = own.project;
  if (!dataset) return [];
  return Array.from({ length: dataset.rows }, (_, row) => [
    textOf(dataset.text, row),
    dataset.labels[dataset.label[row] ?? 0]?.name ?? '?',
  ]);
};
async function corrected(): Promise<Record<string, unknown[]>> {
  await page.exports.write('dataset');
  return Object.fromEntries(
    page.downloads.all.map(({ name, text }) => [
      name,
      text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown])),
    ]),
  );
}

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
