import { readFileSync } from 'node:fs';
import { caseLines, casePath, correct, dropCase, labelCounts, openCase, auditOf } from './cases.js';
import { expect, test } from './fixtures.js';
import { chosenColumns, chosenSettings } from './mapping.js';
import { confirmImport, exported, score, shownRows, status } from './screen.js';

// Small datasets in the shape of real ones. Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

const FOUR = { '"World"': 6, '"Sports"': 6, '"Business"': 6, '"Sci/Tech"': 6 };

interface Case {
  readonly files: readonly string[];
  readonly rows: number;
  readonly rejected?: number;
  readonly columns?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string | boolean>>;
  /** Rows with each label, written as JSON. */
  readonly labels: Readonly<Record<string, number>>;
}

const CASES: Readonly<Record<string, Case>> = {
  'a fastText file': {
    files: ['01-fasttext/train.txt'],
    rows: 24,
    labels: { '"World"': 6, '"Sports"': 6, '"Business"': 6, '"Sci-Tech"': 6 },
  },
  'a raw export of Label Studio': { files: ['02-labelstudio-json/project-3-export.json'], rows: 24, labels: FOUR },
  'a CSV of Windows-1252 with empty columns': {
    files: ['05-cp1252-spam/spam.csv'],
    rows: 28,
    settings: { encoding: 'windows-1252' },
    labels: { '"ham"': 16, '"spam"': 12 },
  },
  'a CSV whose quotes are escaped by backslashes': {
    files: ['08-spark-backslash/part-00000.csv'],
    rows: 24,
    labels: FOUR,
  },
  'records under a key': { files: ['10-json-data-field/train.json'], rows: 24, labels: FOUR },
  'records under a key, over several lines': {
    files: ['10-json-data-field/train-pretty.json'],
    rows: 24,
    labels: FOUR,
  },
  'objects over several lines': { files: ['11-jq-pretty/out.jsonl'], rows: 24, labels: FOUR },
  'NaN in a column that is not used': { files: ['13-jsonl-nan/train.jsonl'], rows: 24, labels: FOUR },
  'a Parquet file of the datasets library': {
    files: ['17-hf-parquet/train-00000-of-00001.parquet'],
    rows: 22,
    rejected: 2,
    labels: { '"Business"': 5, '"Sci/Tech"': 5, '"Sports"': 5, '"World"': 6, '"-1"': 1 },
  },
  'a Parquet file of pandas': {
    files: ['17-hf-parquet/pandas.parquet'],
    rows: 24,
    columns: { text: 'text', label: 'label' },
    labels: FOUR,
  },
  'shards of one dataset': {
    files: ['18-parquet-shards/train-00000-of-00002.parquet', '18-parquet-shards/train-00001-of-00002.parquet'],
    rows: 24,
    labels: FOUR,
  },
  'several gzip members in one file': { files: ['19-gzip-members/all.jsonl.gz'], rows: 24, labels: FOUR },
  'prompts and completions': {
    files: ['20-label-variants/openai.jsonl'],
    rows: 24,
    columns: { text: 'prompt', label: 'completion' },
    labels: { '" World"': 6, '" Sports"': 6, '" Business"': 6, '" Sci/Tech"': 6 },
  },
  'a CSV without a header, with a constant column': {
    files: ['25-sentiment140/training.csv'],
    rows: 30,
    columns: { text: '5', label: '0' },
    settings: { header: false },
    labels: { '"0"': 15, '"4"': 15 },
  },
};

for (const [name, { files, rows, rejected = 0, columns, settings, labels }] of Object.entries(CASES)) {
  test(`${name} comes out right by itself`, async ({ page }) => {
    expect(await dropCase(page, ...files)).toEqual({ rows, rejected });
    if (columns) expect(await chosenColumns(page)).toEqual(columns);
    if (settings) expect(await chosenSettings(page)).toMatchObject(settings);
    await confirmImport(page);
    expect(await labelCounts(page)).toEqual(labels);
  });
}

