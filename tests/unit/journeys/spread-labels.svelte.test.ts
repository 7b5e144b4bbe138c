import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { objectsOf, ShownPage } from './shown-page.js';

/** Labels that are spread over columns, over people, over the keys of a document, or hidden in a string. */

const TEXTS = [
  'Prices fell on Monday again',
  'The match ended in a draw',
  'Ministers met in Geneva',
  'A coach was named',
];

const choice = (label: string): unknown => ({ from_name: 'topic', type: 'choices', value: { choices: [label] } });
const task = (text: string | undefined, labels: readonly string[]): unknown => ({
  data: { text },
  annotations: labels.map((label, i) => ({ completed_by: i, was_cancelled: false, result: [choice(label)] })),
});
const TASKS = [['World'], ['Sports', 'World'], ['World', 'World'], ['Sports']];
const PROJECT = JSON.stringify(TASKS.map((labels, i) => task(TEXTS[i], labels)));

describe('columns of 0 and 1', () => {
  test('open as one label, and a correction moves the 1', async () => {
    const rows = [`${TEXTS[0]},0,0,1`, `${TEXTS[1]},0,1,0`, `${TEXTS[2]},1,0,0`, `${TEXTS[3]},0,1,0`];
    const page = await ShownPage.open();
    await page.give('hot.csv', `text,world,sports,business\n${rows.join('\n')}\n`);
    expect(await page.readThrough()).toEqual({ rows: 4, rejected: 0 });
    expect(page.chosen('import-label')).toBe('Together: world, sports, business');
    expect(page.text('import-each')).toContain('world, sports, business');
    // One of the columns can be chosen, and all of them again.
    const together = page.value('import-label');
    await page.choose('import-label', 'sports');
    await soon(() => page.all('import-each')).toEqual([]);
    await page.choose('import-label', together);
    expect(await page.readThrough()).toEqual({ rows: 4, rejected: 0 });
    await page.confirm();
    await page.correct(1, 'world');
    expect(objectsOf(await page.exported('export-jsonl'))).toEqual([
      { text: TEXTS[0], world: '0', sports: '0', business: '1' },
      { text: TEXTS[1], world: '1', sports: '0', business: '0' },
      { text: TEXTS[2], world: '1', sports: '0', business: '0' },
      { text: TEXTS[3], world: '0', sports: '1', business: '0' },
    ]);
  });
});

describe('annotators who disagree', () => {
  test.each([
    ['en', 'The annotators of 1 row disagree'],
    ['zh-CN', '1 条由多人给出的标签不一致'],
  ] as const)('are counted before the file is opened, in %s', async (locale, sentence) => {
    const page = await ShownPage.open({ locale });
    await page.give('project.json', PROJECT);
    expect(await page.readThrough()).toEqual({ rows: 4, rejected: 0 });
    expect(page.text('import-disagreeing')).toContain(sentence);
  });

  test('leave a row without a single class, and a decision replaces the label of each', async () => {
    const page = await ShownPage.open();
    await page.openFile('project.json', PROJECT);
    expect(page.text(page.row(1))).toContain('2 labels:');
    await page.correct(2, 'Sports');
    await page.openRow(1);
    await page.press('label-option-World');
    await soon(() => page.all('several-dialog').length).toBe(1);
    const buttons = [...page.get('several-dialog').querySelectorAll('button')];
    await page.press(buttons.at(-1)!);
    await soon(() => page.row(1).dataset['status']).toBe('corrected');
    await page.saved();
    expect(objectsOf(await page.exported('export-jsonl'))).toEqual(
      [['World'], ['World', 'World'], ['Sports', 'Sports'], ['Sports']].map((labels, i) => task(TEXTS[i], labels)),
    );
  });
});

describe('a document', () => {
  const twice = TEXTS.map((text, i) => JSON.stringify(JSON.stringify({ text, label: i % 2 ? 'Sports' : 'World' })));
  test.each([
    ['of texts listed by label', 'by-label.json', JSON.stringify({ World: TEXTS.slice(0, 3), Sports: TEXTS.slice(3) })],
    ['of lines encoded twice', 'twice.jsonl', twice.join('\n')],
  ])('%s opens without settings', async (_, name, content) => {
    const page = await ShownPage.open();
    await page.give(name, content);
    expect(await page.readThrough()).toEqual({ rows: 4, rejected: 0 });
    expect(page.value('import-text')).toBe('text');
    expect(page.value('import-label')).toBe('label');
  });

  test('in a string is refused', async () => {
    const page = await ShownPage.open();
    await page.give('document.json', JSON.stringify(JSON.stringify(TEXTS.map((text) => ({ text, label: 'x' })))));
    await soon(() => page.notice('file-json-in-string')?.textContent).toContain('document.json');
  });

  test('of splits is read as one dataset, and exported as the document', async () => {
    const record = (i: number): { text: string; label: string } => ({
      text: TEXTS[i] ?? '',
      label: i % 2 ? 'Sports' : 'World',
    });
    const content = { v: 1, train: [record(0), record(1)], validation: [record(2)], test: [record(3)] };
    const page = await ShownPage.open();
    await page.give('all.json', JSON.stringify(content, null, 2));
    expect(await page.readThrough()).toEqual({ rows: 4, rejected: 0 });
    expect(page.all('import-beside')).toEqual([]);
    expect(page.text('import-export-form')).toContain('keeps the form of the file');
    await page.confirm();
    await page.correct(3, 'World');
    expect(page.text('card')).toContain('test');
    const corrected = { ...content, test: [{ ...record(3), label: 'World' }] };
    expect(await page.exported('export-jsonl')).toBe(JSON.stringify(corrected, null, 2));
  });
});
