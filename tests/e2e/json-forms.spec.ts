import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.js';
import { chosenColumns, openPage, readThrough } from './mapping.js';
import { confirmImport, exported, give, objectsOf } from './screen.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/cases/${name}`, import.meta.url), 'utf8');
}

test('an export of Label Studio opens with its nested text and choice, and comes back with one token changed', async ({
  page,
}) => {
  const content = fixture('02-labelstudio-json/project-3-export.json');
  await openPage(page);
  await give(page, 'project-3-export.json', content);
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  expect(await chosenColumns(page)).toEqual({
    text: 'data.text',
    label: 'annotations.0.result.0.value.choices.0',
    id: 'id',
  });
  // Another nested field can be chosen, and the first one again.
  await page.getByTestId('import-text').selectOption('annotations.0.result.0.from_name');
  await page.getByTestId('import-text').selectOption('data.text');
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  await confirmImport(page);
  await page.locator('[data-testid=queue-row][data-row="0"]').click();
  await page.getByTestId('label-option-Business').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const tasks = JSON.parse(content) as { annotations: { result: { value: { choices: string[] } }[] }[] }[];
  const [first] = tasks;
  const choices = first?.annotations[0]?.result[0]?.value.choices ?? [];
  expect(choices).toEqual(['World']);
  choices[0] = 'Business';
  expect(objectsOf(await exported(page, 'export-jsonl'))).toEqual(tasks);
});

test('JSON in other forms opens by itself, and is never read as a table of text', async ({ page }) => {
  await openPage(page);
  const rows = [
    { text: 'Stocks fell again', label: 'Business' },
    { text: "They won, didn't they?", label: 'Sports' },
  ];
  const columns = { text: rows.map(({ text }) => text), label: rows.map(({ label }) => label) };
  const forms: readonly (readonly [string, string, string, number])[] = [
    ['train.json', fixture('10-json-data-field/train.json'), 'JSON, records under data', 24],
    ['pretty.json', fixture('10-json-data-field/train-pretty.json'), 'JSON, records under data', 24],
    ['out.jsonl', fixture('11-jq-pretty/out.jsonl'), 'JSON', 24],
    ['nan.jsonl', fixture('13-jsonl-nan/train.jsonl'), 'JSONL', 24],
    ['index.json', JSON.stringify({ ...rows }), 'JSON, records by name', 2],
    ['columns.json', JSON.stringify(columns), 'JSON table', 2],
    ['python.txt', "{'text': 'a b', 'label': 1, 'x': None}\n{'text': \"it's\", 'label': 0, 'x': nan}\n", 'JSONL', 2],
  ];
  for (const [name, content, format, count] of forms) {
    await give(page, name, content);
    expect(await readThrough(page), name).toEqual({ rows: count, rejected: 0 });
    await expect(page.getByTestId('import-dialog')).toContainText(format);
    expect(await chosenColumns(page)).toEqual({ text: 'text', label: 'label' });
    await expect(page.getByTestId('import-delimiter')).toHaveCount(0);
    await page.getByTestId('import-cancel').click();
  }
});

for (const [language, sentence] of [
  ['en', 'data.0.text is one entry of each list data.'],
  ['zh-CN', 'data.0.text 只取列表 data 中的一项'],
] as const) {
  test(`a text of one entry of a list is chosen by hand, and said to be that, ${language}`, async ({ page }) => {
    await page.goto(`./?lang=${language}`);
    const line = (label: string): string =>
      JSON.stringify({ label, data: [{ text: 'Stocks fell again' }, { text: 'They won it' }] });
    await give(page, 'rows.jsonl', `${line('x')}\n${line('y')}\n`);
    await expect(page.getByTestId('import-text')).not.toHaveValue('data.0.text');
    await expect(page.getByTestId('import-text-of-list')).toHaveCount(0);
    await page.getByTestId('import-text').selectOption('data.0.text');
    await expect(page.getByTestId('import-text-of-list')).toContainText(sentence);
    expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
  });
}

test('rows that have names keep them', async ({ page }) => {
  const rows = { 'doc-17': { text: 'Stocks fell again', label: 'x' }, 'doc-4': { text: 'They won it', label: 'y' } };
  await openPage(page);
  await give(page, 'rows.json', JSON.stringify(rows));
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
  expect(await chosenColumns(page)).toEqual({ text: 'text', label: 'label', id: 'index' });
  await confirmImport(page);
  expect(objectsOf(await exported(page, 'export-jsonl'))).toEqual([
    { text: 'Stocks fell again', label: 'x', index: 'doc-17' },
    { text: 'They won it', label: 'y', index: 'doc-4' },
  ]);
});

test('a line that is set aside says where it is wrong and what is there', async ({ page }) => {
  await openPage(page);
  await give(
    page,
    'rows.jsonl',
    '{"text":"a b","label":"x"}\n{"text":"c d","label":oops}\n{"text":"e f","label":"y"\n',
  );
  expect(await readThrough(page)).toEqual({ rows: 1, rejected: 2 });
  await page.getByTestId('rejects').locator('summary').click();
  await expect(page.getByTestId('rejects')).toContainText('character 23 of the record is wrong: oops}');
  await expect(page.getByTestId('rejects')).toContainText('the record ends too early');
});

for (const [language, sentence] of [
  ['en', 'All 2 rows have the same label'],
  ['zh-CN', '全部 2 条的标签都相同'],
] as const) {
  test(`a mapping with a single label says so before it is opened, ${language}`, async ({ page }) => {
    await page.goto(`./?lang=${language}`);
    await give(page, 'rows.jsonl', '{"text":"a b","label":"x"}\n{"text":"c d","label":"x"}\n');
    expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
    await expect(page.getByTestId('import-one-label')).toContainText(sentence);
    await expect(page.getByTestId('import-confirm')).toBeEnabled();
  });
}
