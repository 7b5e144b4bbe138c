import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.js';
import { chosenColumns, chosenSettings, openPage, readThrough } from './mapping.js';
import { confirmImport, exported, give, objectsOf } from './screen.js';

const caseFile = (name: string): Buffer => readFileSync(new URL(`../fixtures/cases/${name}`, import.meta.url));

test('Windows-1252 from a spreadsheet is offered, read, and exported as UTF-8', async ({ page }) => {
  await openPage(page);
  await give(page, 'spam.csv', caseFile('05-cp1252-spam/spam.csv'));
  expect(await readThrough(page)).toEqual({ rows: 28, rejected: 0 });
  expect(await chosenSettings(page)).toMatchObject({ encoding: 'windows-1252', delimiter: ',', header: true });
  await expect(page.getByTestId('import-encoding-windows-1252')).toContainText('café');
  await expect(page.getByTestId('import-encoding-windows-1252')).toHaveAttribute('aria-pressed', 'true');
  await confirmImport(page);
  const written = await exported(page, 'export-jsonl');
  for (const words of ['café', '£3 –', 'Señor López can’t']) expect(written).toContain(words);
});

test('without a plausible encoding nothing is chosen, and opening waits for a choice', async ({ page }) => {
  await openPage(page);
  const odd = Buffer.from([0xe9, 0x20, 0xff, 0xff, 0x09, 0x78, 0x0a]);
  await give(page, 'odd.tsv', Buffer.concat([Buffer.from('text\tlabel\ncaf'), odd, Buffer.from('plain words\ty\n')]));
  const dialog = page.getByTestId('import-dialog');
  await expect(page.getByTestId('import-encoding')).toHaveValue('');
  await expect(dialog.getByRole('button', { pressed: true })).toHaveCount(0);
  await expect(page.getByTestId('import-confirm')).toBeDisabled();
  await expect(dialog.getByRole('status')).toHaveText('Choose the encoding first.');
  await page.getByTestId('import-encoding-windows-1252').click();
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
  await expect(page.getByTestId('import-encoding')).toHaveValue('windows-1252');
});

test('Shift_JIS whose only Japanese row is far down is recognised', async ({ page }) => {
  const texts = JSON.parse(readFileSync(new URL('../fixtures/encodings.json', import.meta.url), 'utf8')) as {
    readonly encoding: string;
    readonly base64: string;
  }[];
  const japanese = Buffer.from(texts.find(({ encoding }) => encoding === 'shift_jis')?.base64 ?? '', 'base64');
  await openPage(page);
  const plain = 'text\tlabel\n' + 'some words here\tbad\n'.repeat(250_000);
  await give(page, 'late.tsv', Buffer.concat([Buffer.from(plain), japanese.subarray(japanese.indexOf(10) + 1)]));
  expect(await readThrough(page)).toEqual({ rows: 250_005, rejected: 0 });
  await expect(page.getByTestId('import-encoding')).toHaveValue('shift_jis');
  await expect(page.getByTestId('import-encoding-shift_jis')).toContainText('昨日届いた商品');
});

test('backslashes before quotes are found, and the way of quoting can be changed', async ({ page }) => {
  await openPage(page);
  await give(page, 'part-00000.csv', caseFile('08-spark-backslash/part-00000.csv'));
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  await expect(page.getByTestId('import-quote')).toHaveValue('\\');
  await expect(page.getByTestId('import-dialog')).toContainText('said "never, not again" and left');
  await page.getByTestId('import-quote').selectOption('"');
  await expect(page.getByTestId('import-dialog')).toHaveAttribute('data-rejected', '8');
});

test('quoting that only the end of a long file shows is said, and can be chosen', async ({ page }) => {
  await openPage(page);
  const plain = 'text\tlabel\n' + 'some words that go on for a while\tbad\n'.repeat(150_000);
  await give(page, 'late.tsv', `${plain}"He said ""no"" twice"\tgood\n`);
  expect(await readThrough(page)).toEqual({ rows: 150_001, rejected: 0 });
  const doubt = page.getByTestId('import-quote-doubt');
  await expect(doubt).toHaveAttribute('data-line', '150002');
  await page.getByTestId('import-quote-change').click();
  await expect(doubt).toHaveCount(0);
  await expect(page.getByTestId('import-quote')).toHaveValue('"');
  expect(await readThrough(page)).toEqual({ rows: 150_001, rejected: 0 });
});

test('fastText lines are read by their labels and exported as JSONL', async ({ page }) => {
  await openPage(page);
  await give(page, 'train.txt', caseFile('01-fasttext/train.txt'));
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  await expect(page.getByTestId('import-dialog')).toContainText('fastText lines');
  expect(await chosenColumns(page)).toEqual({ text: 'text', label: 'label' });
  await confirmImport(page);
  const rows = objectsOf(await exported(page, 'export-jsonl'));
  expect(rows).toHaveLength(24);
  expect(rows[3]).toEqual({
    label: 'Sci-Tech',
    text: 'The new Norvale chip doubles the speed of phone software, engineers said',
  });
});

test('several gzip members are one file, and a damaged one is named with what was read', async ({ page }) => {
  await openPage(page);
  await give(page, 'all.jsonl.gz', caseFile('19-gzip-members/all.jsonl.gz'));
  expect(await readThrough(page)).toEqual({ rows: 24, rejected: 0 });
  await page.getByTestId('import-cancel').click();
  const second = gzipSync('three words here\tx\n');
  await give(
    page,
    'half.tsv.gz',
    Buffer.concat([gzipSync('text\tlabel\none two\tx\nthree four\ty\n'), second.subarray(0, second.length - 5)]),
  );
  const fault = page.getByTestId('import-dialog').getByRole('alert');
  await expect(fault).toHaveAttribute('data-code', 'file-gzip-member');
  await expect(fault).toContainText(/Part 2 of the gzip file half\.tsv\.gz is damaged\. [23] rows were read/);
  await expect(page.getByTestId('import-confirm')).toBeDisabled();
});

test('columns without names are chosen as probabilities from one to another', async ({ page }) => {
  await openPage(page);
  const line = (i: number): string => {
    const numbers = [0, 1, 2, 3].map((k) => (k === i % 4 ? '0,7' : '0,1'));
    return `some words number ${i}\t${i % 4}\t${numbers.join('\t')}\tan end`;
  };
  await give(page, 'rows.tsv', Array.from({ length: 3000 }, (_, i) => line(i)).join('\n'));
  await readThrough(page);
  await page.getByText('Existing predictions').click();
  await page.getByTestId('import-probs').selectOption('..');
  await page.getByTestId('import-probs-first').selectOption('2');
  await page.getByTestId('import-probs-last').selectOption('5');
  await expect(page.getByTestId('import-dialog')).toContainText('3,000 rows have a result in this file.');
  expect(await readThrough(page)).toEqual({ rows: 3000, rejected: 0 });
});
