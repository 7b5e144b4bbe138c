import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = ['World', 'Sports', 'Business', 'Sci/Tech'].map((label, row) => `report ${row} of the day\t${label}`);

async function opened(): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile('rows.tsv', `text\tlabel\n${ROWS.join('\n')}\n`);
  await page.key('j');
  return page;
}

/** The keys of a control for programs. */
function keyOn(page: ShownPage, testId: string): string | null {
  return page.get(testId).getAttribute('aria-keyshortcuts');
}

/** Opens the help and presses the button that changes the key of an action. */
async function change(page: ShownPage, action: string): Promise<void> {
  await soon(() => page.all(`key-${action}`).length).toBe(1);
  await page.press(page.get('key-set', page.get(`key-${action}`)));
}

/** The text of an action’s button in the help. */
function keyInHelp(page: ShownPage, action: string): string {
  return page.text(page.get('key-set', page.get(`key-${action}`)));
}

describe('the key of an action', () => {
  test('is changed in the help, moves from another action, persists for other datasets, and can be reset', async () => {
    const page = await opened();
    expect(keyOn(page, 'discard-row')).toBe('x');
    await page.key('?');
    await change(page, 'discard');
    await page.key('a');
    await soon(() => page.text('key-said')).toBe(
      'Key a now does this: Discard the row. “Accept the suggestion” has key x instead.',
    );
    expect([keyInHelp(page, 'discard'), keyInHelp(page, 'accept')]).toEqual(['a', 'x']);
    await page.escape('keys-help');
    await soon(() => keyOn(page, 'discard-row')).toBe('a');
    expect([keyOn(page, 'accept-suggestion'), page.text('discard-row')]).toEqual(['x', 'Discard a']);
    await page.key('a');
    await soon(() => page.tab.decisions()[0]).toBe('3 World');
    await page.saved();

    const later = await page.reload();
    await soon(() => later.all('queue-row').length).toBe(4);
    await later.key('j');
    await later.key('j');
    await soon(() => keyOn(later, 'discard-row')).toBe('a');
    await later.key('?');
    await soon(() => later.all('keys-reset').length).toBe(1);
    await later.press('keys-reset');
    expect([later.text('key-said'), keyInHelp(later, 'discard')]).toEqual([
      'Every action has its standard key again.',
      'x',
    ]);
    expect(later.all('keys-reset')).toEqual([]);
  });

  test('stays with Escape and with a key that no action can have, and can be taken away', async () => {
    const page = await opened();
    await page.key('?');
    await change(page, 'discard');
    await page.key('Escape');
    await soon(() => keyInHelp(page, 'discard')).toBe('x');
    await change(page, 'discard');
    await page.key(';');
    expect(page.text('key-said')).toContain('The key of an action is a letter from a to z');
    await page.key('d', { keyCode: 229 } as KeyboardEventInit);
    expect(page.all('key-press').length).toBe(1);
    await page.press('key-none');
    await soon(() => keyInHelp(page, 'discard')).toBe('none');
    await page.escape('keys-help');
    await soon(() => keyOn(page, 'discard-row')).toBeNull();
    expect(page.text('discard-row')).toBe('Discard');
    await page.key('x');
    expect(page.tab.decisions()[0]).toBe('0 World');
  });

  test('moves from a label, and a label that has it in this dataset is named', async () => {
    const page = await opened();
    await page.key('?');
    await change(page, 'next');
    await page.key('1');
    await soon(() => page.text('key-said')).toBe('Key 1 now does this: Next row. Business has key 5 instead.');
    expect(page.text('label-key-Business')).toBe('5');
    await page.tab.labelKeys.set([['Sports', 'x']]);
    await soon(() => page.text('key-discard')).toContain('In this dataset key x gives the label Sports.');
  });

  test('holds the view of the dataset as it was, and its release ends it', async () => {
    const page = await opened();
    await page.key('?');
    await change(page, 'as-it-was');
    await page.key('h');
    await page.escape('keys-help');
    await soon(() => page.get('keys-help').closest('dialog')?.open).toBe(false);
    const press = (type: string, key: string): boolean =>
      document.body.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
    press('keydown', 'h');
    await soon(() => page.all('as-it-was').length).toBe(1);
    press('keyup', ' ');
    expect(page.all('as-it-was').length).toBe(1);
    press('keyup', 'h');
    await soon(() => page.all('as-it-was').length).toBe(0);
  });
});
