import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { newsTsv, setRoom } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { confirmImport, give, objectsOf } from './screen.js';

const HOME = './?device=wasm&lang=en';

/** Three stored decisions, then ten without room. */
async function unsavedWork(page: Page): Promise<void> {
  await page.goto(HOME);
  await give(page, 'news.tsv', newsTsv(60));
  await confirmImport(page);
  await page.keyboard.press('j');
  for (let key = 0; key < 3; key++) await page.keyboard.press('x');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await setRoom(page, false);
  for (let key = 0; key < 10; key++) await page.keyboard.press('x');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'failed');
}

async function stay(page: Page): Promise<void> {
  const dialog = page.getByTestId('leave-dialog');
  await expect(dialog).toContainText('10 decisions in news.tsv are not stored');
  await page.getByTestId('leave-stay').click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId('count-reviewed')).toHaveText('13');
}

test('asks before unstored decisions are left for the start page or another file, and keeps them on staying', async ({
  page,
}) => {
  await unsavedWork(page);
  await page.getByTestId('home').click();
  await stay(page);
  await page.getByTestId('home').click();
  await expect(page.getByTestId('leave-dialog')).toBeVisible();
  // Keys decide nothing behind the question. Escape cancels it.
  await page.keyboard.press('x');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('leave-dialog')).toHaveCount(0);
  await expect(page.getByTestId('count-reviewed')).toHaveText('13');
  await give(page, 'other.tsv', newsTsv(7));
  await page.getByTestId('import-confirm').click();
  await stay(page);

  // Opening the same file does not leave the project.
  await give(page, 'news.tsv', newsTsv(60));
  await confirmImport(page);
  await expect(page.getByTestId('count-reviewed')).toHaveText('13');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'failed');

  await setRoom(page, true);
  await page.getByTestId('save-retry').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.getByTestId('home').click();
  await expect(page.getByTestId('earlier-project')).toContainText('13');
});

test('downloads unsaved decisions before leaving, does not count them, and restores them in this page', async ({
  page,
}) => {
  await unsavedWork(page);
  await page.getByTestId('home').click();
  const coming = page.waitForEvent('download');
  await page.getByTestId('leave-download').click();
  const audit = objectsOf(readFileSync(await (await coming).path(), 'utf8'));
  expect(audit.filter((row) => row['status'] === 'discarded')).toHaveLength(13);
  await page.getByTestId('leave-anyway').click();
  const project = page.getByTestId('earlier-project');
  await expect(project).toContainText('3 decided');
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toBe(1);

  await setRoom(page, true);
  await project.getByRole('button').first().click();
  await expect(page.getByTestId('count-reviewed')).toHaveText('13');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('13');
  expect(asked).toBe(1);
});

test('asks again before it removes a project whose decisions are in this tab alone', async ({ page }) => {
  await unsavedWork(page);
  await page.getByTestId('home').click();
  await page.getByTestId('leave-anyway').click();
  const project = page.getByTestId('earlier-project');
  await project.getByRole('button', { name: /^Remove/ }).click();
  await project.getByRole('button', { name: /^Remove/ }).click();
  await expect(page.getByTestId('leave-dialog')).toContainText('10 decisions');
  await page.getByTestId('leave-stay').click();
  await expect(project).toHaveCount(1);
  await project.getByRole('button', { name: /^Remove/ }).click();
  await page.getByTestId('leave-anyway').click();
  await expect(project).toHaveCount(0);
});
