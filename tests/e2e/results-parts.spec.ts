import { expect, test } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, give, shownRows, status } from './screen.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

const CASES = 'tests/fixtures/cases/21-pipeline-topk';

test('what a pipeline returned for all classes is reviewed without any model', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('file-input').setInputFiles(`${CASES}/nested.jsonl`);
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  await expect(page.getByTestId('import-results')).toHaveAttribute('data-usable', '24');
  await confirmImport(page);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  const highest = (await shownRows(page)).slice(0, 2).map(({ row }) => row);
  expect(highest.toSorted((a, b) => a - b)).toEqual([6, 18]);
});

test('the score of one class is said to be too little, and the dataset opens without results', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('file-input').setInputFiles(`${CASES}/top1.jsonl`);
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  const found = page.getByTestId('import-results');
  await expect(found).toHaveAttribute('data-partial', '24');
  await expect(found).toContainText('top_k=None');
  await confirmImport(page);
  await expect(page.locator('[data-testid=notice][data-code=results-unusable]')).toBeVisible();
  await expect(page.getByTestId('run-start')).toBeVisible();
  await expect(page.getByTestId('model-select').locator('option[value=results]')).toHaveCount(0);
});

test('predictions without numbers say what is missing', async ({ page }) => {
  await openPage(page);
  await give(page, 'predictions.csv', 'id,prediction\n1,World\n2,Sports\n3,World\n');
  await expect(page.getByTestId('import-predictions-only')).toBeVisible();
});

test('the class names of a Parquet file are shown, and its numbers are written', async ({ page }) => {
  await openPage(page);
  await page.getByTestId('file-input').setInputFiles('tests/fixtures/cases/17-hf-parquet/train-00000-of-00001.parquet');
  expect(await readThrough(page)).toEqual({ rows: 22, rejected: 2 });
  await confirmImport(page);
  for (const [name, classIndex] of [
    ['Business', '2'],
    ['Sci/Tech', '3'],
    ['Sports', '1'],
    ['World', '0'],
    ['-1', '-1'],
  ] as const) {
    await expect(page.getByTestId(`label-map-${name}`)).toHaveValue(classIndex);
  }
});
