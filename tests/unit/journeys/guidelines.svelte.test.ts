import { expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = ['World', 'Sports', 'Business'].map((label, row) => `report ${row} of the day\t${label}`);

/** Types a text into a field, and leaves the field. */
async function fill(page: ShownPage, testId: string, text: string): Promise<void> {
  await page.type(testId, text);
  page.get(testId).dispatchEvent(new Event('change', { bubbles: true }));
}

test('guidelines are written in a dialog, are beside each row, and are there after a reload', async () => {
  const page = await ShownPage.open();
  await page.openFile('rows.tsv', `text\tlabel\n${ROWS.join('\n')}\n`);
  await page.key('j');
  expect(page.all('guidelines')).toEqual([]);
  await page.press('guidelines-open');
  await soon(() => page.all('guidelines-text').length).toBe(1);
  await fill(page, 'guidelines-text', 'The headline decides.');
  await fill(page, 'guidelines-of-World', 'Countries, not companies. <b>No</b>');
  await page.press('guidelines-close');
  await soon(() => page.all('guidelines-dialog')).toEqual([]);
  const shown = (of: ShownPage): string => of.text('guidelines').replaceAll(/\s+/g, ' ').trim();
  await soon(() => shown(page)).toBe('Guidelines The headline decides. World Countries, not companies. <b>No</b> Edit');
  expect(page.get('label-option-World').getAttribute('title')).toContain('\nCountries, not companies. <b>No</b>\n');
  await page.saved();

  const later = await page.reload();
  await later.key('j');
  await soon(() => shown(later)).toContain('The headline decides.');
});
