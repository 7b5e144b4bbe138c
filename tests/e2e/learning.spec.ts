import { expect, test } from './fixtures.js';
import {
  GARDEN,
  HOME,
  learnt,
  madeUp,
  openDataset,
  said,
  topRows,
  tsvOf,
  withFlips,
  wrongOnes,
  type ShownRow,
} from './learning.js';
import { confirmImport, exported, give, objectsOf, score, shownRows, status } from './screen.js';
import { sharedFile } from './shared.js';

/** How many of the rows have a wrong label, and for how many of those the right one is suggested. */
function findings(rows: readonly ShownRow[], wrong: ReadonlyMap<number, string>) {
  const found = rows.filter(({ row }) => wrong.has(row));
  return { wrong: found.length, right: found.filter(({ row, predicted }) => wrong.get(row) === predicted).length };
}

const banking = withFlips('banking77_train.csv', 'category');
if (banking) {
  test('77 labels in English: the wrong ones come first, with the right ones beside them, and nothing was chosen', async ({
    page,
  }) => {
    test.setTimeout(180_000);
    await openDataset(page, 'banking77_train.csv', banking.csv);
    await learnt(page, 150_000);
    await expect(status(page)).toHaveAttribute('data-done', '10003');
    expect(await said(page, 'accuracy')).toBeGreaterThan(0.7);
    expect(await said(page, 'majority')).toBeLessThan(0.05);
    const top = findings(await topRows(page, 20), banking.wrong);
    expect(top.wrong).toBeGreaterThanOrEqual(19);
    expect(top.right).toBeGreaterThan(10);
    await expect(page.getByTestId('learning-summary')).toContainText(/Out of sample, \d+(\.\d+)?\s?% of labels/);
  });
}

const toutiao = withFlips('toutiao_zh_train.csv', 'label');
if (toutiao) {
  test('headlines in Chinese: the wrong labels come first, and the card says why in Chinese', async ({ page }) => {
    test.setTimeout(180_000);
    await openDataset(page, 'toutiao_zh_train.csv', toutiao.csv);
    await learnt(page, 150_000);
    expect(findings(await topRows(page, 20), toutiao.wrong).wrong).toBeGreaterThanOrEqual(16);
    const card = page.getByTestId('card');
    await expect(card.getByTestId('term').first()).toHaveAttribute('data-term', /\p{Script=Han}/u);
    expect(await card.getByTestId('neighbour').count()).toBeGreaterThanOrEqual(3);
    await expect(card.getByTestId('neighbour').first()).toContainText(/\p{Script=Han}{3}/u);
  });
}

test('an invented dataset is learnt by itself: suggestions, words against the label, and similar rows that open', async ({
  page,
}) => {
  const rows = madeUp(GARDEN, { rows: 600, wrongEvery: 10 });
  await openDataset(page, 'topics.tsv', tsvOf(rows));
  await learnt(page);
  await expect(status(page)).toHaveAttribute('data-done', '600');
  expect(await said(page, 'accuracy')).toBeGreaterThan(0.85);
  expect(await said(page, 'majority')).toBeCloseTo(1 / 3, 1);
  expect(await said(page, 'decisions')).toBe(0);
  const top = await topRows(page, 50);
  expect(findings(top, wrongOnes(rows))).toEqual({ wrong: 50, right: 50 });
  const losses = top.map(({ loss }) => loss ?? 0);
  expect(losses).toEqual([...losses].sort((a, b) => b - a));

  const card = page.getByTestId('card');
  const [first] = top;
  await expect(card).toHaveAttribute('data-row', String(first?.row));
  const strongest = card.getByTestId('term').first();
  await expect(strongest).toHaveAttribute('data-weight', /^-\d/);
  const { text = '', truth = '' } = rows[first?.row ?? 0] ?? {};
  const term = (await strongest.getAttribute('data-term')) ?? '';
  expect(text).toContain(term);
  expect(term.split(' ').some((word) => GARDEN[truth]?.includes(word))).toBe(true);
  const marks = await card.locator('mark.against').allTextContents();
  expect(marks.length).toBeGreaterThan(0);
  for (const mark of marks) expect(text).toContain(mark);

  const near = card.getByTestId('neighbour');
  expect(await near.count()).toBeGreaterThanOrEqual(3);
  const row = (await near.first().getAttribute('data-row')) ?? '';
  await expect(near.first()).toHaveAttribute('data-label', rows[Number(row)]?.label ?? '');
  expect(row).not.toBe(String(first?.row));
  await near.first().click();
  await expect(card).toHaveAttribute('data-row', row);
  await expect(card).toContainText(rows[Number(row)]?.text ?? '');
  await expect(card.getByTestId('neighbour').first()).toBeVisible();
});

