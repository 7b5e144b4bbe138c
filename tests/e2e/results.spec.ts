import type { Page } from '@playwright/test';
import { parquetFile } from '../fakes/parquet.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, objectsOf, score, shownRows, status } from './screen.js';

const CLASSES = ['World', 'Sports', 'Business'];
const TEXTS = ['Parliament met again', 'The team won the cup', 'Stocks fell on Friday', 'A late goal decided it'];
const LABELS = ['World', 'Sports', 'Sports', 'Business'];
const PROBS = [
  [0.9, 0.05, 0.05],
  [0.02, 0.96, 0.02],
  [0.01, 0.04, 0.95],
  [0.05, 0.85, 0.1],
];
const LOSSES = LABELS.map((label, i) => -Math.log(PROBS[i]?.[CLASSES.indexOf(label)] ?? NaN));
const ORDER = [2, 3, 0, 1];

/** Without a model nothing of a model may be asked for. */
function modelRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\.onnx|tokenizer\.json|ort-/.test(request.url())) asked.push(request.url());
  });
  return asked;
}

async function reviewFirst(page: Page): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect(status(page)).toHaveAttribute('data-done', '4');
  await expect(status(page)).toHaveAttribute('data-device', '');
  await expect(status(page)).toContainText('results from the file');
  const rows = await shownRows(page);
  expect(rows.map(({ row }) => row)).toEqual(ORDER);
  rows.forEach(({ loss }, i) => expect(loss).toBeCloseTo(LOSSES[ORDER[i] ?? 0] ?? NaN, 5));
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', '2');
  await page.keyboard.press('a');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const [change] = objectsOf(await exported(page, 'export-changes'));
  expect(change).toMatchObject({ row: 2, original_label: 'Sports', corrected_label: 'Business' });
}

test('losses and probabilities computed elsewhere, as JSONL: reviewed without any model', async ({ page }) => {
  const asked = modelRequests(page);
  await page.goto('./?lang=en');
  const rows = TEXTS.map((text, i) => ({
    text,
    label: LABELS[i],
    predicted_label: CLASSES[PROBS[i]?.indexOf(Math.max(...PROBS[i])) ?? 0],
    loss: LOSSES[i],
    predicted_probas: Object.fromEntries(CLASSES.map((name, k) => [name, PROBS[i]?.[k]])),
  }));
  await give(page, 'losses.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
  await expect(page.getByTestId('import-loss')).toHaveValue('loss');
  await expect(page.getByTestId('import-probs')).toHaveValue('predicted_probas');
  await expect(page.getByTestId('import-predicted')).toHaveValue('predicted_label');
  await expect(page.getByTestId('import-results')).toHaveAttribute('data-usable', '4');
  await confirmImport(page);
  await reviewFirst(page);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '4');

  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit[2]).toMatchObject({ predicted_label: 'Business', status: 'corrected' });
  expect(asked).toEqual([]);
});

test('the same as Parquet, and then a model all the same', async ({ page }) => {
  const asked = modelRequests(page);
  await page.goto('./?lang=en&device=wasm');
  const bytes = parquetFile(
    [
      { name: 'text', type: 'string', values: TEXTS },
      { name: 'label', type: 'string', values: LABELS },
      { name: 'predicted_label', type: 'string', values: ['World', 'Sports', 'Business', 'Sports'] },
      { name: 'loss', type: 'double', values: LOSSES },
      { name: 'predicted_probas', type: 'doubles', values: PROBS },
    ],
    { codec: 'snappy', groupRows: 3 },
  );
  await give(page, 'losses.parquet', bytes);
  await confirmImport(page);
  await reviewFirst(page);
  expect(asked).toEqual([]);

  const dataset = objectsOf(await exported(page, 'export-jsonl'));
  expect(dataset.map((row) => row['label'])).toEqual(['World', 'Sports', 'Business', 'Business']);
  expect(Object.keys(dataset[0] ?? {})).toEqual(['text', 'label', 'predicted_label', 'loss', 'predicted_probas']);

  await page.getByRole('button', { name: 'Model…' }).click();
  await page.getByTestId('model-select').selectOption('default');
  await score(page);
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
  await expect(status(page)).toHaveAttribute('data-done', '4');
  await page.getByRole('button', { name: 'Model…' }).click();
  await page.getByTestId('model-select').selectOption('results');
  await expect(status(page)).toContainText('results from the file');
});

test('probabilities that do not sum to 1 are reported, and the loss column is used', async ({ page }) => {
  await page.goto('./?lang=en');
  const rows = [
    'text\tlabel\tpredicted_label\tloss\tpredicted_probas',
    ...TEXTS.map((text, i) => [text, LABELS[i], 'Business', LOSSES[i], '[0.21 0.4 0.02]'].join('\t')),
  ];
  await give(page, 'losses.tsv', rows.join('\n'));
  const report = page.getByTestId('import-results');
  await expect(report).toHaveAttribute('data-not-normalised', '4');
  await expect(report).toHaveAttribute('data-vectors', 'none');
  await confirmImport(page);
  await expect(page.locator('[data-testid=notice][data-code=results-not-normalised]')).toContainText('4 of 4 rows');
  await reviewFirst(page);
});

test('losses alone are enough for the queue', async ({ page }) => {
  await page.goto('./?lang=en');
  const rows = ['text,label,loss', ...TEXTS.map((text, i) => `${text},${LABELS[i]},${LOSSES[i]}`)];
  await give(page, 'losses.csv', rows.join('\n'));
  await confirmImport(page);
  expect((await shownRows(page)).map(({ row }) => row)).toEqual(ORDER);
  await expect(page.getByTestId('card')).toContainText('Its loss comes from the file');
  await expect(page.getByTestId('card')).not.toContainText('NaN');
});

test('a broken Parquet file is a clear fault', async ({ page }) => {
  await page.goto('./?lang=en');
  await give(page, 'broken.parquet', 'PAR1 and nothing that follows from it PAR1');
  await expect(page.locator('[data-testid=notice][data-code=file-parquet-broken]')).toBeVisible();
});
