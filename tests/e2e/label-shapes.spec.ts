import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING } from './screen.js';

/** A correction keeps the shape of the replaced label, and one key does not overwrite several labels. */

function caseOf(path: string): string {
  return readFileSync(`tests/fixtures/cases/${path}`, 'utf8');
}

async function open(page: Page, name: string, content: string): Promise<void> {
  await page.goto(NO_LEARNING);
  await give(page, name, content);
  await confirmImport(page);
}

function rowOf(page: Page, row: number): Locator {
  return page.locator(`[data-testid=queue-row][data-row="${row}"]`);
}

async function choose(page: Page, row: number): Promise<void> {
  await rowOf(page, row).click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
}

async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
}

const line = (text: string, row: number): string => text.split('\n')[row] ?? '';

test('asks before one key overwrites several labels', async ({ page }) => {
  const source = caseOf('04-doccano/all.jsonl');
  await open(page, 'all.jsonl', source);
  const row = source.split('\n').findIndex((text) => text.includes('["World", "Business"]'));
  await expect(rowOf(page, row)).toContainText('2 labels:');
  await expect(rowOf(page, row)).toContainText('World and Business');
  await choose(page, row);
  await expect(page.getByTestId('confirm-label')).toContainText('World and Business');
  const dialog = page.getByTestId('several-dialog');
  await page.keyboard.press('1');
  await expect(dialog).toContainText('Sci/Tech');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, row)).toHaveAttribute('data-status', 'pending');
  await page.keyboard.press('1');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('several-keep')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, row)).toHaveAttribute('data-status', 'corrected');
  await saved(page);
  const expected = line(source, row).replace('["World", "Business"]', '["Sci/Tech"]');
  expect(await exported(page, 'export-jsonl')).toBe(source.split('\n').with(row, expected).join('\n'));
});
