import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = 'text\tlabel\nShares fell\tBusiness\nThey won\tSports\nTalks failed\tWorld\nA chip\tSci/Tech\n';
/** The same dataset later: a row is new, one is gone, one moved. */
const LATER = 'text\tlabel\nNew row\tWorld\nTalks failed\tWorld\nThey won\tSports\nA chip\tSci/Tech\n';

async function opened(content: string, name = 'rows.tsv'): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile(name, content);
  return page;
}

async function drop(page: ShownPage, name: string, content: string): Promise<DOMStringMap> {
  await page.give(name, content);
  await soon(() => page.all('session-dialog').length).toBe(1);
  return page.get('session-dialog').dataset;
}

async function merge(page: ShownPage): Promise<void> {
  await page.press('session-confirm');
  await soon(() => page.all('session-dialog').length).toBe(0);
  await page.saved();
}

/** Row 0 corrected with a note, row 2 discarded, row 3 corrected to a new label of the file. */
async function worked(page: ShownPage): Promise<void> {
  await page.openRow(0);
  await page.type('note', 'sure');
  await page.key('Enter');
  await page.correct(0, 'World');
  await page.openRow(2);
  await page.press('discard-row');
  await page.correct(3, 'Sports');
}

describe('a file of changes', () => {
  test('on the original dataset elsewhere gives the same corrected labels', async () => {
    const first = await opened(ROWS);
    await worked(first);
    const changes = await first.exported('export-changes');
    await first.openRow(2);
    await first.press('confirm-label');
    const corrected = await first.exported('export-jsonl');
    await first.close();
    const page = await opened(ROWS);
    expect(await drop(page, 'rows.changes.jsonl', changes)).toMatchObject({
      matched: '2',
      unmatched: '0',
      taken: '2',
      notes: '1',
    });
    await merge(page);
    expect(await page.exported('export-jsonl')).toBe(corrected);
    expect(page.all('noted').map(({ title }) => title)).toEqual(['sure']);
    await page.press('undo');
    expect(page.rows().map(({ status }) => status)).toEqual(['pending', 'pending', 'pending', 'pending']);
  });

  test('on a changed dataset reports the rows that it does not find', async () => {
    const first = await opened(ROWS);
    await worked(first);
    const changes = await first.exported('export-changes');
    await first.close();
    const page = await opened(LATER);
    expect(await drop(page, 'rows.changes.jsonl', changes)).toMatchObject({ matched: '1', unmatched: '1', taken: '1' });
    expect(page.text('session-unmatched')).toContain('Row in the other file: 1');
    await merge(page);
    expect(page.rows().map(({ label, status }) => `${status} ${label}`)).toContain('corrected Sports');
  });

  test('of several files names the file of each row', async () => {
    const files = [
      ['train.tsv', ROWS],
      ['test.tsv', 'text\tlabel\nShares fell\tBusiness\nThey won\tSports\n'],
    ] as const;
    const first = await ShownPage.open();
    await first.giveAll(files);
    await first.confirm();
    await first.correct(4, 'World');
    const changes = await first.exported('export-changes');
    expect(changes).toContain('"file":"test.tsv","row":0');
    await first.close();
    const page = await ShownPage.open();
    await page.giveAll(files);
    await page.confirm();
    expect(await drop(page, 'x.changes.jsonl', changes)).toMatchObject({ matched: '1', taken: '1' });
    await merge(page);
    const corrected = page.rows().filter(({ status }) => status === 'corrected');
    expect(corrected.map(({ row, label }) => [row, label])).toEqual([[4, 'World']]);
  });

  test.each(['note', 'loss', 'row', 'id', 'file', 'text'])(
    'finds its rows where the text is in a column %s, also with notes',
    async (column) => {
      const rows = ['One', 'Two', 'Three', 'Four'].map(
        (word, at) => `${word} of the words\t${at % 2 ? 'World' : 'Sports'}\n`,
      );
      const content = `${column}\tkind\n${rows.join('')}`;
      const open = async (): Promise<ShownPage> => {
        const page = await ShownPage.open();
        await page.give('rows.tsv', content);
        await page.choose('import-text', column);
        await page.choose('import-label', 'kind');
        await page.choose('import-id', '');
        await page.confirm();
        return page;
      };
      const first = await open();
      await first.correct(1, 'Sports');
      await first.correct(2, 'World');
      const plain = await first.exported('export-changes');
      await first.openRow(1);
      await first.type('note', 'sure');
      await first.key('Enter');
      await first.saved();
      const noted = await first.exported('export-changes');
      await first.close();
      for (const changes of [plain, noted]) {
        const page = await open();
        expect(await drop(page, 'x.changes.jsonl', changes)).toMatchObject({
          matched: '2',
          unmatched: '0',
          taken: '2',
        });
        await page.close();
      }
    },
  );

  test('is refused where it is damaged, or where no row of it is in the dataset', async () => {
    const first = await opened(ROWS);
    await worked(first);
    const changes = await first.exported('export-changes');
    await first.give('a.jsonl', changes.replace('"row":3', '"row":"x"'));
    await soon(() => first.notice('changes-damaged')).toBeTruthy();
    expect(first.text(first.notice('changes-damaged')!)).toContain('Line 2 of a.jsonl');
    await first.close();
    const page = await opened('text\tlabel\nA recipe\tFood\nA car\tTraffic\n', 'other.tsv');
    await page.give('a.jsonl', changes);
    await soon(() => page.notice('changes-unmatched')).toBeTruthy();
    expect(page.text(page.notice('changes-unmatched')!)).toContain('No row of a.jsonl is in the open dataset');
    expect(page.all('session-dialog')).toEqual([]);
  });

  test('opens as a dataset where no dataset is open', async () => {
    const first = await opened(ROWS);
    await worked(first);
    const changes = await first.exported('export-changes');
    await first.close();
    const page = await ShownPage.open();
    await page.give('a.jsonl', changes);
    await soon(() => page.all('import-dialog').length).toBe(1);
  });
});

describe('a session of an earlier version of the dataset', () => {
  test('with texts gives its decisions to the rows with these texts', async () => {
    const first = await opened(ROWS);
    await worked(first);
    await first.press('export-menu');
    await first.check('export-session-texts');
    await first.press('export-session');
    await soon(() => first.tab.downloads.files.length).toBe(1);
    const session = new TextDecoder().decode(first.tab.downloads.files[0]?.bytes);
    await first.close();
    const page = await opened(LATER);
    expect(await drop(page, 'rows.session.json', session)).toMatchObject({ matched: '2', unmatched: '1', taken: '2' });
    await merge(page);
    const rows = page.rows().toSorted((a, b) => a.row - b.row);
    expect(rows.map(({ status }) => status)).toEqual(['pending', 'discarded', 'pending', 'corrected']);
  });
});
