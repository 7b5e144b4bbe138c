import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.js';
import { expect, test } from './fixtures.js';
import { confirmImport, give, NO_LEARNING } from './screen.js';

/** A person changes the keys of actions in the help. */

const ROWS = ['World', 'Sports', 'Business', 'Sci/Tech'].map((label, row) => `report ${row} of the day\t${label}`);

async function open(page: Page, address = NO_LEARNING): Promise<void> {
  await page.goto(address);
  await give(page, 'rows.tsv', `text\tlabel\n${ROWS.join('\n')}\n`);
  await confirmImport(page);
  await page.keyboard.press('j');
}

test('gives an action another key, for good, and goes back to the standard keys', async ({ page }) => {
  await open(page);
  const discard = page.getByTestId('discard-row');
  await expect(discard.locator('kbd')).toHaveText('x');
  await page.keyboard.press('?');
  const row = page.getByTestId('key-discard');
  const set = row.getByTestId('key-set');
  await set.click();
  await expect(page.getByTestId('key-press')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(set).toBeFocused();
  await expect(page.getByTestId('keys-help')).toBeVisible();
  await page.keyboard.press('Enter');
  await expectNoViolations(page, 'waiting for a key', '[data-testid=keys-help]');
  await page.keyboard.press('d');
  await expect(set).toBeFocused();
  await expect(set).toHaveText('d');
  await expect(page.getByTestId('key-said')).toHaveText('Key d now does this: Discard the row.');
  await expectNoViolations(page, 'another key', '[data-testid=keys-help]');
  await page.keyboard.press('Escape');
  await expect(discard.locator('kbd')).toHaveText('d');

  await page.reload();
  await expect(page.getByTestId('queue-row')).toHaveCount(4);
  await page.keyboard.press('j');
  await expect(discard).toHaveAttribute('aria-keyshortcuts', 'd');
  await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  await page.keyboard.press('d');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');

  await page.keyboard.press('?');
  await page.getByTestId('keys-reset').click();
  await expect(set).toHaveText('x');
  await page.keyboard.press('Escape');
  await expect(discard.locator('kbd')).toHaveText('x');
});

test('keeps the field apart from a held Enter, and takes Enter, Space and no key', async ({ page }) => {
  await open(page);
  await page.keyboard.press('?');
  const set = (action: string) => page.getByTestId(`key-${action}`).getByTestId('key-set');
  await set('accept').focus();
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  await expect(page.getByTestId('key-press')).toBeFocused();
  await page.keyboard.up('Enter');
  await page.keyboard.press('Enter');
  await expect(set('accept')).toHaveText('Enter');
  await expect(set('confirm')).toHaveText('a');
  await set('next').click();
  await page.keyboard.press('Space');
  await expect(set('as-it-was')).toHaveText('j');
  await set('help').click();
  await page.getByTestId('key-none').click();
  await expect(set('help')).toHaveText('none');
  await expect(set('help')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('confirm-label')).toHaveAttribute('aria-keyshortcuts', 'a');
  await page.keyboard.press('a');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
});

test('shows the keys of actions on the start page and on a phone, in Chinese too', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto('./?lang=zh-CN&learn=off');
  await page.getByRole('button', { name: '快捷键' }).click();
  const help = page.getByTestId('keys-help');
  await page.getByTestId('key-accept').getByTestId('key-set').click();
  expect(await help.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
  await page.keyboard.press('x');
  await expect(page.getByTestId('key-said')).toHaveText('现在按 x 键即可：采纳建议。“弃用这条数据”改用 a 键。');
  await expectNoViolations(page, 'keys of actions', '[data-testid=keys-help]');
});
