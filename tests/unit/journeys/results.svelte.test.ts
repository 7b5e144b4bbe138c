import { describe, expect, test } from 'vitest';
import { parquetFile } from '../../fakes/parquet.js';
import { soon } from './hand.js';
import { caseFile, objectsOf, ShownPage } from './shown-page.js';

const CLASSES = ['World', 'Sports', 'Business'];
const TEXTS = ['Parliament met again', 'The team won the cup', 'Stocks fell on Friday', 'A late goal decided it'];
const LABELS = ['World', 'Sports', 'Sports', 'Business'];
const PROBS = [
  [0.9, 0.05, 0.05],
  [0.02, 0.96, 0.02],
  [0.01, 0.04, 0.95],
  [0.05, 0.85, 0.1],
];
const LOSSES = LABELS.map((label, i) => -Math.log(PROBS[i]?.[CLASSES.indexOf(label)] ?? NaN));
const PREDICTED = ['World', 'Sports', 'Business', 'Sports'];
const ORDER = [2, 3, 0, 1];

/** Rows with ids and without any results. */
const DATASET = TEXTS.map((text, i) => JSON.stringify({ id: `n${i}`, text, label: LABELS[i] })).join('\n');

async function reviewFirst(page: ShownPage): Promise<void> {
  await soon(() => page.data('run-status', 'state')).toBe('done');
  expect(page.data('run-status', 'done')).toBe('4');
  expect(page.data('run-status', 'device')).toBe('');
  expect(page.text('run-status')).toContain('results from the file');
  const rows = page.rows();
  expect(rows.map(({ row }) => row)).toEqual(ORDER);
  rows.forEach(({ loss }, i) => expect(loss).toBeCloseTo(LOSSES[ORDER[i] ?? 0] ?? NaN, 5));
  expect(page.data('card', 'row')).toBe('2');
  await page.key('a');
  await page.saved();
  const [change] = objectsOf(await page.exported('export-changes'));
  expect(change).toMatchObject({ row: 2, original_label: 'Sports', corrected_label: 'Business' });
  expect(page.tab.host.loads).toEqual([]);
}

