import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, exported, objectsOf } from './screen.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

const SHARDS = [0, 1].map((n) => `tests/fixtures/cases/18-parquet-shards/train-0000${n}-of-00002.parquet`);
const TRAIN = '{"text":"Stocks fell","label":"Business"}\n{"text":"They won","label":"Sports"}\n';
const TEST = '{"text":"A vote is due","label":"World"}\r\n';

async function giveAll(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const payload = Object.entries(files).map(([name, content]) => ({
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
