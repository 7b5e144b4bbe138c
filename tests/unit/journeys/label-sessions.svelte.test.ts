import { describe, expect, test } from 'vitest';
import type { LabelEdit } from '../../../src/domain/review/label-edits.js';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = 'text\tlabel\nShares fell\tBusiness\nThey won\tSports\nTalks failed\tWorld\nA chip\tSci/Tech\n';

/** The page in a browser of its own, with rows whose labels were edited. */
async function edited(...edits: LabelEdit[]): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile('rows.tsv', ROWS);
  if (edits.length > 0) expect(page.tab.app.review.editLabels(edits)).toBe(true);
  return page;
}

async function sessionOf(page: ShownPage): Promise<string> {
  const session = await page.exported('export-session');
  await page.close();
  return session;
}

async function drop(page: ShownPage, session: string): Promise<void> {
  await page.give('rows.session.json', session);
  await soon(() => page.all('session-dialog').length).toBe(1);
}

async function merge(page: ShownPage): Promise<void> {
  await page.press('session-confirm');
  await soon(() => page.all('session-dialog').length).toBe(0);
  await page.saved();
}

const decided = (page: ShownPage): string[] =>
  page
    .rows()
    .toSorted((a, b) => a.row - b.row)
    .map(({ label, status }) => `${status} ${label}`);

describe('a session with edited labels', () => {
  test('gives its labels and decisions as one change, and a second merge changes nothing', async () => {
    const other = await edited(
      { do: 'rename', from: 'World', to: 'Politics' },
      { do: 'merge', from: 'Sci/Tech', to: 'Business' },
    );
    await other.correct(1, 'Politics');
    const session = await sessionOf(other);
    const page = await edited();
    await page.correct(0, 'World');
    await drop(page, session);
    expect(page.text('session-dialog')).toContain('Changes of labels to take over');
    await merge(page);
    const after = ['corrected Politics', 'corrected Politics', 'pending Politics', 'pending Business'];
    await soon(() => decided(page)).toEqual(after);
    await drop(page, session);
    expect(page.get('session-dialog').dataset).toMatchObject({ taken: '0', conflicts: '0', same: '1' });
    expect(page.text('session-dialog')).not.toContain('Changes of labels to take over');
    await merge(page);
    expect(decided(page)).toEqual(after);
    await page.press('undo');
    await soon(() => decided(page)).toEqual(['corrected World', 'pending Sports', 'pending World', 'pending Sci/Tech']);
  });

  test('shows labels that both sides renamed, keeps the names here, and takes the decisions over under them', async () => {
    const other = await edited({ do: 'rename', from: 'World', to: 'Politics' });
    await other.correct(1, 'Politics');
    const session = await sessionOf(other);
    const page = await edited({ do: 'rename', from: 'World', to: 'Countries' });
    await drop(page, session);
    expect(page.text('session-label-conflicts').trim()).toBe('“World”: Countries here, Politics there');
    await merge(page);
    await soon(() => decided(page)).toEqual([
      'pending Business',
      'corrected Countries',
      'pending Countries',
      'pending Sci/Tech',
    ]);
  });

  test('compares decisions by label and not by name', async () => {
    const other = await edited({ do: 'rename', from: 'World', to: 'Politics' });
    await other.correct(1, 'Politics');
    const session = await sessionOf(other);
    const page = await edited();
    await page.correct(1, 'World');
    await drop(page, session);
    expect(page.get('session-dialog').dataset).toMatchObject({ both: '1', same: '1', conflicts: '0', taken: '0' });
  });
});
