import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { objectsOf, ShownPage } from './shown-page.js';

const ROWS = ['World', 'Sports', 'Business', 'Sci/Tech'].map((label, row) => `report ${row} of the day\t${label}`);

/** The card's key of a label. */
function keyOn(page: ShownPage, label: string): string | null {
  return page.get(`label-option-${label}`).getAttribute('aria-keyshortcuts');
}

/** The dialog with the help is shown. */
function helpShown(page: ShownPage): boolean {
  return page.all('keys-help').some((help) => help.closest('dialog')?.open === true);
}

describe('the key of a label', () => {
  test('is shown in the help, is swapped with another label’s key, and can be reset', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', `text\tlabel\n${ROWS.join('\n')}\n`);
    await page.key('j');
    await page.key('?');
    await soon(() => page.text('label-key-World')).toBe('4');
    await page.press('label-key-World');
    await page.type('set-key', '2');
    await soon(() => page.text('set-key-said')).toBe('Key 2 now gives World. Sci/Tech has key 4 instead.');
    await page.escape('set-key-dialog');
    await soon(() => page.all('set-key-dialog')).toEqual([]);
    expect(helpShown(page)).toBe(true);
    expect(page.text('label-key-Sci/Tech')).toBe('4');
    await page.escape('keys-help');
    await soon(() => helpShown(page)).toBe(false);
    expect([keyOn(page, 'World'), keyOn(page, 'Sci/Tech')]).toEqual(['2', '4']);

    await page.key('?');
    await page.press('reset-keys');
    await soon(() => page.text('label-key-Sci/Tech')).toBe('2');
    expect(page.all('reset-keys')).toEqual([]);
  });

  test('is the digit of a one-digit label, also beside unmatched classes of a model', async () => {
    const page = await ShownPage.open();
    await page.openFile('films.tsv', 'text\tlabel\na dull film\t0\na fine film\t1\na long film\t0\n');
    await page.key('j');
    await soon(() => page.all('label-option-World').length).toBe(1);
    expect([keyOn(page, '0'), keyOn(page, '1'), keyOn(page, 'World')]).toEqual(['0', '1', '2']);
    await page.key('1');
    await page.saved();
    expect(objectsOf(await page.exported('export-changes'))).toMatchObject([{ row: 0, corrected_label: '1' }]);
  });
});
