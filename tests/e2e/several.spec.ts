import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { parquetFile } from '../fakes/parquet.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, exported, objectsOf } from './screen.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

const SHARDS = [0, 1].map((n) => `tests/fixtures/cases/18-parquet-shards/train-0000${n}-of-00002.parquet`);
const TRAIN = '{"text":"Stocks fell","label":"Business"}\n{"text":"They won","label":"Sports"}\n';
const TEST = '{"text":"A vote is due","label":"World"}\r\n';

type Content = string | Uint8Array;

function giveAll(page: Page, files: Readonly<Record<string, Content>>): Promise<void> {
  return giveList(page, Object.entries(files));
}

async function giveList(page: Page, files: readonly (readonly [name: string, content: Content])[]): Promise<void> {
  const payload = files.map(([name, content]) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  }));
  await page.getByTestId('file-input').setInputFiles(payload);
}

/** Chooses the corrected dataset and reads all files that come. */
async function exportedFiles(page: Page, count: number): Promise<Record<string, string>> {
  const coming: Download[] = [];
  page.on('download', (download) => coming.push(download));
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-jsonl').click();
  await expect.poll(() => coming.length).toBe(count);
  page.removeAllListeners('download');
  const files: Record<string, string> = {};
  for (const download of coming) files[download.suggestedFilename()] = readFileSync(await download.path(), 'utf8');
  return files;
}

test('shards are opened as one dataset, and after a reload each gives its own file back', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('file-input').setInputFiles(SHARDS);
  await expect(page.getByTestId('import-files-together')).toBeChecked();
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  await confirmImport(page);
  await page.getByRole('searchbox').first().fill('file:train-00001');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '12');
  const row = page.locator('[data-testid=queue-row][data-row="13"]');
  await row.click();
  await expect(page.getByTestId('card')).toContainText('train-00001-of-00002.parquet');
  await page.getByTestId('label-option-World').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await page.getByRole('searchbox').first().fill('row:14');
  await expect(row).toHaveAttribute('data-label', 'World');
  const files = await exportedFiles(page, 2);
  expect(Object.entries(files).map(([name, text]) => [name, objectsOf(text).length])).toEqual([
    ['train-00000-of-00002.corrected.jsonl', 12],
    ['train-00001-of-00002.corrected.jsonl', 12],
  ]);
  expect(objectsOf(files['train-00001-of-00002.corrected.jsonl'] ?? '')[1]).toMatchObject({ label: 'World' });
  const [change] = objectsOf(await exported(page, 'export-changes'));
  expect(change).toMatchObject({ file: 'train-00001-of-00002.parquet', row: 1, corrected_label: 'World' });
});

test('a dozen files come back as a dozen, though the browser drops downloads in quick succession', async ({ page }) => {
  await openPage(page);
  const names = Array.from({ length: 12 }, (_, part) => `train-000${String(part).padStart(2, '0')}-of-00012`);
  const rows = (part: number): string =>
    [0, 1].map((row) => JSON.stringify({ text: `Shares fell on day ${part * 2 + row}`, label: 'ab'[row] })).join('\n');
  const files = names.map((name, part) => ({
    name: `${name}.jsonl`,
    mimeType: 'application/jsonl',
    buffer: Buffer.from(rows(part)),
  }));
  await page.getByTestId('file-input').setInputFiles(files);
  await confirmImport(page);
  const back = await exportedFiles(page, 12);
  expect(back).toEqual(Object.fromEntries(names.map((name, part) => [`${name}.corrected.jsonl`, rows(part)])));
});

test('of a training and a test file one can be opened instead; the search finds the rows of a file', async ({
  page,
}) => {
  await openPage(page);
  await giveAll(page, { 'test.jsonl': TEST, 'train.jsonl': TRAIN });
  expect(await readThrough(page)).toEqual({ rows: 3, rejected: 0 });
  await page.getByTestId('import-files-select').selectOption('test.jsonl');
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rows', '1');
  await expect(page.getByTestId('import-files-one')).toBeChecked();
  await page.getByTestId('import-files-together').check();
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rows', '3');
  await confirmImport(page);
  await page.getByRole('searchbox').first().fill('file:test');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '1');
  expect(await exportedFiles(page, 2)).toEqual({ 'train.corrected.jsonl': TRAIN, 'test.corrected.jsonl': TEST });
});

test('files with other columns are said so, and one of them is proposed', async ({ page }) => {
  await openPage(page);
  await giveAll(page, { 'train.csv': 'text,label\nStocks fell,Business\n', 'test.csv': 'n,text\n1,A vote\n' });
  await expect(page.getByTestId('import-files-doubt')).toBeVisible();
  await expect(page.getByTestId('import-files-one')).toBeChecked();
  expect(await readThrough(page)).toEqual({ rows: 1, rejected: 0 });
  await page.getByTestId('import-files-together').check();
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rejected', '1');
  await page.getByTestId('rejects').locator('summary').click();
  await expect(page.getByTestId('rejects')).toContainText('test.csv');
});

