import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

/** The page's words for the saved and downloaded work, the last action and the results of the search. */

const ROWS = `text\tlabel
Oil prices rise as the market opens\tWorld
The team wins the final match\tSports
Shares of the oil company fall\tBusiness
The minister meets the president\tWorld
`;

async function openNews(rows = ROWS): Promise<ShownPage> {
  const page = await ShownPage.open();
  await page.openFile('news.tsv', rows);
  return page;
}

describe('the header', () => {
  test('reports where the work is saved and how many changes are not downloaded, after a reload too', async () => {
    const page = await openNews();
    const saved = (): string => page.text('saved-state');
    const primary = (): boolean => page.get('export-menu').classList.contains('primary');
    await soon(saved).toBe('Saved in this browser');
    expect(primary()).toBe(false);
    await page.openRow(0);
    await page.press('label-option-Business');
    await page.press('label-option-Business');
    await soon(saved).toBe('Saved in this browser · 2 changes not downloaded');
    expect(primary()).toBe(true);
    expect(await page.exported('export-jsonl')).toContain('"Business"');
    await soon(() => page.text('remarks')).toBe('news.corrected.jsonl: 2 labels changed');
    await soon(saved).toBe('Saved in this browser');
    expect(primary()).toBe(false);
    await page.key('z', { ctrlKey: true });
    await soon(saved).toBe('Saved in this browser · 1 change not downloaded');
    const later = await page.reload();
    await soon(() => later.text('saved-state')).toBe('Saved in this browser · 1 change not downloaded');
  });
});

describe('a decision', () => {
  test('is announced with the next row, and an undo names the undone decision', async () => {
    const page = await openNews();
    const said = (): string => page.text('said');
    const remarks = (): string => page.text('remarks');
    await page.openRow(0);
    await page.press('label-option-Business');
    await soon(said).toBe('Row 1 relabelled Business. Next: The team wins the final match');
    (document.activeElement as HTMLElement).blur();
    await page.key('Enter');
    await soon(said).toBe('Row 2 kept as Sports. Next: Shares of the oil company fall');
    await page.key('x');
    await soon(said).toBe('Row 3 discarded. Next: The minister meets the president');
    await page.key('z', { ctrlKey: true });
    await soon(said).toBe('');
    await soon(remarks).toBe('Row 3 is undecided again');
    await page.key('z', { ctrlKey: true });
    await soon(remarks).toBe('Row 2 is undecided again');
    await page.key('z', { ctrlKey: true });
    await soon(remarks).toBe('Row 1 is World again');
  });

  test('shows the replaced label struck out beside the new one, in the list and on the card', async () => {
    const page = await openNews();
    await page.correct(0, 'Business');
    const row = page.row(0);
    expect(row.querySelector('s')?.textContent).toBe('World');
    expect(page.text(row.querySelector<HTMLElement>('.labels')!)).toMatch(/^was\s+World\s*, now\s+Business/);
    expect(page.get('last-decision').querySelector('s')?.textContent).toBe('World');
    expect(page.text('last-decision')).toMatch(/Row 1:\s+was\s+World\s*, now\s+Business/);
  });

  test('shows the known quality of the label', async () => {
    const page = await ShownPage.open();
    await page.give('marked.tsv', 'text\tlabel\ts_label\nA row of text\tWorld\t2\nAnother row of text\tSports\t0\n');
    await page.readThrough();
    await page.choose('import-s-label', 's_label');
    await page.confirm();
    await page.openRow(0);
    expect(page.text('card')).not.toContain('Known quality');
    await page.key('Enter');
    await page.key('k');
    await soon(() => page.data('card', 'row')).toBe('0');
    expect(page.text('card')).toContain('Known quality of the label');
  });
});

describe('the list', () => {
  test('names the label of the model, without an arrow', async () => {
    const page = await openNews();
    await page.score();
    const against = page.all('queue-row').filter((row) => page.text(row).includes('model:'));
    expect(against.length).toBeGreaterThan(0);
    expect(page.text(against[0]!.querySelector<HTMLElement>('.labels')!)).toMatch(
      /^(World|Sports|Business)\s*, model:\s*\S+/,
    );
    expect(page.rows()).toHaveLength(4);
    for (const row of page.all('queue-row')) expect(page.text(row)).not.toContain('→');
  });

  test('and the card mark words of the search, not those of fields, and text is never HTML', async () => {
    const page = await openNews(`${ROWS}<b>Oil</b> &amp; gas, <img src=x onerror=alert(1)>\tBusiness\n`);
    const found = (within: ParentNode): string[] => page.all('found', within).map((mark) => page.text(mark));
    await page.search('OIL label:Business');
    await soon(() => page.rows().length).toBe(2);
    const [first, second] = page.all('queue-row');
    expect([found(first!), found(second!)]).toEqual([['oil'], ['Oil']]);
    expect(page.text(second!)).toContain('<b>Oil</b> & gas, <img src=x onerror=alert(1)>');
    await page.openRow(4);
    expect(found(page.get('card'))).toEqual(['Oil']);
    await page.search('label:Business');
    await soon(() => page.all('found')).toEqual([]);
    expect(page.rows()).toHaveLength(2);
  });
});

describe('the card', () => {
  test('writes every probability in the same form', async () => {
    const page = await openNews();
    await page.score();
    await page.press('queue-row');
    expect(page.text('card')).toContain('Probability of the given label');
    expect(page.text('card')).not.toContain('%');
  });
});

describe('the help', () => {
  test('shows the syntax of the search', async () => {
    const page = await openNews();
    await page.key('?');
    await soon(() => page.all('search-help').length).toBe(1);
    for (const field of ['label:', 'predicted:', 'status:', 'row:', 'id:', 'file:', 'loss>']) {
      expect(page.text('search-help')).toContain(field);
    }
  });
});
