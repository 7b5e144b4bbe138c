import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, objectsOf, ShownPage } from './shown-page.js';

const line = (text: string, row: number): string => text.split('\n')[row] ?? '';

describe('a correction', () => {
  test('of a list with one label, as doccano writes it, is a list with one label', async () => {
    const source = caseFile('04-doccano/all.jsonl').toString();
    const page = await ShownPage.open();
    await page.give('all.jsonl', source);
    await page.readThrough();
    expect(page.text('import-dialog')).toContain('several labels');
    await page.confirm();
    expect(page.all(/^label-map-/).map((select) => page.chosen(select))).toEqual(['Sci/Tech', 'Sports', 'World']);
    await page.score();
    await page.correct(2, 'Business');
    const expected = line(source, 2).replace('["World"]', '["Business"]');
    expect(await page.exported('export-jsonl')).toBe(source.split('\n').with(2, expected).join('\n'));
  });

  test('to a class without rows is its number', async () => {
    const source = caseFile('14-int-missing-class/train.jsonl').toString();
    const page = await ShownPage.open();
    await page.openFile('train.jsonl', source);
    await page.score();
    await page.openRow(2);
    expect(page.text('label-option-Business')).toContain('2 · Business');
    await page.correct(2, 'Business');
    expect(page.notice('label-among-numbers')).toBeNull();
    await page.correct(6, 'Business');
    const lines = (await page.exported('export-jsonl')).split('\n');
    expect([lines[2], lines[6]]).toEqual([2, 6].map((row) => line(source, row).replace(/"label": \d/, '"label": 2')));
    const changes = objectsOf(await page.exported('export-changes'));
    expect(changes.map((change) => change['corrected_label'])).toEqual([2, 2]);
  });

  test.each([
    ['en', 'a name among numbers'],
    ['zh-CN', '标签大多是数字'],
  ] as const)('to a name among numbers is announced on its button and in a notice, in %s', async (locale, hint) => {
    const rows = [0, 1, 3].map((label) => JSON.stringify({ text: `Shares fell, ${locale} ${label}`, label }));
    const page = await ShownPage.open({ locale });
    await page.openFile(`${locale}.jsonl`, rows.join('\n'));
    for (const label of [0, 1, 3]) await page.choose(`label-map-${label}`, '-1');
    await page.choose('label-map-0', 'Business');
    await page.score();
    await page.openRow(1);
    expect(page.text('label-option-World')).toContain(hint);
    await page.correct(1, 'World');
    await soon(() => page.notice('label-among-numbers')?.textContent).toContain('World');
    expect(line(await page.exported('export-jsonl'), 1)).toContain('"label":"World"');
    await page.press('undo');
    await soon(() => page.row(1).dataset['status']).toBe('pending');
  });
});
