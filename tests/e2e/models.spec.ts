import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { openPage, overflowPx, readThrough } from './mapping.js';
import { ENTRIES_WITHOUT_MODELS, GRAPH, keptModels, ModelFolder } from './model-folder.js';
import { waitForOfflineCopy } from './offline-copy.js';
import { confirmImport, give, score, shownRows, status } from './screen.js';

const ROWS = [
  ['Shares fell in early trading as banks reported losses', 'Business'],
  ['The striker scored twice in the final minutes of the match', 'Sports'],
  ['Ministers of both countries met for peace talks', 'World'],
  ['The new chip doubles the speed of the software', 'Sci/Tech'],
];
const TSV = `text\tlabel\n${ROWS.map((row) => row.join('\t')).join('\n')}\n`;

async function openRows(page: Page, tsv = TSV): Promise<void> {
  await give(page, 'rows.tsv', tsv);
  await readThrough(page);
  await confirmImport(page);
}

/** Opens the panel with model and label map, which a run has closed. */
async function openSetup(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Model…' }).click();
  await expect(page.getByTestId('run-setup')).toBeVisible();
}

test('keeps a model folder, scores with it, and restores it after an offline reload', async ({
  page,
  context,
  serveSite,
}, testInfo) => {
  test.setTimeout(120_000);
  const folder = new ModelFolder(testInfo.outputPath('my-model'));
  folder.configure({ id2label: { 0: 'Politics', 1: 'Sports', 2: 'Business', 3: 'Sci/Tech' } });
  const site = await serveSite();
  await page.goto(`${site.url}?device=wasm&lang=en`);
  await waitForOfflineCopy(page);
  await openRows(page);
  await page.getByTestId('model-input').setInputFiles(folder.path);
  const select = page.getByTestId('model-select');
  await expect(select.locator('option:checked')).toHaveText('my-model (4 classes)', { timeout: 40_000 });
  await expect(page.getByTestId('notice')).toHaveCount(0);
  await expect(page.getByTestId('label-map-World').locator('option:checked')).toHaveText('No match (not scored)');
  await page.getByTestId('label-map-World').selectOption({ label: 'Politics' });
  await score(page);
  const before = await shownRows(page);
  expect(await page.locator('[data-testid=queue-row][data-row="2"]').getAttribute('data-predicted')).toBe('Politics');
  expect(before.map((row) => row.loss).filter(Number.isFinite)).toHaveLength(4);
  expect(await keptModels(page)).toEqual({ models: 1, files: 4 });

  await site.stop();
  await context.setOffline(true);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect(await shownRows(page)).toEqual(before);
  await openSetup(page);
  await expect(select.locator('option:checked')).toHaveText('my-model (4 classes)');

  await openRows(page, 'text\tlabel\nOfficials signed the treaty after long talks\tPolitics\n');
  await expect(select.locator('option:checked')).toHaveText('my-model (4 classes)');
  await score(page);
  await expect(page.getByTestId('queue-row').first()).toHaveAttribute('data-predicted', 'Politics');

  await openSetup(page);
  await page.getByTestId('model-remove').click();
  await page.getByRole('button', { name: 'Remove my-model' }).click();
  await expect(select).toHaveValue('default');
  await expect(select.locator('option')).toHaveText(ENTRIES_WITHOUT_MODELS);
  expect(await keptModels(page)).toEqual({ models: 0, files: 0 });
});

test('loads a folder dropped before any dataset, and scores the dataset opened next', async ({ page }, testInfo) => {
  const folder = new ModelFolder(testInfo.outputPath('first-model'));
  await openPage(page);
  await page.getByTestId('model-input').setInputFiles(folder.path);
  await expect(page.getByTestId('model-checking')).toContainText('first-model');
  await expect(page.getByTestId('model-ready')).toContainText('first-model', { timeout: 40_000 });
  await expect(page.getByTestId('model-checking')).toHaveCount(0);
  await openRows(page);
  await expect(page.getByTestId('model-select').locator('option:checked')).toHaveText('first-model (4 classes)');
});

test('a narrow screen shows model and label map alone, and then the rows', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openPage(page);
  await give(page, 'rows.tsv', TSV);
  await readThrough(page);
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('model-select')).toBeInViewport({ ratio: 1 });
  await expect(page.getByTestId('queue')).toBeHidden();
  await page.getByTestId('hub').locator('summary').click();
  await page.getByTestId('run-start').scrollIntoViewIfNeeded();
  expect(await overflowPx(page)).toBeLessThanOrEqual(0);
  await page.getByRole('tab', { name: 'List' }).click();
  await expect(page.getByTestId('queue')).toBeVisible();
  await page.getByRole('tab', { name: 'Model and labels' }).click();
  await score(page);
  await expect(page.getByTestId('queue')).toBeVisible();
  await expect(page.getByTestId('run-setup')).toHaveCount(0);
});

type Damage = readonly [what: string, damage: (folder: ModelFolder) => void, code: string];

/** A damage of each part that finds one: the folder, a file's bytes, the graph, the runtime. Unit tests have the rest. */
const DAMAGES: readonly Damage[] = [
  ['no config.json', (folder) => folder.remove('config.json'), 'model-missing-config'],
  ['a page', (folder) => folder.write(GRAPH, '<!doctype html><title>Sign in</title>'), 'model-html'],
  [
    'half of the graph',
    (folder) => folder.write(GRAPH, folder.read(GRAPH).subarray(0, folder.read(GRAPH).length / 2)),
    'model-truncated',
  ],
  [
    'other bytes',
    (folder) =>
      folder.write(
        GRAPH,
        folder.read(GRAPH).map((byte, i) => byte ^ (i % 251)),
      ),
    'model-corrupt',
  ],
  ['an unknown operator', (folder) => folder.rename(GRAPH, 'MatMul', 'MatMux'), 'model-operator'],
  [
    'a tokenizer that is none',
    (folder) => folder.write('tokenizer.json', '{"model":{}}'),
    'model-unsupported-tokenizer',
  ],
];

test('refuses a folder without a working classifier in one sentence, and keeps no file', async ({ page }, testInfo) => {
  test.setTimeout(180_000);
  await openPage(page);
  await openRows(page);
  for (const [what, damage, code] of DAMAGES) {
    const folder = new ModelFolder(testInfo.outputPath('broken-model'));
    damage(folder);
    await page.getByTestId('model-input').setInputFiles(folder.path);
    const notice = page.locator(`[data-testid=notice][data-code=${code}]`);
    await expect(notice, what).toBeVisible({ timeout: 40_000 });
    await expect(page.getByTestId('notice'), what).toHaveCount(1);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    const models = page.getByTestId('model-select').locator('option');
    await expect(models, what).toHaveText(ENTRIES_WITHOUT_MODELS);
  }
  expect(await keptModels(page)).toEqual({ models: 0, files: 0 });
  await score(page);
});
