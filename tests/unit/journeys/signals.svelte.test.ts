import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures', name));
const GOLDEN = fixture('trustai_signals_input.jsonl');
const SUMMARY = fixture('trustai_expected.tsv').toString();
const COUNTS = JSON.parse(fixture('trustai_bucket_counts.json').toString()) as Record<string, number[]>;

/** Confirms the dialog with the signals and waits for the map. */
async function apply(page: ShownPage): Promise<void> {
  await page.press('training-confirm');
  await soon(() => page.all('training-dialog')).toEqual([]);
  await soon(() => page.all('map').length).toBe(1);
}

/** Counts of the legend, in its order. */
function counts(page: ShownPage): number[] {
  return page.all('map-bucket').map(({ dataset }) => Number(dataset['count']));
}

/** Compares the legend and the map with one of the tutorial's plots. */
async function expectPlot(page: ShownPage, name: string): Promise<void> {
  const [total = Number.NaN, ...buckets] = COUNTS[name] ?? [];
  await soon(() => counts(page)).toEqual(buckets);
  await soon(() => page.data('map', 'points')).toBe(String(total));
  expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(total);
}

/** Sets the controls to every plot of the tutorial in turn. The standard plot is last. */
async function expectEveryPlot(page: ShownPage): Promise<void> {
  await expectPlot(page, 'standard');
  expect(page.get('map-bucket').dataset['bucket']).toBe('correct_ratio_0.0');
  await page.choose('map-criterion', 'forgetting_times');
  await page.type('map-threshold', '1');
  await expectPlot(page, 'criterion forgetting_times>=1');
  expect(page.get('queue').getAttribute('aria-rowcount')).toBe('71');
  await page.type('map-f-times', '0');
  await expectPlot(page, 'use_f_times=0 + criterion forgetting_times>=1 (criterion ignored)');
  await page.type('map-l-times', '0');
  await soon(() => page.text(document.body)).toContain('exclude each other');
  await page.type('map-f-times', '');
  await expectPlot(page, 'use_l_times=0');
  await page.type('map-l-times', '1');
  await expectPlot(page, 'use_l_times=1');
  await page.type('map-l-times', '');
  await page.choose('map-criterion', '');
  await page.type('map-f-times', '0');
  await expectPlot(page, 'use_f_times=0');
  await page.type('map-f-times', '');
  await expectPlot(page, 'standard');
}

/** A cartography epoch: ids a, b, c and their logits. The label is class 0 of 2. */
function epoch(k: number, margins: readonly number[]): string {
  const lines = margins.map((margin, i) =>
    JSON.stringify({ guid: 'abc'[i], [`logits_epoch_${k}`]: [margin, 0], gold: 0 }),
  );
  return `${lines.join('\n')}\n`;
}