test('what was learnt leaves with the exports: probabilities by label, losses, signals, and a faithful dataset', async ({
  page,
}) => {
  const rows = madeUp(GARDEN, { rows: 300, wrongEvery: 10 });
  const lines = rows.map(({ text, label }, row) => `{"label" :"${label}",  "n":${row}.0, "text":"${text} \\u00e9"}`);
  const source = `\ufeff${lines.join('\r\n')}`;
  await openDataset(page, 'topics.jsonl', source);
  await learnt(page);
  const shown = await topRows(page, 30);
  expect(await exported(page, 'export-jsonl')).toBe(source);

  await page.keyboard.press('a');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const decided = shown[0]?.row ?? -1;
  lines[decided] = lines[decided]?.replace(`"${rows[decided]?.label}"`, `"${rows[decided]?.truth}"`) ?? '';
  expect(await exported(page, 'export-jsonl')).toBe(`\ufeff${lines.join('\r\n')}`);

  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit).toHaveLength(300);
  for (const line of audit) {
    const probs = line['predicted_probs'] as Record<string, number>;
    expect(Object.keys(probs).sort()).toEqual(['garden', 'harbour', 'kitchen']);
    expect(Object.values(probs).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(line['loss']).toBeCloseTo(-Math.log(probs[String(line['original_label'])] ?? NaN), 4);
  }
  for (const { row, loss, predicted } of shown) {
    expect(audit[row]?.['loss']).toBeCloseTo(loss ?? NaN, 6);
    expect(audit[row]?.['predicted_label']).toBe(predicted);
  }
  expect(audit[decided]).toMatchObject({ status: 'corrected', corrected_label: rows[decided]?.truth });

  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '300');
  const [header = '', ...summary] = (await exported(page, 'export-signals')).trimEnd().split('\n');
  expect(summary).toHaveLength(300);
  for (const line of summary) expect(line.split('\t')).toHaveLength(header.split('\t').length);
});

const pairs = sharedFile('data/lcqmc_sample_100.tsv');
if (pairs !== null) {
  test('a hundred pairs of texts teach little: the page says how little, and ranks rows only where it is more than guessing', async ({
    page,
  }) => {
    await page.goto(HOME);
    await page.getByTestId('file-input').setInputFiles(pairs);
    await confirmImport(page);
    await learnt(page);
    const accuracy = await said(page, 'accuracy');
    const majority = await said(page, 'majority');
    expect(accuracy).toBeGreaterThan(0.4);
    expect(accuracy).toBeLessThan(0.85);
    expect(majority).toBeCloseTo(0.64, 9);
    const useful = accuracy - majority > 2 * Math.sqrt((majority * (1 - majority)) / 100);
    const summary = page.getByTestId('learning-summary');
    await expect(summary).toHaveAttribute('data-useful', String(useful));
    for (const share of [accuracy, majority]) await expect(summary).toContainText(`${Math.round(share * 100)}%`);
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '100');
    const ranked = (await topRows(page, 100)).filter(({ loss, predicted }) => loss !== null || predicted !== '');
    expect(ranked).toHaveLength(useful ? 100 : 0);
  });
}

