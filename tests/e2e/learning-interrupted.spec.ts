import type { Page } from '@playwright/test';
import { breakWorker, logWorkers, workersBorn } from './faults-in.js';
import { expect, test } from './fixtures.js';
import {
  calls,
  GARDEN,
  HOME,
  inTheMiddle,
  learnt,
  madeUp,
  openDataset,
  said,
  topRows,
  tsvOf,
  watchLearning,
  wrongOnes,
} from './learning.js';
import { confirmImport, exported, give, objectsOf, status } from './screen.js';

const ROWS = madeUp(GARDEN, { rows: 600, wrongEvery: 10 });
const TSV = tsvOf(ROWS);
/** Makes learning long enough to be interrupted. */
const EPOCH_LATER_MS = 80;

async function expectFound(page: Page): Promise<void> {
  await learnt(page);
  await expect(status(page)).toHaveAttribute('data-done', '600');
  const wrong = wrongOnes(ROWS);
  expect((await topRows(page, 20)).filter(({ row }) => wrong.has(row))).toHaveLength(20);
  await expect(page.getByTestId('notice')).toHaveCount(0);
}

test('learning is paused, resumed, cancelled and begun again', async ({ page }) => {
  await watchLearning(page, EPOCH_LATER_MS);
  await openDataset(page, 'topics.tsv', TSV);
  await inTheMiddle(page);
  // A first ranking is there already.
  await expect(status(page)).toHaveAttribute('data-done', '600');
  await page.getByTestId('run-pause').click();
  await expect(status(page)).toHaveAttribute('data-state', 'paused');
  await expect.poll(async () => (await calls(page, 'epoch')) - (await settledCalls(page))).toBe(0);
  const paused = await calls(page, 'epoch');
  await page.getByTestId('run-start').click();
  await expect(status(page)).toHaveAttribute('data-state', 'scoring');
  await expect.poll(() => calls(page, 'epoch')).toBeGreaterThan(paused);

  await page.getByTestId('run-cancel').click();
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  const cancelled = await settledCalls(page);
  expect(await settledCalls(page)).toBe(cancelled);
  await page.getByTestId('run-start').click();
  await expectFound(page);
});

/** Calls for epochs once none has been added for a while. */
async function settledCalls(page: Page): Promise<number> {
  let before = -1;
  let now = await calls(page, 'epoch');
  while (now !== before) {
    await page.waitForTimeout(5 * EPOCH_LATER_MS);
    before = now;
    now = await calls(page, 'epoch');
  }
  return now;
}

test.describe('where the page is not isolated', () => {
  test.use({ serviceWorkers: 'block' });

  test('learning workers share no memory, and learn the same', async ({ page, serveSite }) => {
    const site = await serveSite({ headers: false });
    await openDataset(page, 'topics.tsv', TSV, `${site.url}?device=wasm&lang=en`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await expectFound(page);
    await expect(page.getByTestId('term').first()).toBeVisible();
  });
});

test('a reload in the middle: it goes on by itself, and ends well', async ({ page }) => {
  await watchLearning(page, EPOCH_LATER_MS);
  await openDataset(page, 'topics.tsv', TSV);
  await inTheMiddle(page);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', /loading|scoring/, { timeout: 30_000 });
  await expectFound(page);
});

for (const [what, button] of [
  ['paused', 'run-pause'],
  ['cancelled', 'run-cancel'],
] as const) {
  test(`learning that was ${what} is not begun by a reload, but by its button`, async ({ page }) => {
    await watchLearning(page, EPOCH_LATER_MS);
    await openDataset(page, 'topics.tsv', TSV);
    await inTheMiddle(page);
    await page.getByTestId(button).click();
    await expect(status(page)).toHaveAttribute('data-state', /paused|idle/);
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    await page.reload();
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '600');
    await expect(status(page)).toHaveAttribute('data-state', 'idle');
    expect(await settledCalls(page)).toBe(0);
    await page.getByTestId('run-start').click();
    await inTheMiddle(page);
    // What was begun by hand goes on after a reload too.
    await page.reload();
    await expectFound(page);
  });
}

test('a reload when it is done: results are there without being learnt again, and a row is explained', async ({
  page,
}) => {
  await watchLearning(page);
  await openDataset(page, 'topics.tsv', TSV);
  await expectFound(page);
  const accuracy = await said(page, 'accuracy');
  const before = await topRows(page, 20);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expectFound(page);
  expect(await topRows(page, 20)).toEqual(before);
  expect(await said(page, 'accuracy')).toBe(accuracy);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '600');
  await expect(page.getByTestId('term').first()).toBeVisible();
  await expect(page.getByTestId('neighbour').first()).toBeVisible();
  for (const call of ['bayes', 'nearest', 'epoch', 'pool']) expect(await calls(page, call), call).toBe(0);
});

