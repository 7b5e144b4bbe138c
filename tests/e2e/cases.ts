import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, exported, objectsOf } from './screen.js';

/** The path of a small input in the shape of a real one. */
export function casePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/cases/${name}`, import.meta.url));
}

/** Drops files of a case on a fresh page, and says how many records became rows once they are read through. */
export async function dropCase(page: Page, ...names: readonly string[]): Promise<{ rows: number; rejected: number }> {
  await openPage(page);
  await page.getByTestId('file-input').setInputFiles(names.map(casePath));
  return readThrough(page);
}

/** Drops files of a case and confirms what the mapping dialog proposes. */
export async function openCase(page: Page, ...names: readonly string[]): Promise<void> {
  await dropCase(page, ...names);
  await confirmImport(page);
}

/** The rows of the open dataset, as the audit export has them. */
export async function auditOf(page: Page): Promise<Record<string, unknown>[]> {
  return objectsOf(await exported(page, 'export-audit'));
}

/** How many rows of the open dataset have each label; a row without one counts as `null`. */
export async function labelCounts(page: Page): Promise<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const row of await auditOf(page)) {
    const label = JSON.stringify(row['original_label']);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

/** Gives a row another label, by the buttons of the card. */
export async function correct(page: Page, row: number, label: string): Promise<void> {
  await openRow(page, row);
  await page.getByTestId(`label-option-${label}`).first().click();
  await expect(page.locator(`[data-testid=queue-row][data-row="${row}"]`)).toHaveAttribute('data-status', 'corrected');
}

/** Shows a row on the card. */
export async function openRow(page: Page, row: number): Promise<void> {
  await page.locator(`[data-testid=queue-row][data-row="${row}"]`).click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
}

/** The lines of a text file of a case. */
export function caseLines(name: string): string[] {
  return readFileSync(casePath(name), 'utf8').split('\n');
}
