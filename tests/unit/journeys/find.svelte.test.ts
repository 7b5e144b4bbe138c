import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = [
  ['Shares fell in early trading', 'Business', '2024-01-05', 'mail'],
  ['The striker scored twice', 'Sports', '2024-01-31', 'web'],
  ['Ministers met for peace talks', 'World', '2024-03-01', 'Web feed'],
  ['A chip doubles the speed', 'Sci/Tech', '', 'mail'],
];
const FILE = ['text\tlabel\tday\tfrom', ...ROWS.map((row) => row.join('\t')), ''].join('\n');

const shown = (page: ShownPage): number[] => page.rows().map(({ row }) => row);
const chips = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('button.chip.filter')].map(
    (chip) => chip.querySelector('bdi')?.textContent ?? '',
  );

describe('finding rows', () => {
  test('by other columns of the file, whose places alone are in the address', async () => {
    const page = await ShownPage.open();
    await page.openFile('news.tsv', FILE);
    await page.pressNamed('Filters');
    await soon(() => page.all('filter-column').length).toBe(1);
    await page.choose('filter-column', '3');
    await soon(() => page.all('filter-column-words').length).toBe(1);
    await page.type('filter-column-words', 'WEB');
    await soon(() => shown(page)).toEqual([1, 2]);
    await page.choose('filter-column', '2');
    await soon(() => page.all('filter-column-to').length).toBe(1);
    await page.type('filter-column-to', '2024-01-31');
    await soon(() => shown(page)).toEqual([1]);
    expect(chips()).toEqual(['from: WEB', 'day ≤ 2024-01-31']);
    expect(page.tab.address.params.toString()).toBe('column=3%2C2');

    const again = await page.reload();
    await soon(() => shown(again)).toEqual([0, 1, 2, 3]);
    await again.pressNamed('Filters');
    await soon(() => again.value('filter-column')).toBe('2');
    await soon(() => again.all('filter-column-from').length).toBe(1);
    await again.type('filter-column-from', '2024-01-31');
    await soon(() => shown(again)).toEqual([1, 2]);
  });

  test('without another column once a person chooses none, and a number of rows that is none leaves its field', async () => {
    const page = await ShownPage.open();
    await page.openFile('news.tsv', FILE);
    await page.pressNamed('Filters');
    await page.choose('filter-column', '3');
    await soon(() => page.all('filter-column-words').length).toBe(1);
    await page.type('filter-column-words', 'mail');
    await soon(() => shown(page)).toEqual([0, 3]);
    await page.choose('filter-column', '-1');
    await soon(() => shown(page)).toEqual([0, 1, 2, 3]);
    expect(chips()).toEqual([]);
    expect(page.all('filter-column-words')).toEqual([]);

    await page.type('filter-top', '0');
    expect(page.value('filter-top')).toBe('');
    await page.type('filter-top', '2');
    expect(page.value('filter-top')).toBe('2');
    await page.type('filter-top', '1.5');
    expect(page.value('filter-top')).toBe('');
    expect(shown(page)).toHaveLength(4);
  });

  test('by patterns and ranges, which together keep the rows that each of them keeps', async () => {
    const page = await ShownPage.open();
    await page.openFile('news.tsv', FILE);
    await page.score();
    await page.pressNamed('Filters');
    await page.search('/e{1,2}[dt]/ /^[TM]/');
    await soon(() => shown(page).toSorted()).toEqual([1, 2]);
    await soon(() => page.all('found').map((mark) => mark.textContent)).toContain('ed');
    const [first] = page.rows();
    await page.choose('filter-signal', 'loss');
    await page.type('filter-signal-from', String((first?.loss ?? 0) - 0.001));
    await soon(() => shown(page)).toEqual([first?.row]);
    await page.search('/(/');
    await soon(() => page.text('search-fault')).toContain('/(/');
    expect(shown(page)).toEqual([first?.row]);
    await page.search('');
    await soon(() => page.all('search-fault').length).toBe(0);
  });
});
