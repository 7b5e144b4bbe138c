import { describe, expect, test } from 'vitest';
import { tsvOf } from '../../fakes/page.js';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS =
  'text\tlabel\nShares fell\tBusiness\nThey won\tSports\nTalks failed\tWorld\nA chip\tSci/Tech\nA match\tSports\n';

/** The page in a browser of its own, with the rows. */
async function opened(): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile('rows.tsv', ROWS);
  return page;
}

async function note(page: ShownPage, row: number, text: string): Promise<void> {
  await page.openRow(row);
  await page.type('note', text);
  await page.key('Enter');
}

/** Keeps the label of a row. */
async function keep(page: ShownPage, row: number): Promise<void> {
  await page.openRow(row);
  await page.press('confirm-label');
  await page.saved();
}

/** The session of a colleague: row 0 is World, row 1 kept, row 2 discarded, row 4 has a note. */
async function colleague(): Promise<string> {
  const page = await opened();
  await page.correct(0, 'World');
  await keep(page, 1);
  await page.openRow(2);
  await page.press('discard-row');
  await note(page, 4, 'who?');
  const session = await page.exported('export-session');
  await page.close();
  return session;
}

/** Drops a session and waits for its dialog. */
async function drop(page: ShownPage, session: string, name = 'rows.session.json'): Promise<void> {
  await page.give(name, session);
  await soon(() => page.all('session-dialog').length).toBe(1);
}

async function merge(page: ShownPage, session: string): Promise<void> {
  await drop(page, session);
  await page.press('session-confirm');
  await soon(() => page.all('session-dialog').length).toBe(0);
  await page.saved();
}

const decided = (page: ShownPage): string[] =>
  page
    .rows()
    .toSorted((a, b) => a.row - b.row)
    .map(({ label, status }) => `${status} ${label}`);

async function refused(page: ShownPage, code: string, session: string): Promise<string> {
  await page.give('a.session.json', session);
  await soon(() => page.notice(code)).toBeTruthy();
  expect(page.all('session-dialog')).toEqual([]);
  expect(page.all('import-dialog')).toEqual([]);
  return page.text(page.notice(code)!);
}

