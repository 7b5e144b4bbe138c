import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { objectsOf, ShownPage } from './shown-page.js';

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

const MIB = 1024 ** 2;

/** A gzip file of less than a MiB that holds `start` and then `sizeMib` MiB of spaces, each in a member of its own. */
function bombAfter(start: string, sizeMib: number): Uint8Array {
  const member = gzipSync(Buffer.alloc(MIB, ' '));
  return Buffer.concat([gzipSync(start), ...Array.from({ length: sizeMib }, () => member)]);
}

describe('records set aside', () => {
  test('of a CSV are listed with line and reason, downloaded, and keep the other rows’ numbers', async () => {
    const page = await ShownPage.open();
    await page.give('bad.csv', BAD_CSV);
    expect(await page.readThrough()).toEqual({ rows: 4, rejected: 6 });
    expect(page.chosenColumns()).toEqual({ id: 'id', text: 'text', label: 'label' });
    await page.press(page.get('rejects').querySelector('summary')!);
    expect(page.rejects()).toEqual([
      ['3', '2 columns instead of 3', 'a2,Too few cells'],
      ['4', 'stray quote', 'a3,"Stray" quote,World'],
      ['6', 'no text', 'a5,,World'],
      ['7', 'no label', 'a6,No label here,'],
      ['8', 'id seen before', 'a4,An id seen before,World'],
      ['11', 'quote that is never closed', 'a8,"A quote that never closes,World'],
    ]);
    await page.press('rejects-download');
    await soon(() => page.tab.downloads.all.length).toBe(1);
    const downloaded = objectsOf(page.tab.downloads.all[0]?.text ?? '');
    expect(downloaded.map(({ line, row, reason }) => [line, row, reason])).toEqual([
      [3, 1, 'column-count'],
      [4, 2, 'stray-quote'],
      [6, 4, 'missing-text'],
      [7, 5, 'missing-label'],
      [8, 6, 'duplicate-id'],
      [11, 8, 'unterminated-quote'],
    ]);
    await page.confirm();
    expect(page.rows().map(({ row, label }) => [row, label])).toEqual([
      [0, 'Business'],
      [3, 'Sports'],
      [7, 'Sports'],
      [9, 'World'],
    ]);
    const rejects = objectsOf(await page.exported('export-rejects'));
    expect(rejects).toHaveLength(6);
    expect(rejects[0]).toMatchObject({ line: 3, content: 'a2,Too few cells' });
  });

  test('of a JSONL are listed, and keep their places in the corrected file', async () => {
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
    const page = await ShownPage.open();
    await page.give('bad.jsonl', lines.join('\n'));
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 5 });
    await page.press(page.get('rejects').querySelector('summary')!);
    expect(page.rejects().map(([line, reason]) => [line, reason])).toEqual([
      ['2', 'broken JSON: the record ends too early'],
      ['3', 'not a JSON object'],
      ['5', 'no text'],
      ['6', 'no label'],
      ['7', 'half a character (lone surrogate)'],
    ]);
    await page.confirm();
    expect(page.rows().map(({ row, label }) => [row, label])).toEqual([
      [0, 'Business'],
      [6, 'Sports'],
    ]);
    expect(await page.exported('export-jsonl')).toBe(lines.join('\n'));
  });
});

describe('a file without a dataset', () => {
  const good = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n';
  test.each<readonly [name: string, content: () => string | Uint8Array, code: string]>([
    ['empty.csv', () => '', 'file-empty'],
    ['blank.tsv', () => ' \r\n\n', 'file-empty'],
    ['header.csv', () => 'text,label\n', 'file-no-rows'],
    ['array.json', () => '[]', 'file-no-rows'],
    ['picture.csv', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'file-binary'],
    ['wide.csv', () => `${'a,'.repeat(9999)}b\n${'1,'.repeat(9999)}2\n`, 'file-too-many-columns'],
    ['damaged.tsv.gz', () => gzipSync('text\tlabel\na\tb\n').subarray(0, 25), 'file-gzip-broken'],
    ['zeros.gz', () => gzipSync(Buffer.alloc(32 * MIB), { level: 1 }), 'file-binary'],
    ['bomb.tsv.gz', () => bombAfter(good, 320), 'file-gzip-bomb'],
  ])('is refused with the reason, and the next file opens: %s', async (name, content, code) => {
    const page = await ShownPage.open();
    const bytes = content();
    expect(bytes.length).toBeLessThan(MIB);
    await page.give(name, bytes);
    const told = (): HTMLElement | null =>
      page.notice(code) ?? document.querySelector<HTMLElement>(`[data-testid=import-dialog] [data-code="${code}"]`);
    await soon(told).not.toBeNull();
    expect(page.text(told()!).length).toBeGreaterThan(20);
    if (page.all('import-dialog').length > 0) {
      expect(page.isDisabled('import-confirm')).toBe(true);
      await page.press('import-cancel');
    }
    await soon(() => page.all('import-dialog')).toEqual([]);
    await page.give('good.tsv', good);
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    await page.confirm();
    expect(page.get('queue').getAttribute('aria-rowcount')).toBe('2');
  });
});
