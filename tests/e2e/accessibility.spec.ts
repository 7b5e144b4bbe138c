import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { give, status } from './screen.js';

/** What axe finds, with the elements, so that a failure says where. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}`));
}

for (const scheme of ['light', 'dark'] as const) {
  for (const lang of ['en', 'zh-CN'] as const) {
    test(`axe finds nothing: ${scheme}, ${lang}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(`./?lang=${lang}&device=wasm`);
      await expect(page.getByTestId('landing')).toBeVisible();
      expect(await violations(page), 'start page').toEqual([]);

      await give(page, 'a.tsv', 'text\tlabel\nStocks fell\tBusiness\nbroken line\nThey won\tSports\n');
      await expect(page.getByTestId('import-confirm')).toBeEnabled();
      expect(await violations(page), 'mapping dialog').toEqual([]);
      await page.getByTestId('import-confirm').click();
      await expect(page.getByTestId('label-map')).toBeVisible();
      expect(await violations(page), 'before the run').toEqual([]);

      await page.getByTestId('run-start').click();
      await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
      await expect(page.getByTestId('map')).toBeVisible();
      expect(await violations(page), 'main screen').toEqual([]);
      await page.keyboard.press('?');
      await expect(page.getByTestId('keys-help')).toBeVisible();
      expect(await violations(page), 'keys').toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('keys-help')).toBeHidden();
      await page.keyboard.down(' ');
      await expect(page.getByTestId('as-it-was')).toBeVisible();
      expect(await violations(page), 'as it was').toEqual([]);
      await page.keyboard.up(' ');
      await page.keyboard.press('f');
      await expect(page.getByTestId('focus-view')).toBeVisible();
      expect(await violations(page), 'focus mode').toEqual([]);
    });
  }
}

for (const [width, height] of [
  [360, 740],
  [820, 1100],
  [3840, 2160],
] as const) {
  test(`nothing breaks at ${width} x ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('./?sample=news&device=wasm&lang=en');
    await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await expect(page.getByTestId('queue')).toBeInViewport();
    await expect(page.getByTestId('export-menu')).toBeInViewport();
    if (width < 1100) {
      expect(await violations(page), 'list').toEqual([]);
      await page.getByTestId('queue-row').first().click();
    }
    await expect(page.getByTestId('card')).toBeInViewport();
    await expect(page.getByTestId('confirm-label')).toBeInViewport();
    if (width < 1100) expect(await violations(page), 'row').toEqual([]);
    if (width >= 1100) return;
    await page.getByTestId('tab-map').click();
    await expect(page.getByTestId('map')).toBeInViewport();
    expect(await violations(page), 'map').toEqual([]);
    await page.getByTestId('more-menu').click();
    expect(await violations(page), 'menu').toEqual([]);
  });
}

test('the keyboard alone opens the sample, decides a row and downloads', async ({ page }) => {
  await page.goto('./?device=wasm&lang=en');
  await page.getByTestId('try-sample').focus();
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await page.keyboard.press('2');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  expect((await coming).suggestedFilename()).toBe('news.corrected.tsv');
});

test('no key acts while an input method composes; digits act otherwise', async ({ page }) => {
  await page.goto('./?sample=news&device=wasm&lang=zh-CN');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  const session = await page.context().newCDPSession(page);
  await page.keyboard.press('/');
  await session.send('Input.imeSetComposition', { text: '1', selectionStart: 1, selectionEnd: 1 });
  await session.send('Input.dispatchKeyEvent', {
    type: 'keyDown',
    key: 'Process',
    code: 'Digit1',
    windowsVirtualKeyCode: 229,
  });
  await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  await session.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
});
