import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { chosenColumns, openPage, overflowPx, readThrough } from './mapping.js';
import { confirmImport, exported, give, objectsOf, shownRows } from './screen.js';

// Reading files needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

/** The list of records set aside in the open dialog: line, reason, content of each. */
async function rejectsListed(page: Page): Promise<string[][]> {
  const rejects = page.getByTestId('rejects');
  await rejects.locator('summary').click();
  return rejects
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => Array.from(row.querySelectorAll('td'), (cell) => cell.innerText.trim())));
}

async function rejectsDownloaded(page: Page): Promise<Record<string, unknown>[]> {
  const coming = page.waitForEvent('download');
  await page.getByTestId('rejects-download').click();
  const stream = await (await coming).createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return objectsOf(Buffer.concat(parts).toString('utf8'));
}

const BAD_CSV = [
  'id,text,label',
  'a1,Stocks fell,Business',
  'a2,Too few cells',
  'a3,"Stray" quote,World',
  'a4,They won again,Sports',
  'a5,,World',
  'a6,No label here,',
  'a4,An id seen before,World',
  'a7,"Two',
  'lines of one record",Sports',
  'a8,"A quote that never closes,World',
  'a9,The last one,World',
].join('\n');

test('bad lines of a CSV are listed with line and reason, and shift no other row', async ({ page }) => {
  await openPage(page);
  await give(page, 'bad.csv', BAD_CSV);
  expect(await readThrough(page)).toEqual({ rows: 4, rejected: 6 });
  expect(await chosenColumns(page)).toEqual({ id: 'id', text: 'text', label: 'label' });
  expect(await rejectsListed(page)).toEqual([
    ['3', '2 columns instead of 3', 'a2,Too few cells'],
    ['4', 'stray quote', 'a3,"Stray" quote,World'],
    ['6', 'no text', 'a5,,World'],
    ['7', 'no label', 'a6,No label here,'],
    ['8', 'id seen before', 'a4,An id seen before,World'],
    ['11', 'quote that is never closed', 'a8,"A quote that never closes,World'],
  ]);
  expect((await rejectsDownloaded(page)).map(({ line, row, reason }) => [line, row, reason])).toEqual([
    [3, 1, 'column-count'],
    [4, 2, 'stray-quote'],
    [6, 4, 'missing-text'],
    [7, 5, 'missing-label'],
    [8, 6, 'duplicate-id'],
    [11, 8, 'unterminated-quote'],
  ]);
  await confirmImport(page);
  expect((await shownRows(page)).map(({ row, label }) => [row, label])).toEqual([
    [0, 'Business'],
    [3, 'Sports'],
    [7, 'Sports'],
    [9, 'World'],
  ]);
  const rejects = objectsOf(await exported(page, 'export-rejects'));
  expect(rejects).toHaveLength(6);
  expect(rejects[0]).toMatchObject({ line: 3, content: 'a2,Too few cells' });
});

test('bad lines of a JSONL likewise', async ({ page }) => {
  await openPage(page);
  const lines = [
    '{"text":"Stocks fell","label":"Business"}',
    '{"text":"broken","label":',
    '[1,2]',
    '',
    '{"text":null,"label":"World"}',
    '{"text":"no label"}',
    '{"text":"half \\ud83d a character","label":"World"}',
    '{"text":"They won","label":"Sports"}',
  ];
  await give(page, 'bad.jsonl', lines.join('\n'));
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 5 });
  expect((await rejectsListed(page)).map(([line, reason]) => [line, reason])).toEqual([
    ['2', 'broken JSON: the record ends too early'],
    ['3', 'not a JSON object'],
    ['5', 'no text'],
    ['6', 'no label'],
    ['7', 'half a character (lone surrogate)'],
  ]);
  await confirmImport(page);
  expect((await shownRows(page)).map(({ row, label }) => [row, label])).toEqual([
    [0, 'Business'],
    [6, 'Sports'],
  ]);
  // What could not be read stays where it is.
  expect(await exported(page, 'export-jsonl')).toBe(lines.join('\n'));
});

/** Waits for the message with this code, in the page or in the dialog, and closes the dialog. */
async function expectFault(page: Page, code: string): Promise<void> {
  const message: Locator = page.locator(`[data-testid=notice][data-code=${code}]`);
  await expect(message).toBeVisible({ timeout: 40_000 });
  expect((await message.innerText()).length).toBeGreaterThan(20);
  const dialog = page.getByTestId('import-dialog');
  // Where nothing can be changed about the reading it closes by itself, and may be about to.
  await expect(async () => {
    if (await dialog.isVisible()) {
      await expect(page.getByTestId('import-confirm')).toBeDisabled({ timeout: 1000 });
      await page.getByTestId('import-cancel').click({ timeout: 1000 });
    }
    await expect(dialog).toHaveCount(0, { timeout: 1000 });
  }).toPass({ timeout: 40_000 });
}

