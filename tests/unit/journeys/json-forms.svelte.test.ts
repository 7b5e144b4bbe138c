import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, objectsOf, ShownPage } from './shown-page.js';

describe('JSON', () => {
  test('of Label Studio shows its nested text and choice, and exports with one token changed', async () => {
    const content = caseFile('02-labelstudio-json/project-3-export.json');
    const page = await ShownPage.open();
    await page.give('project-3-export.json', content);
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    expect(page.chosenColumns()).toEqual({
      text: 'data.text',
      label: 'annotations.0.result.0.value.choices.0',
      id: 'id',
    });
    // Another nested field can be chosen, and the first one again.
    await page.choose('import-text', 'annotations.0.result.0.from_name');
    await page.choose('import-text', 'data.text');
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    await page.confirm();
    await page.correct(0, 'Business');
    const tasks = JSON.parse(content.toString()) as {
      annotations: { result: { value: { choices: string[] } }[] }[];
    }[];
    const choices = tasks[0]?.annotations[0]?.result[0]?.value.choices ?? [];
    expect(choices).toEqual(['World']);
    choices[0] = 'Business';
    expect(objectsOf(await page.exported('export-jsonl'))).toEqual(tasks);
  });

  const rows = [
    { text: 'Stocks fell again', label: 'Business' },
    { text: "They won, didn't they?", label: 'Sports' },
  ];
  const columns = { text: rows.map(({ text }) => text), label: rows.map(({ label }) => label) };
  test.each([
    ['train.json', caseFile('10-json-data-field/train.json'), 'JSON, records under data', 24],
    ['pretty.json', caseFile('10-json-data-field/train-pretty.json'), 'JSON, records under data', 24],
    ['out.jsonl', caseFile('11-jq-pretty/out.jsonl'), 'JSON', 24],
    ['nan.jsonl', caseFile('13-jsonl-nan/train.jsonl'), 'JSONL', 24],
    ['index.json', JSON.stringify({ ...rows }), 'JSON, records by name', 2],
    ['columns.json', JSON.stringify(columns), 'JSON table', 2],
    ['python.txt', "{'text': 'a b', 'label': 1, 'x': None}\n{'text': \"it's\", 'label': 0, 'x': nan}\n", 'JSONL', 2],
  ])('in another form opens without settings, and never as a text table: %s', async (name, content, format, count) => {
    const page = await ShownPage.open();
    await page.give(name, content);
    expect(await page.readThrough()).toEqual({ rows: count, rejected: 0 });
    expect(page.text('import-dialog')).toContain(format);
    expect(page.chosenColumns()).toEqual({ text: 'text', label: 'label' });
    expect(page.all('import-delimiter')).toEqual([]);
    await page.press('import-cancel');
    expect(page.all('import-dialog')).toEqual([]);
  });

  test.each([
    ['en', 'data.0.text is one entry of each list data.'],
    ['zh-CN', 'data.0.text 只取列表 data 中的一项'],
  ] as const)('has one entry of a list as its text by hand, which is said, in %s', async (locale, sentence) => {
    const page = await ShownPage.open({ locale });
    const line = (label: string): string =>
      JSON.stringify({ label, data: [{ text: 'Stocks fell again' }, { text: 'They won it' }] });
    await page.give('rows.jsonl', `${line('x')}\n${line('y')}\n`);
    await soon(() => page.value('import-text')).not.toBe('data.0.text');
    expect(page.all('import-text-of-list')).toEqual([]);
    await page.choose('import-text', 'data.0.text');
    await soon(() => page.text('import-text-of-list')).toContain(sentence);
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
  });

  test('of named rows keeps the names', async () => {
    const named = { 'doc-17': { text: 'Stocks fell again', label: 'x' }, 'doc-4': { text: 'They won it', label: 'y' } };
    const page = await ShownPage.open();
    await page.give('rows.json', JSON.stringify(named));
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    expect(page.chosenColumns()).toEqual({ text: 'text', label: 'label', id: 'index' });
    await page.confirm();
    expect(objectsOf(await page.exported('export-jsonl'))).toEqual([
      { text: 'Stocks fell again', label: 'x', index: 'doc-17' },
      { text: 'They won it', label: 'y', index: 'doc-4' },
    ]);
  });

  test('with a wrong line reports the fault’s position and content', async () => {
    const page = await ShownPage.open();
    await page.give(
      'rows.jsonl',
      '{"text":"a b","label":"x"}\n{"text":"c d","label":oops}\n{"text":"e f","label":"y"\n',
    );
    expect(await page.readThrough()).toEqual({ rows: 1, rejected: 2 });
    await page.press(page.get('rejects').querySelector('summary')!);
    await soon(() => page.text('rejects')).toContain('character 23 of the record is wrong: oops}');
    expect(page.text('rejects')).toContain('the record ends too early');
  });

  test.each([
    ['en', 'All 2 rows have the same label'],
    ['zh-CN', '全部 2 条的标签都相同'],
  ] as const)('with a single label says so before it is opened, in %s', async (locale, sentence) => {
    const page = await ShownPage.open({ locale });
    await page.give('rows.jsonl', '{"text":"a b","label":"x"}\n{"text":"c d","label":"x"}\n');
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    expect(page.text('import-one-label')).toContain(sentence);
    expect(page.isDisabled('import-confirm')).toBe(false);
  });
});
