import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { objectsOf, ShownPage } from './shown-page.js';

describe('a dataset', () => {
  test('of JSONL exports byte for byte except for corrected labels, and opens again', async () => {
    const lines = [
      '{"id": 9007199254740993, "text": "Stocks fell", "label": "Business", "score": 1.0}',
      '  {"label":"Sports" , "text":"T\\u0068ey \\"won\\"\\n\\/ again", "e":1e400, "z":-0, "dup":1, "dup":2}',
      '',
      '{"__proto__":{"x":1},"constructor":"c","text":"A vote is due","label":"World","nested":{"label":"Sports"}}',
      '{"text":"雨が降る 😀","label":"World","\\u006cabel2":"x"}',
      'not json',
      '{"text":"No line end after this","label":"World"}',
    ];
    const source = `\ufeff${lines.join('\r\n')}`;
    const page = await ShownPage.open();
    await page.give('odd.jsonl', source);
    expect(await page.readThrough()).toEqual({ rows: 5, rejected: 1 });
    await page.confirm();
    expect(await page.exported('export-jsonl')).toBe(source);

    await page.correct(1, 'World');
    await page.correct(2, 'Business');
    const corrected = source
      .replace('{"label":"Sports" ,', '{"label":"World" ,')
      .replace('"A vote is due","label":"World"', '"A vote is due","label":"Business"');
    const back = await page.exported('export-jsonl');
    expect(back).toBe(corrected);

    const labels = (): unknown[] => page.rows().map(({ row, label }) => [row, label]);
    const before = labels();
    await page.give('odd.corrected.jsonl', back);
    expect(await page.readThrough()).toEqual({ rows: 5, rejected: 1 });
    await page.confirm();
    await soon(labels).toEqual(before);
    await soon(() => page.tab.project.record?.name).toBe('odd.corrected.jsonl');
    expect(await page.exported('export-jsonl')).toBe(back);
  });

  test('of CSV exports as objects with equal content, which open and export unchanged', async () => {
    const page = await ShownPage.open();
    await page.give('a.csv', 'id,text,label,__proto__\r\n007,"One, ""two""\r\nthree",1,x\r\n008,Four,2,=1+1');
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    await page.confirm();
    const out = await page.exported('export-jsonl');
    expect(out).toBe(
      '{"id":"007","text":"One, \\"two\\"\\r\\nthree","label":"1","__proto__":"x"}\n' +
        '{"id":"008","text":"Four","label":"2","__proto__":"=1+1"}\n',
    );
    await page.give('a.corrected.jsonl', out);
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    await page.confirm();
    await soon(() => page.tab.project.record?.name).toBe('a.corrected.jsonl');
    expect(await page.exported('export-jsonl')).toBe(out);
  });

  test('of the same content restores its decisions, under any name', async () => {
    const tsv = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n';
    const page = await ShownPage.open();
    await page.openFile('a.tsv', tsv);
    await page.correct(1, 'Business');
    await page.give('copy-of-a.tsv', tsv);
    await page.readThrough();
    await soon(() => page.text('import-known')).toContain('1 row decided');
    await page.press('import-continue');
    await soon(() => page.all('import-dialog')).toEqual([]);
    await soon(() => page.text('count-reviewed')).toBe('1');
    expect(objectsOf(await page.exported('export-jsonl'))[1]).toEqual({ text: 'They won', label: 'Business' });
  });

  test('exports discarded rows only on request', async () => {
    const lines = ['first', 'second', 'third'].map((word) => `{"text": "the ${word} text of three", "label": "a"}\n`);
    const page = await ShownPage.open();
    await page.openFile('three.jsonl', lines.join(''));
    await page.openRow(1);
    await page.press('discard-row');
    await page.saved();
    expect(await page.exported('export-jsonl')).toBe(`${lines[0]}${lines[2]}`);
    await page.press('export-menu');
    await page.check('export-without-discarded', false);
    await page.key('Escape');
    expect(await page.exported('export-jsonl')).toBe(lines.join(''));
  });
});
