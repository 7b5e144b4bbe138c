import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, give, NO_LEARNING, status } from './screen.js';

/** What is saved and what is downloaded, what was just done, and what the search has found: in words, seen and heard. */

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

/** Gives the row that is looked at a label, by its button. */
async function label(page: Page, name: string): Promise<void> {
  await page.getByTestId(`label-option-${name}`).click();
}

test('a download ends with a sentence, which goes by itself', async ({ page }) => {
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

test('that the browser may delete what is saved is said once there is something to lose, and never again', async ({
  page,
}) => {
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

test('notes about the device are shown when they are asked for', async ({ page }) => {
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
