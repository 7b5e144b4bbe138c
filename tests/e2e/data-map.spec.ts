import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING } from './screen.js';
import { sharedFile } from './shared.js';
import {
  applySignals,
  expectEveryPlot,
  expectPlot,
  fixtureBytes,
  givenFile,
  legend,
  trainingDialog,
  type GivenFile,
} from './training.js';

/** A cartography epoch: ids a, b, c and their logits; the label is class 0 of 2. */
function epoch(k: number, margins: readonly number[]): GivenFile {
  const lines = margins.map((margin, i) =>
    JSON.stringify({ guid: 'abc'[i], [`logits_epoch_${k}`]: [margin, 0], gold: 0 }),
  );
  return givenFile(`dynamics_epoch_${k}.jsonl`, `${lines.join('\n')}\n`);
}

/** The same under a name that says nothing, compressed. */
function packed({ buffer }: GivenFile, name: string): GivenFile {
  return givenFile(name, gzipSync(buffer));
}

const map = (page: Page) => page.getByTestId('map');

test('a cartography epoch series without a dataset, some of it compressed, replayed; the dataset dropped later joins it', async ({
  page,
}) => {
  await page.goto(NO_LEARNING);
  await page
    .getByTestId('file-input')
    .setInputFiles([epoch(1, [2, 1, -1]), packed(epoch(0, [1, -1, -2]), 'first.bin'), epoch(2, [3, -0.5, -3])]);
  const dialog = trainingDialog(page);
  await expect(dialog).toHaveAttribute('data-kind', 'cartography-dynamics');
  await expect(dialog).toHaveAttribute('data-evaluations', '3');
  await expect(dialog).toContainText('No dataset is open');
  await applySignals(page);
  await expect(map(page)).toHaveAttribute('data-x', 'variability');
  await expect(map(page)).toHaveAttribute('data-y', 'confidence');
  await expect(map(page)).toHaveAttribute('data-points', '3');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '3');

  // a: right throughout; b: wrong, right, wrong; c: wrong throughout.
  await expect.poll(async () => (await legend(page)).counts).toEqual([1, 1, 0, 0, 0, 1]);
  await page.getByTestId('map-evaluation').fill('2');
  await expect.poll(async () => (await legend(page)).counts).toEqual([1, 0, 1, 0, 0, 1]);
  await page.getByTestId('map-evaluation').fill('3');
  await page.locator('[data-testid=queue-row][data-row="1"]').click();
  await expect(page.getByTestId('training-course')).toContainText(
    'Right in 1 of 3 evaluations; forgotten 1, learnt 1.',
  );

  const regions = page.getByTestId('map-region');
  const hard = regions.nth(2);
  const rows = await hard.getAttribute('data-count');
  await hard.click();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', rows ?? '');
  await hard.click();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '3');

  await give(page, 'texts.tsv', 'id\ttext\tlabel\na\tfirst text\t0\nb\tsecond text\t0\nd\tfourth text\t0\n');
  await confirmImport(page);
  await expect(dialog).toHaveAttribute('data-matched', '2');
  await expect(dialog).toHaveAttribute('data-unmatched-rows', '1');
  await expect(dialog).toHaveAttribute('data-unmatched-signals', '1');
  await applySignals(page);
  await expect(map(page)).toHaveAttribute('data-points', '2');
});

const golden = fixtureBytes('trustai_signals_input.jsonl');
const summary = fixtureBytes('trustai_expected.tsv').toString('utf8');

