import { expectNoViolations } from './axe.js';
import { expect, test } from './fixtures.js';
import { openSample } from './scored.js';
import { status } from './screen.js';

test('the layout fits windows of 360 x 740, 820 x 1100 and 3840 x 2160', async ({ page }) => {
  await openSample(page);
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
      await expectNoViolations(page, `list, ${window}`);
      await page.getByTestId('queue-row').first().click();
    }
    await expect(page.getByTestId('card')).toBeInViewport();
    await expect(page.getByTestId('confirm-label')).toBeInViewport();
    if (!narrow) continue;
    await expectNoViolations(page, `row, ${window}`);
    await page.getByTestId('tab-map').click();
    await expect(page.getByTestId('map')).toBeInViewport();
    await expectNoViolations(page, `map, ${window}`);
    await page.getByTestId('more-menu').click();
    await expectNoViolations(page, `menu, ${window}`);
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
  await openSample(page, '&lang=zh-CN');
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
