import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, exported, give, objectsOf } from './screen.js';

/** Labels that are spread over columns, over people, over the keys of a document, or hidden in a string. */

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

const TEXTS = [
  'Prices fell on Monday again',
  'The match ended in a draw',
  'Ministers met in Geneva',
  'A coach was named',
];

function rowOf(page: Page, row: number): Locator {
  return page.locator(`[data-testid=queue-row][data-row="${row}"]`);
}

async function correct(page: Page, row: number, label: string): Promise<void> {
  await rowOf(page, row).click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
  await page.getByTestId(`label-option-${label}`).click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
}

test('columns of 0 and 1 are one label, and a correction moves the 1', async ({ page }) => {
  const rows = [`${TEXTS[0]},0,0,1`, `${TEXTS[1]},0,1,0`, `${TEXTS[2]},1,0,0`, `${TEXTS[3]},0,1,0`];
  await openPage(page);
  await give(page, 'hot.csv', `text,world,sports,business\n${rows.join('\n')}\n`);
  expect(await readThrough(page)).toEqual({ rows: 4, rejected: 0 });
  const label = page.getByTestId('import-label');
  await expect(label.locator('option:checked')).toHaveText('Together: world, sports, business');
  await expect(page.getByTestId('import-each')).toContainText('world, sports, business');
  // One of the columns can be chosen, and all of them again.
  const together = await label.inputValue();
  await label.selectOption('sports');
  await expect(page.getByTestId('import-each')).toHaveCount(0);
  await label.selectOption(together);
  expect(await readThrough(page)).toEqual({ rows: 4, rejected: 0 });
  await confirmImport(page);
  await correct(page, 1, 'world');
  expect(objectsOf(await exported(page, 'export-jsonl'))).toEqual([
    { text: TEXTS[0], world: '0', sports: '0', business: '1' },
    { text: TEXTS[1], world: '1', sports: '0', business: '0' },
    { text: TEXTS[2], world: '1', sports: '0', business: '0' },
    { text: TEXTS[3], world: '0', sports: '1', business: '0' },
  ]);
});

const choice = (label: string): unknown => ({ from_name: 'topic', type: 'choices', value: { choices: [label] } });
const task = (text: string | undefined, labels: readonly string[]): unknown => ({
  data: { text },
  annotations: labels.map((label, i) => ({ completed_by: i, was_cancelled: false, result: [choice(label)] })),
});
const TASKS = [['World'], ['Sports', 'World'], ['World', 'World'], ['Sports']];

for (const [language, sentence] of [
  ['en', 'The annotators of 1 row disagree'],
  ['zh-CN', '1 条由多人给出的标签不一致'],
] as const) {
  test(`annotators who disagree are counted before the file is opened, ${language}`, async ({ page }) => {
    await page.goto(`./?lang=${language}&learn=off`);
    await give(page, 'project.json', JSON.stringify(TASKS.map((labels, i) => task(TEXTS[i], labels))));
    expect(await readThrough(page)).toEqual({ rows: 4, rejected: 0 });
    await expect(page.getByTestId('import-disagreeing')).toContainText(sentence);
  });
}

test('a row whose annotators disagree has no single class, and a decision is written for all of them', async ({
  page,
}) => {
  await openPage(page);
  await give(page, 'project.json', JSON.stringify(TASKS.map((labels, i) => task(TEXTS[i], labels))));
  await confirmImport(page);
  await expect(rowOf(page, 1)).toContainText('2 labels:');
  await correct(page, 2, 'Sports');
  await rowOf(page, 1).click();
  await page.getByTestId('label-option-World').click();
  await page.getByTestId('several-dialog').getByRole('button').last().click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  expect(objectsOf(await exported(page, 'export-jsonl'))).toEqual(
    [['World'], ['World', 'World'], ['Sports', 'Sports'], ['Sports']].map((labels, i) => task(TEXTS[i], labels)),
  );
});

test('texts listed by label and lines encoded twice open by themselves, and a document in a string is refused', async ({
  page,
}) => {
  await openPage(page);
  const twice = TEXTS.map((text, i) => JSON.stringify(JSON.stringify({ text, label: i % 2 ? 'Sports' : 'World' })));
  const forms: readonly (readonly [string, string])[] = [
    ['by-label.json', JSON.stringify({ World: TEXTS.slice(0, 3), Sports: TEXTS.slice(3) })],
    ['twice.jsonl', twice.join('\n')],
  ];
  for (const [name, content] of forms) {
    await give(page, name, content);
    expect(await readThrough(page), name).toEqual({ rows: 4, rejected: 0 });
    await expect(page.getByTestId('import-text')).toHaveValue('text');
    await expect(page.getByTestId('import-label')).toHaveValue('label');
    await page.getByTestId('import-cancel').click();
  }
  await give(page, 'document.json', JSON.stringify(JSON.stringify(TEXTS.map((text) => ({ text, label: 'x' })))));
  await expect(page.locator('[data-testid=notice][data-code=file-json-in-string]')).toContainText('document.json');
});

test('the splits of one document are read together, and come back as the document', async ({ page }) => {
  const record = (i: number): { text: string; label: string } => ({
    text: TEXTS[i] ?? '',
    label: i % 2 ? 'Sports' : 'World',
  });
  const content = { v: 1, train: [record(0), record(1)], validation: [record(2)], test: [record(3)] };
  await openPage(page);
  await give(page, 'all.json', JSON.stringify(content, null, 2));
  expect(await readThrough(page)).toEqual({ rows: 4, rejected: 0 });
  await expect(page.getByTestId('import-beside')).toHaveCount(0);
  await expect(page.getByTestId('import-export-form')).toContainText('keeps the form of the file');
  await confirmImport(page);
  await correct(page, 3, 'World');
  await expect(page.getByTestId('card')).toContainText('test');
  const corrected = { ...content, test: [{ ...record(3), label: 'World' }] };
  expect(await exported(page, 'export-jsonl')).toBe(JSON.stringify(corrected, null, 2));
});