describe('training signals without a dataset', () => {
  test('of cartography, an epoch a file, are replayed, and joined to a dataset opened later', async () => {
    const page = await ShownPage.open();
    await page.giveAll([
      ['dynamics_epoch_1.jsonl', epoch(1, [2, 1, -1])],
      ['first.bin', gzipSync(epoch(0, [1, -1, -2]))],
      ['dynamics_epoch_2.jsonl', epoch(2, [3, -0.5, -3])],
    ]);
    await soon(() => page.data('training-dialog', 'kind')).toBe('cartography-dynamics');
    expect(page.data('training-dialog', 'evaluations')).toBe('3');
    expect(page.text('training-dialog')).toContain('No dataset is open');
    await apply(page);
    expect(page.data('map', 'x')).toBe('variability');
    expect(page.data('map', 'y')).toBe('confidence');
    await soon(() => page.data('map', 'points')).toBe('3');
    const rowCount = (): string | null => page.get('queue').getAttribute('aria-rowcount');
    expect(rowCount()).toBe('3');

    // a: right throughout; b: wrong, right, wrong; c: wrong throughout.
    await soon(() => counts(page)).toEqual([1, 1, 0, 0, 0, 1]);
    await page.type('map-evaluation', '2');
    await soon(() => counts(page)).toEqual([1, 0, 1, 0, 0, 1]);
    await page.type('map-evaluation', '3');
    await page.openRow(1);
    await soon(() => page.text('training-course')).toContain('Right in 1 of 3 evaluations; forgotten 1, learnt 1.');

    const hard = (): HTMLElement => page.all('map-region')[2]!;
    const rows = hard().dataset['count'] ?? '';
    await page.press(hard());
    await soon(rowCount).toBe(rows);
    await page.press(hard());
    await soon(rowCount).toBe('3');

    await page.openFile('texts.tsv', 'id\ttext\tlabel\na\tfirst text\t0\nb\tsecond text\t0\nd\tfourth text\t0\n');
    await soon(() => page.data('training-dialog', 'matched')).toBe('2');
    expect(page.data('training-dialog', 'unmatched-rows')).toBe('1');
    expect(page.data('training-dialog', 'unmatched-signals')).toBe('1');
    await apply(page);
    await soon(() => page.data('map', 'points')).toBe('2');
  });

  test('of the tutorial have the counts of every plot, and the summary byte for byte', async () => {
    const page = await ShownPage.open();
    await page.give('train_log.json.gz', gzipSync(GOLDEN));
    await soon(() => page.data('training-dialog', 'kind')).toBe('trustai-signals');
    expect(page.data('training-dialog', 'rows')).toBe('100');
    expect(page.data('training-dialog', 'evaluations')).toBe('6');
    await apply(page);
    expect(page.data('map', 'x')).toBe('label_var');
    expect(page.data('map', 'y')).toBe('avg_probs');
    await expectEveryPlot(page);

    await page.press('map-bucket');
    await soon(() => page.data('map', 'points')).toBe('92');
    expect(page.data('map-bucket', 'count')).toBe('8');
    await page.press('map-bucket');
    await soon(() => page.data('map', 'points')).toBe('100');
    expect(await page.exported('export-signals')).toBe(SUMMARY);

    await expectPlot(await page.reload(), 'standard');
  });

  test('are read from the original’s Python dicts, and then from their own summary', async () => {
    const page = await ShownPage.open();
    await page.give('training_dynamics.json', fixture('trustai_signals_input.pyrepr.jsonl'));
    await soon(() => page.data('training-dialog', 'kind')).toBe('trustai-signals');
    await apply(page);
    await expectPlot(page, 'standard');
    expect(await page.exported('export-signals')).toBe(SUMMARY);

    await page.give('cartography_summary.tsv', SUMMARY);
    await soon(() => page.data('training-dialog', 'kind')).toBe('trustai-summary');
    expect(page.data('training-dialog', 'matched')).toBe('100');
    await apply(page);
    await expectPlot(page, 'standard');
    expect(await page.exported('export-signals')).toBe(SUMMARY);
  });

  test('of coordinates alone are shown in list and card, and the settings offer only those', async () => {
    const lines = [0.75, 0.25, 0.5].map((confidence, guid) =>
      JSON.stringify({ guid, index: guid, confidence, variability: 0.125, correctness: 2 - guid, forgetfulness: guid }),
    );
    const page = await ShownPage.open();
    await page.give('td_metrics.jsonl', lines.join('\n'));
    await soon(() => page.data('training-dialog', 'kind')).toBe('cartography-coordinates');
    await apply(page);
    await soon(() => page.data('map', 'points')).toBe('3');
    expect(page.get('queue-row').dataset['row']).toBe('1');
    expect(page.text('queue-row')).toContain('0.250');
    await page.openRow(1);
    expect(page.text('row-signals')).toMatch(/variability \(its standard deviation\)\s*0\.125/);
    expect(page.text('row-signals')).toMatch(/correct_times \(times right\)\s*1/);
    expect(page.isDisabled('map-f-times')).toBe(false);
    expect(page.isDisabled('map-l-times')).toBe(true);
  });
});

const ROWS = SUMMARY.trimEnd().split('\n').slice(1);

/** A dataset with the golden signals' ids and labels. `change` replaces a row's label, or drops the row (null). */
function datasetOf(change: (row: number, label: string) => string | null): string {
  const rows = ROWS.flatMap((line, row) => {
    const [id = '', given = ''] = line.split('\t');
    const label = change(row, given);
    return label === null ? [] : [`${id}\ttext of row ${id}\t${label}`];
  });
  return `id\ttext\tlabel\n${rows.join('\n')}\n`;
}

