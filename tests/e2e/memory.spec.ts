import type { CDPSession, Page } from '@playwright/test';
import { newsTsv } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { confirmImport, give, score } from './screen.js';

/** A dataset that was opened, scored and closed leaks no memory. */

const ROWS = 30;

interface Counts {
  readonly nodes: number;
  readonly listeners: number;
  readonly canvases: number;
}

/** The page's objects after a garbage collection. */
async function counts(page: Page, session: CDPSession): Promise<Counts> {
  for (let i = 0; i < 3; i++) {
    await session.send('HeapProfiler.collectGarbage');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  }
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { result } = await session.send('Runtime.evaluate', { expression: 'HTMLCanvasElement.prototype' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
  const length = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await session.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  await session.send('Runtime.releaseObject', { objectId: result.objectId ?? '' });
  return { nodes, listeners: jsEventListeners, canvases: Number(length.result.value) };
}

/** Deletes the stored results, so that the next run scores every row again. */
function forgetResults(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open('rinse');
        opening.onerror = () => fail(new Error('the database does not open'));
        opening.onsuccess = () => {
          const database = opening.result;
          const clearing = database.transaction('chunks', 'readwrite').objectStore('chunks').clear();
          clearing.onsuccess = () => {
            database.close();
            done();
          };
        };
      }),
  );
}

async function openScoreClose(page: Page): Promise<void> {
  await forgetResults(page);
  await give(page, 'news.tsv', newsTsv(ROWS));
  await confirmImport(page);
  await score(page);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(ROWS));
  await page.getByTestId('home').click();
  await expect(page.getByTestId('landing')).toBeVisible();
}

test('five datasets opened, scored and closed leak no nodes, listeners or canvases', async ({ page }) => {
  test.setTimeout(240_000);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await page.goto('./?lang=en&device=wasm');
  await expect(page.getByTestId('landing')).toBeVisible();
  for (let i = 0; i < 3; i++) await openScoreClose(page);
  const before = await counts(page, session);
  for (let i = 0; i < 5; i++) await openScoreClose(page);
  const after = await counts(page, session);
  expect(after.canvases).toBe(before.canvases);
  // One dataset is about a thousand nodes and twenty listeners, so the counts reveal a single leaked one.
  expect(after.nodes - before.nodes).toBeLessThan(200);
  expect(after.listeners - before.listeners).toBeLessThan(10);
});
