import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const LABELS = ['Business', 'Sports', 'World', 'Sci/Tech'];
const TSV = [
  'text\tlabel',
  ...Array.from({ length: 12 }, (_, row) => `Report number ${row} of the day\t${LABELS[row % 4] ?? ''}`),
  '',
].join('\n');

async function opened(): Promise<ShownPage> {
  const page = await ShownPage.open({ query: 'order=source' });
  await page.openFile('rows.tsv', TSV);
  return page;
}

const states = (page: ShownPage): string[] => page.rows().map(({ label, status }) => `${status} ${label}`);
const entries = (page: ShownPage): string[] =>
  page.all('history-entry').map((entry) => page.text(entry.querySelector<HTMLElement>('.show')!));

async function openHistory(page: ShownPage): Promise<void> {
  await page.press('history-open');
  await soon(() => page.all('history').length).toBe(1);
}

/** Takes back the change at a place of the list, from 0. */
async function revert(page: ShownPage, place: number): Promise<void> {
  await page.press(page.get('history-revert', page.all('history-entry')[place]));
}

describe('the list of the last changes', () => {
  test('shows each change with its row, and takes any of them back by itself', async () => {
    const page = await opened();
    await openHistory(page);
    expect(page.text('history')).toContain('There is no change yet.');
    await page.openRow(0);
    await page.press('label-option-World');
    await page.key('x');
    await page.key('Enter');
    await page.key('u');
    expect(entries(page)).toEqual([
      'Row 4 was Sci/Tech , now unsure Report number 3 of the day',
      'Row 3 World (kept) Report number 2 of the day',
      'Row 2 was Sports , now discarded Report number 1 of the day',
      'Row 1 was Business , now World Report number 0 of the day',
    ]);
    await page.press(page.all('history-entry')[3]!.querySelector<HTMLElement>('.show')!);
    expect(page.data('card', 'row')).toBe('0');

    await revert(page, 3);
    expect(states(page).slice(0, 4)).toEqual([
      'pending Business',
      'discarded Sports',
      'validated World',
      'unsure Sci/Tech',
    ]);
    expect(page.text('remarks')).toBe('1 row set back');
    expect(page.all('history-entry')[0]?.dataset).toMatchObject({ seq: '5', rows: '1' });
    expect(entries(page)[0]).toBe('Row 1 was World , now Business (undecided) (taken back) Report number 0 of the day');
    expect(page.text(page.all('history-entry')[4]!)).toContain('changed again since');
    await page.key('z', { ctrlKey: true });
    expect(states(page)[0]).toBe('corrected World');
    await page.key('z', { ctrlKey: true, shiftKey: true });
    expect(states(page)[0]).toBe('pending Business');
    await page.saved();

    const later = await page.reload();
    await soon(() => later.rows().length).toBe(12);
    await openHistory(later);
    await revert(later, 3);
    expect(states(later).slice(0, 2)).toEqual(['pending Business', 'pending Sports']);
    await later.press('history-close');
    expect(later.all('history')).toEqual([]);
  });

  test('names changes of many rows, and leaves the rows that changed again since', async () => {
    const page = await opened();
    await page.search('label:Business');
    await soon(() => page.rows().length).toBe(3);
    await page.press('select-all');
    await page.choose('bulk-label', 'Sports');
    await page.press('bulk-apply');
    await soon(() => page.all('bulk-preview').length).toBe(1);
    await page.press('bulk-preview-confirm');
    await page.search('');
    await soon(() => page.rows().length).toBe(12);
    await page.openRow(4);
    await page.press('discard-row');
    await openHistory(page);
    expect(entries(page)[1]).toBe('3 rows was Business , now Sports Report number 0 of the day');
    await revert(page, 1);
    expect(page.text('remarks')).toBe('2 rows set back. 1 row was changed again since and stays');
    expect([0, 4, 8].map((row) => states(page)[row])).toEqual([
      'pending Business',
      'discarded Business',
      'pending Business',
    ]);
  });

  test('has notes and work that was taken over', async () => {
    const first = await opened();
    await first.correct(1, 'World');
    await first.openRow(5);
    await first.type('note', 'ask');
    await first.key('Enter');
    await openHistory(first);
    await soon(() => entries(first)[0]).toBe('Row 6 note Report number 5 of the day');
    await first.saved();
    const session = await first.exported('export-session');
    await first.close();

    const second = await opened();
    await second.give('rows.session.json', session);
    await soon(() => second.all('session-dialog').length).toBe(1);
    await second.press('session-confirm');
    await openHistory(second);
    await soon(() => entries(second)).toEqual([
      '2 rows was Sports , now World (note, taken over) Report number 1 of the day',
    ]);
    await revert(second, 0);
    expect([states(second)[1], second.all('noted')]).toEqual(['pending Sports', []]);
  });
});
