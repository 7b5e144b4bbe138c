import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const HEAD = 'text\tlabel\n';
const ROWS = `${HEAD}Shares fell\tBusiness\nThey won\tSports\nTalks failed\tWorld\nA chip\tSci/Tech\nSame words\tWorld\n`;
/** The same dataset later. Rows are new, gone, moved, relabelled, and one text is there twice. */
const LATER = `${HEAD}New row\tWorld\nTalks failed\tBusiness\nSame words\tWorld\nThey won\tSports\nSame words\tWorld\nShares fell\tBusiness\n`;

async function opened(content: string, name = 'rows.tsv'): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile(name, content);
  return page;
}

async function discard(page: ShownPage, row: number): Promise<void> {
  await page.openRow(row);
  await page.press('discard-row');
  await page.saved();
}

async function keep(page: ShownPage, row: number): Promise<void> {
  await page.openRow(row);
  await page.press('confirm-label');
  await page.saved();
}

/** Row 0 corrected with a note, row 1 discarded, the other rows kept. */
async function worked(page: ShownPage): Promise<void> {
  await page.openRow(0);
  await page.type('note', 'sure');
  await page.key('Enter');
  await page.correct(0, 'World');
  await discard(page, 1);
  for (const row of [2, 3, 4]) await keep(page, row);
}

async function offered(page: ShownPage): Promise<DOMStringMap> {
  await soon(() => page.all('earlier-work').length).toBe(1);
  return page.get('earlier-work').dataset;
}

async function taken(page: ShownPage): Promise<DOMStringMap> {
  await offered(page);
  await page.press('earlier-work-take');
  await soon(() => page.all('earlier-report').length).toBe(1);
  return page.get('earlier-report').dataset;
}

const decided = (page: ShownPage): string[] =>
  page
    .rows()
    .toSorted((a, b) => a.row - b.row)
    .map(({ label, status }) => `${status} ${label}`);

