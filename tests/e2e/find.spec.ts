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

test('a changed filter keeps the selected row at its height', async ({ page }) => {
  const texts = Array.from({ length: 300 }, (_, row) => `${row % 3 === 0 ? 'third' : 'other'} row ${row}`);
  await give(page, 'many.tsv', `text\tlabel\n${texts.map((text) => `${text}\tWorld\n`).join('')}`);
  await confirmImport(page);
  await page.getByTestId('queue').focus();
  const selected = page.locator('[data-testid=queue-row][aria-selected=true]');
  const height = async (): Promise<number> => (await selected.boundingBox())?.y ?? 0;
  await page.keyboard.press('ArrowDown');
  for (let pressed = 0; pressed < 6; pressed++) await page.keyboard.press('PageDown');
  for (let pressed = 0; pressed < 4; pressed++) await page.keyboard.press('ArrowUp');
  const row = Number(await selected.getAttribute('data-row'));
  const before = await height();
  const kept = row % 3 === 0 ? row : row + 3 - (row % 3);

  await page.getByRole('searchbox').fill('third');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '100');
  await expect(selected).toHaveAttribute('data-row', String(kept));
  await expect.poll(height).toBeCloseTo(before, 0);
  await page.getByRole('searchbox').fill('/row \\d*[0-9]$/');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '300');
  await expect(selected).toHaveAttribute('data-row', String(kept));
  await expect.poll(height).toBeCloseTo(before, 0);
});

test('ranges, columns and a number of rows are in the address, and a reload keeps them', async ({ page }) => {
  await give(page, 'sources.tsv', 'text\tlabel\tyear\na film\tpos\t2020\nb film\tneg\t2021\nc film\tpos\t2022\n');
  await confirmImport(page);
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByTestId('filter-column').selectOption('year');
  await page.getByTestId('filter-column-from').fill('2021');
  await page.getByTestId('filter-column-from').press('Enter');
  await expect.poll(() => rows(page)).toEqual([1, 2]);
  await page.getByTestId('filter-top').fill('1');
  await page.getByTestId('filter-top').press('Enter');
  await expect.poll(() => rows(page)).toEqual([1]);
  await expect(page).toHaveURL(/top=1/);
  await expect(page).toHaveURL(/column=2/);
  await page.getByRole('button', { name: 'Remove filter: year ≥ 2,021' }).click();
  await expect.poll(() => rows(page)).toEqual([0]);

  await page.reload();
  await expect.poll(() => rows(page)).toEqual([0]);
  await page.getByRole('button', { name: 'Remove filter: first 1 row' }).click();
  await expect.poll(() => rows(page)).toEqual([0, 1, 2]);
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByTestId('filter-signal').selectOption('tokens');
  await page.getByTestId('filter-signal-from').fill('5');
  await page.getByTestId('filter-signal-from').press('Enter');
  await expect(page).toHaveURL(/range-tokens=5/);
  await expect(page.getByText('No row matches.').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Remove filter: tokens ≥ 5' })).toBeVisible();
});
