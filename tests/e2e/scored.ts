import type { Page } from '@playwright/test';
import { newsTsv, storedResults } from './faults-in.js';
import { expect } from './fixtures.js';
import { confirmImport, give, NO_LEARNING, score, status } from './screen.js';
import { dumpStore, restoreStore, type StoreDump } from './stored-work.js';

/** A file of the page's origin that does not load the page. */
const BESIDE = './icon.svg';

/** Databases with scored work, by name. Scoring costs seconds, so each process of the tests does it once per name. */
const dumps = new Map<string, StoreDump>();

/** Puts scored work into the store of an empty browser. `make` opens and scores it, in the first call of a process. */
async function storeScored(page: Page, name: string, make: () => Promise<void>): Promise<void> {
  const dump = dumps.get(name);
  if (dump !== undefined) {
    await page.goto(BESIDE);
    await restoreStore(page, dump);
    return;
  }
  await make();
  const rows = Number(await status(page).getAttribute('data-done'));
  await expect.poll(async () => (await storedResults(page)).rows.length).toBe(rows);
  dumps.set(name, await dumpStore(page));
}

/** Opens the page at this address, with stored results, and waits for them. */
async function openDone(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
}

/**
 * Opens the sample with stored results, as a second visit does. `query`: the rest of the address. A test of the first
 * visit, or of the model, scores the sample itself.
 */
export async function openSample(page: Page, query = '&lang=en'): Promise<void> {
  await storeScored(page, 'sample', () => openDone(page, './?sample=news&device=wasm&lang=en'));
  await openDone(page, `./?sample=news&device=wasm${query}`);
}

/** Opens a file of 30 rows with stored results, as a second visit does. */
export async function openNews(page: Page, lang: string, name = 'news.tsv'): Promise<void> {
  await storeScored(page, name, async () => {
    await page.goto(NO_LEARNING);
    await give(page, name, newsTsv(30));
    await confirmImport(page);
    await score(page);
  });
  await openDone(page, `./?device=wasm&lang=${lang}&learn=off`);
}
