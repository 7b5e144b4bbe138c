import type { Page } from '@playwright/test';
import { logWorkers } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { GARDEN, madeUp, tsvOf, wrongOnes } from '../fakes/taught-rows.js';
import { HOME, inTheMiddle, learnt, openDataset, topRows, watchLearning } from './learning.js';
import { confirmImport, status } from './screen.js';

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

test.describe('on a page without isolation', () => {
  test.use({ serviceWorkers: 'block' });

  test('learning workers share no memory, and return the same results', async ({ page, serveSite }) => {
    const site = await serveSite({ headers: false });
    await openDataset(page, 'topics.tsv', TSV, `${site.url}?device=wasm&lang=en`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await expectFound(page);
    await expect(page.getByTestId('term').first()).toBeVisible();
  });
});

test('resumes learning after a reload, and completes it', async ({ page }) => {
  await watchLearning(page, EPOCH_LATER_MS);
  await openDataset(page, 'topics.tsv', TSV);
  await inTheMiddle(page);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', /loading|scoring/, { timeout: 30_000 });
  await expectFound(page);
});

test('recovers from the death of all learning workers, and of the worker that explains rows', async ({ page }) => {
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

test('joins signals dropped with the dataset while learning runs, and keeps them on the map', async ({ page }) => {
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
