import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give } from './screen.js';
import { sharedFile } from './shared.js';

/** Counts of the legend, in its order, with their keys. */
async function legend(page: Page): Promise<{ keys: string[]; counts: number[] }> {
  const entries = await page
    .getByTestId('map-bucket')
    .evaluateAll((buttons) =>
      buttons.map((button) => [(button as HTMLElement).dataset['bucket'], (button as HTMLElement).dataset['count']]),
    );
  return { keys: entries.map(([key]) => key ?? ''), counts: entries.map(([, count]) => Number(count)) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

async function applySignals(page: Page): Promise<void> {
  await expect(page.getByTestId('training-confirm')).toBeEnabled({ timeout: 30_000 });
  await page.getByTestId('training-confirm').click();
  await expect(page.getByTestId('training-dialog')).toHaveCount(0);
  await expect(page.getByTestId('map')).toBeVisible();
}

/** A cartography epoch: ids a, b, c and their logits; the label is class 0 of 2. */
function epoch(k: number, margins: readonly number[]): { name: string; mimeType: string; buffer: Buffer } {
  const lines = margins.map((margin, i) =>
    JSON.stringify({ guid: 'abc'[i], [`logits_epoch_${k}`]: [margin, 0], gold: 0 }),
  );
  return {
    name: `dynamics_epoch_${k}.jsonl`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(`${lines.join('\n')}\n`),
  };
}

test('a cartography epoch series without a dataset, replayed, as a picture; the dataset dropped later joins it', async ({
  page,
}) => {
  await page.goto('./?lang=en');
  await page
    .getByTestId('file-input')
    .setInputFiles([epoch(1, [2, 1, -1]), epoch(0, [1, -1, -2]), epoch(2, [3, -0.5, -3])]);
  const dialog = page.getByTestId('training-dialog');
  await expect(dialog).toHaveAttribute('data-kind', 'cartography-dynamics');
  await expect(dialog).toHaveAttribute('data-evaluations', '3');
  await expect(dialog).toContainText('No dataset is open');
  await applySignals(page);
  const map = page.getByTestId('map');
  await expect(map).toHaveAttribute('data-x', 'variability');
  await expect(map).toHaveAttribute('data-y', 'confidence');
  await expect(map).toHaveAttribute('data-points', '3');
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

  const coming = page.waitForEvent('download');
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-map-png').click();
  const png = readFileSync(await (await coming).path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1800]);

  await give(page, 'texts.tsv', 'id\ttext\tlabel\na\tfirst text\t0\nb\tsecond text\t0\nd\tfourth text\t0\n');
  await confirmImport(page);
  await expect(dialog).toHaveAttribute('data-matched', '2');
  await expect(dialog).toHaveAttribute('data-unmatched-rows', '1');
  await expect(dialog).toHaveAttribute('data-unmatched-signals', '1');
  await applySignals(page);
  await expect(map).toHaveAttribute('data-points', '2');
});

const dataset = sharedFile('data/lcqmc_sample_100.tsv');
const signals = sharedFile('golden/trustai_signals_input.jsonl');
const counts = sharedFile('golden/trustai_bucket_counts.json');
const summary = sharedFile('golden/trustai_expected.tsv');

if (dataset !== null && signals !== null && counts !== null && summary !== null) {
  const golden = JSON.parse(readFileSync(counts, 'utf8')) as Record<string, number[]>;

  test('the tutorial’s dataset and signals: every plot’s counts, a pair relabelled from the map, the summary', async ({
    page,
  }) => {
    await page.goto('./?lang=en');
    await page.getByTestId('file-input').setInputFiles([dataset, signals]);
    await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rows', '100', { timeout: 30_000 });
    await confirmImport(page);
    const dialog = page.getByTestId('training-dialog');
    await expect(dialog).toHaveAttribute('data-kind', 'trustai-signals');
    await expect(dialog).toHaveAttribute('data-matched', '100');
    await expect(dialog).toHaveAttribute('data-unmatched-signals', '0');
    await applySignals(page);

    const map = page.getByTestId('map');
    await expect(map).toHaveAttribute('data-x', 'label_var');
    await expect(map).toHaveAttribute('data-y', 'avg_probs');
    await expect(map).toHaveAttribute('data-points', '100');
    const expectPlot = async (name: string): Promise<void> => {
      const [total, ...buckets] = golden[name] ?? [];
      await expect.poll(async () => (await legend(page)).counts, { message: name }).toEqual(buckets);
      await expect(map).toHaveAttribute('data-points', String(total));
      expect(sum(buckets)).toBe(total);
    };
    await expectPlot('standard');
    expect((await legend(page)).keys[0]).toBe('correct_ratio_0.0');

    await page.getByTestId('map-criterion').selectOption('forgetting_times');
    await page.getByTestId('map-threshold').fill('1');
    await expectPlot('criterion forgetting_times>=1');
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '71');
    await page.getByTestId('map-f-times').fill('0');
    await expectPlot('use_f_times=0 + criterion forgetting_times>=1 (criterion ignored)');
    await page.getByTestId('map-l-times').fill('0');
    await expect(page.getByText('exclude each other')).toBeVisible();
    await page.getByTestId('map-f-times').fill('');
    await expectPlot('use_l_times=0');
    await page.getByTestId('map-l-times').fill('1');
    await expectPlot('use_l_times=1');
    await page.getByTestId('map-l-times').fill('');
    await page.getByTestId('map-criterion').selectOption('');
    await page.getByTestId('map-f-times').fill('0');
    await expectPlot('use_f_times=0');
    await page.getByTestId('map-f-times').fill('');
    await expectPlot('standard');

    const first = page.getByTestId('map-bucket').first();
    await first.click();
    await expect(map).toHaveAttribute('data-points', '92');
    await expect(first).toHaveAttribute('data-count', '8');
    await first.click();
    await expect(map).toHaveAttribute('data-points', '100');

    // From the map by keyboard: the row opens at its point.
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const row = (await page.getByTestId('card').getAttribute('data-row')) ?? '';
    expect(row).not.toBe('');
    await expect(page.getByTestId('training-course')).toHaveAttribute('data-evaluations', '6');
    const given = await page.locator(`[data-testid=queue-row][data-row="${row}"]`).getAttribute('data-label');
    const wanted = given === '1' ? '0' : '1';
    await page.locator(`[data-testid=card] [data-testid="label-option-${wanted}"]`).click();
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    const changed = page.locator(`[data-testid=queue-row][data-row="${row}"]`);
    await expect(changed).toHaveAttribute('data-status', 'corrected');

    expect(await exported(page, 'export-signals')).toBe(readFileSync(summary, 'utf8'));

    // What was joined is there again after a reload.
    await page.reload();
    await expect(map).toHaveAttribute('data-points', '100');
    await expectPlot('standard');
  });
}
