import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { give, status } from './screen.js';

/** The violations that axe reports, each with its elements, for the failure log. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}`));
}

/** In light and in dark colours. */
async function expectNone(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), `${where}, ${colorScheme}`).toEqual([]);
  }
}

for (const lang of ['en', 'zh-CN'] as const) {
  test(`axe reports no violation: ${lang}`, async ({ page }) => {
    await page.goto(`./?lang=${lang}&device=wasm`);
    await expect(page.getByTestId('landing')).toBeVisible();
    await expectNone(page, 'start page');

    await give(page, 'a.tsv', 'text\tlabel\nStocks fell\tBusiness\nbroken line\nThey won\tSports\n');
    await expect(page.getByTestId('import-confirm')).toBeEnabled();
    await expectNone(page, 'mapping dialog');
    await page.getByTestId('import-confirm').click();
    await expect(page.getByTestId('label-map')).toBeVisible();
    await expectNone(page, 'before the run');

    await page.getByTestId('run-start').click();
    await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
    await expect(page.getByTestId('map')).toBeVisible();
    await expectNone(page, 'main screen');
    await page.keyboard.press('?');
    await expect(page.getByTestId('keys-help')).toBeVisible();
    await expectNone(page, 'keys');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('keys-help')).toBeHidden();
    await page.keyboard.down(' ');
    await expect(page.getByTestId('as-it-was')).toBeVisible();
    await expectNone(page, 'as it was');
    await page.keyboard.up(' ');
    await page.keyboard.press('f');
    await expect(page.getByTestId('focus-view')).toBeVisible();
    await expectNone(page, 'focus mode');
  });
}

test('the layout fits windows of 360 x 740, 820 x 1100 and 3840 x 2160', async ({ page }) => {
  await page.goto('./?sample=news&device=wasm&lang=en');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  for (const [width, height] of [
    [360, 740],
    [820, 1100],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    const window = `${width} x ${height}`;
    const narrow = width < 1100;
    if (narrow) await page.getByTestId('tab-queue').click();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider, window).toBeLessThanOrEqual(0);
    await expect(page.getByTestId('queue')).toBeInViewport();
    await expect(page.getByTestId('export-menu')).toBeInViewport();
    if (narrow) {
      expect(await violations(page), `list, ${window}`).toEqual([]);
      await page.getByTestId('queue-row').first().click();
    }
    await expect(page.getByTestId('card')).toBeInViewport();
    await expect(page.getByTestId('confirm-label')).toBeInViewport();
    if (!narrow) continue;
    expect(await violations(page), `row, ${window}`).toEqual([]);
    await page.getByTestId('tab-map').click();
    await expect(page.getByTestId('map')).toBeInViewport();
    expect(await violations(page), `map, ${window}`).toEqual([]);
    await page.getByTestId('more-menu').click();
    expect(await violations(page), `menu, ${window}`).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

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

test('keys do nothing while an input method composes, and digits label the row otherwise', async ({ page }) => {
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
