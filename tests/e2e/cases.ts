import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';

/** The path of a small input in the shape of a real one. */
export function casePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/cases/${name}`, import.meta.url));
}

/** Drops files of a case on a fresh page. Returns how many records became rows once the files are read. */
export async function dropCase(page: Page, ...names: readonly string[]): Promise<{ rows: number; rejected: number }> {
  await openPage(page);
  await page.getByTestId('file-input').setInputFiles(names.map(casePath));
  return readThrough(page);
}

/** Sets another label of a row by the buttons of the card. */
export async function correct(page: Page, row: number, label: string): Promise<void> {
  await openRow(page, row);
  await page.getByTestId(`label-option-${label}`).first().click();
  await expect(page.locator(`[data-testid=queue-row][data-row="${row}"]`)).toHaveAttribute('data-status', 'corrected');
}

/** Shows a row on the card. */
async function openRow(page: Page, row: number): Promise<void> {
  await page.locator(`[data-testid=queue-row][data-row="${row}"]`).click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
}