describe('a changed version of a dataset', () => {
  test('offers the work on the earlier one, takes it over in one undo, and reports each kind of row', async () => {
    const page = await opened(ROWS);
    await worked(page);
    await page.openFile('rows.tsv', LATER);
    expect(await offered(page)).toMatchObject({ decisions: '5', found: '3' });
    expect(page.text('earlier-work')).toContain('You have 5 decisions on an earlier version of this dataset (rows.tsv');
    expect(decided(page).every((row) => row.startsWith('pending'))).toBe(true);
    expect(await taken(page)).toMatchObject({
      taken: '2',
      notes: '1',
      byId: '0',
      byText: '3',
      ambiguous: '1',
      gone: '1',
      relabelled: '1',
      edited: '0',
      conflicts: '0',
    });
    expect(page.text('earlier-ambiguous')).toContain('Rows in the earlier version: 5');
    expect(page.text('earlier-gone')).toContain('Rows in the earlier version: 4');
    const cells = Array.from(page.get('earlier-relabelled').children, (cell) => cell.textContent);
    expect(cells).toEqual(['2', 'World', 'World (kept)', 'Business']);
    await page.press('earlier-report-close');
    const after = [
      'pending World',
      'pending Business',
      'pending World',
      'discarded Sports',
      'pending World',
      'corrected World',
    ];
    expect(decided(page)).toEqual(after);
    expect(page.all('noted').map(({ title }) => title)).toEqual(['sure']);
    await page.press('undo');
    expect(decided(page).every((row) => row.startsWith('pending'))).toBe(true);
    expect(page.all('noted')).toEqual([]);
    await page.press('redo');
    expect(decided(page)).toEqual(after);
    await page.saved();
    const later = await page.reload();
    await soon(() => decided(later)).toEqual(after);
    expect(later.all('earlier-work')).toEqual([]);
  });

  test('shows the rows whose label changed until the next decision settles them', async () => {
    const page = await opened(ROWS);
    await worked(page);
    await page.openFile('rows.tsv', LATER);
    await taken(page);
    await page.press('earlier-report-show');
    await soon(() => page.rows().map(({ row }) => row)).toEqual([1]);
    await page.openRow(1);
    expect([page.text('conflict-mine'), page.text('conflict-theirs')]).toEqual(['Business', 'World (kept)']);
    await page.press('confirm-label');
    await page.openRow(1);
    expect(page.all('conflict')).toEqual([]);
  });

  test('offers nothing more after all was taken over, and leaves the earlier work as it is', async () => {
    const page = await opened(ROWS);
    await worked(page);
    const before = await page.exported('export-audit');
    await page.openFile('rows.tsv', LATER);
    await taken(page);
    await page.press('earlier-report-close');
    await page.saved();
    await page.give('rows.tsv', LATER);
    await soon(() => page.all('import-continue').length).toBe(1);
    await page.press('import-continue');
    await soon(() => page.all('import-dialog').length).toBe(0);
    await page.give('rows.tsv', ROWS);
    await page.press('import-continue');
    await soon(() => decided(page)).toHaveLength(5);
    await soon(() => page.all('earlier-work').length).toBe(0);
    expect(await page.exported('export-audit')).toBe(before);
  });

  test('takes nothing without a yes, and offers it again when the file is opened again', async () => {
    const page = await opened(ROWS);
    await worked(page);
    await page.openFile('rows.tsv', LATER);
    await offered(page);
    await page.press('earlier-work-not-now');
    expect(page.all('earlier-work')).toEqual([]);
    expect(decided(page).every((row) => row.startsWith('pending'))).toBe(true);
    await page.saved();
    await page.openFile('rows.tsv', LATER);
    await offered(page);
  });

  test('keeps the decisions that were made here', async () => {
    const page = await opened(ROWS);
    await worked(page);
    await page.openFile('rows.tsv', LATER);
    await offered(page);
    await page.correct(5, 'Sports');
    await keep(page, 1);
    expect(await taken(page)).toMatchObject({ taken: '1', conflicts: '1' });
    await page.press('earlier-report-close');
    expect(decided(page).slice(3)).toEqual(['discarded Sports', 'pending World', 'corrected Sports']);
    expect(decided(page)[1]).toBe('validated Business');
  });

  test('under another name is recognised by its columns and rows', async () => {
    const page = await opened(ROWS);
    await worked(page);
    await page.openFile('rows-v2.tsv', LATER);
    expect(await offered(page)).toMatchObject({ decisions: '5', found: '3' });
  });

  test('follows ids through edited texts, and not through ids that were numbered anew', async () => {
    const head = 'id\ttext\tlabel\n';
    const rows = ['The minster meets the president', 'They won the match', 'A chip doubles the speed'];
    const table = (texts: readonly string[]): string =>
      head + texts.map((text, at) => `${at + 1}\t${text}\t${at % 2 ? 'World' : 'Sports'}\n`).join('');
    const page = await opened(table(rows), 'ids.tsv');
    await page.correct(0, 'World');
    await page.correct(2, 'World');
    await page.openFile('ids.tsv', table(['The minister meets the president', ...rows.slice(1)]));
    expect(await taken(page)).toMatchObject({ taken: '2', byId: '1', edited: '1' });
    expect(page.text('earlier-edited')).toContain('Rows here: 1');
    await page.press('earlier-report-close');
    const shifted = `${head}1\tThey won the match\tWorld\n2\tA chip doubles the speed\tSports\n`;
    await page.openFile('ids.tsv', shifted);
    expect(await taken(page)).toMatchObject({ taken: '1', byText: '1' });
    await page.press('earlier-report-close');
    expect(decided(page)).toEqual(['pending World', 'corrected World']);
  });

  test('brings guidelines and keys of labels along, and no random draws', async () => {
    const page = await opened(ROWS);
    await worked(page);
    await page.tab.app.guidelines.write('Topic, not tone.');
    await page.tab.labelKeys.set([['World', 'w']]);
    await page.openFile('rows.tsv', LATER);
    expect(page.tab.app.guidelines.texts.text).toBe('');
    await taken(page);
    expect(page.tab.app.guidelines.texts.text).toBe('Topic, not tone.');
    expect(page.tab.labelKeys.chosen).toEqual(new Map([['World', 'w']]));
    expect(page.tab.app.draws.rows.size).toBe(0);
  });

  test('is not offered for other rows with the same columns', async () => {
    const page = await opened(ROWS);
    await worked(page);
    await page.openFile('other.tsv', `${HEAD}A recipe\tFood\nA car\tTraffic\nThey won\tSports\n`);
    await page.tab.app.earlierVersion.look();
    expect(page.all('earlier-work')).toEqual([]);
  });

  test('says that the earlier rows cannot be matched where they are not stored', async () => {
    const page = await opened(ROWS);
    await worked(page);
    page.browser.store.source = () => Promise.resolve({ ok: true, value: null });
    await page.openFile('rows.tsv', LATER);
    await offered(page);
    expect([page.data('earlier-work', 'decisions'), page.data('earlier-work', 'found')]).toEqual(['5', '']);
    expect(page.text('earlier-work')).toContain('not stored in this browser');
    expect(page.all('earlier-work-take')).toEqual([]);
    await page.press('earlier-work-not-now');
    expect(page.all('earlier-work')).toEqual([]);
  });
});
