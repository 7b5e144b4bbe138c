import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported } from './screen.js';
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
