import { expect, test } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { confirmImport, exported, give, objectsOf, shownRows } from './screen.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

test('a JSONL comes back byte for byte but for the corrected label', async ({ page }) => {
  await openPage(page);
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
  await give(page, 'odd.jsonl', source);
  expect(await readThrough(page)).toEqual({ rows: 5, rejected: 1 });
  await confirmImport(page);
  expect(await exported(page, 'export-jsonl')).toBe(source);

  await page.locator('[data-testid=queue-row][data-row="1"]').click();
  await page.getByTestId('label-option-World').click();
  await page.locator('[data-testid=queue-row][data-row="2"]').click();
  await page.getByTestId('label-option-Business').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const corrected = source
    .replace('{"label":"Sports" ,', '{"label":"World" ,')
    .replace('"A vote is due","label":"World"', '"A vote is due","label":"Business"');
  const back = await exported(page, 'export-jsonl');
  expect(back).toBe(corrected);

  // What came out goes in again, with the same rows.
  const before = (await shownRows(page)).map(({ row, label }) => [row, label]);
  await give(page, 'odd.corrected.jsonl', back);
  expect(await readThrough(page)).toEqual({ rows: 5, rejected: 1 });
  await confirmImport(page);
  expect((await shownRows(page)).map(({ row, label }) => [row, label])).toEqual(before);
  expect(await exported(page, 'export-jsonl')).toBe(back);
});

test('a CSV becomes objects that say the same, and those come back equal', async ({ page }) => {
  await openPage(page);
  await give(page, 'a.csv', 'id,text,label,__proto__\r\n007,"One, ""two""\r\nthree",1,x\r\n008,Four,2,=1+1');
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
  await confirmImport(page);
  const out = await exported(page, 'export-jsonl');
  expect(out).toBe(
    '{"id":"007","text":"One, \\"two\\"\\r\\nthree","label":"1","__proto__":"x"}\n' +
      '{"id":"008","text":"Four","label":"2","__proto__":"=1+1"}\n',
  );
  await give(page, 'a.corrected.jsonl', out);
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
  await confirmImport(page);
  expect(await exported(page, 'export-jsonl')).toBe(out);
});

test('the same content again finds the work done on it, under whatever name', async ({ page }) => {
  await openPage(page);
  const tsv = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n';
  await give(page, 'a.tsv', tsv);
  await readThrough(page);
  await confirmImport(page);
  await page.locator('[data-testid=queue-row][data-row="1"]').click();
  await page.getByTestId('label-option-Business').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await give(page, 'copy-of-a.tsv', tsv);
  await readThrough(page);
  await expect(page.getByTestId('import-known')).toContainText('1 row decided');
  await page.getByTestId('import-continue').click();
  await expect(page.getByTestId('import-dialog')).toHaveCount(0);
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  expect(objectsOf(await exported(page, 'export-jsonl'))[1]).toEqual({ text: 'They won', label: 'Business' });
});
