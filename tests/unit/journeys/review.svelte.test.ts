import { describe, expect, test } from 'vitest';
import { GARDEN, madeUp, tsvOf } from '../../fakes/taught-rows.js';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const TWO = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n';
const FOUR = [
  'text\tlabel',
  'Shares fell in early trading as banks reported losses\tBusiness',
  'The striker scored twice in the final minutes of the match\tSports',
  'Ministers of both countries met for peace talks\tWorld',
  'A chip doubles the speed of the software\tSci/Tech',
  '',
].join('\n');

describe('the card', () => {
  test('reports the end of the list, and that no row is decided where no row passes the filters', async () => {
    const page = await ShownPage.open();
    await page.openFile('a.tsv', TWO);
    const last = (): string => page.text('last-decision');
    const said = (): string => page.text('said');
    await page.key('j');
    await page.key('j');
    await page.key('Enter');
    await soon(last).toBe('Row 2: kept Sports 1 undecided row is further up.');
    await soon(said).toBe('Row 2 kept as Sports. 1 undecided row is further up.');
    await page.key('k');
    await page.key('Enter');
    await soon(last).toBe('Row 1: kept Business Every row in this list is decided.');
    await page.search('status:undecided');
    await soon(() => page.text('card')).toBe('No row matches.');
    (document.activeElement as HTMLElement).blur();
    await page.key('x');
    await soon(said).toBe('Nothing was decided: no row passes the filters.');
    await page.search('status:kept');
    await soon(() => page.rows().length).toBe(2);
    expect(page.data('card', 'row')).toBe('1');
  });
});

describe('keys', () => {
  test('decide rows before learning, and a reports a missing suggestion', async () => {
    const page = await ShownPage.open();
    await page.openFile('own.tsv', tsvOf(madeUp(GARDEN, { rows: 300, wrongEvery: 10 })));
    const reviewed = (): string => page.text('count-reviewed');
    await page.key('j');
    await page.key('a');
    await soon(() => page.text('undecided')).toBe('Nothing was decided: this row has no suggestion yet.');
    expect(reviewed()).toBe('0');
    for (let i = 0; i < 30; i++) await page.key(['Enter', '1', 'x'][i % 3] ?? '');
    await soon(reviewed).toBe('30');
  });
});

describe('focus mode', () => {
  test('opens only once rows have results', async () => {
    const page = await ShownPage.open({ query: 'focus=1' });
    await page.openFile('a.tsv', TWO);
    await soon(() => page.all('run-setup').length).toBe(1);
    expect(page.isDisabled('focus-mode')).toBe(true);
    await page.press('run-start');
    await soon(() => page.all('focus-view').length).toBe(1);
    await soon(() => page.data('card', 'row')).toMatch(/\d/);
  });
});

describe('a label', () => {
  test('without a class is set aside, and only its rows have no loss', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', `${FOUR}A recipe for soup\tFood\n`);
    expect(page.value('label-map-Food')).toBe('-1');
    expect(page.text('run-setup')).toContain('1 row has no class');
    await page.score();
    const losses = page.rows().map((row) => [row.label, row.loss > 0] as const);
    expect(Object.fromEntries(losses)).toEqual({
      Business: true,
      Sports: true,
      World: true,
      'Sci/Tech': true,
      Food: false,
    });
  });

  test('must be matched before a start, and the page reports it', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', 'text\tlabel\nShares fell\tred\nThey won\tgreen\n');
    expect(page.data('label-map', 'basis')).toBe('none');
    expect(page.isDisabled('run-start')).toBe(true);
    await soon(() => page.text('start-doubt')).toContain('no row would get a loss');
    await page.choose('label-map-red', 'Business');
    await page.score();
    expect(page.all('notice')).toEqual([]);
    expect(page.row(1).dataset['loss']).toBe('');
  });

  test('set aside by hand has no loss, and gets it back without new scoring', async () => {
    const page = await ShownPage.open();
    await page.openFile('rows.tsv', FOUR);
    await page.score();
    const order = page.rows().map(({ row }) => row);
    const { loss: lossText = '' } = page.row(1).dataset;
    const [loss, predicted] = [Number(lossText), page.row(1).dataset['predicted']];
    expect(lossText).not.toBe('');
    await page.pressNamed('Model…');
    await page.choose('label-map-Sports', '-1');
    await soon(() => page.row(1).dataset['loss']).toBe('');
    expect(page.row(1).dataset['predicted']).toBe(predicted);
    expect(page.data('label-map', 'basis')).toBe('chosen');
    expect(page.data('run-status', 'state')).toBe('done');
    await page.saved();

    const later = await page.reload();
    await soon(() => later.row(1).dataset['loss']).toBe('');
    await later.pressNamed('Model…');
    await later.choose('label-map-Sports', 'Business');
    await soon(() => later.row(1).dataset['loss']).not.toBe('');
    expect(Number(later.row(1).dataset['loss'])).not.toBeCloseTo(loss, 3);
    await later.choose('label-map-Sports', 'Sports');
    await soon(() => Number(later.row(1).dataset['loss'])).toBeCloseTo(loss, 5);
    expect(later.data('run-status', 'state')).toBe('done');
    expect(later.rows().map(({ row }) => row)).toEqual(order);
    expect(later.tab.host.scored.size).toBe(0);
  });
});