test('a fastText line without its label is the text', async ({ page }) => {
  await openCase(page, '01-fasttext/train.txt');
  const texts = caseLines('01-fasttext/train.txt').map((line) => line.replace(/^__label__\S+ /, ''));
  expect((await auditOf(page)).map((row) => row['text'])).toEqual(texts.filter((text) => text !== ''));
});

test('the text of an annotation task is its text, and a corrected choice is written in its place', async ({ page }) => {
  const name = '02-labelstudio-json/project-3-export.json';
  const source = readFileSync(casePath(name), 'utf8');
  await openCase(page, name);
  const tasks = JSON.parse(source) as { annotations: { result: { value: { choices: string[] } }[] }[] }[];
  await correct(page, 0, 'Business');
  await expect(page.getByTestId('card')).toContainText('ceasefire with');
  const corrected = JSON.parse(await exported(page, 'export-jsonl')) as typeof tasks;
  tasks[0]!.annotations[0]!.result[0]!.value.choices = ['Business'];
  expect(corrected).toEqual(tasks);
});

test('letters of Windows-1252 are in the export', async ({ page }) => {
  await openCase(page, '05-cp1252-spam/spam.csv');
  const written = await exported(page, 'export-jsonl');
  for (const text of ['café', '£3 –', 'Señor López can’t']) expect(written).toContain(text);
});

test('escaped quotes are quotes in the text', async ({ page }) => {
  await openCase(page, '08-spark-backslash/part-00000.csv');
  const written = (await auditOf(page)).map((row) => row['text']);
  expect(written[0]).toMatch(/^The minister said "never, not again" and left; /);
});

test('a TSV with quoting has no outer or doubled quotes in its texts', async ({ page }) => {
  expect(await dropCase(page, '28-tsv-quoted/train.tsv')).toEqual({ rows: 100, rejected: 0 });
  await confirmImport(page);
  const texts = (await auditOf(page)).map((row) => String(row['text']));
  expect(texts.filter((text) => /^"|"$|""/.test(text))).toEqual([]);
  expect(texts.filter((text) => /^He said ".*" twice$/.test(text)).length).toBeGreaterThan(0);
});

test('an export without decisions is the source, with NaN as it stood', async ({ page }) => {
  await openCase(page, '13-jsonl-nan/train.jsonl');
  expect(await exported(page, 'export-jsonl')).toBe(readFileSync(casePath('13-jsonl-nan/train.jsonl'), 'utf8'));
});

test('a label in a list is corrected to a label in a list, and every other byte stays', async ({ page }) => {
  const name = '04-doccano/all.jsonl';
  const lines = caseLines(name);
  await openCase(page, name);
  const maps = page.getByTestId('label-map');
  await expect(maps).toBeVisible();
  await correct(page, 6, 'Business');
  lines[6] = lines[6]!.replace('"label": ["World"]', '"label": ["Business"]');
  expect(await exported(page, 'export-jsonl')).toBe(lines.join('\n'));
});

test('a class that no row has is written as its number among numbers', async ({ page }) => {
  const name = '14-int-missing-class/train.jsonl';
  const lines = caseLines(name);
  await openCase(page, name);
  await score(page);
  const { row } = (await shownRows(page))[0]!;
  await correct(page, row, '2');
  lines[row] = lines[row]!.replace(/"label": \d/, '"label": 2');
  expect(await exported(page, 'export-jsonl')).toBe(lines.join('\n'));
});

test('a permuted map is noticed once rows are scored, and the better one is a click away', async ({ page }) => {
  await openCase(page, '15-labelencoder/train.jsonl');
  await score(page);
  const notice = page.locator('[data-testid=notice][data-code=map-permuted]');
  await expect(notice).toBeVisible();
  await notice.getByRole('button').first().click();
  await expect(notice).toHaveCount(0);
  const rows = await auditOf(page);
  const agreeing = rows.filter((row) => String(row['predicted_label']) === String(row['original_label']));
  expect(agreeing.length / rows.length).toBeGreaterThan(0.6);
});