test('another dataset in the middle of learning: it is learnt from alone, and the first can be gone back to', async ({
  page,
}) => {
  await watchLearning(page, EPOCH_LATER_MS);
  await openDataset(page, 'topics.tsv', TSV);
  await inTheMiddle(page);
  const colours = { red: 'crimson ruby scarlet', green: 'olive jade emerald', blue: 'azure navy cobalt' };
  const others = madeUp(colours, { rows: 240, wrongEvery: 8 });
  await give(page, 'colours.tsv', tsvOf(others));
  await confirmImport(page);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '240');
  await learnt(page);
  await expect(status(page)).toHaveAttribute('data-done', '240');
  const wrong = wrongOnes(others);
  expect((await topRows(page, 20)).filter(({ row }) => wrong.has(row))).toHaveLength(20);
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit).toHaveLength(240);
  for (const line of audit) {
    expect(Object.keys(line['predicted_probs'] as object).sort()).toEqual(['blue', 'green', 'red']);
  }
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '240');
  await expect(page.getByTestId('notice')).toHaveCount(0);

  await give(page, 'topics.tsv', TSV);
  await expect(page.getByTestId('import-known')).toBeVisible({ timeout: 30_000 });
  await confirmImport(page);
  await expectFound(page);
});

test('a learning worker dies in the middle: learning ends all the same', async ({ page }) => {
  await logWorkers(page);
  await watchLearning(page, EPOCH_LATER_MS);
  await openDataset(page, 'topics.tsv', TSV);
  await inTheMiddle(page);
  const born = await workersBorn(page, 'learning');
  await breakWorker(page, 'learning');
  await expect.poll(() => workersBorn(page, 'learning'), { timeout: 30_000 }).toBeGreaterThan(born);
  await expectFound(page);
});

test('all learning workers die in the middle, and the one that explains rows afterwards: nothing is lost', async ({
  page,
}) => {
  await logWorkers(page);
  await watchLearning(page, EPOCH_LATER_MS);
  await openDataset(page, 'topics.tsv', TSV);
  await inTheMiddle(page);
  const killAll = (): Promise<void> =>
    page.evaluate(() => {
      for (const { name, worker } of window.workerLog.workers) {
        if (name !== 'learning') continue;
        worker.terminate();
        worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
      }
    });
  await killAll();
  await expectFound(page);
  await expect(page.getByTestId('term').first()).toBeVisible();
  await killAll();
  await page.keyboard.press('j');
  await expect(page.getByTestId('term').first()).toBeVisible();
  await page.getByTestId('relearn').click();
  await expectFound(page);
});

test('signals in one drop with the dataset wait for no learning, and stay on the map', async ({ page }) => {
  await watchLearning(page, EPOCH_LATER_MS);
  const signals = ROWS.map((_, id) => JSON.stringify({ guid: id, logits_epoch_0: [1, 0, 0], gold: 0 }));
  await page.goto(HOME);
  await page.getByTestId('file-input').setInputFiles([
    { name: 'topics.tsv', mimeType: '', buffer: Buffer.from(TSV) },
    { name: 'dynamics_epoch_0.jsonl', mimeType: '', buffer: Buffer.from(signals.join('\n')) },
  ]);
  await confirmImport(page);
  await inTheMiddle(page);
  await expect(page.getByTestId('training-dialog')).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-state', 'scoring');
  await page.getByTestId('training-confirm').click();
  await expect(page.getByTestId('training-bar')).toContainText('dynamics_epoch_0.jsonl');
  await expectFound(page);
  await expect(page.getByTestId('training-bar')).toContainText('dynamics_epoch_0.jsonl');
});

test('signals alone have no texts to learn from', async ({ page }) => {
  await watchLearning(page);
  const signals = Array.from({ length: 60 }, (_, id) =>
    JSON.stringify({ guid: id, logits_epoch_0: [1, 0], gold: id % 2 }),
  );
  await page.goto(HOME);
  await give(page, 'dynamics_epoch_0.jsonl', signals.join('\n'));
  await expect(page.getByTestId('training-confirm')).toBeEnabled({ timeout: 30_000 });
  await page.getByTestId('training-confirm').click();
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '60');
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  expect(await calls(page, 'bayes')).toBe(0);
});