describe('results in the dataset itself', () => {
  test('are reviewed without a model, and restored by a reload', async () => {
    const page = await ShownPage.open();
    const rows = TEXTS.map((text, i) => ({
      text,
      label: LABELS[i],
      predicted_label: CLASSES[PROBS[i]?.indexOf(Math.max(...PROBS[i])) ?? 0],
      loss: LOSSES[i],
      predicted_probas: Object.fromEntries(CLASSES.map((name, k) => [name, PROBS[i]?.[k]])),
    }));
    await page.give('losses.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    await soon(() => page.value('import-loss')).toBe('loss');
    expect(page.value('import-probs')).toBe('predicted_probas');
    expect(page.value('import-predicted')).toBe('predicted_label');
    await soon(() => page.data('import-results', 'usable')).toBe('4');
    await page.confirm();
    await reviewFirst(page);
    await soon(() => page.data('map', 'points')).toBe('4');

    const later = await page.reload();
    await soon(() => later.data('run-status', 'state')).toBe('done');
    expect(later.text('count-reviewed')).toBe('1');
    expect((await later.audit())[2]).toMatchObject({ predicted_label: 'Business', status: 'corrected' });
    expect(later.tab.host.loads).toEqual([]);
  });

  test('of a Parquet file are replaced by a chosen model, and can be chosen again', async () => {
    const page = await ShownPage.open();
    const bytes = parquetFile(
      [
        { name: 'text', type: 'string', values: TEXTS },
        { name: 'label', type: 'string', values: LABELS },
        { name: 'predicted_label', type: 'string', values: PREDICTED },
        { name: 'loss', type: 'double', values: LOSSES },
        { name: 'predicted_probas', type: 'doubles', values: PROBS },
      ],
      { codec: 'snappy', groupRows: 3 },
    );
    await page.openFile('losses.parquet', bytes);
    await reviewFirst(page);
    const dataset = objectsOf(await page.exported('export-jsonl'));
    expect(dataset.map((row) => row['label'])).toEqual(['World', 'Sports', 'Business', 'Business']);
    expect(Object.keys(dataset[0] ?? {})).toEqual(['text', 'label', 'predicted_label', 'loss', 'predicted_probas']);

    await page.pressNamed('Model…');
    await page.choose('model-select', 'default');
    await page.score();
    expect(page.data('run-status', 'device')).toBe('wasm');
    expect(page.data('run-status', 'done')).toBe('4');
    await page.pressNamed('Model…');
    await page.choose('model-select', 'results');
    await soon(() => page.text('run-status')).toContain('results from the file');
  });

  test('with probabilities that do not sum to 1 are reported, and the loss column is used', async () => {
    const page = await ShownPage.open();
    const rows = [
      'text\tlabel\tpredicted_label\tloss\tpredicted_probas',
      ...TEXTS.map((text, i) => [text, LABELS[i], 'Business', LOSSES[i], '[0.21 0.4 0.02]'].join('\t')),
    ];
    await page.give('losses.tsv', rows.join('\n'));
    await soon(() => page.data('import-results', 'not-normalised')).toBe('4');
    expect(page.data('import-results', 'vectors')).toBe('none');
    await page.confirm();
    await soon(() => page.notice('results-not-normalised')?.textContent).toContain('4 of 4 rows');
    await reviewFirst(page);
  });

  test('of losses alone are enough for the list and the map', async () => {
    const page = await ShownPage.open();
    const rows = ['text,label,loss', ...TEXTS.map((text, i) => `${text},${LABELS[i]},${LOSSES[i]}`)];
    await page.openFile('losses.csv', rows.join('\n'));
    await soon(() => page.data('run-status', 'state')).toBe('done');
    expect(page.rows().map(({ row }) => row)).toEqual(ORDER);
    await soon(() => page.data('map', 'x')).toBe('loss');
    expect(page.data('map', 'points')).toBe(String(LOSSES.length));
    expect(page.text('card')).toContain('The loss comes from the file');
    expect(page.text('card')).not.toContain('NaN');
  });

  test('are preferred to learning and to the model', async () => {
    const page = await ShownPage.open({ query: 'learn=on' });
    await page.openFile('losses.tsv', 'text\tlabel\tloss\nfirst words\ta\t0.5\nother words\tb\t2\n');
    await soon(() => page.data('run-status', 'state')).toBe('done');
    expect(page.data('run-status', 'device')).toBe('');
    expect(page.rows().map(({ row }) => row)).toEqual([1, 0]);
    await page.pressNamed('Model…');
    const options = [...page.get('model-select').querySelectorAll('option')];
    expect(options).toHaveLength(3);
    expect(options.find(({ value }) => value === 'learned')?.textContent).toMatch(/no model needed/);
  });

  test('of a broken Parquet file are refused by a message', async () => {
    const page = await ShownPage.open();
    await page.give('broken.parquet', 'PAR1 and nothing that follows from it PAR1');
    await soon(() => page.notice('file-parquet-broken')).not.toBeNull();
  });
});

describe('the output of a pipeline', () => {
  test('for all classes is reviewed without a model', async () => {
    const page = await ShownPage.open();
    await page.give('nested.jsonl', caseFile('21-pipeline-topk/nested.jsonl'));
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    expect(page.data('import-results', 'usable')).toBe('24');
    await page.confirm();
    await soon(() => page.data('run-status', 'state')).toBe('done');
    const highest = page.rows().slice(0, 2);
    expect(highest.map(({ row }) => row).sort((a, b) => a - b)).toEqual([6, 18]);
    expect(page.tab.host.loads).toEqual([]);
  });

  test('for one class is reported as too little, and the dataset opens without results', async () => {
    const page = await ShownPage.open();
    await page.give('top1.jsonl', caseFile('21-pipeline-topk/top1.jsonl'));
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    expect(page.data('import-results', 'partial')).toBe('24');
    expect(page.text('import-results')).toContain('top_k=None');
    await page.confirm();
    await soon(() => page.notice('results-unusable')).not.toBeNull();
    expect(page.all('run-start')).toHaveLength(1);
    expect(page.get('model-select').querySelectorAll('option[value=results]')).toHaveLength(0);
  });

  test('without numbers is reported with the missing part', async () => {
    const page = await ShownPage.open();
    await page.give('predictions.csv', 'id,prediction\n1,World\n2,Sports\n3,World\n');
    await soon(() => page.all('import-predictions-only').length).toBe(1);
  });
});

describe('results in a separate file', () => {
  test('are joined by id, reviewed without a model, and removed with their project', async () => {
    const page = await ShownPage.open();
    await page.openFile('news.jsonl', DATASET);
    const given = [
      ...ORDER.map((i) => ({ id: `n${i}`, loss: LOSSES[i], predicted_label: PREDICTED[i] })),
      { id: 'elsewhere', loss: 9 },
    ];
    const twice = { id: 'n2', loss: 0 };
    await page.give('losses.jsonl', [...given, twice].map((row) => JSON.stringify(row)).join('\n'));
    await soon(() => page.data('import-dialog', 'target')).toBe('results');
    expect(page.isChecked('import-target-results')).toBe(true);
    expect(page.value('import-loss')).toBe('loss');
    expect(page.value('import-id')).toBe('id');
    await soon(() => page.data('import-join', 'basis')).toBe('id');
    expect(page.data('import-join', 'matched')).toBe('4');
    expect(page.data('import-join', 'unmatched-rows')).toBe('0');
    expect(page.data('import-join', 'unmatched-results')).toBe('1');
    expect(page.data('import-dialog', 'rejected')).toBe('1');
    expect(page.text('rejects')).toContain('id seen before');
    expect(page.data('run-status', 'state')).not.toBe('done');
    expect(page.text('import-confirm')).toBe('Add results to 4 rows');
    await page.confirm();
    await reviewFirst(page);

    const later = await page.reload();
    await soon(() => later.data('run-status', 'state')).toBe('done');
    expect(
      later
        .rows()
        .map(({ row }) => row)
        .sort(),
    ).toEqual([0, 1, 2, 3]);
    expect(later.text('count-reviewed')).toBe('1');
    const audit = await later.audit();
    audit.forEach((line, i) => expect(line['loss']).toBeCloseTo(LOSSES[i] ?? NaN, 5));
    expect(audit[2]).toMatchObject({
      id: 'n2',
      predicted_label: 'Business',
      predicted_probs: null,
      status: 'corrected',
    });
    expect(await later.exported('export-jsonl')).toBe(
      DATASET.replace('"Stocks fell on Friday","label":"Sports"', '"Stocks fell on Friday","label":"Business"'),
    );
    expect(later.tab.host.loads).toEqual([]);

    await later.press('home');
    await soon(() => later.all('earlier-project').length).toBe(1);
    for (let press = 0; press < 2; press++) {
      const buttons = [...document.querySelectorAll<HTMLElement>('button')];
      await later.press(
        buttons.find((button) => /^Remove/.test(button.getAttribute('aria-label') ?? later.text(button)))!,
      );
    }
    await soon(() => later.all('earlier-project').length).toBe(0);
    await later.openFile('news.jsonl', DATASET);
    expect(later.data('run-status', 'done')).toBe('0');
  });

  test('are joined by row number in one drop with the dataset, keep its labels, and can be removed', async () => {
    const page = await ShownPage.open();
    const tsv = ['text\tlabel', ...TEXTS.map((text, i) => `${text}\t${LABELS[i]}`)].join('\n');
    const parquet = parquetFile(
      [
        { name: 'label', type: 'string', values: ['World', 'Sports', 'Sports', 'Sports'] },
        { name: 'predicted_label', type: 'string', values: PREDICTED },
        { name: 'predicted_probas', type: 'doubles', values: PROBS },
      ],
      { codec: 'snappy' },
    );
    await page.giveAll([
      ['probs.parquet', parquet],
      ['news.tsv', tsv],
    ]);
    await soon(() => page.data('import-dialog', 'target')).toBe('dataset');
    await page.press('import-confirm');
    await soon(() => page.data('import-dialog', 'target')).toBe('results');
    await soon(() => page.data('import-join', 'basis')).toBe('row-0');
    expect(page.data('import-join', 'matched')).toBe('4');
    expect(page.data('import-join', 'labels-differ')).toBe('1');
    await page.confirm();
    await reviewFirst(page);
    expect((await page.audit())[3]).toMatchObject({ original_label: 'Business', predicted_label: 'Sports' });

    await page.pressNamed('Model…');
    expect(page.text('model-select')).toContain('Results from');
    await page.press('model-remove');
    const removes = [...document.querySelectorAll<HTMLElement>('button')].filter((button) =>
      /^Remove/.test(page.text(button)),
    );
    await page.press(removes.at(-1)!);
    await soon(() => page.data('run-status', 'done')).toBe('0');
  });

  test('of 120,000 rows are joined, ranked, and restored by a reload', async () => {
    const count = 120_000;
    const page = await ShownPage.open();
    const rows = Array.from({ length: count }, (_, i) => `n${i}\tText number ${i} of many\t${i % 2 ? 'x' : 'y'}`);
    await page.openFile('large.tsv', ['id\ttext\tlabel', ...rows].join('\n'));
    const losses = Array.from({ length: count }, (_, i) => `{"id":"n${count - 1 - i}","loss":${i / 8}}`);
    await page.give('losses.jsonl', losses.join('\n'));
    await soon(() => page.data('import-join', 'matched')).toBe(String(count));
    await page.confirm();
    await soon(() => page.data('run-status', 'done')).toBe(String(count));
    expect(page.rows().slice(0, 3)).toMatchObject([{ row: 0 }, { row: 1 }, { row: 2 }]);
    await page.saved();
    const later = await page.reload();
    await soon(() => later.data('run-status', 'done')).toBe(String(count));
  });

  test('are reported without their dataset, and not joined where no row matches', async () => {
    const page = await ShownPage.open();
    const strange = JSON.stringify({ id: 'x', loss: 1 });
    await page.give('losses.jsonl', strange);
    await soon(() => page.text('import-results-alone')).toContain('Open its dataset first');
    expect(page.value('import-text')).toBe('');
    expect(page.isDisabled('import-confirm')).toBe(true);
    await page.press('import-cancel');
    await page.openFile('news.jsonl', DATASET);
    await page.give('losses.jsonl', strange);
    await soon(() => page.text('import-join')).toContain('Nothing matches');
    expect(page.isDisabled('import-confirm')).toBe(true);
    await page.choose('import-id', '');
    await soon(() => page.text('import-join')).toContain('The dataset has 4 records, this file 1');
    await page.check('import-target-dataset');
    await soon(() => page.data('import-dialog', 'target')).toBe('dataset');
  });
});
