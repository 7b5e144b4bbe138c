import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newsTsv } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf, score } from './screen.js';

/** A person asks how many wrong labels are left, and audits a random sample. */

const ROWS = 200;

async function open(page: Page): Promise<void> {
  await page.goto(NO_LEARNING);
  await give(page, 'news.tsv', newsTsv(ROWS));
  await confirmImport(page);
  await score(page);
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', /\d/);
}

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))).toEqual([]);
}

/** Presses a key for row after row. */
async function decide(page: Page, key: string, count: number): Promise<void> {
  const reviewed = page.getByTestId('count-reviewed');
  const before = Number(await reviewed.textContent());
  for (let at = 1; at <= count; at += 1) {
    await page.keyboard.press(key);
    await expect(reviewed).toHaveText(String(before + at));
  }
}

test('every tenth row is a marked random draw, and the estimate has its interval', async ({ page }) => {
  await open(page);
  const remaining = page.getByTestId('remaining');
  const mark = page.getByTestId('card').getByTestId('draw-mark');
  await decide(page, 'Enter', 10);
  await expect(mark).toBeVisible();
  await expect(page.getByTestId('queue').getByTestId('draw-mark')).toBeVisible();
  await axe(page);
  await decide(page, 'Enter', 1);
  await expect(mark).toHaveCount(0);
  await decide(page, 'Enter', 60);
  await expect(remaining).toHaveAttribute('data-estimate', '0');
  await expect(remaining).toHaveAttribute('data-sampled', '7');
  const high = Number(await remaining.getAttribute('data-high'));
  expect(high).toBeGreaterThan(0);
  expect(high).toBeLessThanOrEqual(ROWS - 71);

  await remaining.click();
  await expect(page.getByTestId('estimate-sentence')).toHaveText(
    `About 0 wrong labels are left. With 95% confidence there are 0 to ${high}.`,
  );
  await expect(page.getByTestId('yield-curve').getByRole('img')).toBeVisible();
  await axe(page);
  await page.getByTestId('draws-on').uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('estimate-dialog')).toHaveCount(0);
  await expect(remaining).toBeFocused();
  await page.getByTestId('card').focus();
  await decide(page, 'Enter', 9);
  await expect(mark).toHaveCount(0);
});

test('an audit hides labels and predictions, survives a reload and ends in its report', async ({ page }) => {
  await open(page);
  await page.getByTestId('audit-start').click();
  const precision = page.getByTestId('audit-precision');
  await precision.press('Control+a');
  await precision.pressSequentially('-3');
  await expect(precision).toHaveValue('-3');
  await expect(page.getByTestId('audit-begin')).toBeDisabled();
  await precision.fill('20');
  await expect(page.getByTestId('audit-size')).toHaveAttribute('data-rows', '21');
  await page.getByTestId('audit-blind').check();
  await axe(page);
  await page.getByTestId('audit-begin').click();
  const bar = page.getByTestId('audit-bar');
  await expect(bar).toHaveAttribute('data-total', '21');
  await expect(page.getByTestId('queue-row')).toHaveCount(0);
  await expect(page.getByTestId('map')).toHaveCount(0);
  await expect(page.getByTestId('confirm-label')).toHaveCount(0);
  await axe(page);
  await decide(page, '1', 10);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await page.reload();
  await expect(bar).toHaveAttribute('data-done', '10');
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', /\d/);
  await decide(page, '1', 11);
  const report = page.getByTestId('audit-report');
  await expect(report).toHaveAttribute('data-sampled', '21');
  await axe(page);
  const coming = page.waitForEvent('download');
  await page.getByTestId('audit-report-md').click();
  expect((await coming).suggestedFilename()).toBe('news.audit-report.md');
  await page.getByTestId('audit-close').click();
  await expect(bar).toHaveCount(0);
  await expect(page.getByTestId('queue-row').first()).toBeVisible();
  const statuses = objectsOf(await exported(page, 'export-audit')).map(({ status }) => status);
  expect(statuses.filter((status) => status !== 'pending')).toHaveLength(21);
});
