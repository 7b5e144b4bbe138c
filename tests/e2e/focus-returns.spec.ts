import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { openSample } from './scored.js';
import { confirmImport, give, NO_LEARNING } from './screen.js';

/** After an element closes, its opener or the next control has the focus, never the body of the page. */

/** The test id, role or tag of the focused element. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    const holder = activeElement?.closest<HTMLElement>('[data-testid]');
    return holder?.dataset['testid'] ?? activeElement?.tagName.toLowerCase() ?? '';
  });
}

async function dismissNotice(page: Page): Promise<void> {
  await give(page, 'nothing.tsv', '');
  await page.getByTestId('notice').getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByTestId('notice')).toHaveCount(0);
}

for (const width of [390, 1280]) {
  test(`closed messages, dialogs and panels return the focus, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openSample(page);
    await test.step('a message over the work', async () => {
      await dismissNotice(page);
      await expect.poll(() => focused(page)).toBe(width < 1100 ? 'queue' : 'card');
    });
    await test.step('dialogs and menus', async () => {
      const narrow = width < 1100;
      const help = page.getByTestId('keys-help');
      const helpButton = page.getByRole('button', { name: 'Keys and help' });
      for (const close of ['Escape', 'button']) {
        if (narrow) await page.getByTestId('more-menu').click();
        await helpButton.click();
        await expect(help).toBeVisible();
        if (close === 'Escape') await page.keyboard.press('Escape');
        else await help.getByRole('button', { name: 'Close' }).click();
        await expect(help).toBeHidden();
        if (narrow) await expect(page.getByTestId('more-menu')).toBeFocused();
        else await expect(helpButton).toBeFocused();
      }
      // A key opens it while no element has the focus.
      await page.keyboard.press('Escape');
      await expect.poll(() => focused(page)).toBe('body');
      await page.keyboard.press('?');
      await help.getByRole('button', { name: 'Close' }).click();
      await expect.poll(() => focused(page)).toBe(narrow ? 'queue' : 'card');

      await page.getByTestId('export-menu').click();
      await page.getByTestId('export-changes').click();
      await expect(page.getByTestId('export-menu')).toBeFocused();

      if (narrow) await page.getByTestId('tab-row').click();
      for (const way of ['f', 'focus-leave']) {
        await page.keyboard.press('f');
        await expect(page.getByTestId('focus-view')).toBeVisible();
        await expect(page.getByTestId('card')).toBeFocused();
        if (way === 'f') await page.keyboard.press('f');
        else await page.getByTestId('focus-leave').click();
        await expect(page.getByTestId('focus-view')).toHaveCount(0);
        await expect.poll(() => focused(page)).toBe('card');
      }
    });
    await test.step('a message over the setup panel, and the panel', async () => {
      if (width < 1100) await page.getByTestId('more-menu').click();
      await page.getByTestId('open-setup').click();
      await expect(page.getByTestId('run-setup')).toBeVisible();
      await dismissNotice(page);
      await expect.poll(() => focused(page)).toBe('run-setup');
      // The panel closes, and its opener gets the focus.
      await page.getByTestId('run-setup').getByRole('button', { name: 'Close' }).click();
      await expect(page.getByTestId('run-setup')).toHaveCount(0);
      await expect.poll(() => focused(page)).toBe(width < 1100 ? 'more-menu' : 'open-setup');
    });
  });
}

test('focuses the setup panel after a file is opened, and the row once it is scored', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await give(page, 'a.tsv', 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n');
  await page.getByTestId('import-cancel').click();
  await expect.poll(() => focused(page)).not.toBe('body');
  await give(page, 'a.tsv', 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n');
  await confirmImport(page);
  await expect.poll(() => focused(page)).toBe('run-setup');
  await page.getByTestId('run-start').click();
  await expect.poll(() => focused(page)).toBe('card');
});

test('focuses the card after a button disappears or becomes disabled', async ({ page }) => {
  await openSample(page);
  await page.keyboard.press('a');
  await page.getByTestId('eviction-known').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('eviction-hint')).toHaveCount(0);
  await expect.poll(() => focused(page)).toBe('card');
  await page.getByTestId('undo').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('undo')).toBeDisabled();
  await expect.poll(() => focused(page)).toBe('card');
});

test('focuses the card after the button of a message, and keys decide rows', async ({ page }) => {
  await page.goto(NO_LEARNING);
  const variants = new URL('../fixtures/cases/15-labelencoder/train.jsonl', import.meta.url);
  await give(page, 'train.jsonl', readFileSync(variants));
  await confirmImport(page);
  await page.getByTestId('run-start').click();
  const notice = page.locator('[data-testid=notice][data-code=labels-permuted]');
  await notice.getByTestId('notice-action').click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByTestId('card')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
});
