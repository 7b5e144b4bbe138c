import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { caseFile, objectsOf, ShownPage } from './shown-page.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

describe('the text of a file', () => {
  test('in Windows-1252 gets its encoding proposed, and is exported as UTF-8', async () => {
    const page = await ShownPage.open();
    await page.give('spam.csv', caseFile('05-cp1252-spam/spam.csv'));
    expect(await page.readThrough()).toEqual({ rows: 28, rejected: 0 });
    expect(page.chosenSettings()).toMatchObject({ encoding: 'windows-1252', delimiter: ',', header: true });
    expect(page.text('import-encoding-windows-1252')).toContain('café');
    expect(page.get('import-encoding-windows-1252').getAttribute('aria-pressed')).toBe('true');
    await page.confirm();
    const written = await page.exported('export-jsonl');
    for (const words of ['café', '£3 –', 'Señor López can’t']) expect(written).toContain(words);
  });

  test('without a plausible encoding waits for a choice', async () => {
    const odd = Buffer.from([0xe9, 0x20, 0xff, 0xff, 0x09, 0x78, 0x0a]);
    const page = await ShownPage.open();
    await page.give('odd.tsv', Buffer.concat([Buffer.from('text\tlabel\ncaf'), odd, Buffer.from('plain words\ty\n')]));
    await soon(() => page.value('import-encoding')).toBe('');
    const dialog = page.get('import-dialog');
    expect(dialog.querySelectorAll('[aria-pressed=true]')).toHaveLength(0);
    expect(page.isDisabled('import-confirm')).toBe(true);
    const said = [...dialog.querySelectorAll<HTMLElement>('[role=status]')].map((element) => page.text(element));
    expect(said).toContain('Choose the encoding first.');
    await page.press('import-encoding-windows-1252');
    expect(await page.readThrough()).toEqual({ rows: 2, rejected: 0 });
    expect(page.value('import-encoding')).toBe('windows-1252');
  });

  test('in Shift_JIS is recognised by a row far down', async () => {
    const texts = JSON.parse(readFileSync(join(FIXTURES, 'encodings.json'), 'utf8')) as {
      readonly encoding: string;
      readonly base64: string;
    }[];
    const japanese = Buffer.from(texts.find(({ encoding }) => encoding === 'shift_jis')?.base64 ?? '', 'base64');
    const plain = 'text\tlabel\n' + 'some words here\tbad\n'.repeat(250_000);
    const page = await ShownPage.open();
    await page.give('late.tsv', Buffer.concat([Buffer.from(plain), japanese.subarray(japanese.indexOf(10) + 1)]));
    expect(await page.readThrough()).toEqual({ rows: 250_005, rejected: 0 });
    expect(page.value('import-encoding')).toBe('shift_jis');
    expect(page.text('import-encoding-shift_jis')).toContain('昨日届いた商品');
  });

  test('with backslashes before quotes is read with escapes, and another quoting can be chosen', async () => {
    const page = await ShownPage.open();
    await page.give('part-00000.csv', caseFile('08-spark-backslash/part-00000.csv'));
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    expect(page.value('import-quote')).toBe('\\');
    expect(page.text('import-dialog')).toContain('said "never, not again" and left');
    await page.choose('import-quote', '"');
    await soon(() => page.data('import-dialog', 'rejected')).toBe('8');
  });

  test('with quoting only at the end of a long file gets a hint, and the quoting can be chosen', async () => {
    const plain = 'text\tlabel\n' + 'some words that go on for a while\tbad\n'.repeat(150_000);
    const page = await ShownPage.open();
    await page.give('late.tsv', `${plain}"He said ""no"" twice"\tgood\n`);
    expect(await page.readThrough()).toEqual({ rows: 150_001, rejected: 0 });
    expect(page.data('import-quote-doubt', 'line')).toBe('150002');
    await page.press('import-quote-change');
    await soon(() => page.all('import-quote-doubt')).toEqual([]);
    expect(page.value('import-quote')).toBe('"');
    expect(await page.readThrough()).toEqual({ rows: 150_001, rejected: 0 });
  });

  test('of fastText lines is read by their labels and exported as JSONL', async () => {
    const page = await ShownPage.open();
    await page.give('train.txt', caseFile('01-fasttext/train.txt'));
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    expect(page.text('import-dialog')).toContain('fastText lines');
    expect(page.chosenColumns()).toEqual({ text: 'text', label: 'label' });
    await page.confirm();
    const rows = objectsOf(await page.exported('export-jsonl'));
    expect(rows).toHaveLength(24);
    expect(rows[3]).toEqual({
      label: 'Sci-Tech',
      text: 'The new Norvale chip doubles the speed of phone software, engineers said',
    });
  });

  test('of several gzip members is read whole, and a damaged member is reported with the rows read', async () => {
    const page = await ShownPage.open();
    await page.give('all.jsonl.gz', caseFile('19-gzip-members/all.jsonl.gz'));
    expect(await page.readThrough()).toEqual({ rows: 24, rejected: 0 });
    await page.press('import-cancel');
    const second = gzipSync('three words here\tx\n');
    await page.give(
      'half.tsv.gz',
      Buffer.concat([gzipSync('text\tlabel\none two\tx\nthree four\ty\n'), second.subarray(0, second.length - 5)]),
    );
    const alert = (): HTMLElement | null => page.get('import-dialog').querySelector<HTMLElement>('[role=alert]');
    await soon(() => alert()?.dataset['code']).toBe('file-gzip-member');
    expect(page.text(alert()!)).toMatch(/Part 2 of the gzip file half\.tsv\.gz is damaged\. [23] rows were read/);
    expect(page.isDisabled('import-confirm')).toBe(true);
  });

  test('with columns without names gets a range of them as probabilities', async () => {
    const line = (i: number): string => {
      const numbers = [0, 1, 2, 3].map((k) => (k === i % 4 ? '0,7' : '0,1'));
      return `some words number ${i}\t${i % 4}\t${numbers.join('\t')}\tan end`;
    };
    const page = await ShownPage.open();
    await page.give('rows.tsv', Array.from({ length: 3000 }, (_, i) => line(i)).join('\n'));
    await page.readThrough();
    await page.choose('import-probs', '..');
    await page.choose('import-probs-first', '2');
    await page.choose('import-probs-last', '5');
    await soon(() => page.text('import-dialog')).toContain('3,000 rows have a result in this file.');
    expect(await page.readThrough()).toEqual({ rows: 3000, rejected: 0 });
  });
});
