import { expectNoViolations } from './axe.js';
import { expect, test } from './fixtures.js';
import { openSample } from './scored.js';
import { status } from './screen.js';

test('the label overview leads from a cell to its rows, by mouse and by keyboard, in both languages', async ({
  page,
}) => {
  await openSample(page);
  const open = page.getByTestId('health-open');
  await open.click();
  const dialog = page.getByTestId('health-dialog');
  await expect(page.getByTestId('class-row')).toHaveCount(4);
  const cells = page.getByTestId('confusion-cell');
  const counts = await cells.evaluateAll((all) => all.map((cell) => Number(cell.dataset['count'])));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
  await expectNoViolations(page, 'label overview');

  // The list then has exactly the rows of the cell.
  const wrong = page.locator('[data-testid=confusion-cell]:not(.right)').first();
  const count = (await wrong.getAttribute('data-count')) ?? '';
  const given = (await wrong.getAttribute('data-given')) ?? '';
  await wrong.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', count);
  await expect(page.getByTestId('queue-row').first()).toHaveAttribute('data-label', given);
  await page.reload();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', count);

  // Arrow keys go from cell to cell, and Enter opens one. Escape closes the dialog, and the focus goes back.
  await open.click();
  await expect(cells.first()).toBeVisible();
  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(cells.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  const second = await cells.nth(5).getAttribute('data-count');
  await expect(cells.nth(5)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', second ?? '');
  await page.goto('./?sample=news&device=wasm&lang=zh-CN');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await open.click();
  await expect(dialog).toContainText('标签概览');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(open).toBeFocused();
});
