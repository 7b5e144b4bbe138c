import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { GRAPH, ModelFolder } from './model-folder.js';
import { confirmImport, give, status } from './screen.js';

const passes = (page: Page) => page.getByTestId('passes-status');
const map = (page: Page) => page.getByTestId('map');

/** The setup panel, from the header; the same button closes it. */
async function setup(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Model…' }).click();
}

test('a dataset without any training gets a data map: two masked passes over the 20 most suspicious rows', async ({
  page,
}) => {
  await page.goto('./?sample=news&device=wasm&lang=en');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
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

  // What was evaluated is there again without being run again.
  await page.goto('./?device=wasm&lang=en');
  await expect(map(page)).toHaveAttribute('data-points', '20', { timeout: 20_000 });
  await setup(page);
  await expect(passes(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('passes-count')).toHaveValue('2');
  await page.getByTestId('passes-count').fill('3');
  await page.getByTestId('passes-start').click();
  await expect(passes(page)).toHaveAttribute('data-total', '60');
  await expect(passes(page)).toHaveAttribute('data-done', '60', { timeout: 100_000 });

  // Fewer hidden tokens are another series.
  await page.getByTestId('passes-mask').fill('10');
  await page.getByTestId('passes-count').fill('2');
  await page.getByTestId('passes-start').click();
  await expect(passes(page)).toHaveAttribute('data-total', '40');
  await expect(passes(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await page.reload();
  await setup(page);
  await expect(page.getByTestId('passes-mask')).toHaveValue('10');
  await expect(passes(page)).toHaveAttribute('data-state', 'done');

  // Taken off and put back without a row being evaluated.
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

/** Rows that differ, long enough to be interrupted. */
function manyRows(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const [text, label] = SENTENCES[row % SENTENCES.length] ?? ['', ''];
    return `${text}, part ${row}: ${text.toLowerCase()} and once more ${text}\t${label}`;
  });
  return `text\tlabel\n${lines.join('\n')}\n`;
}

/** Names of the checkpoints that are used, in their order. */
function order(page: Page): Promise<string[]> {
  return page
    .getByTestId('checkpoint')
    .filter({ has: page.getByRole('checkbox', { checked: true }) })
    .locator('.name')
    .allTextContents();
}

test('three checkpoints dropped together: put in order, interrupted, resumed, on the map; another order costs nothing', async ({
  page,
}, testInfo) => {
  test.setTimeout(240_000);
  const rows = 600;
  const parent = testInfo.outputPath('training');
  // The first believes the opposite, the second hesitates, the third is the model itself.
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

  // The panel opens by itself, with the checkpoints in natural order of their names.
  await expect(page.getByTestId('passes-kind-checkpoints')).toBeChecked({ timeout: 60_000 });
  await expect.poll(() => order(page)).toEqual(['step-20', 'step-100', 'step-300']);
  // Nothing is scored yet: which rows are suspicious is not known.
  await expect(page.getByTestId('passes-rows').locator('option[value=most]')).toBeDisabled();
  await expect(page.getByTestId('passes-most-when')).toBeVisible();
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await expect.poll(() => order(page)).toEqual(['step-300', 'step-20', 'step-100']);
  await page.getByRole('button', { name: 'Move step-300 down' }).click();
  await page.getByRole('button', { name: 'Move step-300 down' }).click();
  await expect.poll(() => order(page)).toEqual(['step-20', 'step-100', 'step-300']);
  await page.getByTestId('passes-start').click();

  // The header shows them like a run; paused there, and interrupted in the second checkpoint.
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
  // Rows stand in order of their signals: the one that is wanted is searched for.
  await page.getByRole('complementary').getByRole('searchbox').fill('501');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '1');
  await page.locator('[data-testid=queue-row][data-row="501"]').click();
  const course = page.getByTestId('training-course');
  await expect(course).toHaveAttribute('data-evaluations', '3');
  await expect(course).toContainText('Right in 2 of 3 evaluations; forgotten 0, learnt 1.');

  // The last one first: all is stored, so that it is there at once, and now the row is forgotten and learnt again.
  await setup(page);
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await page.getByRole('button', { name: 'Move step-300 up' }).click();
  await page.getByTestId('passes-start').click();
  await expect(course).toContainText('Right in 2 of 3 evaluations; forgotten 1, learnt 1.', { timeout: 60_000 });
  await expect(passes(page)).toHaveAttribute('data-state', 'done');
});
