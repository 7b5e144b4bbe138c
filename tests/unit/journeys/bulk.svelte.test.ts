import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { objectsOf, ShownPage } from './shown-page.js';

const LABELS = ['Business', 'Sports', 'World', 'Sci/Tech'];
const ROWS = 12;
const TSV = [
  'text\tlabel',
  ...Array.from({ length: ROWS }, (_, row) => `Report number ${row} of the day\t${LABELS[row % 4] ?? ''}`),
  '',
].join('\n');

/** The page with the rows in the order of the file. */
async function opened(content = TSV, score = true): Promise<ShownPage> {
  const page = await ShownPage.open({ query: 'order=source' });
  await page.openFile('rows.tsv', content);
  if (score) await page.score();
  return page;
}

const count = (page: ShownPage): string | null => page.all('selection-bar')[0]?.dataset['count'] ?? null;
const labels = (page: ShownPage): string[] => page.rows().map(({ label }) => label);
const statuses = (page: ShownPage): string[] => page.rows().map(({ status }) => status);
const picked = (page: ShownPage): number[] =>
  page
    .all('queue-row')
    .filter((row) => row.getAttribute('aria-selected') === 'true')
    .map(({ dataset }) => Number(dataset['row']));

/** Clicks a row with keys held. */
async function click(page: ShownPage, row: number, keys: MouseEventInit): Promise<void> {
  page.row(row).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...keys }));
  await soon(() => page.data('card', 'row')).toBe(String(row));
}

