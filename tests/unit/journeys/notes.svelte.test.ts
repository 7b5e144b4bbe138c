import { describe, expect, test } from 'vitest';
import { objectsOf, ShownPage } from './shown-page.js';
import { soon } from './hand.js';

const ROWS = 'text\tlabel\nShares fell\tBusiness\nThey won\tSports\nTalks failed\tWorld\n';

async function opened(): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile('rows.tsv', ROWS);
  return page;
}

/** Types a note of a row and leaves the field by Enter. */
async function note(page: ShownPage, row: number, text: string): Promise<void> {
  await page.openRow(row);
  await page.type('note', text);
  await page.key('Enter');
}

describe('a note', () => {
  test('is marked in the list, found by the search, exported, and there again after a reload', async () => {
    const page = await opened();
    await note(page, 1, 'Ask <Ana>');
    expect(document.activeElement).toBe(page.get('card'));
    await page.correct(1, 'World');
    expect(page.all('noted').map(({ title }) => title)).toEqual(['Ask <Ana>']);
    await page.search('note:ana');
    await soon(() => page.rows().map(({ row }) => row)).toEqual([1]);
    await page.search('note:*');
    await soon(() => page.rows().map(({ row }) => row)).toEqual([1]);
    await page.search('note:bob');
    await soon(() => page.rows().length).toBe(0);
    await page.search('');
    const audit = await page.audit();
    expect(audit.map((row) => row['note'])).toEqual([undefined, 'Ask <Ana>', undefined]);
    const changes = objectsOf(await page.exported('export-changes'));
    expect(changes.map((row) => row['note'])).toEqual(['Ask <Ana>']);
    expect(await page.exported('export-jsonl')).not.toContain('Ana');
    await page.saved();

    const later = await page.reload();
    await later.openRow(1);
    expect(later.value('note')).toBe('Ask <Ana>');
    await later.openRow(0);
    expect(later.value('note')).toBe('');
  });

  test('leaves a column of the source with the same name alone, unless a row has a note', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', 'text\tlabel\tnote\nShares fell\tBusiness\town\nThey won\tSports\town too\n');
    expect((await page.audit()).map((row) => row['note'])).toEqual(['own', 'own too']);
    await note(page, 0, 'mine');
    expect((await page.audit()).map((row) => [row['note'], row['source_note']])).toEqual([
      ['mine', 'own'],
      [undefined, 'own too'],
    ]);
  });

  test('is undone and redone like a decision', async () => {
    const page = await opened();
    await note(page, 2, 'unclear');
    await page.press('undo');
    expect(page.text('remarks')).toBe('The note of row 3 is as it was');
    expect([page.value('note'), page.all('noted').length]).toEqual(['', 0]);
    await page.press('redo');
    expect([page.value('note'), page.all('noted').length]).toEqual(['unclear', 1]);
    expect(page.row(2).dataset['status']).toBe('pending');
  });

  test('opens by the key n, and no key of the review acts while it is typed', async () => {
    const page = await opened();
    await page.openRow(0);
    page.get('card').focus();
    await page.key('n');
    expect(document.activeElement).toBe(page.get('note'));
    for (const key of ['x', '1', 'a', 'j', '?']) await page.key(key);
    expect(page.rows().map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
    expect(page.data('card', 'row')).toBe('0');
  });

  test('is not saved by the Enter of an input method that composes', async () => {
    const page = await opened();
    await page.openRow(0);
    await page.type('note', 'wei');
    await page.key('Enter', { isComposing: true });
    await page.key('Enter', { keyCode: 229 });
    expect(document.activeElement).toBe(page.get('note'));
    expect(page.all('noted')).toHaveLength(0);
    await page.type('note', '未定');
    await page.key('Enter');
    expect(page.all('noted').map(({ title }) => title)).toEqual(['未定']);
    expect(page.row(0).dataset['status']).toBe('pending');
  });

  test('is saved for its own row when another row is shown', async () => {
    const page = await opened();
    await page.openRow(0);
    await page.type('note', 'of the first');
    await page.openRow(1);
    expect(page.value('note')).toBe('');
    await page.openRow(0);
    expect(page.value('note')).toBe('of the first');
  });
});
