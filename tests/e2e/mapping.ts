import type { Page } from '@playwright/test';
import { expect } from './fixtures.js';
import { NO_LEARNING } from './screen.js';

const ROLES = ['text', 'text-join', 'text-b', 'label', 'id', 's-label'] as const;

/** Opens the page and waits until it takes files. */
export async function openPage(page: Page): Promise<void> {
  await page.goto(NO_LEARNING);
  await expect(page.getByTestId('landing')).toBeVisible();
}

/** Waits until the mapping dialog has read the whole file. Returns how many records became rows. */
export async function readThrough(page: Page): Promise<{ rows: number; rejected: number }> {
  await expect(page.getByTestId('import-confirm')).toBeEnabled({ timeout: 40_000 });
  const dialog = page.getByTestId('import-dialog');
  return {
    rows: Number(await dialog.getAttribute('data-rows')),
    rejected: Number(await dialog.getAttribute('data-rejected')),
  };
}

/** The chosen columns of the open dialog, by test id without `import-`. Omits the fields without a column. */
export async function chosenColumns(page: Page): Promise<Record<string, string>> {
  const chosen: [string, string][] = [];
  for (const role of ROLES) chosen.push([role, await page.getByTestId(`import-${role}`).inputValue()]);
  return Object.fromEntries(chosen.filter(([, column]) => column !== ''));
}

/** By how many CSS px the page is wider than the window: 0 in a sound layout. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
