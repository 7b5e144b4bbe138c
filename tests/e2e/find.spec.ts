import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, give, NO_LEARNING } from './screen.js';

const ROWS = [
  'Oil prices rise by 5%',
  'The match was lost 3:2',
  '石油价格上涨',
  `${'a'.repeat(60)}!`,
  'Gas &amp; oil: 12% less',
];

/** The rows of the list by their places in the source. */
async function rows(page: Page): Promise<number[]> {
  const shown = await page
    .getByTestId('queue-row')
    .evaluateAll((all) => all.map((row) => [Number(row.dataset['position']), Number(row.dataset['row'])] as const));
  return shown.toSorted(([a], [b]) => a - b).map(([, row]) => row);
}

test.beforeEach(async ({ page }) => {
  await page.goto(NO_LEARNING);
  await give(
    page,
    'news.tsv',
    `text\tlabel\n${ROWS.map((text, row) => `${text}\t${row % 2 ? 'Sports' : 'World'}\n`).join('')}`,
  );
  await confirmImport(page);
  await expect(page.getByTestId('queue-row')).toHaveCount(5);
});

test('a pattern finds rows and is marked in list and card', async ({ page }) => {
  await page.getByRole('searchbox').fill('/\\d+%|oil/i');
  await expect.poll(() => rows(page)).toEqual([0, 4]);
  await expect(page.getByTestId('queue').getByTestId('found')).toHaveText(['Oil', '5%', 'oil', '12%']);
  await page.getByTestId('queue-row').nth(1).click();
  await expect(page.getByTestId('card').getByTestId('found')).toHaveText(['oil', '12%']);
  await page.getByRole('searchbox').fill('/价.上/');
  await expect.poll(() => rows(page)).toEqual([2]);
  await expect(page.getByTestId('queue').getByTestId('found')).toHaveText(['价格上']);
});

test('a pattern that takes too long is stopped in time, and the page answers keys meanwhile', async ({ page }) => {
  const search = page.getByRole('searchbox');
  await search.fill('/oil|a/');
  await expect(page.getByTestId('queue-row')).toHaveCount(3);
  await search.fill('/(a+)+$/');
  await search.press('Enter');
  const fault = page.getByTestId('search-fault');
  for (const selected of [1, 2]) {
    await page.keyboard.press('j');
    await expect(page.locator('[data-testid=queue-row][aria-selected=true]')).toHaveAttribute(
      'data-position',
      String(selected),
      { timeout: 500 },
    );
  }
  await expect(fault).toHaveCount(0);
  await expect(fault).toContainText('/(a+)+$/', { timeout: 5000 });
  await expect(page.getByTestId('queue-row')).toHaveCount(3);
  await expect(search).toHaveValue('/(a+)+$/');

  // A newer search does not wait for it.
  await search.fill('/(a+)+$/ ');
  await expect(fault).toHaveCount(0);
  await search.fill('/lost/');
  await expect.poll(() => rows(page)).toEqual([1]);

  await search.fill('/(lost/');
  await expect(fault).toContainText('/(lost/');
  await expect.poll(() => rows(page)).toEqual([1]);
});

test('a search waits until an input method has composed a word', async ({ page, context }) => {
  const search = page.getByRole('searchbox');
  await search.focus();
  const client = await context.newCDPSession(page);
  for (const text of ['s', 'sh', 'shi']) {
    await client.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await expect(search).toHaveValue('shi');
  // Longer than a search waits for the next key.
  await page.waitForTimeout(400);
  await expect(page.getByTestId('queue-row')).toHaveCount(5);
  await client.send('Input.insertText', { text: '石油' });
  await expect.poll(() => rows(page)).toEqual([2]);
});
