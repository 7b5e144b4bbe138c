import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { expect } from './fixtures.js';

/** The page for tests without learning: it starts no learning of its own. */
export const NO_LEARNING = './?device=wasm&lang=en&learn=off';

/** The run's status, by its data attributes. */
export function status(page: Page): Locator {
  return page.getByTestId('run-status');
}

/** Rows scored so far. */
export async function rowsDone(page: Page): Promise<number> {
  return Number(await status(page).getAttribute('data-done'));
}

/** Opens a file's bytes through the file input, as a drop on the page does. */
export async function give(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const buffer = Buffer.from(content);
  await page.getByTestId('file-input').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** Confirms the mapping dialog once the file has been read. */
export async function confirmImport(page: Page): Promise<void> {
  await expect(page.getByTestId('import-confirm')).toBeEnabled({ timeout: 30_000 });
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('import-dialog')).toHaveCount(0);
  await expect(page.getByTestId('queue')).toBeVisible();
}

/** Starts a run and waits for its end. */
export async function score(page: Page, timeoutMs = 100_000): Promise<void> {
  await page.getByTestId('run-start').click();
  const done = expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: timeoutMs });
  // A failed run reports its cause in its notice.
  await done.catch(async (error: unknown) => {
    const notices = await page.getByTestId('notice').allInnerTexts();
    throw new Error(`the run did not end well: ${notices.join(' | ')}`, { cause: error });
  });
}

/** Chooses one of the exports and reads it. */
export async function exported(page: Page, choice: string): Promise<string> {
  // A tab behind another one draws no frames, and a click there waits for them.
  await page.bringToFront();
  const coming = page.waitForEvent('download');
  await page.getByTestId('export-menu').click();
  await page.getByTestId(choice).click();
  return readFileSync(await pathOf(await coming), 'utf8');
}

async function pathOf(download: Download): Promise<string> {
  const path = await download.path();
  return path;
}

/** The objects of a JSONL text. */
export function objectsOf(jsonl: string): Record<string, unknown>[] {
  return jsonl
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The attributes of the rows in the visible queue, from the top. */
export async function shownRows(page: Page): Promise<{ row: number; loss: number; label: string; status: string }[]> {
  return page.getByTestId('queue-row').evaluateAll((rows) =>
    rows.map((row) => ({
      row: Number((row as HTMLElement).dataset['row']),
      loss: Number((row as HTMLElement).dataset['loss']),
      label: (row as HTMLElement).dataset['label'] ?? '',
      status: (row as HTMLElement).dataset['status'] ?? '',
    })),
  );
}
