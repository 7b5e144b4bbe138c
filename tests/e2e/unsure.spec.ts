import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf, shownRows } from './screen.js';

const CLASSES = ['World', 'Sports', 'Business'];
const TEXTS = ['Talks failed', 'They won the match', 'Shares fell', 'A treaty', 'The cup final', 'Profits rose'];

/** Rows with predictions, so that the map has points without a run. */
const JSONL = TEXTS.map((text, row) => {
  const label = CLASSES[row % 3] ?? '';
  const shares = CLASSES.map((name) => [name, name === label ? 0.5 + row / 20 : (0.5 - row / 20) / 2] as const);
  return `${JSON.stringify({ text, label, predicted_probas: Object.fromEntries(shares) })}\n`;
}).join('');

async function open(page: Page, lang = 'en'): Promise<void> {
  await page.goto(`${NO_LEARNING.replace('lang=en', `lang=${lang}`)}&order=source`);
  await give(page, 'rows.jsonl', JSONL);
  await confirmImport(page);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(TEXTS.length));
}

async function openRow(page: Page, row: number): Promise<void> {
  await page.locator(`[data-testid=queue-row][data-row="${row}"]`).click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
}

const statuses = async (page: Page): Promise<string[]> => (await shownRows(page)).map(({ status }) => status);

test('unsure rows are marked, found, stored, and written to the audit alone', async ({ page }) => {
  await open(page);
  await openRow(page, 0);
  await page.keyboard.press('u');
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', '1');
  await page.getByTestId('unsure-row').click();
  await page.keyboard.press('x');
  expect(await statuses(page)).toEqual(['unsure', 'unsure', 'discarded', 'pending', 'pending', 'pending']);
  await expect(page.getByTestId('count-unsure')).toHaveText('2');
  await expect(page.getByTestId('map-legend')).toContainText('hollow with a dot: unsure');
  await page.getByTestId('map-color').selectOption('status');
  await expect(page.locator('[data-testid=map-bucket][data-bucket=unsure]')).toHaveAttribute('data-count', '2');
  await expectNoViolations(page, 'unsure rows');
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('unsure');
  await expect(page.getByTestId('queue-row')).toHaveCount(2);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await page.reload();
  await expect(page.getByTestId('queue-row')).toHaveCount(2);
  expect(await statuses(page)).toEqual(['unsure', 'unsure']);
  expect(objectsOf(await exported(page, 'export-jsonl')).map((row) => row['label'])).toEqual(
    [0, 1, 3, 4, 5].map((row) => CLASSES[row % 3]),
  );
  expect(await exported(page, 'export-changes')).toBe('');
  expect(objectsOf(await exported(page, 'export-audit')).map((row) => row['status'])).toEqual([
    'unsure',
    'unsure',
    'discarded',
    'pending',
    'pending',
    'pending',
  ]);
});
