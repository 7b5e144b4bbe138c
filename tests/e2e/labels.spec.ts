import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, shownRows } from './screen.js';

const LABELS = ['World', 'Sports', 'Business', 'Sci/Tech'];
const TSV = `text\tlabel\n${Array.from({ length: 40 }, (_, row) => `Report ${row} of the day\t${LABELS[row % 4] ?? ''}\n`).join('')}`;
/** More labels than the dialog lists at once. */
const MANY = `text\tlabel\n${Array.from({ length: 154 }, (_, row) => `Question ${row}\tintent ${row % 77}\n`).join('')}`;

async function open(page: Page, content = TSV, address = NO_LEARNING): Promise<void> {
  await page.goto(`${address}&order=source`);
  await give(page, 'reports.tsv', content);
  await confirmImport(page);
}

async function openLabels(page: Page): Promise<void> {
  await page.getByTestId('queue-row').first().click();
  await page.getByTestId('labels-open').click();
  await expect(page.getByTestId('labels-dialog')).toBeVisible();
}

async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.getByTestId(`label-edit-${from}`).getByTestId('label-rename').click();
  await page.getByTestId('label-new-name').fill(to);
  await expect(page.getByTestId('label-preview')).toContainText(`with “${from}” will have “${to}”`);
  await page.getByTestId('label-new-name').press('Enter');
  await expect(page.getByTestId('labels-done')).toContainText(`“${from}” is now “${to}”`);
}

async function merge(page: Page, from: string, to: string): Promise<void> {
  await page.getByTestId(`label-edit-${from}`).getByTestId('label-merge').click();
  await page.getByTestId('label-into').selectOption(to);
  await page.getByTestId('label-apply').click();
  await expect(page.getByTestId('labels-done')).toContainText(`“${from}” merged into “${to}”`);
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
}

const labelsShown = async (page: Page): Promise<string[]> =>
  [...new Set((await shownRows(page)).map(({ label }) => label))].sort();

test('labels are renamed, merged and added, and the files elsewhere are the same', async ({ page, browser }) => {
  await open(page);
  await openLabels(page);
  await rename(page, 'World', 'Politics');
  await merge(page, 'Business', 'Sci/Tech');
  await page.getByTestId('label-add-name').fill('Weather');
  await page.getByTestId('label-add').click();
  await expect(page.getByTestId('labels-done')).toContainText('Label “Weather” added');
  await expectNoViolation(page);
  await page.getByTestId('labels-close').click();
  await expect(page.getByTestId('labels-dialog')).toHaveCount(0);
  expect(await labelsShown(page)).toEqual(['Politics', 'Sci/Tech', 'Sports']);
  await page.getByTestId('label-option-Weather').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await page.reload();
  await expect(page.getByTestId('queue-row').first()).toHaveAttribute('data-label', 'Weather');
  expect(await labelsShown(page)).toEqual(['Politics', 'Sci/Tech', 'Sports', 'Weather']);
  const corrected = await exported(page, 'export-source');
  const wanted = TSV.replaceAll('\tWorld', '\tPolitics').replaceAll('\tBusiness', '\tSci/Tech');
  expect(corrected).toBe(wanted.replace('Politics', 'Weather'));
  const changes = await exported(page, 'export-changes');

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await open(other);
  await give(other, 'reports.changes.jsonl', changes);
  await other.getByTestId('session-confirm').click();
  await expect(other.getByTestId('session-dialog')).toHaveCount(0);
  expect(await exported(other, 'export-source')).toBe(corrected);
  await elsewhere.close();

  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => labelsShown(page)).toEqual(['Business', 'Politics', 'Sci/Tech', 'Sports']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => labelsShown(page)).toEqual([...LABELS].sort());
});

test('77 labels are found by name, also on a phone and with the keyboard alone', async ({ page }) => {
  await open(page, MANY);
  await page.getByTestId('queue-row').first().click();
  await page.setViewportSize({ width: 390, height: 780 });
  await page.getByTestId('tab-row').click();
  await page.getByTestId('labels-open').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('labels-dialog')).toBeVisible();
  await page.getByTestId('labels-find').focus();
  await page.keyboard.type('intent 76');
  await expect(page.getByTestId('labels-dialog').locator('li')).toHaveCount(1);
  await page.getByTestId('label-rename').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('label-new-name')).toBeFocused();
  await page.keyboard.type('last intent');
  await expectNoViolation(page);
  const hidden = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(hidden).toBeLessThanOrEqual(0);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('labels-done')).toContainText('“intent 76” is now “last intent”');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('labels-dialog')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('remarks')).toContainText('The labels are changed back');
});

test('the dialog is in Chinese', async ({ page }) => {
  await open(page, TSV, './?device=wasm&lang=zh-CN&learn=off');
  await openLabels(page);
  await page.getByTestId('label-edit-Sports').getByTestId('label-remove').click();
  await page.getByTestId('label-discard-rows').check();
  await expect(page.getByTestId('label-preview')).toHaveText('10 条“Sports”数据将被弃用，此后不能再选择“Sports”。');
  await expectNoViolation(page);
  await page.getByTestId('label-apply').click();
  await expect(page.getByTestId('labels-done')).toContainText('已移除标签“Sports”，弃用 10 条数据');
});
