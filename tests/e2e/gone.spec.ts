import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { newsTsv } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { GRAPH, ModelFolder } from './model-folder.js';
import { openProfile } from './profile.js';
import { confirmImport, exported, give, objectsOf, score, status } from './screen.js';

const HOME = './?device=wasm&lang=en';

function saved(page: Page): ReturnType<Page['getByTestId']> {
  return page.getByTestId('saved-state');
}

/** Deletes all data that the browser stores for this site, as a person does in its settings. */
async function clearData(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'all' });
  await session.detach();
}

async function discard(page: Page, times: number): Promise<void> {
  const before = Number(await page.getByTestId('count-reviewed').textContent());
  for (let time = 0; time < times; time++) await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText(String(before + times));
}

async function discardedIn(page: Page): Promise<number> {
  const audit = objectsOf(await exported(page, 'export-audit'));
  return audit.filter((row) => row['status'] === 'discarded').length;
}

test('downloads and stores the whole work again after the browser’s data was cleared', async ({
  baseURL,
  watch,
}, testInfo) => {
  test.setTimeout(180_000);
  const context = await openProfile(testInfo.outputPath('profile'), baseURL, watch);
  const page = await context.newPage();
  const source = newsTsv(120);
  await page.goto(HOME);
  await give(page, 'news.tsv', source);
  await confirmImport(page);
  await score(page);
  await page.keyboard.press('j');
  await discard(page, 19);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  // The source now comes from the store.
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('19');
  await expect(status(page)).toHaveAttribute('data-done', '120');

  for (const decided of [22, 25]) {
    await clearData(page);
    await expect(page.locator('[data-testid=notice][data-code=storage-evicted]')).toBeVisible();
    await discard(page, 3);
    expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(120 - decided);
    expect(await discardedIn(page)).toBe(decided);
    expect(await exported(page, 'export-changes')).toBe('');
    await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  }
  await expect(status(page)).toHaveAttribute('data-done', '120');

  await give(page, 'news.tsv', source);
  await confirmImport(page);
  await expect(page.getByTestId('count-reviewed')).toHaveText('25');
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('25');
  await expect(status(page)).toHaveAttribute('data-done', '120');
  expect(await discardedIn(page)).toBe(25);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('count-reviewed')).toHaveText('24');
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await context.close();

  const later = await openProfile(testInfo.outputPath('profile'), baseURL, watch);
  const again = await later.newPage();
  await again.goto(HOME);
  await expect(again.getByTestId('count-reviewed')).toHaveText('24');
  await expect(status(again)).toHaveAttribute('data-done', '120');
  await later.close();
});

test('restores this page’s decisions from the same file after the data was cleared on the start page', async ({
  baseURL,
  watch,
}, testInfo) => {
  const context = await openProfile(testInfo.outputPath('profile'), baseURL, watch);
  const page = await context.newPage();
  await page.goto(HOME);
  await give(page, 'news.tsv', newsTsv(30));
  await confirmImport(page);
  await page.keyboard.press('j');
  await discard(page, 4);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await page.getByTestId('home').click();
  await expect(page.getByTestId('earlier-project')).toHaveCount(1);
  await clearData(page);
  await expect(page.getByTestId('earlier-project')).toHaveCount(0);
  await give(page, 'news.tsv', newsTsv(30));
  await confirmImport(page);
  await expect(page.getByTestId('count-reviewed')).toHaveText('4');
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('4');
  await context.close();
});

for (const memory of [false, true]) {
  test(`keeps the content of an opened file changed and deleted since${memory ? ', without a store' : ''}`, async ({
    page,
  }, testInfo) => {
    if (memory) await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
    mkdirSync(testInfo.outputPath(), { recursive: true });
    const path = testInfo.outputPath('news.tsv');
    writeFileSync(path, newsTsv(30));
    await page.goto(HOME);
    await page.getByTestId('file-input').setInputFiles(path);
    await confirmImport(page);
    await expect(saved(page)).toHaveAttribute('data-state', memory ? 'failed' : 'saved');
    const original = await exported(page, 'export-jsonl');
    writeFileSync(path, newsTsv(60).replaceAll('text', 'TEXT'));
    expect(await exported(page, 'export-jsonl')).toBe(original);
    rmSync(path);
    await page.keyboard.press('j');
    await discard(page, 2);
    expect(await discardedIn(page)).toBe(2);
    await page.getByTestId('home').click();
    await page.getByTestId('earlier-project').getByRole('button').first().click();
    await expect(page.getByTestId('count-reviewed')).toHaveText('2');
    expect(await discardedIn(page)).toBe(2);
  });
}

test('opens a file that was deleted while the mapping dialog was open', async ({ page }, testInfo) => {
  mkdirSync(testInfo.outputPath(), { recursive: true });
  const path = testInfo.outputPath('news.tsv');
  writeFileSync(path, newsTsv(30));
  await page.goto(HOME);
  await page.getByTestId('file-input').setInputFiles(path);
  await expect(page.getByTestId('import-confirm')).toBeEnabled();
  rmSync(path);
  await confirmImport(page);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(30);
});

test('scores with a stored model whose folder was deleted, also after a reload', async ({ page }, testInfo) => {
  test.setTimeout(120_000);
  const folder = new ModelFolder(testInfo.outputPath('my-model'));
  await page.goto(HOME);
  await give(page, 'news.tsv', newsTsv(8));
  await confirmImport(page);
  await page.getByTestId('model-input').setInputFiles(folder.path);
  await expect(page.getByTestId('model-select').locator('option:checked')).toHaveText('my-model (4 classes)', {
    timeout: 40_000,
  });
  folder.write(GRAPH, 'nothing of a model');
  rmSync(folder.path, { recursive: true });
  await score(page);
  await page.reload();
  await give(page, 'other.tsv', newsTsv(9));
  await confirmImport(page);
  await score(page);
  await expect(status(page)).toHaveAttribute('data-done', '9');
});
