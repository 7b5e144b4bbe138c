import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

/** Rows of news without duplicates. */
function newsTsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => `Shares fell on day ${row}\t${['World', 'Sports'][row % 2]}`);
  return `text\tlabel\n${lines.join('\n')}\n`;
}

describe('room for decisions', () => {
  test('that ends during review keeps decided rows, and the next saved decision saves them all', async () => {
    const page = await ShownPage.open();
    const reviewed = (): string => page.text('count-reviewed');
    await page.openFile('news.tsv', newsTsv(30));
    await page.key('j');
    await page.key('x');
    await soon(reviewed).toBe('1');
    await page.saved();
    page.tab.storing.before = (method) => (/^(put|append)/.test(method) ? { code: 'storage-full' } : undefined);
    await page.key('x');
    await page.key('x');
    await soon(() => page.data('saved-state', 'state')).toBe('failed');
    expect(page.notice('storage-full')).not.toBeNull();
    expect(reviewed()).toBe('3');
    page.tab.storing.before = () => undefined;
    await page.key('x');
    await page.saved();
    expect(page.notice('storage-full')).toBeNull();
    const later = await page.reload();
    await soon(() => later.text('count-reviewed')).toBe('4');
  });
});

describe('results', () => {
  test('of an earlier dataset never appear in another one', async () => {
    const page = await ShownPage.open();
    await page.openFile('news.tsv', newsTsv(12));
    await page.score();
    expect(page.rows().every(({ loss }) => Number.isFinite(loss))).toBe(true);
    await page.saved();
    await page.openFile('news.tsv', newsTsv(13));
    await soon(() => page.get('queue').getAttribute('aria-rowcount')).toBe('13');
    expect(page.data('run-status', 'done')).toBe('0');
    expect(page.get('queue-row').dataset['loss']).toBe('');
  });
});

describe('a second drop of the same file', () => {
  test('offers the stored project', async () => {
    const tiny = 'text\tlabel\nStocks fell on Friday\tSports\nThe team won the cup\tSports\n';
    const page = await ShownPage.open();
    await page.openFile('tiny.tsv', tiny);
    await page.score();
    await page.press('label-option-World');
    await page.saved();
    const later = await page.reload();
    await soon(() => later.text('count-reviewed')).toBe('1');
    await later.give('tiny.tsv', tiny);
    await soon(() => later.all('import-known').length).toBe(1);
  });
});