const MIB = 1024 ** 2;
const BAD_FILES: readonly (readonly [name: string, content: () => string | Uint8Array, code: string])[] = [
  ['empty.csv', () => '', 'file-empty'],
  ['blank.tsv', () => ' \r\n\n', 'file-empty'],
  ['header.csv', () => 'text,label\n', 'file-no-rows'],
  ['array.json', () => '[]', 'file-no-rows'],
  ['picture.csv', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'file-binary'],
  ['wide.csv', () => `${'a,'.repeat(9999)}b\n${'1,'.repeat(9999)}2\n`, 'file-too-many-columns'],
  ['damaged.tsv.gz', () => gzipSync('text\tlabel\na\tb\n').subarray(0, 25), 'file-gzip-broken'],
  ['zeros.gz', () => gzipSync(Buffer.alloc(32 * MIB), { level: 1 }), 'file-binary'],
];

test('a file that is no dataset is refused with its reason, and the next one opens', async ({ page }) => {
  await openPage(page);
  for (const [name, content, code] of BAD_FILES) {
    await give(page, name, content());
    await expectFault(page, code);
  }
  await give(page, 'one.csv', 'text,label\nOnly one row,Sports\n');
  expect(await readThrough(page)).toEqual({ rows: 1, rejected: 0 });
  await confirmImport(page);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '1');
});

/** A gzip file of less than a MiB that holds `start` and then `sizeMib` MiB of spaces. */
async function bombAfter(start: string, sizeMib: number): Promise<Buffer> {
  const spaces = Buffer.alloc(MIB, ' ');
  const inflated = (function* () {
    yield Buffer.from(start);
    for (let i = 0; i < sizeMib; i++) yield spaces;
  })();
  const parts: Buffer[] = [];
  for await (const part of Readable.from(inflated).pipe(createGzip())) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test('a gzip bomb that begins like a dataset is stopped on the way', async ({ page }) => {
  await openPage(page);
  const start = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n';
  const bomb = await bombAfter(start, 320);
  expect(bomb.length).toBeLessThan(MIB);
  await give(page, 'bomb.tsv.gz', bomb);
  await expectFault(page, 'file-gzip-bomb');
  await give(page, 'good.tsv', start);
  expect(await readThrough(page)).toEqual({ rows: 2, rejected: 0 });
});

test('hostile text is shown as text, runs nothing and breaks no layout', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await openPage(page);
  const script = '<script>document.title="owned";alert(1)</script>';
  const image = '<img src=x onerror="alert(2)"> & &lt;b&gt;';
  const word = 'w'.repeat(100_000);
  const override = 'safe \u202e gnp.exe \u202c end';
  const zalgo = `z${'\u0310\u0352'.repeat(40)} 👩‍👩‍👧‍👦`;
  const rows = [
    [script, '__proto__'],
    [image, '<b>bold</b>'],
    [word, 'constructor'],
    [override, 'right \u202e tfel'],
    [zalgo, '"><svg onload=alert(3)>'],
  ];
  const name = '<img src=x onerror=alert(4)>.tsv';
  await give(page, name, `text\tlabel\n${rows.map((cells) => cells.join('\t')).join('\n')}\n`);
  expect(await readThrough(page)).toEqual({ rows: 5, rejected: 0 });
  await expect(page.getByTestId('import-dialog')).toContainText(script);
  expect(await overflowPx(page)).toBeLessThanOrEqual(0);
  await confirmImport(page);
  expect((await shownRows(page)).map((row) => row.label)).toEqual(rows.map((cells) => cells[1]));
  expect(await overflowPx(page)).toBeLessThanOrEqual(0);
  await expect(page.getByTestId('label-map-__proto__')).toHaveValue('-1');

  const card = page.getByTestId('card');
  for (const [index, [text = '']] of rows.entries()) {
    await page.locator(`[data-testid=queue-row][data-row="${index}"]`).click();
    await expect(card).toHaveAttribute('data-row', String(index));
    // Entities are shown decoded; the file keeps them.
    await expect(card).toContainText(text.replace('&lt;b&gt;', '<b>').slice(0, 40));
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    expect(await card.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  }
  await card.getByTestId('label-option-__proto__').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const [change] = objectsOf(await exported(page, 'export-changes'));
  expect(change).toMatchObject({ row: 4, corrected_label: '__proto__' });
  expect(dialogs).toEqual([]);
  expect(await page.title()).toContain(name);
  expect(await page.evaluate(() => ({}) as Record<string, unknown>)).toEqual({});
});
