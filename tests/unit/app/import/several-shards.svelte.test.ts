import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { parquetFile } from '../../../fakes/parquet.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>): File => new File([content], name);

async function take(files: readonly File[], own = page): Promise<void> {
  await own.app.take(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Drops files together and opens the proposed choice. */
async function open(files: readonly File[], own = page): Promise<void> {
  await take(files, own);
  const ready = own.importer.confirm();
  if (!ready) throw new Error(`not readable: ${JSON.stringify(own.importer.fault ?? own.codes())}`);
  await own.session.openImported(ready);
}

const linesOf = (text: string | undefined): unknown[] =>
  (text ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));

it('opens two shards of a Parquet dataset as 24 rows, and exports two files', async () => {
  const shards = ['train-00001-of-00002.parquet', 'train-00000-of-00002.parquet'].map((name) =>
    fileOf(name, readFileSync(`tests/fixtures/cases/18-parquet-shards/${name}`)),
  );
  await open(shards);
  expect(page.project.dataset?.rows).toBe(24);
  await page.exports.write('dataset');
  expect(page.downloads.all.map(({ name, text }) => [name, linesOf(text).length])).toEqual([
    ['train-00000-of-00002.corrected.jsonl', 12],
    ['train-00001-of-00002.corrected.jsonl', 12],
  ]);
});

it('opens the data files of a folder, and ignores the files beside them without a notice', async () => {
  const row = (text: string): string => `${JSON.stringify({ text, label: 'a' })}\n`;
  const files = {
    'ag/README.md': '# ag',
    'ag/dataset_infos.json': '{}',
    'ag/b/train.jsonl': row('x y'),
    'ag/a/train.jsonl': row('z'),
  };
  await page.app.take(
    Object.entries(files).map(([path, text]) => ({ path, file: fileOf(path.split('/').at(-1) ?? '', text) })),
  );
  expect(page.importer.choice?.files.map(({ name }) => name)).toEqual(['ag/b/train.jsonl', 'ag/a/train.jsonl']);
  await page.importer.choose('together');
  expect(page.importer.settings?.parts?.map(({ name }) => name)).toEqual(['ag/a/train.jsonl', 'ag/b/train.jsonl']);
  expect(page.codes()).toEqual([]);
});

it('names the classes of Parquet shards with the same or different numbers', async () => {
  const shard = (name: string, names: readonly string[]): File =>
    fileOf(
      name,
      parquetFile(
        [
          { name: 'text', type: 'string', values: [`text of ${name}`] },
          { name: 'label', type: 'int32', values: [1] },
        ],
        { features: { label: { names, _type: 'ClassLabel' } } },
      ),
    );
  const labels = (): string[] | undefined => page.importer.result?.dataset.labels.map(({ name }) => name);
  await take([shard('train-0-of-2.parquet', ['no', 'yes']), shard('train-1-of-2.parquet', ['no', 'yes'])]);
  expect(labels()).toEqual(['yes', 'no']);
  await take([shard('train-0-of-2.parquet', ['no', 'yes']), shard('train-1-of-2.parquet', ['yes', 'no'])]);
  expect(labels()).toEqual(['no', 'yes']);
});
