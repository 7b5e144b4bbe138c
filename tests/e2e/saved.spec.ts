import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, give, NO_LEARNING, status } from './screen.js';

/** The page shows and announces the saved and downloaded work, the last action and the results of the search. */

const ROWS = `text\tlabel
Oil prices rise as the market opens\tWorld
The team wins the final match\tSports
Shares of the oil company fall\tBusiness
The minister meets the president\tWorld
`;

async function openNews(page: Page): Promise<void> {
  await page.goto(NO_LEARNING);
  await give(page, 'news.tsv', ROWS);
  await confirmImport(page);
}

/** Sets the label of the card's row by its button. */
async function label(page: Page, name: string): Promise<void> {
  await page.getByTestId(`label-option-${name}`).click();
}

test('reports a finished download in a sentence that disappears', async ({ page }) => {
  await page.clock.install();
  await openNews(page);
  await page.getByTestId('queue-row').first().click();
  await page.getByTestId('discard-row').click();
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-without-discarded').setChecked(true);
  await page.getByTestId('export-jsonl').click();
  const remarks = page.getByTestId('remarks');
  await expect(remarks).toHaveText('news.corrected.jsonl: 0 labels changed, 1 discarded row left out');
  await expect(remarks).toBeVisible();
  await page.clock.runFor(10_000);
  await expect(remarks).toHaveText('');
});

test('warns of a deletion by the browser after the first decision, and only once', async ({ page }) => {
  await openNews(page);
  const hint = page.getByTestId('eviction-hint');
  await expect(hint).toHaveCount(0);
  await page.getByTestId('queue-row').first().click();
  await label(page, 'Business');
  await expect(hint).toContainText('may delete saved work');
  await page.getByTestId('eviction-known').click();
  await expect(hint).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId('saved-state')).toHaveText('Saved in this browser · 1 change not downloaded');
  await expect(hint).toHaveCount(0);
});

test('shows notes about the device on request', async ({ page }) => {
  await page.goto('./?sample=news&lang=en&learn=off');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  const notes = page.getByTestId('device-notes');
  await expect(page.locator('#device-notes')).toHaveCount(0);
  await expect(status(page)).not.toContainText('WebGPU in this browser', { useInnerText: true });
  await expect(notes).toHaveAccessibleDescription(/WebGPU/);
  await notes.click();
  await expect(page.locator('#device-notes')).toContainText(/WebGPU/);
  await page.keyboard.press('Escape');
  await expect(page.locator('#device-notes')).toHaveCount(0);
});