const ODD: readonly (readonly [what: string, rows: readonly (readonly [text: string, label: string])[]])[] = [
  ['one label only', Array.from({ length: 40 }, (_, row) => [`some words about thing ${row}`, 'only'] as const)],
  [
    'two labels of which one has a single row',
    Array.from({ length: 40 }, (_, row) => [`some words about thing ${row}`, row === 7 ? 'rare' : 'common'] as const),
  ],
  ['the same text in all rows', Array.from({ length: 40 }, (_, row) => ['the very same words', `label ${row % 2}`])],
  ['texts without a word', Array.from({ length: 40 }, (_, row) => ['?!… '.repeat(1 + (row % 3)), `label ${row % 2}`])],
  ['a single row', [['one text', 'one label']]],
  ['a label of its own for each row', Array.from({ length: 40 }, (_, row) => [`text number ${row}`, `label ${row}`])],
];

for (const [what, rows] of ODD) {
  test(`${what}: learning ends, with a sentence that says that nothing was learnt`, async ({ page }) => {
    const tsv = `text\tlabel\n${rows.map((cells) => cells.join('\t')).join('\n')}\n`;
    await openDataset(page, 'odd.tsv', tsv);
    await learnt(page);
    const summary = page.getByTestId('learning-summary');
    await expect(summary).toHaveAttribute('data-useful', 'false');
    await expect(summary).toContainText('Nothing was learnt');
    await expect(summary).not.toContainText('NaN');
    await expect(page.getByTestId('notice')).toHaveCount(0);
    expect((await shownRows(page)).every(({ loss }) => loss === 0)).toBe(true);
    // Labels can be set all the same.
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(page.getByTestId('count-reviewed')).toHaveText('1');
    expect(objectsOf(await exported(page, 'export-audit'))).toHaveLength(rows.length);
  });
}

/** A word of its own for each number. */
function wordOf(number: number): string {
  return Array.from(
    String(number),
    (digit) => ['ba', 'ke', 'mi', 'no', 'ru', 'sa', 'te', 'vi', 'zo', 'lu'][Number(digit)],
  ).join('');
}

test('200 labels with ten rows each are learnt', async ({ page }) => {
  test.setTimeout(180_000);
  const topics = Object.fromEntries(
    Array.from({ length: 200 }, (_, label) => [
      `label ${label}`,
      Array.from({ length: 6 }, (__, word) => wordOf(label * 7 + word)).join(' '),
    ]),
  );
  const rows = madeUp(topics, { rows: 2000, wrongEvery: 10 });
  await openDataset(page, 'many.tsv', tsvOf(rows));
  await learnt(page, 150_000);
  expect(await said(page, 'accuracy')).toBeGreaterThan(0.5);
  expect(findings(await topRows(page, 20), wrongOnes(rows)).wrong).toBeGreaterThanOrEqual(18);
  await expect(page.getByTestId('card').getByTestId('neighbour').first()).toBeVisible();
});

test('with ?learn=off nothing is learnt by itself, but when it is chosen and started', async ({ page }) => {
  const rows = madeUp(GARDEN, { rows: 300, wrongEvery: 10 });
  await openDataset(page, 'topics.tsv', tsvOf(rows), `${HOME}&learn=off`);
  await expect(page.getByTestId('model-select')).toHaveValue('default');
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await page.getByTestId('model-select').selectOption('learned');
  await expect(status(page)).toHaveAttribute('data-device', 'learned');
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await expect(page.getByTestId('label-map')).toHaveCount(0);
  await score(page);
  await learnt(page);
  expect(findings(await topRows(page, 20), wrongOnes(rows)).wrong).toBe(20);
});

test('the entry of the dataset itself stands beside the models, and the file of results comes before both', async ({
  page,
}) => {
  await page.goto(HOME);
  await give(page, 'losses.tsv', 'text\tlabel\tloss\nfirst words\ta\t0.5\nother words\tb\t2\n');
  await confirmImport(page);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect(status(page)).toHaveAttribute('data-device', '');
  expect((await shownRows(page)).map(({ row }) => row)).toEqual([1, 0]);
  await page.getByRole('button', { name: 'Model…' }).click();
  const options = page.getByTestId('model-select').locator('option');
  await expect(options).toHaveCount(3);
  await expect(page.getByTestId('model-select').locator('option[value=learned]')).toHaveText(/no model needed/);
});