test('the tutorial’s signals without a dataset: every plot’s counts, and the summary byte for byte', async ({
  page,
}) => {
  await page.goto(NO_LEARNING);
  await page.getByTestId('file-input').setInputFiles(packed(givenFile('', golden), 'train_log.json.gz'));
  const dialog = trainingDialog(page);
  await expect(dialog).toHaveAttribute('data-kind', 'trustai-signals');
  await expect(dialog).toHaveAttribute('data-rows', '100');
  await expect(dialog).toHaveAttribute('data-evaluations', '6');
  await applySignals(page);
  await expect(map(page)).toHaveAttribute('data-x', 'label_var');
  await expect(map(page)).toHaveAttribute('data-y', 'avg_probs');
  await expectEveryPlot(page);

  const first = page.getByTestId('map-bucket').first();
  await first.click();
  await expect(map(page)).toHaveAttribute('data-points', '92');
  await expect(first).toHaveAttribute('data-count', '8');
  await first.click();
  await expect(map(page)).toHaveAttribute('data-points', '100');
  expect(await exported(page, 'export-signals')).toBe(summary);

  await page.reload();
  await expectPlot(page, 'standard');
});

test('the same as the Python dicts that the original writes, then its own summary', async ({ page }) => {
  await page.goto(NO_LEARNING);
  const python = fixtureBytes('trustai_signals_input.pyrepr.jsonl');
  await page.getByTestId('file-input').setInputFiles(givenFile('training_dynamics.json', python));
  await expect(trainingDialog(page)).toHaveAttribute('data-kind', 'trustai-signals');
  await applySignals(page);
  await expectPlot(page, 'standard');
  expect(await exported(page, 'export-signals')).toBe(summary);

  await page.getByTestId('file-input').setInputFiles(givenFile('cartography_summary.tsv', summary));
  await expect(trainingDialog(page)).toHaveAttribute('data-kind', 'trustai-summary');
  await expect(trainingDialog(page)).toHaveAttribute('data-matched', '100');
  await applySignals(page);
  await expectPlot(page, 'standard');
  expect(await exported(page, 'export-signals')).toBe(summary);
});

test('cartography’s coordinates alone: list and card show the signals of a row, and its label can be set', async ({
  page,
}) => {
  await page.goto(NO_LEARNING);
  const lines = [0.75, 0.25, 0.5].map((confidence, guid) =>
    JSON.stringify({ guid, index: guid, confidence, variability: 0.125, correctness: 2 - guid, forgetfulness: guid }),
  );
  await page.getByTestId('file-input').setInputFiles(givenFile('td_metrics.jsonl', lines.join('\n')));
  await expect(trainingDialog(page)).toHaveAttribute('data-kind', 'cartography-coordinates');
  await applySignals(page);
  await expect(map(page)).toHaveAttribute('data-points', '3');
  const first = page.getByTestId('queue-row').first();
  await expect(first).toHaveAttribute('data-row', '1');
  await expect(first).toContainText('0.250');
  await first.click();
  const signals = page.getByTestId('row-signals');
  await expect(signals).toContainText(/variability \(its standard deviation\)\s*0\.125/);
  await expect(signals).toContainText(/correct_times \(times right\)\s*1/);
  // What a file does not say cannot be asked for.
  await expect(page.getByTestId('map-f-times')).toBeEnabled();
  await expect(page.getByTestId('map-l-times')).toBeDisabled();
});

test('the map as a picture: print size, title, axes and a legend with the counts', async ({ page }) => {
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

  // What is painted: in the PNG title, axis names, legend and points; in the SVG's image the points alone.
  const whole = await inkOf(page, `data:image/png;base64,${png.toString('base64')}`);
  for (const part of ['title', 'left', 'below', 'legend', 'plot'] as const)
    expect(whole[part], part).toBeGreaterThan(500);
  const points = await inkOf(page, drawing.image);
  expect(points.plot).toBeGreaterThan(500);
  expect([points.title, points.left, points.below, points.legend]).toEqual([0, 0, 0, 0]);
});

/** Pixels of a picture that are neither white nor clear, by the part of it they are in. */
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
  test('the tutorial’s dataset with its signals: every plot’s counts, a Chinese pair relabelled from the map, the summary', async ({
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

    // From the map by keyboard: the row opens at its point.
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

    // What was joined is there again after a reload.
    await page.reload();
    await expectPlot(page, 'standard');
  });
}
