import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.js';
import { misfits } from './fits.js';
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

test('the first of three decisions is taken back by itself, and stays so after a reload and in the file', async ({
  page,
}) => {
  await open(page);
  await openRow(page, 0);
  for (const key of ['x', '2', 'Enter']) await page.keyboard.press(key);
  expect(await statuses(page)).toEqual(['discarded', 'validated', 'validated', 'pending', 'pending', 'pending']);
  await page.getByTestId('history-open').click();
  const entries = page.getByTestId('history-entry');
  await expect(entries).toHaveCount(3);
  await expect(page.getByTestId('history-open')).toHaveAttribute('aria-expanded', 'true');
  await expectNoViolations(page, 'the last changes');
  for (const [width, height] of [
    [1440, 900],
    [1280, 720],
    [1024, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await misfits(page), `${width} x ${height}`).toEqual([]);
  }
  await test.step('the keyboard takes a change back, and then has the keys of the review', async () => {
    await entries.nth(2).getByTestId('history-revert').focus();
    await page.keyboard.press('Enter');
    expect((await statuses(page))[0]).toBe('pending');
    await expect(entries).toHaveCount(4);
    await expect(page.getByTestId('history')).toBeFocused();
    await page.keyboard.press('x');
    expect((await statuses(page))[3]).toBe('discarded');
    await page.keyboard.press('Control+z');
    await expect(entries).toHaveCount(4);
  });
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await page.reload();
  await expect(page.getByTestId('queue-row')).toHaveCount(TEXTS.length);
  expect((await statuses(page)).slice(0, 3)).toEqual(['pending', 'validated', 'validated']);
  expect(objectsOf(await exported(page, 'export-audit')).map((row) => row['status'])).toEqual([
    'pending',
    'validated',
    'validated',
    'pending',
    'pending',
    'pending',
  ]);
  await test.step('the list of changes fits a phone, and a change shows its row there', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.getByTestId('more-menu').click();
    await page.getByTestId('history-open').click();
    await expect(entries).toHaveCount(4);
    expect(await misfits(page)).toEqual([]);
    await expectNoViolations(page, 'the last changes on a phone');
    await entries.nth(1).locator('.show').click();
    await expect(page.getByTestId('history')).toHaveCount(0);
    await expect(page.getByTestId('card')).toHaveAttribute('data-row', '2');
  });
});
