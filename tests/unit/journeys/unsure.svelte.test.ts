import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { objectsOf, ShownPage } from './shown-page.js';

const TSV = [
  'text\tlabel',
  'Shares fell\tBusiness',
  'They won\tSports',
  'Talks failed\tWorld',
  'A chip\tSci/Tech',
  'A match\tSports',
  '',
].join('\n');

async function opened(query = 'order=source', score = true): Promise<ShownPage> {
  const page = await ShownPage.open({ query });
  await page.openFile('rows.tsv', TSV);
  if (score) await page.score();
  return page;
}

const states = (page: ShownPage): string[] =>
  page
    .rows()
    .toSorted((a, b) => a.row - b.row)
    .map(({ label, status }) => `${status} ${label}`);

/** The rows of the list, from the top. */
const listed = (page: ShownPage): number[] => page.rows().map(({ row }) => row);

describe('an unsure row', () => {
  test('keeps its source label, is found by its status, and is no decision', async () => {
    const page = await opened();
    await page.openRow(0);
    await page.key('3');
    await page.openRow(0);
    await page.press('unsure-row');
    expect(page.data('card', 'row')).toBe('1');
    expect(page.text('last-decision')).toBe('Row 1: unsure');
    await soon(() => page.text('said')).toBe('Row 1 marked as unsure. Next: They won');
    await page.key('u');
    expect(states(page)).toEqual([
      'unsure Business',
      'unsure Sports',
      'pending World',
      'pending Sci/Tech',
      'pending Sports',
    ]);
    expect(page.text(page.row(0))).toContain('? unsure');
    expect([page.text('count-reviewed'), page.text('count-unsure')]).toEqual(['0', '2']);
    await page.search('status:unsure');
    await soon(() => listed(page)).toEqual([0, 1]);
    await page.search('status:undecided');
    await soon(() => listed(page)).toEqual([2, 3, 4]);
    await page.search('');
    await soon(() => page.rows().length).toBe(5);
    await page.saved();

    const later = await page.reload();
    await soon(() => later.rows().length).toBe(5);
    expect(states(later).slice(0, 2)).toEqual(['unsure Business', 'unsure Sports']);
    expect(await later.exported('export-source')).toBe(TSV);
    expect(await later.exported('export-changes')).toBe('');
    const audit = objectsOf(await later.exported('export-audit'));
    expect(audit.map(({ status, corrected_label }) => [status, corrected_label])).toEqual([
      ['unsure', null],
      ['unsure', null],
      ['pending', null],
      ['pending', null],
      ['pending', null],
    ]);
    await later.press('undo');
    expect(later.text('remarks')).toBe('Row 2 is undecided again');
    await later.press('undo');
    expect(states(later)[0]).toBe('corrected Sports');
    await later.press('redo');
    expect(later.text('remarks')).toContain('Row 1');
    expect(states(later)[0]).toBe('unsure Business');
  });

  test('is offered again once every other row of the list is decided', async () => {
    const page = await opened();
    await page.openRow(0);
    await page.key('u');
    await page.key('u');
    for (const _ of [2, 3]) await page.key('x');
    expect(page.data('card', 'row')).toBe('4');
    await page.key('x');
    expect(page.data('card', 'row')).toBe('0');
    expect(page.text('last-decision')).toContain('Only 2 unsure rows are left.');
    await page.key('x');
    expect(page.data('card', 'row')).toBe('1');
    await page.key('x');
    expect(page.text('last-decision')).toContain('Every row in this list is decided.');
  });

  test('leaves its key to a label that a person gave it', async () => {
    const page = await opened();
    await page.openRow(0);
    expect(page.get('unsure-row').getAttribute('aria-keyshortcuts')).toBe('u');
    await page.key('?');
    await page.press('label-key-World');
    await page.type('set-key', 'u');
    await page.escape('set-key-dialog');
    await page.escape('keys-help');
    await soon(() => page.get('label-option-World').getAttribute('aria-keyshortcuts')).toBe('u');
    expect(page.get('unsure-row').getAttribute('aria-keyshortcuts')).toBeNull();
    await page.key('u');
    expect(states(page)[0]).toBe('corrected World');
  });

  test('is marked for all selected rows after a preview, as one change', async () => {
    const page = await opened();
    await page.correct(3, 'World');
    await page.press('select-all');
    await page.press('bulk-unsure');
    await soon(() => page.text('bulk-preview')).toContain('Mark 5 rows as unsure?');
    expect(page.text('bulk-steps')).toContain('unsure');
    await page.press('bulk-preview-confirm');
    expect(new Set(page.rows().map(({ status }) => status))).toEqual(new Set(['unsure']));
    expect(page.text('remarks')).toBe('5 rows marked as unsure');
    await page.press('undo');
    expect(states(page)[3]).toBe('corrected World');
  });

  test('goes into a session, and the decision of a colleague settles it without a conflict', async () => {
    const first = await opened('', false);
    await first.openRow(0);
    await first.press('unsure-row');
    await first.openRow(1);
    await first.press('unsure-row');
    await first.saved();
    const session = await first.exported('export-session');
    await first.close();

    const second = await opened('', false);
    await second.correct(0, 'World');
    await second.give('rows.session.json', session);
    await soon(() => second.all('session-dialog').length).toBe(1);
    expect(second.get('session-dialog').dataset).toMatchObject({ taken: '1', both: '0', conflicts: '0' });
    await second.press('session-confirm');
    await soon(() => states(second).slice(0, 2)).toEqual(['corrected World', 'unsure Sports']);
    await second.saved();
    const back = await second.exported('export-session');
    await second.close();

    const third = await opened('', false);
    await third.openRow(0);
    await third.press('unsure-row');
    await third.saved();
    await third.give('rows.session.json', back);
    await soon(() => third.all('session-dialog').length).toBe(1);
    await third.press('session-confirm');
    await soon(() => states(third).slice(0, 2)).toEqual(['corrected World', 'unsure Sports']);
  });
});
