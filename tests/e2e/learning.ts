import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { flipped, type Flipped } from '../fakes/taught-rows.js';
import { expect } from './fixtures.js';
import { confirmImport, give, status } from './screen.js';
import { sharedFile } from './shared.js';

/** The default page: it learns from a dataset whose labels no model knows. */
export const HOME = './?device=wasm&lang=en';

/** A shared dataset with the wrong labels shared beside it. Null where a clone has none. */
export function withFlips(name: string, labelColumn: string): Flipped | null {
  const data = sharedFile(`data/${name}`);
  const flips = sharedFile('reference/flips.tsv');
  if (data === null || flips === null) return null;
  return flipped(name, readFileSync(data, 'utf8'), readFileSync(flips, 'utf8'), labelColumn);
}

/** Opens the page, gives it a dataset and confirms the dialog. */
export async function openDataset(page: Page, name: string, content: string, address = HOME): Promise<void> {
  await page.goto(address);
  await give(page, name, content);
  await confirmImport(page);
}

/** Waits until the page has learnt from the open dataset. */
export async function learnt(page: Page, timeoutMs = 100_000): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-device', 'learned');
  const done = expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: timeoutMs });
  await done.catch(async (error: unknown) => {
    const notices = await page.getByTestId('notice').allInnerTexts();
    throw new Error(`learning did not end well: ${notices.join(' | ')}`, { cause: error });
  });
}

/** A number in the run's status. */
export async function said(page: Page, name: 'accuracy' | 'majority' | 'decisions' | 'done'): Promise<number> {
  return Number(await status(page).getAttribute(`data-${name}`));
}

export interface ShownRow {
  readonly row: number;
  readonly loss: number | null;
  readonly label: string;
  readonly predicted: string;
  readonly status: string;
}

/** The first rows of the queue, read by scrolling. */
export async function topRows(page: Page, count: number): Promise<readonly ShownRow[]> {
  const queue = page.getByTestId('queue');
  const found = new Map<number, ShownRow>();
  await queue.evaluate((grid) => grid.scrollTo({ top: 0 }));
  await expect(async () => {
    const shown = await page.getByTestId('queue-row').evaluateAll((rows) =>
      rows.map((row) => {
        const { row: number, loss, label = '', predicted = '', status = '' } = (row as HTMLElement).dataset;
        const place = Number(row.getAttribute('aria-rowindex'));
        return [place, { row: Number(number), loss: loss ? Number(loss) : null, label, predicted, status }] as const;
      }),
    );
    for (const [place, row] of shown) found.set(place, row);
    await queue.evaluate((grid) => grid.scrollBy({ top: grid.clientHeight / 2 }));
    expect(found.size).toBeGreaterThanOrEqual(count);
  }).toPass({ timeout: 20_000, intervals: [50] });
  await queue.evaluate((grid) => grid.scrollTo({ top: 0 }));
  return [...found.entries()]
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, row]) => row);
}

declare global {
  interface Window {
    /** The number of calls to the learning workers, by name of the call. */
    learningCalls: Record<string, number>;
  }
}

/** Makes pages count their calls to learning workers, and delays the request for each epoch. */
export async function watchLearning(page: Page, epochLaterMs = 0): Promise<void> {
  await page.addInitScript((laterMs) => {
    window.learningCalls = {};
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: unknown, more?: StructuredSerializeOptions | Transferable[]) {
      const [call = ''] = (message as { readonly path?: readonly string[] }).path ?? [];
      window.learningCalls[call] = (window.learningCalls[call] ?? 0) + 1;
      const options = more as StructuredSerializeOptions;
      if (call === 'epoch' && laterMs > 0) setTimeout(() => post.call(this, message, options), laterMs);
      else post.call(this, message, options);
    };
  }, epochLaterMs);
}

/** The number of calls of this name to the learning workers since the page was opened. */
export function calls(page: Page, name: string): Promise<number> {
  return page.evaluate((call) => window.learningCalls[call] ?? 0, name);
}

/** Waits until learning has its first rankings, but not yet the last. */
export async function inTheMiddle(page: Page): Promise<void> {
  await expect.poll(() => calls(page, 'epoch'), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(2);
  await expect(status(page)).toHaveAttribute('data-state', 'scoring');
}

/** Chooses in the model panel, which a run has closed. */
export async function chooseModel(page: Page, key: string): Promise<void> {
  const panel = page.getByTestId('run-setup');
  if (!(await panel.isVisible())) await page.getByRole('button', { name: 'Model…' }).click();
  await panel.getByTestId('model-select').selectOption(key);
}
