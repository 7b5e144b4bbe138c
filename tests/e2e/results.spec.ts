import type { Page } from '@playwright/test';
import { parquetFile } from '../fakes/parquet.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf, score, shownRows, status } from './screen.js';

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
const PREDICTED = ['World', 'Sports', 'Business', 'Sports'];
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
      { name: 'predicted_label', type: 'string', values: PREDICTED },
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
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect((await shownRows(page)).map(({ row }) => row)).toEqual(ORDER);
  await expect(page.getByTestId('map')).toHaveAttribute('data-x', 'loss');
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(LOSSES.length));
  await expect(page.getByTestId('card')).toContainText('The loss comes from the file');
  await expect(page.getByTestId('card')).not.toContainText('NaN');
});

test('a broken Parquet file is a clear fault', async ({ page }) => {
  await page.goto('./?lang=en');
  await give(page, 'broken.parquet', 'PAR1 and nothing that follows from it PAR1');
  await expect(page.locator('[data-testid=notice][data-code=file-parquet-broken]')).toBeVisible();
});

/** Rows with ids and without any results. */
const DATASET = TEXTS.map((text, i) => JSON.stringify({ id: `n${i}`, text, label: LABELS[i] })).join('\n');

test('losses in a second file, by id in another order: reviewed without any model', async ({ page }) => {
  const asked = modelRequests(page);
  await page.goto('./?lang=en');
  await give(page, 'news.jsonl', DATASET);
  await confirmImport(page);
  const given = [
    ...ORDER.map((i) => ({ id: `n${i}`, loss: LOSSES[i], predicted_label: PREDICTED[i] })),
    { id: 'elsewhere', loss: 9 },
  ];
  const twice = { id: 'n2', loss: 0 };
  await give(page, 'losses.jsonl', [...given, twice].map((row) => JSON.stringify(row)).join('\n'));
  const dialog = page.getByTestId('import-dialog');
  await expect(dialog).toHaveAttribute('data-target', 'results');
  await expect(page.getByTestId('import-target-results')).toBeChecked();
  await expect(page.getByTestId('import-loss')).toHaveValue('loss');
  await expect(page.getByTestId('import-id')).toHaveValue('id');
  const join = page.getByTestId('import-join');
  await expect(join).toHaveAttribute('data-basis', 'id');
  await expect(join).toHaveAttribute('data-matched', '4');
  await expect(join).toHaveAttribute('data-unmatched-rows', '0');
  await expect(join).toHaveAttribute('data-unmatched-results', '1');
  await expect(dialog).toHaveAttribute('data-rejected', '1');
  await expect(page.getByTestId('rejects')).toContainText('id seen before');
  await expect(page.getByTestId('run-status')).not.toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('import-confirm')).toHaveText('Add results to 4 rows');
  await confirmImport(page);
  await reviewFirst(page);

  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect((await shownRows(page)).map(({ row }) => row).sort()).toEqual([0, 1, 2, 3]);
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  const audit = objectsOf(await exported(page, 'export-audit'));
  audit.forEach((line, i) => expect(line['loss']).toBeCloseTo(LOSSES[i] ?? NaN, 5));
  expect(audit[2]).toMatchObject({ id: 'n2', predicted_label: 'Business', predicted_probs: null, status: 'corrected' });
  const dataset = await exported(page, 'export-jsonl');
  expect(dataset).toBe(
    DATASET.replace('"Stocks fell on Friday","label":"Sports"', '"Stocks fell on Friday","label":"Business"'),
  );
  expect(asked).toEqual([]);

  await page.getByTestId('home').click();
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /^Remove/ })
    .first()
    .click();
  await expect(page.getByTestId('project')).toHaveCount(0);
  await give(page, 'news.jsonl', DATASET);
  await confirmImport(page);
  await expect(status(page)).toHaveAttribute('data-done', '0');
});

