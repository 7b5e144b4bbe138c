import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.js';

/** A file for a file input, with any extension. */
export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function givenFile(name: string, content: string | Uint8Array): GivenFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

/** The bytes of one of the project's fixtures. */
export function fixtureBytes(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
}

export function trainingDialog(page: Page): Locator {
  return page.getByTestId('training-dialog');
}

/** Confirms the dialog of training signals and waits for the map. */
export async function applySignals(page: Page): Promise<void> {
  await expect(page.getByTestId('training-confirm')).toBeEnabled({ timeout: 30_000 });
  await page.getByTestId('training-confirm').click();
  await expect(trainingDialog(page)).toHaveCount(0);
  await expect(page.getByTestId('map')).toBeVisible();
}

/** Counts of the legend, in its order, with their keys. */
export async function legend(page: Page): Promise<{ keys: string[]; counts: number[] }> {
  const entries = await page
    .getByTestId('map-bucket')
    .evaluateAll((buttons) =>
      buttons.map((button) => [(button as HTMLElement).dataset['bucket'], (button as HTMLElement).dataset['count']]),
    );
  return { keys: entries.map(([key]) => key ?? ''), counts: entries.map(([, count]) => Number(count)) };
}

const GOLDEN = JSON.parse(fixtureBytes('trustai_bucket_counts.json').toString('utf8')) as Record<string, number[]>;

/** Reads one of the tutorial's plots of the golden signals off the page. */
export async function expectPlot(page: Page, name: string): Promise<void> {
  const [total = Number.NaN, ...buckets] = GOLDEN[name] ?? [];
  await expect.poll(async () => (await legend(page)).counts, { message: name }).toEqual(buckets);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(total));
  expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(total);
}

/** Sets the controls to every plot of the tutorial in turn, and reads its counts. The standard plot is last. */
export async function expectEveryPlot(page: Page): Promise<void> {
  await expectPlot(page, 'standard');
  expect((await legend(page)).keys[0]).toBe('correct_ratio_0.0');
  await page.getByTestId('map-criterion').selectOption('forgetting_times');
  await page.getByTestId('map-threshold').fill('1');
  await expectPlot(page, 'criterion forgetting_times>=1');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '71');
  await page.getByTestId('map-f-times').fill('0');
  await expectPlot(page, 'use_f_times=0 + criterion forgetting_times>=1 (criterion ignored)');
  await page.getByTestId('map-l-times').fill('0');
  await expect(page.getByText('exclude each other')).toBeVisible();
  await page.getByTestId('map-f-times').fill('');
  await expectPlot(page, 'use_l_times=0');
  await page.getByTestId('map-l-times').fill('1');
  await expectPlot(page, 'use_l_times=1');
  await page.getByTestId('map-l-times').fill('');
  await page.getByTestId('map-criterion').selectOption('');
  await page.getByTestId('map-f-times').fill('0');
  await expectPlot(page, 'use_f_times=0');
  await page.getByTestId('map-f-times').fill('');
  await expectPlot(page, 'standard');
}
