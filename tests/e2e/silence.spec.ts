import type { Page } from '@playwright/test';
import { newsTsv } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { confirmImport, give, status } from './screen.js';
import type { Site } from './static-site.js';

/** The page ends a silent process, and reports the cause and the next step. */

const TOKENIZER = 'models/agnews-distilbert-tiny/tokenizer.json';

/** A pattern that needs 2^n steps for n letters and a full stop. */
const ENDLESS = { type: 'Split', pattern: { Regex: '^(a+)+$' }, behavior: 'Isolated', invert: false };

function notice(page: Page, code: string): ReturnType<Page['locator']> {
  return page.locator(`[data-testid=notice][data-code=${code}]`);
}

/** Gives the model worker of this site a graphics process that never answers, and a clock ten times as fast. */
function silenceGraphics(site: Site): void {
  const path = site.paths().find((name) => /^assets\/model\.worker-.*\.js$/.test(name)) ?? '';
  const silent = '({ requestAdapter: () => new Promise(() => {}) })';
  const graphics = `Object.defineProperty(navigator, 'gpu', { get: () => ${silent} });`;
  const time = '{ const later = setTimeout; self.setTimeout = (call, ms, ...rest) => later(call, ms / 10, ...rest); }';
  site.write(path, graphics + time + site.read(path));
}

async function startRun(page: Page, address: string, content: string): Promise<void> {
  await page.goto(address);
  await give(page, 'news.tsv', content);
  await confirmImport(page);
  await page.getByTestId('run-start').click();
}

test('scores on the CPU and reports the cause when the graphics process never answers', async ({ page, serveSite }) => {
  const site = await serveSite();
  silenceGraphics(site);
  await startRun(page, `${site.url}?lang=en`, newsTsv(40));
  await expect(notice(page, 'webgpu-silent')).toContainText('does not answer', { timeout: 30_000 });
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
});

test('ends a tokenizer with an exponential pattern within a minute, and loads the next model', async ({
  page,
  serveSite,
}) => {
  const site = await serveSite();
  const tokenizer = JSON.parse(site.read(TOKENIZER)) as Record<string, unknown>;
  site.write(TOKENIZER, JSON.stringify({ ...tokenizer, pre_tokenizer: ENDLESS }));
  const rows = `text\tlabel\n${'a'.repeat(60)}.\tWorld\nshort\tSports\n`;
  await page.clock.install();
  await startRun(page, `${site.url}?lang=en&device=wasm`, rows);
  await expect(status(page)).toHaveAttribute('data-state', 'scoring', { timeout: 30_000 });
  await page.clock.fastForward(60_000);
  await expect(notice(page, 'model-tokenizer-stalled')).toContainText('rows 1 to 2', { timeout: 60_000 });
  await expect(status(page)).toHaveAttribute('data-state', 'failed');

  site.restore(TOKENIZER);
  await page.getByTestId('run-start').first().click();
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
});