describe('a session', () => {
  test('of a colleague gives its decisions and notes to the rows that nobody decided here, and one undo withdraws all', async () => {
    const session = await colleague();
    const page = await opened();
    await keep(page, 3);
    await drop(page, session);
    expect(page.get('session-dialog').dataset).toMatchObject({ taken: '3', notes: '1', both: '0', conflicts: '0' });
    expect(decided(page)[0]).toBe('pending Business');
    await page.press('session-confirm');
    await soon(() => decided(page)).toEqual([
      'corrected World',
      'validated Sports',
      'discarded World',
      'validated Sci/Tech',
      'pending Sports',
    ]);
    expect(page.text('remarks')).toBe('4 rows taken over');
    expect(page.all('noted').map(({ title }) => title)).toEqual(['who?']);
    await page.press('undo');
    expect(decided(page).filter((row) => !row.startsWith('pending'))).toEqual(['validated Sci/Tech']);
    expect(page.all('noted')).toEqual([]);
  });

  test('that is merged twice changes nothing more', async () => {
    const session = await colleague();
    const page = await opened();
    await merge(page, session);
    const before = decided(page);
    await drop(page, session);
    expect(page.get('session-dialog').dataset).toMatchObject({
      taken: '0',
      notes: '0',
      both: '3',
      same: '3',
      kappa: '1',
    });
    await page.press('session-confirm');
    expect(decided(page)).toEqual(before);
    expect(page.text('remarks')).toBe('0 rows taken over');
  });

  test('with other decisions shows both sides of each row, which the next decision settles, also after a reload', async () => {
    const session = await colleague();
    const first = await opened();
    await first.correct(0, 'Sports');
    await keep(first, 1);
    await keep(first, 2);
    await drop(first, session);
    expect(first.get('session-dialog').dataset).toMatchObject({ both: '3', same: '1', conflicts: '2', taken: '0' });
    expect(
      first.all('session-conflict').map((row) => Array.from(row.children, (cell) => cell.textContent).join(' ')),
    ).toEqual(['1 Sports World', '3 World (kept) discarded']);
    await first.press('session-confirm');
    await soon(() => first.rows().map(({ row }) => row)).toEqual([0, 2]);
    expect(first.rows().map(({ status }) => status)).toEqual(['corrected', 'validated']);
    expect(first.text('remarks')).toBe('1 row taken over, 2 rows to settle');
    await first.saved();

    const page = await first.reload();
    await soon(() => page.rows().map(({ row }) => row)).toEqual([0, 2]);
    await page.openRow(0);
    expect([page.text('conflict-mine'), page.text('conflict-theirs')]).toEqual(['Sports', 'World']);
    await page.press('label-option-Sports');
    await page.openRow(0);
    expect(page.all('conflict')).toEqual([]);
    await page.press('undo');
    await page.openRow(0);
    expect(page.all('conflict')).toHaveLength(1);
    await page.press('redo');
    await page.openRow(2);
    await page.press('discard-row');
    await page.openRow(2);
    expect(page.all('conflict')).toEqual([]);
    // A second merge of the same file asks nothing again.
    await drop(page, session);
    expect(page.data('session-dialog', 'conflicts')).toBe('0');
  });

  test('with settled conflicts settles them for the colleague too', async () => {
    const theirs = await colleague();
    const mine = await opened();
    await mine.correct(0, 'Sports');
    await merge(mine, theirs);
    await mine.openRow(0);
    await mine.press('label-option-Sports');
    await mine.saved();
    const settled = await mine.exported('export-session');
    const corrected = await mine.exported('export-jsonl');
    await mine.close();
    const page = await opened();
    await merge(page, theirs);
    await drop(page, settled);
    expect(page.get('session-dialog').dataset).toMatchObject({ taken: '1', conflicts: '0' });
    await page.press('session-confirm');
    await soon(() => decided(page)[0]).toBe('corrected Sports');
    expect(await page.exported('export-jsonl')).toBe(corrected);
  });

  test('changed by hand gives each row the status of its label, and the corrections and the corrected file agree', async () => {
    const session = JSON.parse(await colleague()) as Record<string, unknown>;
    const [VALIDATED, CORRECTED, DISCARDED] = [1, 2, 3];
    session['journal'] = [
      {
        seq: 1,
        at: 1,
        kind: 'change',
        rows: [0, 1, 2, 99],
        status: [VALIDATED, CORRECTED, DISCARDED, CORRECTED],
        label: ['World', 'Sports', 'Sports', 'Sports'],
      },
      { seq: 2, at: 2, kind: 'note', notes: [[99, 'nowhere']] },
    ];
    const page = await opened();
    await drop(page, JSON.stringify(session));
    expect(page.get('session-dialog').dataset).toMatchObject({ taken: '3', notes: '0' });
    await page.press('session-confirm');
    await soon(() => decided(page)).toEqual([
      'corrected World',
      'validated Sports',
      'discarded World',
      'pending Sci/Tech',
      'pending Sports',
    ]);
    const changes = await page.exported('export-changes');
    expect(
      changes.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { row: number }).row])),
    ).toEqual([0]);
  });

  test('opens the stored dataset that it belongs to', async () => {
    const session = await colleague();
    const page = await opened();
    await keep(page, 1);
    await page.openFile('other.tsv', 'text\tlabel\nA recipe\tFood\nA car\tTraffic\n');
    await drop(page, session);
    expect(page.text('session-confirm')).toBe('Open and merge');
    expect(page.get('session-dialog').dataset).toMatchObject({ taken: '2', both: '1', same: '1' });
    await page.press('session-confirm');
    await soon(() => decided(page)[0]).toBe('corrected World');
    await page.saved();
  });

  test('waits for the dataset that was dropped with it', async () => {
    const session = await colleague();
    const page = await ShownPage.open();
    await page.giveAll([
      ['rows.session.json', session],
      ['rows.tsv', ROWS],
    ]);
    expect(page.all('session-dialog')).toEqual([]);
    await page.confirm();
    await soon(() => page.all('session-dialog').length).toBe(1);
    await page.press('session-confirm');
    await soon(() => decided(page)[0]).toBe('corrected World');
  });

  test('brings keys of labels, guidelines and the view along where nobody has worked yet', async () => {
    const session = await colleague();
    const changed = JSON.parse(session) as Record<string, unknown>;
    changed['labelKeys'] = [
      ['World', 'w'],
      ['Sports', 'a'],
    ];
    changed['guidelines'] = { text: 'Topic, not tone.', labels: [['World', 'Politics']] };
    changed['view'] = 'status=corrected&order=source';
    const page = await opened();
    await merge(page, JSON.stringify(changed));
    await soon(() => page.rows().map(({ row }) => row)).toEqual([0]);
    expect(page.tab.app.guidelines.texts.text).toBe('Topic, not tone.');
    expect(page.tab.app.guidelines.of('World')).toBe('Politics');
    expect(page.tab.labelKeys.chosen).toEqual(new Map([['World', 'w']]));
  });

  test('can be cancelled without a change', async () => {
    const session = await colleague();
    const page = await opened();
    await drop(page, session);
    await page.press('session-cancel');
    expect(page.all('session-dialog')).toEqual([]);
    expect(new Set(decided(page).map((row) => row.split(' ')[0]))).toEqual(new Set(['pending']));
  });

  test('is written without texts, unless a person asks for them', async () => {
    const page = await opened();
    await page.correct(0, 'World');
    await note(page, 2, 'ask');
    const without = await page.exported('export-session');
    expect(without).not.toContain('Shares');
    expect(page.tab.downloads.files.at(-1)?.name).toBe('rows.session.json');
    await page.press('export-menu');
    await page.check('export-session-texts');
    await page.press('export-session');
    await soon(() => page.tab.downloads.files.length).toBe(2);
    const text = new TextDecoder().decode(page.tab.downloads.files.at(-1)?.bytes);
    const { texts } = JSON.parse(text) as { texts: unknown };
    expect(texts).toEqual([
      { row: 0, text: 'Shares fell' },
      { row: 2, text: 'Talks failed' },
    ]);
  });

  test('is refused if its dataset is not here, it is damaged, or a newer version wrote it', async () => {
    const session = await colleague();
    const page = await ShownPage.open();
    expect(await refused(page, 'session-other-dataset', session)).toContain(
      'belongs to the dataset rows.tsv with 5 rows',
    );
    await page.openFile('other.tsv', await tsvOf(['World', 'Sports']).text());
    await refused(page, 'session-other-dataset', session);
    expect(await refused(page, 'session-damaged', session.slice(0, -40))).toContain('a.session.json');
    const newer = session.replace('"version": 1', '"version": 3');
    expect(await refused(page, 'session-newer', newer)).toContain('format 3');
    expect(new Set(decided(page).map((row) => row.split(' ')[0]))).toEqual(new Set(['pending']));
  });

  test('is refused if the dataset is read with another label column', async () => {
    const rows = 'text\tlabel\tkind\nShares fell\tBusiness\ta\nThey won\tSports\tb\n';
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', rows);
    const session = await page.exported('export-session');
    await page.close();
    const other = await ShownPage.open();
    await other.give('rows.tsv', rows);
    await other.readThrough();
    await other.choose('import-label', 'kind');
    await other.confirm();
    expect(await refused(other, 'session-other-mapping', session)).toContain('label column label');
  });
});
