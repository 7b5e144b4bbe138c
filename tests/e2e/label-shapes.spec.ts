import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, score } from './screen.js';

/** A correction keeps the shape of the label that it replaces, and several labels are not overwritten by one key. */

function caseOf(path: string): string {
  return readFileSync(`tests/fixtures/cases/${path}`, 'utf8');
}

async function open(page: Page, name: string, content: string, address = NO_LEARNING): Promise<void> {
  await page.goto(address);
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

test('lists of one, as doccano writes them, stay lists of one', async ({ page }) => {
  const source = caseOf('04-doccano/all.jsonl');
  await page.goto(NO_LEARNING);
  await give(page, 'all.jsonl', source);
  await expect(page.getByTestId('import-confirm')).toBeEnabled();
  await expect(page.getByTestId('import-dialog')).toContainText('several labels');
  await confirmImport(page);
  const classes = page.getByTestId(/^label-map-/).locator('option:checked');
  expect(await classes.allTextContents()).toEqual(['Sci/Tech', 'Sports', 'World']);
  await score(page);
  await choose(page, 2);
  await page.getByTestId('label-option-Business').click();
  await saved(page);
  const corrected = await exported(page, 'export-jsonl');
  const expected = line(source, 2).replace('["World"]', '["Business"]');
  expect(corrected).toBe(source.split('\n').with(2, expected).join('\n'));
});

test('one key does not overwrite several labels: the page asks first', async ({ page }) => {
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

test('a class that no row has is written as its number', async ({ page }) => {
  const source = caseOf('14-int-missing-class/train.jsonl');
  await open(page, 'train.jsonl', source);
  await score(page);
  await choose(page, 2);
  await expect(page.getByTestId('label-option-Business')).toContainText('2 · Business');
  await page.getByTestId('label-option-Business').click();
  await saved(page);
  await expect(page.locator('[data-testid=notice][data-code=label-among-numbers]')).toHaveCount(0);
  await choose(page, 6);
  await page.getByTestId('label-option-Business').click();
  await saved(page);
  const lines = (await exported(page, 'export-jsonl')).split('\n');
  expect([lines[2], lines[6]]).toEqual([2, 6].map((row) => line(source, row).replace(/"label": \d/, '"label": 2')));
  const changes = (await exported(page, 'export-changes')).trim().split('\n');
  expect(changes.map((text) => (JSON.parse(text) as Record<string, unknown>)['corrected_label'])).toEqual([2, 2]);
});

test('a name among numbers is announced on its button and in a notice, in both languages', async ({ page }) => {
  for (const [lang, hint] of [
    ['en', 'a name among numbers'],
    ['zh-CN', '标签大多是数字'],
  ] as const) {
    const rows = [0, 1, 3].map((label) => JSON.stringify({ text: `Shares fell, ${lang} ${label}`, label }));
    const source = rows.join('\n');
    await open(page, `${lang}.jsonl`, source, `./?device=wasm&lang=${lang}&learn=off`);
    for (const label of [0, 1, 3]) await page.getByTestId(`label-map-${label}`).selectOption('-1');
    await page.getByTestId('label-map-0').selectOption({ label: 'Business' });
    await score(page);
    await choose(page, 1);
    await expect(page.getByTestId('label-option-World')).toContainText(hint);
    await page.getByTestId('label-option-World').click();
    await expect(page.locator('[data-testid=notice][data-code=label-among-numbers]')).toContainText('World');
    await saved(page);
    expect(line(await exported(page, 'export-jsonl'), 1)).toContain('"label":"World"');
    await page.getByTestId('undo').click();
  }
});

test('of several spellings the class has its own, or the most frequent one', async ({ page }) => {
  await open(page, 'one-odd-spelling.tsv', caseOf('20-label-variants/one-odd-spelling.tsv'));
  await page.getByTestId('label-map-SPORTS').selectOption({ label: 'Sports' });
  await score(page);
  for (const row of [9, 13]) {
    await choose(page, row);
    await expect(page.getByTestId('accept-suggestion')).toHaveText(/^Accept Sports\s/);
  }
});
