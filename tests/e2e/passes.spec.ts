import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { GRAPH, ModelFolder } from './model-folder.js';
import { openSample } from './scored.js';
import { confirmImport, give } from './screen.js';

const passes = (page: Page) => page.getByTestId('passes-status');
const map = (page: Page) => page.getByTestId('map');

/** Opens the setup panel from the header. The same button closes it. */
async function setup(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Model…' }).click();
}

test('draws a data map without training logs from two masked passes over the 20 most suspicious rows', async ({
  page,
}) => {
  await openSample(page);
  await setup(page);
  await page.getByText('Data map without training logs').click();
  await page.getByTestId('passes-count').fill('2');
  await page.getByTestId('passes-rows').selectOption('most');
  await page.getByTestId('passes-most').fill('20');
  const share = page.getByTestId('passes-mask');
  await expect(share).toHaveValue('15');
  await share.fill('50');
  await share.press('Enter');
  await expect(share).toHaveValue('15');
  await page.getByTestId('passes-start').click();
  await expect(passes(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await expect(passes(page)).toHaveAttribute('data-total', '40');
  await expect(passes(page)).toHaveAttribute('data-done', '40');

  await page.getByTestId('passes-show').click();
  await expect(map(page)).toHaveAttribute('data-x', 'label_var');
  await expect(map(page)).toHaveAttribute('data-y', 'avg_probs');
  await expect(map(page)).toHaveAttribute('data-points', '20');

  // Reopening the page restores the evaluations without running them again.
  await page.goto('./?device=wasm&lang=en');
  await expect(map(page)).toHaveAttribute('data-points', '20', { timeout: 20_000 });
  await setup(page);
  await expect(passes(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('passes-count')).toHaveValue('2');
  await page.getByTestId('passes-count').fill('3');
  await page.getByTestId('passes-start').click();
  await expect(passes(page)).toHaveAttribute('data-total', '60');
  await expect(passes(page)).toHaveAttribute('data-done', '60', { timeout: 100_000 });

  // Fewer hidden tokens make another series.
  await page.getByTestId('passes-mask').fill('10');
  await page.getByTestId('passes-count').fill('2');
  await page.getByTestId('passes-start').click();
  await expect(passes(page)).toHaveAttribute('data-total', '40');
  await expect(passes(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await page.reload();
  await setup(page);
  await expect(page.getByTestId('passes-mask')).toHaveValue('10');
  await expect(passes(page)).toHaveAttribute('data-state', 'done');

  // The page removes and restores the signals without evaluating a row.
  await page.getByTestId('training-remove').click();
  await expect(passes(page)).toHaveAttribute('data-state', 'idle');
  await page.getByTestId('training-put-back').click();
  await expect(passes(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('training-bar')).toContainText('20 rows');
});

const SENTENCES = [
  ['Shares fell in early trading as banks reported losses', 'Business'],
  ['The striker scored twice in the final minutes of the match', 'Sports'],
  ['Ministers of both countries met for peace talks', 'World'],
  ['The new chip doubles the speed of the software', 'Sci/Tech'],
] as const;

/** Different rows, enough of them to interrupt a run. */
function manyRows(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const [text, label] = SENTENCES[row % SENTENCES.length] ?? ['', ''];
    return `${text}, part ${row}: ${text.toLowerCase()} and once more ${text}\t${label}`;
  });
  return `text\tlabel\n${lines.join('\n')}\n`;
}

/** Names of the used checkpoints, in their order. */
function order(page: Page): Promise<string[]> {
  return page
    .getByTestId('checkpoint')
    .filter({ has: page.getByRole('checkbox', { checked: true }) })
    .locator('.name')
    .allTextContents();
}

test('orders three dropped checkpoints, interrupts and resumes their run, and reuses it in another order', async ({
  page,
}, testInfo) => {
  test.setTimeout(240_000);
  const rows = 300;
  const parent = testInfo.outputPath('training');
  // The first inverts the weights, the second reduces them, the third is the model itself.
  for (const [name, factor] of [
    ['step-20', -0.5],
    ['step-100', 0.3],
    ['step-300', 1],
  ] as const) {
    const folder = new ModelFolder(`${parent}/${name}`);
    folder.configure({ _step: name });
    if (factor !== 1) folder.scale(GRAPH, 'classifier.weight', factor);
  }
  await page.goto('./?device=wasm&lang=en');
  await give(page, 'rows.tsv', manyRows(rows));
  await confirmImport(page);
  await page.getByTestId('model-input').setInputFiles(parent);

  // The page opens the panel, with the checkpoints in natural order of their names.
  await expect(page.getByTestId('passes-kind-checkpoints')).toBeChecked({ timeout: 60_000 });
  await expect.poll(() => order(page)).toEqual(['step-20', 'step-100', 'step-300']);
  // No row is scored yet, so no row is known to be suspicious.
  await expect(page.getByTestId('passes-rows').locator('option[value=most]')).toBeDisabled();
  await expect(page.getByTestId('passes-most-when')).toBeVisible();
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await expect.poll(() => order(page)).toEqual(['step-300', 'step-20', 'step-100']);
  await page.getByRole('button', { name: 'Move step-300 down' }).click();
  await page.getByRole('button', { name: 'Move step-300 down' }).click();
  await expect.poll(() => order(page)).toEqual(['step-20', 'step-100', 'step-300']);
  await page.getByTestId('passes-start').click();

  // The header shows them like a run. The test pauses there, and interrupts the second checkpoint.
  const header = page.getByTestId('passes-header');
  await expect(header).toHaveAttribute('data-total', String(3 * rows));
  await expect
    .poll(async () => Number(await header.getAttribute('data-done')), { timeout: 60_000, intervals: [50] })
    .toBeGreaterThan(50);
  await page.getByTestId('passes-header-pause').click();
  await expect(header).toHaveAttribute('data-state', 'paused');
  await page.getByTestId('passes-header-resume').click();
  await expect
    .poll(async () => Number(await header.getAttribute('data-done')), { timeout: 100_000, intervals: [50] })
    .toBeGreaterThan(rows + 50);
  await page.reload();
  await expect(header).toHaveAttribute('data-state', 'paused', { timeout: 20_000 });
  const kept = Number(await header.getAttribute('data-done'));
  expect(kept).toBeGreaterThanOrEqual(rows);
  await expect(map(page)).toHaveAttribute('data-points', String(rows));
  await page.getByTestId('passes-header-resume').click();
  await expect(header).toHaveCount(0, { timeout: 100_000 });

  await expect(map(page)).toHaveAttribute('data-points', String(rows));
  // The list is in order of the signals, so the test searches for its row.
  await page.getByRole('complementary').getByRole('searchbox').fill('201');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '1');
  await page.locator('[data-testid=queue-row][data-row="201"]').click();
  const course = page.getByTestId('training-course');
  await expect(course).toHaveAttribute('data-evaluations', '3');
  await expect(course).toContainText('Right in 2 of 3 evaluations; forgotten 0, learnt 1.');

  // With the last checkpoint first the stored results appear at once, and the row is now forgotten and learnt again.
  await setup(page);
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await page.getByTestId('passes-start').click();
  await expect(course).toContainText('Right in 2 of 3 evaluations; forgotten 1, learnt 1.', { timeout: 60_000 });
  await expect(passes(page)).toHaveAttribute('data-state', 'done');
});