describe('selecting rows', () => {
  test('Shift with a click selects a range, Ctrl one row, and Escape clears', async () => {
    const page = await opened();
    await page.openRow(2);
    expect(count(page)).toBeNull();
    expect(picked(page)).toEqual([2]);
    await click(page, 5, { shiftKey: true });
    expect([count(page), picked(page)]).toEqual(['4', [2, 3, 4, 5]]);
    await click(page, 9, { ctrlKey: true });
    await click(page, 3, { ctrlKey: true });
    expect([count(page), picked(page)]).toEqual(['4', [2, 4, 5, 9]]);
    expect(page.text('selection-bar')).toContain('4 rows selected');
    await page.key('Escape');
    expect([count(page), picked(page)]).toEqual([null, [3]]);
  });

  test('Shift with arrows extends from the row on the card, in the list and outside of it', async () => {
    const page = await opened();
    await page.openRow(4);
    await page.key('ArrowDown', { shiftKey: true });
    await page.key('ArrowDown', { shiftKey: true });
    expect([picked(page), page.data('card', 'row')]).toEqual([[4, 5, 6], '6']);
    page.get('queue').focus();
    await page.key('ArrowUp', { shiftKey: true });
    expect(picked(page)).toEqual([4, 5]);
    await page.key('End', { shiftKey: true });
    expect(count(page)).toBe('8');
  });

  test('Ctrl+A selects everything that the filters show, but not while typing', async () => {
    const page = await opened();
    await page.search('label:Sports');
    await soon(() => page.rows().length).toBe(3);
    await page.key('a', { ctrlKey: true });
    expect(count(page)).toBeNull();
    page.get('queue').focus();
    await page.key('a', { ctrlKey: true });
    expect(count(page)).toBe('3');
    await page.search('');
    await soon(() => page.rows().length).toBe(ROWS);
    expect([count(page), picked(page)]).toEqual(['3', [1, 5, 9]]);
    await page.search('label:World');
    await soon(() => page.text('selection-bar')).toContain('(3 are not in the list)');
    await page.press('select-all');
    expect(count(page)).toBe('3');
    expect(page.text('selection-bar')).not.toContain('not in the list');
    await page.press('bulk-clear');
    expect(count(page)).toBeNull();
  });

  test('keys still decide the row on the card alone', async () => {
    const page = await opened();
    await page.openRow(0);
    page.get('queue').focus();
    await page.key('a', { ctrlKey: true });
    await page.key('x');
    expect(statuses(page).filter((status) => status === 'discarded')).toHaveLength(1);
    expect(count(page)).toBe(String(ROWS));
  });

  test('another dataset has no selected rows', async () => {
    const page = await opened();
    await page.press('select-all');
    await page.openFile('other.tsv', 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n');
    await soon(() => page.rows().length).toBe(2);
    expect(count(page)).toBeNull();
  });
});

describe('changing the selected rows', () => {
  test('shows a preview, is one undo and one redo, survives a reload, and is in the file', async () => {
    const page = await opened();
    await page.openRow(0);
    await click(page, 4, { shiftKey: true });
    await page.choose('bulk-label', 'Sports');
    await page.press('bulk-apply');
    await soon(() => page.data('bulk-preview', 'count')).toBe('5');
    expect(page.text('bulk-preview')).toContain('Set 5 rows to Sports?');
    const lines = [...page.get('bulk-steps').querySelectorAll('tbody tr')];
    const steps = lines.map((line) => Array.from(line.querySelectorAll('td'), (cell) => page.text(cell)).join(' '));
    expect(steps).toEqual(['Business Sports 2', 'Sports kept 1', 'World Sports 1', 'Sci/Tech Sports 1']);
    const before = [labels(page), statuses(page)];
    await page.press('bulk-preview-confirm');
    const after = [labels(page), statuses(page)];
    expect(labels(page).slice(0, 6)).toEqual(['Sports', 'Sports', 'Sports', 'Sports', 'Sports', 'Sports']);
    expect(statuses(page).slice(0, 6)).toEqual([
      'corrected',
      'validated',
      'corrected',
      'corrected',
      'corrected',
      'pending',
    ]);
    expect([count(page), page.all('bulk-preview').length]).toEqual([null, 0]);
    expect(page.text('remarks')).toBe('5 rows set to Sports');
    await page.key('z', { ctrlKey: true });
    expect([labels(page), statuses(page)]).toEqual(before);
    expect(page.isDisabled('undo')).toBe(true);
    await page.press('redo');
    expect([labels(page), statuses(page)]).toEqual(after);
    await page.saved();

    const later = await page.reload();
    await soon(() => later.rows().length).toBe(ROWS);
    expect([labels(later), statuses(later)]).toEqual(after);
    const file = await later.exported('export-source');
    const expected = TSV.split('\n');
    for (const line of [1, 3, 4, 5]) expected[line] = (expected[line] ?? '').replace(/\t.*/, '\tSports');
    expect(file).toBe(expected.join('\n'));
    await later.press('undo');
    expect([labels(later), statuses(later)]).toEqual(before);
  });

  test('accepts suggestions, keeps labels and discards, each after its preview', async () => {
    const page = await opened();
    const suggested = page.rows().map(({ predicted }) => predicted);
    await page.press('select-all');
    await page.press('bulk-accept');
    expect(page.text('bulk-preview')).toContain(`Accept ${ROWS} suggestions?`);
    await page.press('bulk-preview-confirm');
    expect(labels(page)).toEqual(suggested);
    await page.press('select-all');
    await page.press('bulk-confirm');
    await page.press('bulk-preview-confirm');
    expect(new Set(statuses(page))).toEqual(new Set(['validated']));
    await page.press('select-all');
    await page.press('bulk-confirm');
    expect(page.text('bulk-preview')).toContain('No selected row would change');
    expect(page.isDisabled('bulk-preview-confirm')).toBe(true);
    await page.escape('bulk-preview');
    expect(count(page)).toBe(String(ROWS));
    await page.press('bulk-discard');
    await page.press('bulk-preview-confirm');
    expect(new Set(statuses(page))).toEqual(new Set(['discarded']));
  });

  test('names the rows that the model speaks against first, and counts rows that stay', async () => {
    const page = await opened();
    await page.openRow(1);
    await page.press('label-option-World');
    await page.press('select-all');
    await page.choose('bulk-label', 'World');
    await page.press('bulk-apply');
    expect(page.data('bulk-preview', 'count')).toBe(String(ROWS - 1));
    expect(page.text('bulk-unchanged')).toBe('1 selected row does not change: it is decided like this already.');
    const against = [...page.get('bulk-against').querySelectorAll('li')];
    expect(against.length).toBeGreaterThan(0);
    const shares = against.map((line) => Number(/\(([\d.]+)\s?%\)/.exec(line.textContent ?? '')?.[1]));
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    for (const line of against) expect(line.textContent).not.toContain('predicted World');
  });

  test('has no suggestions before a run, and leaves rows with several labels as they are', async () => {
    const rows = [
      { text: 'Stocks and goals', label: ['Business', 'Sports'] },
      { text: 'They won', label: ['Sports'] },
      { text: 'Stocks fell', label: ['Business'] },
    ];
    const page = await ShownPage.open({ query: 'order=source&learn=off' });
    await page.openFile('rows.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    await page.press('select-all');
    expect(page.isDisabled('bulk-accept')).toBe(true);
    expect(page.isDisabled('bulk-apply')).toBe(true);
    await page.choose('bulk-label', 'Sports');
    await page.press('bulk-apply');
    expect(page.data('bulk-preview', 'count')).toBe('2');
    expect(page.text('bulk-several')).toBe('1 row has several labels and keeps them. Set it by itself.');
    await page.press('bulk-preview-confirm');
    expect(statuses(page)).toEqual(['pending', 'validated', 'corrected']);
  });

  test('speaks Chinese', async () => {
    const page = await ShownPage.open({ locale: 'zh-CN' });
    await page.openFile('rows.tsv', TSV);
    await page.press('select-all');
    expect(page.text('selection-bar')).toContain('已选 12 条');
    await page.press('bulk-discard');
    expect(page.text('bulk-preview')).toContain('弃用 12 条？');
    await page.press('bulk-preview-confirm');
    expect(page.text('remarks')).toBe('已弃用 12 条');
  });
});

test('a note for all selected rows is one entry, replaces earlier notes after it said so, and is one undo', async () => {
  const page = await opened();
  const notes = async (): Promise<(string | undefined)[]> =>
    objectsOf(await page.exported('export-audit')).map(({ note }) => note as string | undefined);
  await page.openRow(1);
  await page.type('note', 'ask Ann');
  page.get('note').blur();
  await page.search('label:Sports');
  await soon(() => page.rows().length).toBe(3);
  await page.press('select-all');
  await page.press('bulk-note');
  await soon(() => page.all('bulk-note-dialog').length).toBe(1);
  expect([page.data('bulk-note-dialog', 'count'), page.text('bulk-note-replaces')]).toEqual([
    '3',
    '1 of them has a note, which this one replaces.',
  ]);
  expect(page.get('bulk-note-confirm')).toHaveProperty('disabled', true);
  await page.type('bulk-note-text', ' sport or business? ');
  await page.press('bulk-note-confirm');
  await soon(() => page.all('bulk-note-dialog')).toEqual([]);
  const asked = 'sport or business?';
  expect((await notes()).filter((note) => note !== undefined)).toEqual([asked, asked, asked]);
  await page.key('z', { ctrlKey: true });
  expect((await notes()).filter((note) => note !== undefined)).toEqual(['ask Ann']);
});