test('probabilities in a second Parquet file, by row number, in one drop with the dataset', async ({ page }) => {
  const asked = modelRequests(page);
  await page.goto('./?lang=en');
  const tsv = ['text\tlabel', ...TEXTS.map((text, i) => `${text}\t${LABELS[i]}`)].join('\n');
  const parquet = parquetFile(
    [
      { name: 'label', type: 'string', values: ['World', 'Sports', 'Sports', 'Sports'] },
      { name: 'predicted_label', type: 'string', values: PREDICTED },
      { name: 'predicted_probas', type: 'doubles', values: PROBS },
    ],
    { codec: 'snappy' },
  );
  await page.getByTestId('file-input').setInputFiles([
    { name: 'probs.parquet', mimeType: 'application/octet-stream', buffer: Buffer.from(parquet) },
    { name: 'news.tsv', mimeType: 'text/plain', buffer: Buffer.from(tsv) },
  ]);
  const dialog = page.getByTestId('import-dialog');
  await expect(dialog).toHaveAttribute('data-target', 'dataset');
  await page.getByTestId('import-confirm').click();
  await expect(dialog).toHaveAttribute('data-target', 'results');
  const join = page.getByTestId('import-join');
  await expect(join).toHaveAttribute('data-basis', 'row-0');
  await expect(join).toHaveAttribute('data-matched', '4');
  await expect(join).toHaveAttribute('data-labels-differ', '1');
  await confirmImport(page);
  // The dataset's label counts, whatever the file says of it.
  await reviewFirst(page);
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit[3]).toMatchObject({ original_label: 'Business', predicted_label: 'Sports' });
  expect(asked).toEqual([]);

  await page.getByRole('button', { name: 'Model…' }).click();
  await expect(page.getByTestId('model-select')).toContainText('Results from');
  await page.getByTestId('model-remove').click();
  await page
    .getByRole('button', { name: /^Remove/ })
    .last()
    .click();
  await expect(status(page)).toHaveAttribute('data-done', '0');
});

test('results without their dataset say so, and those that match nothing are not added', async ({ page }) => {
  await page.goto('./?lang=en');
  const strange = JSON.stringify({ id: 'x', loss: 1 });
  await give(page, 'losses.jsonl', strange);
  await expect(page.getByTestId('import-results-alone')).toContainText('Open its dataset first');
  await expect(page.getByTestId('import-text')).toHaveValue('');
  await expect(page.getByTestId('import-confirm')).toBeDisabled();
  await page.getByTestId('import-cancel').click();
  await give(page, 'news.jsonl', DATASET);
  await confirmImport(page);
  await give(page, 'losses.jsonl', strange);
  await expect(page.getByTestId('import-join')).toContainText('Nothing matches');
  await expect(page.getByTestId('import-confirm')).toBeDisabled();
  await page.getByTestId('import-id').selectOption('');
  await expect(page.getByTestId('import-join')).toContainText('The dataset has 4 records, this file 1');
  await page.getByTestId('import-target-dataset').check();
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-target', 'dataset');
});

test('losses of 120,000 rows come in with progress', async ({ page }) => {
  await page.goto(NO_LEARNING);
  const count = 120_000;
  const rows = Array.from({ length: count }, (_, i) => `n${i}\tText number ${i} of many\t${i % 2 ? 'x' : 'y'}`);
  await give(page, 'large.tsv', ['id\ttext\tlabel', ...rows].join('\n'));
  await confirmImport(page);
  const losses = Array.from({ length: count }, (_, i) => `{"id":"n${count - 1 - i}","loss":${i / 8}}`);
  await give(page, 'losses.jsonl', losses.join('\n'));
  await expect(page.getByTestId('import-join')).toHaveAttribute('data-matched', String(count));
  await confirmImport(page);
  await expect(status(page)).toHaveAttribute('data-done', String(count));
  expect((await shownRows(page)).slice(0, 3)).toMatchObject([{ row: 0 }, { row: 1 }, { row: 2 }]);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-done', String(count));
});
