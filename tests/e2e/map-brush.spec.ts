import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';

const SIGNALS = fileURLToPath(new URL('../fixtures/trustai_signals_input.jsonl', import.meta.url));
const ROWS = 100;

/** Asserts how many rows map and queue show. */
async function expectRows(page: Page, rows: number): Promise<void> {
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(rows));
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', String(rows));
}

async function pointsNow(page: Page): Promise<number> {
  return Number(await page.getByTestId('map').getAttribute('data-points'));
}

/** Drags along the histogram of the x axis, between two shares of its length. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const box = await page.getByTestId('map-histogram-x').boundingBox();
  if (!box) throw new Error('no histogram');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
  await page.mouse.move(box.x + box.width * to, y);
  await page.mouse.up();
}

test('regions, sliders and histograms filter map and queue', async ({ page }) => {
  // The golden signals alone: 100 rows, without a dataset and without a model.
  await page.goto('./?lang=en');
  await page.getByTestId('file-input').setInputFiles(SIGNALS);
  await expect(page.getByTestId('training-confirm')).toBeEnabled({ timeout: 30_000 });
  await page.getByTestId('training-confirm').click();
  await expectRows(page, ROWS);
  await test.step('regions by dataset cartography and by Data-IQ, in the address and after a reload', async () => {
    const regions = page.getByTestId('map-region');
    const counts = (): Promise<number[]> =>
      regions.evaluateAll((all) => all.map((region) => Number((region as HTMLElement).dataset['count'])));
    expect((await counts()).reduce((sum, count) => sum + count)).toBe(ROWS);
    expect((await counts())[1]).toBe(33);
    await page.getByTestId('map-grouping').selectOption('data-iq');
    await expect.poll(counts).toEqual([11, 88, 1]);
    await regions.nth(0).click();
    await expectRows(page, 11);
    await page.reload();
    await expectRows(page, 11);
    await expect(regions.nth(0)).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: /Remove filter/ }).click();
    await expectRows(page, ROWS);
    await expect(regions.nth(0)).toHaveAttribute('aria-pressed', 'false');
  });
  await test.step('the ends of a range are sliders for the keyboard', async () => {
    const upper = page.getByRole('slider', { name: /Upper end of the range: avg_probs/ });
    await upper.focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowUp');
    await expect(upper).toHaveAttribute('aria-valuenow', '0.22');
    await expect(upper).toHaveAttribute('aria-valuetext', '0.22');
    await expectRows(page, 0);
    await expect(page.getByTestId('map')).toContainText('ranges that were chosen');
    for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowUp');
    await expect(page.getByTestId('map-histogram-y')).toHaveAttribute('data-to', '0.32');
    const low = await pointsNow(page);
    expect(low).toBeGreaterThan(0);
    await expectRows(page, low);
    const lower = page.getByRole('slider', { name: /Lower end of the range: avg_probs/ });
    await lower.focus();
    await page.keyboard.press('End');
    await expect(lower).toHaveAttribute('aria-valuenow', '0.3');
    await page.keyboard.press('Escape');
    await expectRows(page, ROWS);
  });
  await test.step('a drag along a histogram filters, moves, persists, and a click shows all rows again', async () => {
    const strip = page.getByTestId('map-histogram-x');
    await drag(page, 0.2, 0.4);
    await expect(strip).toHaveAttribute('data-from', /^0\.0\d+$/);
    const brushed = await pointsNow(page);
    expect(brushed).toBeGreaterThan(0);
    expect(brushed).toBeLessThan(ROWS);
    await expectRows(page, brushed);
    const range = [await strip.getAttribute('data-from'), await strip.getAttribute('data-to')];
    expect(new URL(page.url()).searchParams.get('brush-x')).toBe(range.join(','));
    const chip = page.getByRole('button', { name: /Remove filter.*label_var/ });
    await expect(chip).toBeVisible();

    await page.reload();
    await expectRows(page, brushed);
    await expect(strip).toHaveAttribute('data-from', range[0] ?? '');

    // A drag inside the range moves it at its length.
    await drag(page, 0.3, 0.4);
    const moved = [Number(await strip.getAttribute('data-from')), Number(await strip.getAttribute('data-to'))];
    expect(moved[0]).toBeGreaterThan(Number(range[0]));
    expect((moved[1] ?? 0) - (moved[0] ?? 0)).toBeCloseTo(Number(range[1]) - Number(range[0]), 9);

    await page.getByTestId('map-x').selectOption('variability');
    await expectRows(page, ROWS);
    await drag(page, 0.5, 0.9);
    expect(await pointsNow(page)).toBeLessThan(ROWS);
    await strip.click({ position: { x: 5, y: 10 } });
    await expectRows(page, ROWS);
    expect(new URL(page.url()).searchParams.has('brush-x')).toBe(false);
  });
});
