import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import {
  chooseModel,
  GARDEN,
  HOME,
  learnt,
  madeUp,
  NEWS,
  openDataset,
  topRows,
  tsvOf,
  watchLearning,
  calls,
  wrongOnes,
} from './learning.js';
import { exported, objectsOf, score, status } from './screen.js';

/** Rows in order of their loss that nobody has decided. */
async function pendingByLoss(page: Page): Promise<number[]> {
  const audit = objectsOf(await exported(page, 'export-audit'));
  return [...audit.entries()]
    .filter(([, line]) => line['status'] === 'pending' && line['loss'] !== null)
    .sort(([, a], [, b]) => Number(b['loss']) - Number(a['loss']))
    .map(([row]) => row);
}

/** Accepts the suggestion for the row on the card and for the ones that follow; returns them. */
async function acceptRows(page: Page, count: number): Promise<number[]> {
  const rows: number[] = [];
  for (let i = 0; i < count; i++) {
    rows.push(Number(await page.getByTestId('card').getAttribute('data-row')));
    await page.keyboard.press('a');
  }
  return rows;
}

const HARD = madeUp(GARDEN, { rows: 900, wrongEvery: 6, strays: 0.55 });

test('after 25 decisions it learns again by itself: the rest is ranked anew, and the row on the card stays', async ({
  page,
}) => {
  const wrong = wrongOnes(HARD);
  const share = (rows: readonly number[]): number => rows.filter((row) => wrong.has(row)).length / rows.length;
  await openDataset(page, 'hard.tsv', tsvOf(HARD));
  await learnt(page);
  const before = await pendingByLoss(page);
  const decided = await acceptRows(page, 25);
  expect(new Set(decided).size).toBe(25);
  expect(decided).toEqual(before.slice(0, 25));
  const onCard = (await page.getByTestId('card').getAttribute('data-row')) ?? '';
  await expect(status(page)).toHaveAttribute('data-decisions', '25', { timeout: 60_000 });
  await learnt(page);
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', onCard);
  await expect(page.getByTestId('count-reviewed')).toHaveText('25');
  await expect(page.getByTestId('learning-summary')).toContainText('25 of your decisions');

  const audit = objectsOf(await exported(page, 'export-audit'));
  for (const row of decided) expect(audit[row]?.['status']).not.toBe('pending');
  const after = await pendingByLoss(page);
  expect(share(after.slice(0, 25))).toBeGreaterThanOrEqual(share(before.slice(25, 50)));

  // After a reload the order is the new one, and what is decided does not stand before it.
  await page.reload();
  await learnt(page);
  await expect(status(page)).toHaveAttribute('data-decisions', '25');
  const top = await topRows(page, 25);
  expect(top.map(({ status: decision }) => decision)).toEqual(top.map(() => 'pending'));
  expect(top.map(({ row }) => row)).toEqual(after.slice(0, 25));
});

test('the button learns again from the labels as they are, and undoing is learnt from as well', async ({ page }) => {
  await openDataset(page, 'hard.tsv', tsvOf(HARD));
  await learnt(page);
  const before = await pendingByLoss(page);
  const decided = await acceptRows(page, 3);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await expect(page.getByTestId('relearn')).toContainText('3');
  await page.getByTestId('relearn').click();
  await expect(status(page)).toHaveAttribute('data-decisions', '3', { timeout: 60_000 });
  await learnt(page);
  const audit = objectsOf(await exported(page, 'export-audit'));
  for (const row of decided) expect(audit[row]?.['status']).not.toBe('pending');

  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  await page.getByTestId('relearn').click();
  await expect(status(page)).toHaveAttribute('data-decisions', '0', { timeout: 60_000 });
  await learnt(page);
  // The same labels in the same folds: the same losses.
  expect(await pendingByLoss(page)).toEqual(before);
});

test('labels that the built-in model knows: it is proposed, learning is one click, both stay, and a filter shows where both doubt', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const news = madeUp(NEWS, { rows: 400, wrongEvery: 10 });
  await watchLearning(page);
  await openDataset(page, 'news.tsv', tsvOf(news));
  await expect(page.getByTestId('model-select')).toHaveValue('default');
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await expect(page.getByTestId('filter-agreement').locator('option[value=both]')).toHaveCount(0);
  await page.getByTestId('learn-instead').click();
  await learnt(page);
  const learned = await topRows(page, 20);
  expect(learned.filter(({ row }) => wrongOnes(news).has(row)).length).toBeGreaterThanOrEqual(19);
  const asked = await calls(page, 'epoch');
  await expect(page.getByTestId('filter-agreement').locator('option[value=both]')).toHaveCount(0);

  await chooseModel(page, 'default');
  await score(page);
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
  const scored = objectsOf(await exported(page, 'export-audit'));

  await chooseModel(page, 'learned');
  await expect(status(page)).toHaveAttribute('data-device', 'learned');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 5000 });
  const losses = ({ row, loss }: { row: number; loss: number | null }) => [row, loss];
  const again = await topRows(page, 20);
  expect(again.map(losses)).toEqual(learned.map(losses));
  expect(await calls(page, 'epoch')).toBe(asked);
  await chooseModel(page, 'default');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 5000 });
  await expect(status(page)).toHaveAttribute('data-device', '');
  expect(objectsOf(await exported(page, 'export-audit'))).toEqual(scored);

  const filter = page.getByTestId('filter-agreement');
  if (!(await filter.isVisible()))
    await page
      .getByRole('button', { name: /filter/i })
      .first()
      .click();
  await filter.selectOption('both');
  const queue = page.getByTestId('queue');
  await expect(queue).not.toHaveAttribute('aria-rowcount', '400');
  const rows = Number(await queue.getAttribute('aria-rowcount'));
  expect(rows).toBeGreaterThan(0);
  for (const { row, label, predicted } of await topRows(page, Math.min(rows, 20))) {
    expect(predicted).not.toBe(label);
    expect(scored[row]?.['predicted_label']).not.toBe(label);
  }
  await page.reload();
  await expect(queue).toHaveAttribute('aria-rowcount', String(rows));
});

test('the same file gives the same losses, in one worker or in several', async ({ page, browser, baseURL, watch }) => {
  const rows = madeUp(GARDEN, { rows: 300, wrongEvery: 10 });
  await openDataset(page, 'topics.tsv', tsvOf(rows));
  await learnt(page);
  const several = objectsOf(await exported(page, 'export-audit')).map((line) => Number(line['loss']));
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  watch.follow(context);
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 1 });
  });
  const alone = await context.newPage();
  await openDataset(alone, 'topics.tsv', tsvOf(rows), HOME);
  await learnt(alone);
  const single = objectsOf(await exported(alone, 'export-audit')).map((line) => Number(line['loss']));
  expect(single).toHaveLength(300);
  single.forEach((loss, row) => expect(Math.abs(loss - (several[row] ?? NaN))).toBeLessThan(1e-6));
  await context.close();
});
