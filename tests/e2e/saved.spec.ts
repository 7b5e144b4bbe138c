import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, score, status } from './screen.js';

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

test('the header says where the work is saved and how many changes are not downloaded, after a reload too', async ({
  page,
}) => {
  await openNews(page);
  const saved = page.getByTestId('saved-state');
  const menu = page.getByTestId('export-menu');
  await expect(saved).toHaveText('Saved in this browser');
  await expect(menu).not.toHaveClass(/primary/);
  await page.getByTestId('queue-row').first().click();
  await label(page, 'Business');
  await label(page, 'Business');
  await expect(saved).toHaveText('Saved in this browser · 2 changes not downloaded');
  await expect(menu).toHaveClass(/primary/);
  expect(await exported(page, 'export-jsonl')).toContain('"Business"');
  await expect(page.getByTestId('remarks')).toHaveText('news.corrected.jsonl: 2 labels changed');
  await expect(saved).toHaveText('Saved in this browser');
  await expect(menu).not.toHaveClass(/primary/);
  await page.keyboard.press('Control+z');
  await expect(saved).toHaveText('Saved in this browser · 1 change not downloaded');
  await page.reload();
  await expect(saved).toHaveText('Saved in this browser · 1 change not downloaded');
});

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

test('a decision is heard with the next row, and an undo says what it undid', async ({ page }) => {
  await openNews(page);
  await page.getByTestId('queue-row').first().click();
  await label(page, 'Business');
  const said = page.getByTestId('said');
  await expect(said).toHaveText('Row 1 relabelled Business. Next: The team wins the final match');
  await page.keyboard.press('Enter');
  await expect(said).toHaveText('Row 2 kept as Sports. Next: Shares of the oil company fall');
  await page.keyboard.press('x');
  await expect(said).toHaveText('Row 3 discarded. Next: The minister meets the president');
  await page.keyboard.press('Control+z');
  await expect(said).toHaveText('');
  const remarks = page.getByTestId('remarks');
  await expect(remarks).toHaveText('Row 3 is undecided again');
  await page.keyboard.press('Control+z');
  await expect(remarks).toHaveText('Row 2 is undecided again');
  await page.keyboard.press('Control+z');
  await expect(remarks).toHaveText('Row 1 is World again');
  await expect(remarks).toBeVisible();
});

test('a label that was replaced is struck out beside the new one, in the list and on the card', async ({ page }) => {
  await openNews(page);
  const first = page.getByTestId('queue-row').first();
  await first.click();
  await label(page, 'Business');
  await expect(first.locator('s')).toHaveText('World');
  await expect(first.locator('.labels')).toHaveText(/was\s+World\s+, now\s+Business/);
  const line = page.getByTestId('last-decision');
  await expect(line.locator('s')).toHaveText('World');
  await expect(line).toHaveText(/Row 1:\s+was\s+World\s+, now\s+Business/);
});

test('the list names what the model says, without an arrow', async ({ page }) => {
  await openNews(page);
  await score(page);
  const against = page.getByTestId('queue-row').filter({ hasText: 'model:' });
  await expect(against.first().locator('.labels')).toHaveText(/^\s*(World|Sports|Business)\s*, model:\s*\S+/);
  for (const row of await page.getByTestId('queue-row').all()) await expect(row).not.toContainText('→');
});

test('words of the search are marked in list and card, those of fields are not, and text is never HTML', async ({
  page,
}) => {
  await page.goto(NO_LEARNING);
  await give(page, 'news.tsv', `${ROWS}<b>Oil</b> &amp; gas, <img src=x onerror=alert(1)>\tBusiness\n`);
  await confirmImport(page);
  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.fill('OIL label:Business');
  const rows = page.getByTestId('queue-row');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0).getByTestId('found')).toHaveText(['oil']);
  await expect(rows.nth(1).getByTestId('found')).toHaveText(['Oil']);
  await expect(rows.nth(1)).toContainText('<b>Oil</b> & gas, <img src=x onerror=alert(1)>');
  await rows.nth(1).click();
  await expect(page.getByTestId('card').getByTestId('found')).toHaveText(['Oil']);
  await search.fill('label:Business');
  await expect(rows).toHaveCount(2);
  await expect(page.getByTestId('found')).toHaveCount(0);
});

test('the help shows what can be typed into the search', async ({ page }) => {
  await openNews(page);
  await page.keyboard.press('?');
  const help = page.getByTestId('search-help');
  for (const field of ['label:', 'predicted:', 'status:', 'row:', 'id:', 'file:', 'loss>']) {
    await expect(help).toContainText(field);
  }
});

test('the known quality of a label is shown once its row is decided', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await give(page, 'marked.tsv', 'text\tlabel\ts_label\nA row of text\tWorld\t2\nAnother row of text\tSports\t0\n');
  await page.getByTestId('import-s-label').selectOption('s_label');
  await confirmImport(page);
  await page.getByTestId('queue-row').first().click();
  const card = page.getByTestId('card');
  await expect(card).toHaveAttribute('data-row', '0');
  await expect(card).not.toContainText('Known quality');
  await page.keyboard.press('Enter');
  await page.keyboard.press('k');
  await expect(card).toHaveAttribute('data-row', '0');
  await expect(card).toContainText('Known quality of the label');
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

test('a probability is written in one way on the card', async ({ page }) => {
  await openNews(page);
  await score(page);
  await page.getByTestId('queue-row').first().click();
  const card = page.getByTestId('card');
  await expect(card).toContainText('Probability of the given label');
  await expect(card).not.toContainText('%');
});
