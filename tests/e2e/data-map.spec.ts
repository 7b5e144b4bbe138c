import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, NO_LEARNING } from './screen.js';
import { sharedFile } from './shared.js';
import {
  applySignals,
  expectEveryPlot,
  expectPlot,
  fixtureBytes,
  givenFile,
  legend,
  trainingDialog,
} from './training.js';

const map = (page: Page) => page.getByTestId('map');

const golden = fixtureBytes('trustai_signals_input.jsonl');
const summary = fixtureBytes('trustai_expected.tsv').toString('utf8');

test('exports the map as a picture with print size, title, axes and a legend with counts', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await page.getByTestId('file-input').setInputFiles(givenFile('log.jsonl', golden));
  await applySignals(page);
  await expectPlot(page, 'standard');

  const coming = page.waitForEvent('download');
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-map-png').click();
  const png = readFileSync(await (await coming).path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1800]);

  const svg = await exported(page, 'export-map-svg');
  const drawing = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      broken: parsed.querySelector('parsererror') !== null,
      texts: [...parsed.querySelectorAll('text')].map((node) => node.textContent),
      image: parsed.querySelector('image')?.getAttribute('href') ?? '',
      foreign: parsed.querySelectorAll('script, foreignObject').length,
    };
  }, svg);
  expect(drawing).toMatchObject({ broken: false, foreign: 0 });
  const { counts } = await legend(page);
  const said = drawing.texts.join('\n');
  expect(said).toContain('log.signals-only.jsonl');
  expect(said).toContain('label_var');
  expect(said).toContain('avg_probs');
  for (const count of counts) expect(drawing.texts.some((text) => text.endsWith(`  ${count}`))).toBe(true);

  // The PNG paints title, axis names, legend and points. The SVG's image paints the points alone.
  const whole = await inkOf(page, `data:image/png;base64,${png.toString('base64')}`);
  for (const part of ['title', 'left', 'below', 'legend', 'plot'] as const)
    expect(whole[part], part).toBeGreaterThan(500);
  const points = await inkOf(page, drawing.image);
  expect(points.plot).toBeGreaterThan(500);
  expect([points.title, points.left, points.below, points.legend]).toEqual([0, 0, 0, 0]);
});

/** The number of pixels in each part of a picture that are neither white nor clear. */
function inkOf(page: Page, href: string): Promise<Record<'title' | 'left' | 'below' | 'legend' | 'plot', number>> {
  return page.evaluate(async (source) => {
    const bytes = Uint8Array.from(atob(source.slice(source.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    const ink = (left: number, top: number, width: number, height: number): number => {
      const { data } = context.getImageData(left, top, width, height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        const dark = (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) < 3 * 250;
        if (dark && (data[at + 3] ?? 0) > 0) count++;
      }
      return count;
    };
    return {
      title: ink(0, 0, 2400, 140),
      left: ink(0, 160, 190, 1400),
      below: ink(0, 1610, 2400, 190),
      legend: ink(1790, 150, 610, 800),
      plot: ink(220, 160, 1540, 1420),
    };
  }, href);
}

const dataset = sharedFile('data/lcqmc_sample_100.tsv');

if (dataset !== null) {
  test('joins the tutorial’s signals: plot counts, a Chinese pair relabelled on the map, the summary', async ({
    page,
  }) => {
    await page.goto(NO_LEARNING);
    await page
      .getByTestId('file-input')
      .setInputFiles([
        { name: 'lcqmc_sample_100.tsv', mimeType: '', buffer: readFileSync(dataset) },
        givenFile('log.jsonl', golden),
      ]);
    await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rows', '100', { timeout: 30_000 });
    await confirmImport(page);
    const dialog = trainingDialog(page);
    await expect(dialog).toHaveAttribute('data-kind', 'trustai-signals');
    await expect(dialog).toHaveAttribute('data-matched', '100');
    await expect(dialog).toHaveAttribute('data-unmatched-signals', '0');
    await applySignals(page);
    await expect(map(page)).toHaveAttribute('data-points', '100');
    await expectEveryPlot(page);

    // The keyboard opens the row at its point on the map.
    await map(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const row = (await page.getByTestId('card').getAttribute('data-row')) ?? '';
    expect(row).not.toBe('');
    await expect(page.getByTestId('training-course')).toHaveAttribute('data-evaluations', '6');
    const changed = page.locator(`[data-testid=queue-row][data-row="${row}"]`);
    const wanted = (await changed.getAttribute('data-label')) === '1' ? '0' : '1';
    await page.locator(`[data-testid=card] [data-testid="label-option-${wanted}"]`).click();
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    await expect(changed).toHaveAttribute('data-status', 'corrected');

    expect(await exported(page, 'export-signals')).toBe(summary);

    // A reload restores the joined signals.
    await page.reload();
    await expectPlot(page, 'standard');
  });
}
