import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf } from './screen.js';

/** A person sets the key of a label. */

const ROWS = ['World', 'Sports', 'Business', 'Sci/Tech'].map((label, row) => `report ${row} of the day\t${label}`);

async function open(page: Page, address = NO_LEARNING): Promise<void> {
  await page.goto(address);
  await give(page, 'rows.tsv', `text\tlabel\n${ROWS.join('\n')}\n`);
  await confirmImport(page);
  await page.keyboard.press('j');
}

/** The key of a label on the card. */
function keyOn(page: Page, label: string): Promise<string | null> {
  return page.getByTestId(`label-option-${label}`).getAttribute('aria-keyshortcuts');
}

test('sets a key from the label’s button, chooses the label with it, and persists it', async ({ page }) => {
  await open(page);
  await page.getByTestId('label-option-Business').click({ button: 'right' });
  const dialog = page.getByTestId('set-key-dialog');
  await expect(dialog.getByRole('heading')).toHaveText('Key of Business');
  await expect(page.getByTestId('set-key')).toBeFocused();
  const said = page.getByTestId('set-key-said');
  await page.keyboard.press('a');
  await expect(said).toHaveText(/^Key a is in use: .+\. Press another key\.$/);
  await page.keyboard.press('?');
  await expect(said).toContainText('a letter from a to z or a digit');
  await page.keyboard.press('q');
  await expect(said).toHaveText('Key q now gives Business.');
  await expect(page.getByTestId('set-key')).toHaveValue('q');
  await expectNoViolations(page, 'key of a label', '[data-testid=set-key-dialog]');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('card')).toBeFocused();
  await expect(page.getByTestId('label-option-Business').locator('kbd')).toHaveText('q');

  await page.keyboard.press('q');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  expect(objectsOf(await exported(page, 'export-changes'))).toMatchObject([{ row: 0, corrected_label: 'Business' }]);

  await page.reload();
  await expect(page.getByTestId('queue-row')).toHaveCount(4);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.getByTestId('label-option-Business').locator('kbd')).toHaveText('q');
  expect(await keyOn(page, 'World')).toBe('4');
  await page.keyboard.press('q');
  await expect(page.getByTestId('count-reviewed')).toHaveText('2');
});

test('the help with the keys of labels fits a phone, in Chinese too', async ({ page }) => {
  await open(page, './?device=wasm&lang=zh-CN&learn=off');
  await page.setViewportSize({ width: 360, height: 640 });
  await page.keyboard.press('?');
  const help = page.getByTestId('keys-help');
  await expect(page.getByTestId('label-key-World')).toBeVisible();
  expect(await help.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
  await expectNoViolations(page, 'keys', '[data-testid=keys-help]');
  await page.getByTestId('label-key-World').click();
  const box = await page.getByTestId('set-key-dialog').boundingBox();
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= 360).toBe(true);
});
