import type { Page } from '@playwright/test';
import {
  breakWorker,
  logWorkers,
  newsTsv,
  rowsAsked,
  silenceWorkers,
  storedResults,
  workersBorn,
} from './faults-in.js';
import { expect, test } from './fixtures.js';
import { crashPage, killBrowser, openProfile } from './profile.js';
import { confirmImport, exported, give, objectsOf, rowsDone, status } from './screen.js';

const HOME = './?device=wasm&lang=en';

async function openRows(page: Page, rows: number): Promise<void> {
  await page.goto(HOME);
  await give(page, 'news.tsv', newsTsv(rows));
  await confirmImport(page);
}

/** The number of decisions that the page reports as saved now, or null. */
function saidSaved(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const state = document.querySelector<HTMLElement>('[data-testid=saved-state]')?.dataset['state'];
    const count = document.querySelector<HTMLElement>('[data-testid=count-reviewed]')?.textContent;
    return state === 'saved' ? Number(count) : null;
  });
}

/** Discards rows by key. Returns their numbers in that order, and how many of them the page reported as saved. */
async function discardRows(page: Page, count: number): Promise<{ readonly rows: string[]; readonly saved: number }> {
  const rows: string[] = [];
  let saved = 0;
  for (let i = 0; i < count; i++) {
    rows.push((await page.getByTestId('card').getAttribute('data-row')) ?? '');
    await page.keyboard.press('x');
    saved = Math.max(saved, (await saidSaved(page)) ?? 0);
  }
  return { rows, saved };
}

test('restores every decision reported as saved after the browser is killed', async ({ baseURL, watch }, testInfo) => {
  test.setTimeout(180_000);
  const folder = testInfo.outputPath('profile');
  let context = await openProfile(folder, baseURL, watch);
  let page = await context.newPage();
  await openRows(page, 120);
  // A dataset opened just before, and not reported as saved, may be lost.
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.keyboard.press('j');
  const decided: string[] = [];
  for (const presses of [1, 5, 14]) {
    const { rows, saved } = await discardRows(page, presses);
    // The first row is already decided after the first round. A second discard adds no decision.
    decided.push(...rows.filter((row) => !decided.includes(row)));
    await killBrowser(context, folder);

    context = await openProfile(folder, baseURL, watch);
    page = await context.newPage();
    await page.goto(HOME);
    await expect(page.getByTestId('queue')).toBeVisible();
    const count = Number(await page.getByTestId('count-reviewed').textContent());
    expect(count).toBeGreaterThanOrEqual(saved);
    expect(count).toBeLessThanOrEqual(decided.length);
    decided.length = count;
    await page.keyboard.press('j');
    const audit = objectsOf(await exported(page, 'export-audit'));
    const discarded = audit.flatMap((row, index) => (row['status'] === 'discarded' ? [index] : []));
    expect(discarded).toEqual(decided.map(Number).sort((a, b) => a - b));
  }
  await context.close();
});

test('restores the decisions after a page crash, and undo continues through them', async ({ page, context }) => {
  await openRows(page, 20);
  await page.keyboard.press('j');
  const { rows } = await discardRows(page, 3);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await crashPage(page);

  const fresh = await context.newPage();
  await fresh.goto(HOME);
  await expect(fresh.getByTestId('count-reviewed')).toHaveText('3');
  await expect(fresh.getByTestId('notice')).toHaveCount(0);
  await fresh.keyboard.press('Control+z');
  await expect(fresh.getByTestId('count-reviewed')).toHaveText('2');
  await expect(fresh.getByTestId('card')).toHaveAttribute('data-row', rows[2] ?? '');
  await fresh.keyboard.press('Control+Shift+z');
  await expect(fresh.getByTestId('count-reviewed')).toHaveText('3');
});

