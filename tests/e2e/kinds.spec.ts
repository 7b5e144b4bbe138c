import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { parquetFile } from '../fakes/parquet.js';
import { casePath, correct, dropCase } from './cases.js';
import { expect, test } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, exported, give, objectsOf, shownRows, status } from './screen.js';

// One file of each kind in a real browser. tests/unit/journeys holds the other cases.

/** Downloads the corrected file in the source's format. Returns its name and its bytes. */
async function exportSource(page: Page): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-source').click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Exports the corrected dataset and reads all downloaded files. */
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

test('exports a file in its own format, changed in one label only', async ({ page }) => {
  await openPage(page);
  // Line `line` of the file (from 0) is row 1, with one label.
  for (const [what, name, line, own, label] of [
    ['a TSV with quotes', '28-tsv-quoted/train.tsv', 2, 'Sports', 'World'],
    ['a CSV with escaped quotes', '08-spark-backslash/part-00000.csv', 2, 'Sports', 'World'],
    ['a JSONL with labels in lists', '04-doccano/all.jsonl', 1, 'Sports', 'World'],
  ] as const) {
    await test.step(what, async () => {
      await page.getByTestId('file-input').setInputFiles(casePath(name));
      const before = await readThrough(page);
      expect(before.rejected).toBe(0);
      await confirmImport(page);
      const source = readFileSync(casePath(name), 'utf8');
      const unchanged = await exportSource(page);
      expect(unchanged.bytes.toString()).toBe(source);
      expect(unchanged.name).toBe((name.split('/')[1] ?? '').replace('.', '.corrected.'));

      await correct(page, 1, label);
      await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
      const written = await exportSource(page);
      const lines = source.split('\n');
      expect(lines[line]).toContain(own);
      lines[line] = lines[line]!.replace(own, label);
      expect(written.bytes.toString()).toBe(lines.join('\n'));
      await give(page, written.name, written.bytes);
      expect(await readThrough(page)).toEqual(before);
      await page.getByTestId('import-cancel').click();
      await expect(page.getByTestId('import-dialog')).toHaveCount(0);
    });
  }
});

test('shows the class names of a Parquet file, and exports their numbers as JSONL', async ({ page }) => {
  expect(await dropCase(page, '17-hf-parquet/train-00000-of-00001.parquet')).toEqual({ rows: 22, rejected: 2 });
  await expect(page.getByTestId('import-export-form')).toContainText('JSONL');
  await confirmImport(page);
  const other = (await shownRows(page)).find(({ label }) => label !== 'Sports');
  await correct(page, other!.row, 'Sports');
  const { name, bytes } = await exportSource(page);
  expect(name).toBe('train-00000-of-00001.corrected.jsonl');
  const labels = objectsOf(bytes.toString()).map(({ label }) => (label === null ? 'none' : typeof label));
  expect(new Set(labels)).toEqual(new Set(['none', 'number']));
});

test('opens shards as one dataset, and exports a file for each after a reload', async ({ page }) => {
  await dropCase(page, ...[0, 1].map((part) => `18-parquet-shards/train-0000${part}-of-00002.parquet`));
  await expect(page.getByTestId('import-files-together')).toBeChecked();
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  await confirmImport(page);
  await page.getByRole('searchbox').first().fill('file:train-00001');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '12');
  await correct(page, 13, 'World');
  await expect(page.getByTestId('card')).toContainText('train-00001-of-00002.parquet');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await page.getByRole('searchbox').first().fill('row:14');
  await expect(page.locator('[data-testid=queue-row][data-row="13"]')).toHaveAttribute('data-label', 'World');
  const files = await exportedFiles(page, 2);
  expect(Object.entries(files).map(([name, text]) => [name, objectsOf(text).length])).toEqual([
    ['train-00000-of-00002.corrected.jsonl', 12],
    ['train-00001-of-00002.corrected.jsonl', 12],
  ]);
  expect(objectsOf(files['train-00001-of-00002.corrected.jsonl'] ?? '')[1]).toMatchObject({ label: 'World' });
});

test('exports a dozen files as a dozen, although the browser drops downloads in quick succession', async ({ page }) => {
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

test('reviews the results of a Parquet file dropped with the dataset without a model', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\.onnx|tokenizer\.json|\bort-/.test(request.url())) asked.push(request.url());
  });
  await openPage(page);
  const labels = ['World', 'Sports', 'Sports', 'Business'];
  const texts = ['Parliament met again', 'The team won the cup', 'Stocks fell on Friday', 'A late goal decided it'];
  const probabilities = [
    [0.9, 0.05, 0.05],
    [0.02, 0.96, 0.02],
    [0.01, 0.04, 0.95],
    [0.05, 0.85, 0.1],
  ];
  const parquet = parquetFile(
    [
      { name: 'label', type: 'string', values: labels },
      { name: 'predicted_label', type: 'string', values: ['World', 'Sports', 'Business', 'Sports'] },
      { name: 'predicted_probas', type: 'doubles', values: probabilities },
    ],
    { codec: 'snappy' },
  );
  const tsv = ['text\tlabel', ...texts.map((text, i) => `${text}\t${labels[i]}`)].join('\n');
  await page.getByTestId('file-input').setInputFiles([
    { name: 'probs.parquet', mimeType: 'application/octet-stream', buffer: Buffer.from(parquet) },
    { name: 'news.tsv', mimeType: 'text/plain', buffer: Buffer.from(tsv) },
  ]);
  const dialog = page.getByTestId('import-dialog');
  await expect(dialog).toHaveAttribute('data-target', 'dataset');
  await page.getByTestId('import-confirm').click();
  await expect(dialog).toHaveAttribute('data-target', 'results');
  await expect(page.getByTestId('import-join')).toHaveAttribute('data-matched', '4');
  await confirmImport(page);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect((await shownRows(page)).map(({ row }) => row)).toEqual([2, 3, 0, 1]);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '4');
  await page.keyboard.press('a');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  const [change] = objectsOf(await exported(page, 'export-changes'));
  expect(change).toMatchObject({ row: 2, original_label: 'Sports', corrected_label: 'Business' });
  expect(asked).toEqual([]);
});
