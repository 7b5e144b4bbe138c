import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf } from './screen.js';
import { applySignals, expectPlot, fixtureBytes, givenFile, legend, trainingDialog } from './training.js';

const golden = fixtureBytes('trustai_signals_input.jsonl').toString('utf8');
const expected = fixtureBytes('trustai_expected.tsv').toString('utf8').trimEnd().split('\n').slice(1);

/** A dataset with the ids and labels of the golden signals; `change` replaces the label of a row, or drops it (null). */
function datasetOf(change: (row: number, label: string) => string | null): string {
  const rows = expected.flatMap((line, row) => {
    const [id = '', given = ''] = line.split('\t');
    const label = change(row, given);
    return label === null ? [] : [`${id}\ttext of row ${id}\t${label}`];
  });
  return `id\ttext\tlabel\n${rows.join('\n')}\n`;
}

const map = (page: Page) => page.getByTestId('map');

async function openWith(page: Page, tsv: string): Promise<void> {
  await page.goto(NO_LEARNING);
  await give(page, 'texts.tsv', tsv);
  await confirmImport(page);
}

test('labels that differ are counted, nothing of the dataset changes; the dialog’s findings stay at hand', async ({
  page,
}) => {
  const tsv = datasetOf((row, label) => (row === 3 ? null : row < 3 ? (label === '1' ? '0' : '1') : label));
  await openWith(page, tsv);
  const broken = golden.replace(/^.*\n/, '{"id": 0, "label": 1, "corr\n');
  await page.getByTestId('file-input').setInputFiles(givenFile('log.jsonl', broken));
  const dialog = trainingDialog(page);
  await expect(dialog).toHaveAttribute('data-matched', '99');
  await expect(dialog).toHaveAttribute('data-unmatched-signals', '1');
  await expect(dialog).toContainText('3 matched rows have another label in the dataset');
  const way = page.getByTestId('join-basis');
  await expect(way).toHaveValue('id');
  await way.selectOption('row-1');
  await expect(dialog).not.toContainText('3 matched rows have another label');
  await way.selectOption('id');
  await expect(dialog).toContainText('3 matched rows have another label');
  const notes = page.getByTestId('training-note');
  await expect(notes.filter({ hasText: 'not readable as JSON' })).toHaveAttribute('data-count', '1');
  await expect(notes.filter({ hasText: 'fewer evaluations' })).toHaveAttribute('data-count', '1');
  await applySignals(page);

  await expect(map(page)).toHaveAttribute('data-points', '99');
  await expect(page.locator('[data-testid=queue-row][data-row="0"]')).toHaveAttribute('data-label', '0');
  const bar = page.getByTestId('training-bar');
  await expect(bar).toContainText('99 rows matched');
  await expect(bar).toContainText('3 labels differ');
  await page.reload();
  await expect(bar).toContainText('log.jsonl');
  await page.getByTestId('training-details').click();
  const facts = page.getByTestId('training-facts');
  await expect(facts).toContainText('1 row of the signals is not in the dataset');
  await expect(facts).toContainText('3 matched rows have another label in the dataset');
  const note = facts.locator('[data-testid=training-note][data-kind=broken-line]');
  await note.locator('summary').click();
  await expect(note).toContainText('line 1: {"id": 0, "label": 1, "corr');
  await page.keyboard.press('Escape');
  await expect(facts).toHaveCount(0);
  await expect(page.getByTestId('training-details')).toBeFocused();
  const rows = objectsOf(await exported(page, 'export-jsonl'));
  const given = tsv.trimEnd().split('\n').slice(1);
  expect(rows.map(({ id, text, label }) => [id, text, label].join('\t'))).toEqual(given);
});

test('signals are taken off, put back, and stay off after a reload', async ({ page }) => {
  await openWith(
    page,
    datasetOf((_row, label) => label),
  );
  await page.getByTestId('file-input').setInputFiles(givenFile('log.jsonl', golden));
  await applySignals(page);
  await expectPlot(page, 'standard');
  await page.getByTestId('map-criterion').selectOption('forgetting_times');
  await page.getByTestId('map-threshold').fill('1');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '71');

  await page.getByTestId('training-remove').click();
  const bar = page.getByTestId('training-bar');
  await expect(bar).toHaveAttribute('data-state', 'removed');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '100');
  await expect(page.getByTestId('training-put-back')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(bar).toHaveAttribute('data-state', 'shown');
  await expectPlot(page, 'standard');

  await page.reload();
  await expectPlot(page, 'standard');
  await page.getByTestId('training-details').click();
  await page.getByTestId('training-facts').getByTestId('training-remove').click();
  await expect(bar).toHaveAttribute('data-state', 'removed');
  await page.reload();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '100');
  await expect(bar).toHaveCount(0);
  await page.locator('[data-testid=queue-row][data-row="5"]').click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', '5');
  await expect(page.getByTestId('training-course')).toHaveCount(0);
});

test('a second run appended to the first: the last one counts, unless all are asked for', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await page.getByTestId('file-input').setInputFiles(givenFile('log.jsonl', golden + golden));
  const dialog = trainingDialog(page);
  await expect(dialog).toContainText('seem to hold 2 runs');
  await expect(page.getByTestId('training-keep')).toHaveValue('last-run');
  await expect(dialog).toHaveAttribute('data-evaluations', '6');
  await page.getByTestId('training-keep').selectOption('all');
  await expect(dialog).toHaveAttribute('data-evaluations', '12');
  await page.getByTestId('training-keep').selectOption('last-run');
  await expect(dialog).toHaveAttribute('data-evaluations', '6');
  await applySignals(page);
  await expectPlot(page, 'standard');

  // The row's id is its text: the dataset that comes later is offered the join.
  await give(
    page,
    'texts.tsv',
    datasetOf((row, label) => (row < 50 ? label : null)),
  );
  await confirmImport(page);
  await expect(dialog).toHaveAttribute('data-matched', '50');
  await expect(dialog).toHaveAttribute('data-unmatched-signals', '50');
  await applySignals(page);
  await expect.poll(async () => (await legend(page)).counts.reduce((sum, count) => sum + count, 0)).toBe(50);
});

test('signals of another dataset cannot be applied; the open ones stay', async ({ page }) => {
  await openWith(
    page,
    datasetOf((row, label) => (row < 10 ? label : null)),
  );
  const line = { id: 'elsewhere-1', label: 1, pred_label: 0, correct: 'false', loss: 1, probs: [0.6, 0.4] };
  await page.getByTestId('file-input').setInputFiles(givenFile('log.jsonl', `${JSON.stringify(line)}\n`));
  await expect(trainingDialog(page)).toContainText('Nothing matches');
  await expect(page.getByTestId('training-confirm')).toBeDisabled();
  await page.getByTestId('training-cancel').click();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '10');
});
