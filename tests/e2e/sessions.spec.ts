import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf, shownRows } from './screen.js';

/** Two people review the same file in two browsers and merge their sessions. */

const ROWS = `text\tlabel
Oil prices rise as the market opens\tWorld
The team wins the final match\tSports
Shares of the oil company fall\tBusiness
The minister meets the president\tWorld
A chip doubles the speed\tSci/Tech
`;

interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

async function person(browser: Browser): Promise<Person> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(NO_LEARNING);
  await give(page, 'news.tsv', ROWS);
  await confirmImport(page);
  return { context, page };
}

async function openRow(page: Page, row: number): Promise<void> {
  await page.locator(`[data-testid=queue-row][data-row="${row}"]`).click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
}

async function label(page: Page, row: number, name: string): Promise<void> {
  await openRow(page, row);
  await page.getByTestId(`label-option-${name}`).click();
}

async function drop(page: Page, session: string): Promise<void> {
  await give(page, 'news.session.json', session);
  await expect(page.getByTestId('session-dialog')).toBeVisible();
}

test('two sessions are merged, the conflict is settled, and both browsers write the same files', async ({
  browser,
}) => {
  const ana = await person(browser);
  await label(ana.page, 0, 'Business');
  await label(ana.page, 1, 'World');
  await openRow(ana.page, 3);
  await ana.page.keyboard.press('n');
  await expect(ana.page.getByTestId('note')).toBeFocused();
  await ana.page.keyboard.type('x 1 a: which minister?');
  await ana.page.keyboard.press('Enter');
  await expect(ana.page.getByTestId('noted')).toHaveCount(1);
  await expect(ana.page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const fromAna = await exported(ana.page, 'export-session');

  const ben = await person(browser);
  await label(ben.page, 1, 'Business');
  await label(ben.page, 4, 'Sports');
  const fromBen = await exported(ben.page, 'export-session');

  await drop(ana.page, fromBen);
  const dialog = ana.page.getByTestId('session-dialog');
  await expect(dialog).toHaveAttribute('data-taken', '1');
  await expect(dialog).toHaveAttribute('data-conflicts', '1');
  const found = await new AxeBuilder({ page: ana.page }).include('[data-testid=session-dialog]').analyze();
  expect(found.violations).toEqual([]);
  await ana.page.getByTestId('session-confirm').click();
  await expect(dialog).toHaveCount(0);
  await expect(ana.page.getByTestId('queue-row')).toHaveCount(1);
  await openRow(ana.page, 1);
  await expect(ana.page.getByTestId('conflict-mine')).toHaveText('World');
  await expect(ana.page.getByTestId('conflict-theirs')).toHaveText('Business');
  await ana.page.getByTestId('label-option-Business').click();
  await ana.page.getByRole('button', { name: 'Remove filter: decided differently' }).click();
  await openRow(ana.page, 1);
  await expect(ana.page.getByTestId('conflict')).toHaveCount(0);

  await drop(ben.page, fromAna);
  await ben.page.getByTestId('session-confirm').click();
  await openRow(ben.page, 1);
  await ben.page.getByTestId('label-option-Business').click();
  await ben.page.getByRole('button', { name: 'Remove filter: decided differently' }).click();

  const files = ['export-jsonl', 'export-audit'] as const;
  for (const file of files) expect(await exported(ben.page, file)).toBe(await exported(ana.page, file));
  const notes = objectsOf(await exported(ben.page, 'export-audit')).map((row) => row['note']);
  expect(notes).toEqual([undefined, undefined, undefined, 'x 1 a: which minister?', undefined]);

  await ben.page.reload();
  await expect(ben.page.getByTestId('queue-row')).toHaveCount(5);
  const shown = (await shownRows(ben.page)).toSorted((a, b) => a.row - b.row);
  expect(shown.map((row) => row.label)).toEqual(['Business', 'Business', 'Business', 'World', 'Sports']);
  await ana.context.close();
  await ben.context.close();
});

test('the note and the session menu have no accessibility fault, in Chinese neither', async ({ page }) => {
  for (const locale of ['en', 'zh-CN']) {
    await page.goto(`./?device=wasm&learn=off&lang=${locale}`);
    await give(page, 'news.tsv', ROWS);
    await confirmImport(page);
    await openRow(page, 0);
    await page.getByTestId('note').fill('市场');
    await page.getByTestId('export-menu').click();
    await expect(page.getByTestId('export-session')).toBeVisible();
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations).toEqual([]);
  }
});