test('scores the remaining rows after a crash during a run, and no row twice', async ({ page, context }) => {
  test.setTimeout(120_000);
  await openRows(page, 2000);
  await page.getByTestId('run-start').click();
  await expect
    .poll(() => storedResults(page).then((stored) => stored.rows.length), { timeout: 40_000 })
    .toBeGreaterThan(0);
  await crashPage(page);

  const fresh = await context.newPage();
  await fresh.goto('./icon.svg');
  const before = await storedResults(fresh);
  expect(before.rows.length).toBeGreaterThan(0);
  expect(before.rows.length).toBeLessThan(2000);
  await logWorkers(fresh);
  await fresh.goto(HOME);
  await expect(status(fresh)).toHaveAttribute('data-state', /loading|scoring|done/, { timeout: 30_000 });
  expect(await rowsDone(fresh)).toBeGreaterThanOrEqual(before.rows.length);
  await expect(status(fresh)).toHaveAttribute('data-state', 'done', { timeout: 80_000 });
  expect(await rowsAsked(fresh)).toBe(2000 - before.rows.length);
  const after = await storedResults(fresh);
  expect(after.rows).toHaveLength(2000);
  const lossOf = new Map(after.rows.map((row, i) => [row, after.loss[i]]));
  expect(before.rows.map((row) => lossOf.get(row))).toEqual(before.loss);
});

test('detects and replaces a worker that vanished silently', async ({ page }) => {
  await page.clock.install();
  await logWorkers(page);
  await openRows(page, 2000);
  await page.getByTestId('run-start').click();
  await expect.poll(() => rowsDone(page), { timeout: 30_000 }).toBeGreaterThan(100);
  await silenceWorkers(page, 'model');
  const stuck = await rowsDone(page);
  // The clock is fast only until the page detects it. The next worker loads in real time.
  const born = await workersBorn(page, 'model');
  const nextBorn = async (): Promise<number> => {
    await page.clock.runFor(30_000);
    return workersBorn(page, 'model');
  };
  await expect.poll(nextBorn, { timeout: 60_000 }).toBeGreaterThan(born);
  await expect.poll(() => rowsDone(page), { timeout: 30_000 }).toBeGreaterThan(stuck);
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 40_000 });
  // The batches of two workers at most, each asked of both.
  expect(await rowsAsked(page)).toBeLessThanOrEqual(2000 + 4 * 64);
});

/** So many rows that a run is not over before a worker dies in it. */
const MANY = 16_000;

/** Scores many rows on a machine that reports `cores` cores. Returns the stored losses by row. */
async function lossesOn(page: Page, cores: number, during: () => Promise<void>): Promise<ReadonlyMap<number, number>> {
  await page.addInitScript((count) => {
    Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => count });
  }, cores);
  await openRows(page, MANY);
  await page.getByTestId('run-start').click();
  await expect.poll(() => rowsDone(page), { timeout: 30_000 }).toBeGreaterThan(100);
  await during();
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await expect(page.getByTestId('notice')).toHaveCount(0);
  const { rows, loss } = await storedResults(page);
  return new Map(rows.map((row, i) => [row, loss[i] ?? Number.NaN]));
}

test('one of two scoring workers dies: the other takes its rows, and the losses are those of one worker', async ({
  page,
  browser,
  baseURL,
  watch,
}) => {
  await logWorkers(page);
  const ofTwo = await lossesOn(page, 2, async () => {
    await expect(status(page)).toContainText('CPU (2 workers)', { timeout: 30_000 });
    const born = await workersBorn(page, 'model');
    await breakWorker(page, 'model');
    await expect.poll(() => workersBorn(page, 'model'), { timeout: 30_000 }).toBeGreaterThan(born);
  });
  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  watch.follow(context);
  const ofOne = await lossesOn(await context.newPage(), 1, () => Promise.resolve());
  await context.close();
  expect(ofTwo.size).toBe(MANY);
  for (const [row, loss] of ofOne) expect(Math.abs((ofTwo.get(row) ?? Number.NaN) - loss)).toBeLessThan(1e-5);
});

test('after the source worker dies the next download and the next file work', async ({ page }) => {
  await logWorkers(page);
  await openRows(page, 10);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await breakWorker(page, 'source');
  // The export omits the discarded row.
  expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(9);
  await page.evaluate(() => {
    for (const { worker } of window.workerLog.workers) worker.dispatchEvent(new ErrorEvent('error'));
  });
  await give(page, 'other.tsv', newsTsv(5));
  await confirmImport(page);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '5');
  expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(5);
});