describe('training signals joined to a dataset', () => {
  test('change no label of it, and report different labels and the findings', async () => {
    const tsv = datasetOf((row, label) => (row === 3 ? null : row < 3 ? (label === '1' ? '0' : '1') : label));
    const page = await ShownPage.open();
    await page.openFile('texts.tsv', tsv);
    await page.give('log.jsonl', GOLDEN.toString().replace(/^.*\n/, '{"id": 0, "label": 1, "corr\n'));
    await soon(() => page.data('training-dialog', 'matched')).toBe('99');
    expect(page.data('training-dialog', 'unmatched-signals')).toBe('1');
    const differing = '3 matched rows have another label in the dataset';
    expect(page.text('training-dialog')).toContain(differing);
    expect(page.value('join-basis')).toBe('id');
    await page.choose('join-basis', 'row-1');
    await soon(() => page.text('training-dialog')).not.toContain('3 matched rows have another label');
    await page.choose('join-basis', 'id');
    await soon(() => page.text('training-dialog')).toContain(differing);
    const countOf = (words: string): string | undefined =>
      page.all('training-note').find((note) => page.text(note).includes(words))?.dataset['count'];
    expect([countOf('not readable as JSON'), countOf('fewer evaluations')]).toEqual(['1', '1']);
    await apply(page);
    await soon(() => page.data('map', 'points')).toBe('99');
    expect(page.row(0).dataset['label']).toBe('0');
    expect(page.text('training-bar')).toContain('99 rows matched');
    expect(page.text('training-bar')).toContain('3 labels differ');

    const later = await page.reload();
    await soon(() => later.text('training-bar')).toContain('log.jsonl');
    await later.press('training-details');
    expect(later.text('training-facts')).toContain('1 row of the signals is not in the dataset');
    expect(later.text('training-facts')).toContain(differing);
    const note = later.all('training-note').find(({ dataset }) => dataset['kind'] === 'broken-line')!;
    await later.press(note.querySelector('summary')!);
    expect(later.text(note)).toContain('line 1: {"id": 0, "label": 1, "corr');
    await later.escape('training-facts');
    await soon(() => later.all('training-facts')).toEqual([]);
    expect(document.activeElement).toBe(later.get('training-details'));
    const lines = (await later.exported('export-jsonl')).trimEnd().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as Record<string, string>);
    const given = tsv.trimEnd().split('\n').slice(1);
    expect(rows.map(({ id, text, label }) => [id, text, label].join('\t'))).toEqual(given);
  });

  test('are removed, restored, and stay removed after a reload', async () => {
    const page = await ShownPage.open();
    await page.openFile(
      'texts.tsv',
      datasetOf((_row, label) => label),
    );
    await page.give('log.jsonl', GOLDEN);
    await apply(page);
    await expectPlot(page, 'standard');
    await page.choose('map-criterion', 'forgetting_times');
    await page.type('map-threshold', '1');
    await soon(() => page.get('queue').getAttribute('aria-rowcount')).toBe('71');

    await page.press('training-remove');
    await soon(() => page.data('training-bar', 'state')).toBe('removed');
    expect(page.get('queue').getAttribute('aria-rowcount')).toBe('100');
    expect(document.activeElement).toBe(page.get('training-put-back'));
    await page.press('training-put-back');
    await soon(() => page.data('training-bar', 'state')).toBe('shown');
    await expectPlot(page, 'standard');

    const second = await page.reload();
    await expectPlot(second, 'standard');
    await second.press('training-details');
    await second.press(second.get('training-remove', second.get('training-facts')));
    await soon(() => second.data('training-bar', 'state')).toBe('removed');
    const third = await second.reload();
    await soon(() => third.get('queue').getAttribute('aria-rowcount')).toBe('100');
    expect(third.all('training-bar')).toEqual([]);
    await third.openRow(5);
    expect(third.all('training-course')).toEqual([]);
  });

  test('of a second run appended to the first are those of the last run, unless all runs are chosen', async () => {
    const page = await ShownPage.open();
    await page.give('log.jsonl', Buffer.concat([GOLDEN, GOLDEN]));
    await soon(() => page.text('training-dialog')).toContain('seem to hold 2 runs');
    expect(page.value('training-keep')).toBe('last-run');
    expect(page.data('training-dialog', 'evaluations')).toBe('6');
    await page.choose('training-keep', 'all');
    await soon(() => page.data('training-dialog', 'evaluations')).toBe('12');
    await page.choose('training-keep', 'last-run');
    await soon(() => page.data('training-dialog', 'evaluations')).toBe('6');
    await apply(page);
    await expectPlot(page, 'standard');

    // The row's id is its text, so the page offers to join the dataset opened later.
    await page.openFile(
      'texts.tsv',
      datasetOf((row, label) => (row < 50 ? label : null)),
    );
    await soon(() => page.data('training-dialog', 'matched')).toBe('50');
    expect(page.data('training-dialog', 'unmatched-signals')).toBe('50');
    await apply(page);
    await soon(() => counts(page).reduce((sum, count) => sum + count, 0)).toBe(50);
  });

  test('cannot be joined where no row matches, and the dataset stays open', async () => {
    const page = await ShownPage.open();
    await page.openFile(
      'texts.tsv',
      datasetOf((row, label) => (row < 10 ? label : null)),
    );
    const line = { id: 'elsewhere-1', label: 1, pred_label: 0, correct: 'false', loss: 1, probs: [0.6, 0.4] };
    await page.give('log.jsonl', `${JSON.stringify(line)}\n`);
    await soon(() => page.text('training-dialog')).toContain('Nothing matches');
    expect(page.isDisabled('training-confirm')).toBe(true);
    await page.press('training-cancel');
    await soon(() => page.all('training-dialog')).toEqual([]);
    expect(page.get('queue').getAttribute('aria-rowcount')).toBe('10');
  });
});