test("quoting is each file's own, until one way is chosen for all", async ({ page }) => {
  await openPage(page);
  const train = '"Good film" he said\tpos\n"Bad film"\tneg\nIt is "fine"\tpos\nplain words here\tneg\n';
  const quoted = '"a ""quoted"" text, here"\tpos\n"other\twith tab"\tneg\n"more ""words"" here"\tpos\n';
  await giveAll(page, { 'train.tsv': `text\tlabel\n${train}`, 'test.tsv': `text\tlabel\n${quoted}` });
  expect(await readThrough(page)).toEqual({ rows: 7, rejected: 0 });
  const quote = page.getByTestId('import-quote');
  await expect(quote.locator('option:checked')).toHaveText('As found in each file');
  await quote.selectOption('');
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rejected', '1');
  await quote.selectOption('As found in each file');
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rejected', '0');
  await confirmImport(page);
  const files = await exportedFiles(page, 2);
  const textsOf = (name: string): unknown[] => objectsOf(files[name] ?? '').map(({ text }) => text);
  expect(textsOf('train.corrected.jsonl')).toEqual([
    '"Good film" he said',
    '"Bad film"',
    'It is "fine"',
    'plain words here',
  ]);
  expect(textsOf('test.corrected.jsonl')).toEqual(['a "quoted" text, here', 'other\twith tab', 'more "words" here']);
});

test('JSON files of two layouts are one dataset', async ({ page }) => {
  await openPage(page);
  const records = [
    { text: 'Stocks fell today', label: 'Business' },
    { text: 'They won the game', label: 'Sports' },
  ];
  const split = { columns: ['text', 'label'], index: [0], data: [['A vote is due', 'World']] };
  await giveAll(page, {
    'train.json': JSON.stringify({ train: records }),
    'test.json': JSON.stringify(split),
  });
  expect(await readThrough(page)).toEqual({ rows: 3, rejected: 0 });
  await confirmImport(page);
  const files = await exportedFiles(page, 2);
  expect(objectsOf(files['train.corrected.jsonl'] ?? '')).toEqual(records);
  expect(objectsOf(files['test.corrected.jsonl'] ?? '')).toEqual([{ text: 'A vote is due', label: 'World' }]);
});

test('a file without records is named', async ({ page }) => {
  await openPage(page);
  await giveAll(page, {
    'train.csv': 'text,label\nStocks fell,Business\nThey won,Sports\n',
    'test.csv': 'text,label\n',
  });
  await page.getByTestId('import-files-together').check();
  await expect(page.getByTestId('import-files-empty')).toContainText('test.csv');
});

function shard(names: readonly string[] | null): Uint8Array {
  const first = String(names?.[0]);
  return parquetFile(
    [
      { name: 'text', type: 'string', values: [`first text ${first}`, `second text ${first}`, `third text ${first}`] },
      { name: 'label', type: 'int32', values: [0, 1, 2] },
    ],
    names ? { features: { label: { names, _type: 'ClassLabel' } } } : {},
  );
}

test('Parquet files that number their classes differently are matched by name', async ({ page }) => {
  await openPage(page);
  await giveAll(page, {
    'train-0-of-2.parquet': shard(['a', 'b', 'c']),
    'train-1-of-2.parquet': shard(['c', 'a', 'b']),
  });
  await expect(page.getByTestId('import-files-classes')).toContainText('matched by the names');
  expect(await readThrough(page)).toEqual({ rows: 6, rejected: 0 });
  await confirmImport(page);
  const row = page.locator('[data-testid=queue-row][data-row="3"]');
  await expect(row).toHaveAttribute('data-label', 'c');
  await row.click();
  await page.getByTestId('label-option-a').click();
  await expect(row).toHaveAttribute('data-label', 'a');
  const files = await exportedFiles(page, 2);
  const labelsOf = (name: string): unknown[] => objectsOf(files[name] ?? '').map(({ label }) => label);
  expect(labelsOf('train-0-of-2.corrected.jsonl')).toEqual([0, 1, 2]);
  expect(labelsOf('train-1-of-2.corrected.jsonl')).toEqual([1, 1, 2]);
});

test('a Parquet file without names of classes has those of the others, and the dialog says so', async ({ page }) => {
  await openPage(page);
  await giveAll(page, { 'train-0-of-2.parquet': shard(['a', 'b', 'c']), 'train-1-of-2.parquet': shard(null) });
  await expect(page.getByTestId('import-files-classes')).toContainText('no class names in train-1-of-2.parquet');
});

test('two files of one name are told apart, and a copy is opened once', async ({ page }) => {
  await openPage(page);
  await giveList(page, [
    ['train.jsonl', TRAIN],
    ['train.jsonl', TEST],
    ['train.jsonl', TEST],
  ]);
  await expect(page.getByTestId('import-files-members').locator('li')).toHaveText(['train (2).jsonl', 'train.jsonl']);
  await expect(page.getByTestId('import-files-copies')).toContainText('train (3).jsonl');
  await page.getByTestId('import-files-together').check();
  expect(await readThrough(page)).toEqual({ rows: 3, rejected: 0 });
  await confirmImport(page);
  const files = await exportedFiles(page, 2);
  expect(files).toEqual({ 'train.corrected.jsonl': TRAIN, 'train (2).corrected.jsonl': TEST });
});