test('spellings of one label become one by one click', async ({ page }) => {
  expect(await dropCase(page, '20-label-variants/train.tsv')).toEqual({ rows: 48, rejected: 0 });
  await confirmImport(page);
  await page.getByTestId('merge-spellings').first().click();
  await score(page);
  expect((await auditOf(page)).filter((row) => row['loss'] === null)).toEqual([]);
});

test('full-width digits are matched as digits', async ({ page }) => {
  expect(await dropCase(page, '20-label-variants/fullwidth-digits.tsv')).toEqual({ rows: 24, rejected: 0 });
  await confirmImport(page);
  const classes = await page
    .getByTestId(/^label-map-/)
    .locator('option:checked')
    .allTextContents();
  expect(classes).toEqual(['World', 'Sports', 'Business', 'Sci/Tech']);
});

test('one odd spelling of a class is not what is suggested', async ({ page }) => {
  await openCase(page, '20-label-variants/one-odd-spelling.tsv');
  await page.getByTestId('label-map-SPORTS').selectOption({ label: 'Sports' });
  await score(page);
  for (const row of [9, 13]) {
    await page.locator(`[data-testid=queue-row][data-row="${row}"]`).click();
    await expect(page.getByTestId('accept-suggestion')).toContainText('Sports');
    await expect(page.getByTestId('accept-suggestion')).not.toContainText('SPORTS');
  }
});

test('nested results of a pipeline are taken, the rows that they find hardest first', async ({ page }) => {
  await openCase(page, '21-pipeline-topk/nested.jsonl');
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  const first = (await shownRows(page)).slice(0, 3);
  expect(first.map(({ row }) => row).sort((a, b) => a - b)).toEqual([6, 12, 18]);
  expect(first.map(({ label }) => label)).toEqual(['World', 'World', 'World']);
});

test('one score of one class is not enough, which is said, and the dataset opens', async ({ page }) => {
  expect((await dropCase(page, '21-pipeline-topk/top1.jsonl')).rows).toBe(24);
  await expect(page.getByTestId('import-dialog')).toContainText(/one (class|score|number)/i);
  await confirmImport(page);
  await expect(status(page)).not.toHaveAttribute('data-state', 'done');
});

test('151 labels, among them some with quotes and colons, are searched and written', async ({ page }) => {
  const name = '26-many-classes/clinc.jsonl';
  const lines = caseLines(name);
  expect(await dropCase(page, name)).toEqual({ rows: 302, rejected: 0 });
  await confirmImport(page);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '302');
  await page
    .getByRole('searchbox', { name: /search/i })
    .first()
    .fill('label:"a:b"');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '2');
  for (const label of ['a:b', 'he said "hi"']) {
    await page
      .getByRole('searchbox', { name: /search/i })
      .first()
      .fill('row:1');
    await page.getByTestId('queue-row').first().click();
    await page.getByTestId('card').getByRole('searchbox').fill(label);
    await page.getByTestId(`label-option-${label}`).click();
    const row = Number((await shownRows(page))[0]!.row);
    const written = (await exported(page, 'export-jsonl')).split('\n');
    expect(JSON.parse(written[row]!)).toEqual({ ...(JSON.parse(lines[row]!) as object), label });
  }
});

test('class names of a Parquet file are shown, and its numbers are written', async ({ page }) => {
  await openCase(page, '17-hf-parquet/train-00000-of-00001.parquet');
  const { row } = (await shownRows(page))[1]!;
  await correct(page, row, 'Sports');
  const written = (await exported(page, 'export-jsonl')).split('\n').filter((line) => line !== '');
  const labels = written.map((line) => (JSON.parse(line) as { label: unknown }).label);
  expect(new Set(labels.map((label) => typeof label))).toEqual(new Set(['number']));
});
