import { describe, expect, test } from 'vitest';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const TWICE = 'Shares of the largest bank fell by a tenth in early trading after a loss';
const ROWS = [
  ['text', 'label'],
  [TWICE, 'Business'],
  [`${TWICE.toUpperCase()}  `, 'Sports'],
  ['The striker scored twice in the final minutes of the match', 'Sports'],
  ['The striker scored thrice in the final minutes of the match', 'World'],
  ['Ministers of both countries met for peace talks', 'World'],
  ['https://example.com/', 'World'],
  ['A recipe for soup', 'Food'],
];
const FILE = ROWS.map((row) => `${row.join('\t')}\n`).join('');

/** Reasons on the page with their numbers of rows. */
function chipsOf(page: ShownPage): Record<string, number> {
  return Object.fromEntries(page.all('reason').map(({ dataset }) => [dataset['reason'], Number(dataset['count'])]));
}

function chip(page: ShownPage, reason: string): HTMLElement {
  const found = page.all('reason').find(({ dataset }) => dataset['reason'] === reason);
  if (!found) throw new Error(`no chip of ${reason}`);
  return found;
}

const shown = (page: ShownPage): number[] =>
  page
    .rows()
    .map(({ row }) => row)
    .sort((a, b) => a - b);

describe('the reasons', () => {
  test('are counted, filter the list together, and are in the address', async () => {
    const page = await ShownPage.open();
    await page.openFile('a.tsv', FILE);
    await soon(() => chipsOf(page)).toEqual({ same_text: 2, near_duplicate: 2, empty: 1 });
    await page.score();
    await soon(() => chipsOf(page)).toMatchObject({ same_text: 2, near_duplicate: 2, empty: 1, unmapped: 1 });
    await page.press(chip(page, 'same_text'));
    await soon(() => shown(page)).toEqual([0, 1]);
    expect(chip(page, 'same_text').getAttribute('aria-pressed')).toBe('true');
    expect(page.tab.address.params.get('reason')).toBe('same_text');
    await page.press(chip(page, 'unmapped'));
    await soon(() => shown(page)).toEqual([]);
    expect(page.tab.address.params.get('reason')).toBe('same_text,unmapped');
    await page.press(chip(page, 'same_text'));
    await soon(() => shown(page)).toEqual([6]);

    const later = await page.reload();
    await soon(() => chipsOf(later)['unmapped']).toBe(1);
    await soon(() => shown(later)).toEqual([6]);
    await later.openRow(6);
    expect(later.text('reasons')).toContain('the model does not have the label');
    await later.press(chip(later, 'unmapped'));
    await soon(() => shown(later).length).toBe(7);
    expect(later.tab.address.params.get('reason')).toBe(null);
  });

  test('of training signals and of known labels are counted', async () => {
    const page = await ShownPage.open();
    const rows = ['A cup of tea on the table', 'A walk along the river', 'A book about the stars'];
    await page.openFile(
      'a.jsonl',
      rows.map((text, id) => `${JSON.stringify({ id, text, label: 'x', s_label: id })}\n`).join(''),
    );
    const log = [
      [false, false, true],
      [false, true, true],
      [false, false, true],
    ].flatMap((correct) =>
      correct.map((right, id) => ({
        id,
        label: 'x',
        pred_label: right ? 'x' : 'y',
        correct: right,
        loss: 1,
        probs: 0.5,
        label_probs: 0.5,
      })),
    );
    await page.give('signals.jsonl', log.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await soon(() => page.isDisabled('training-confirm')).toBe(false);
    await page.press('training-confirm');
    await soon(() => chipsOf(page)).toEqual({ never_learnt: 1, forgotten: 1, known: 2 });
    await page.press(chip(page, 'forgotten'));
    await soon(() => shown(page)).toEqual([1]);
  });

  test('of the same text follow the decisions', async () => {
    const page = await ShownPage.open();
    await page.openFile('a.tsv', FILE);
    await page.score();
    await soon(() => chipsOf(page)['same_text']).toBe(2);
    await page.correct(1, 'Business');
    await soon(() => chipsOf(page)['same_text']).toBe(undefined);
    await page.press('undo');
    await soon(() => chipsOf(page)['same_text']).toBe(2);
  });
});

describe('similar rows with another label', () => {
  /** Rows about soup. The first one has a wrong label, and the rows with these numbers too. */
  const soups = (...wrong: readonly number[]): string =>
    ['carrots', 'beans', 'rice', 'peas', 'leeks', 'corn', 'kale', 'beets', 'barley', 'lentils', 'onions', 'noodles']
      .map((word, row) => `A ${word} soup with herbs\t${row === 0 || wrong.includes(row) ? 'Sports' : 'Food'}\n`)
      .join('');
  const sentence = (count: number): string => `${count} of its 10 most similar rows are Food`;

  test('are a reason: they are counted, filter the list, are on the card, and are there after a reload', async () => {
    const page = await ShownPage.open();
    await page.openFile('a.tsv', `text\tlabel\n${soups(4, 5)}`);
    await soon(() => chipsOf(page)['neighbours']).toBe(3);
    await page.score();
    await page.press(chip(page, 'neighbours'));
    await soon(() => shown(page)).toEqual([0, 4, 5]);
    expect(page.tab.address.params.get('reason')).toBe('neighbours');
    await page.openRow(0);
    expect(page.text('reasons')).toContain(sentence(8));
    const near = page.all('neighbour').map(({ dataset }) => dataset['label']);
    expect(near).toHaveLength(10);
    expect(near.filter((label) => label === 'Food')).toHaveLength(8);

    const later = await page.reload();
    await soon(() => shown(later)).toEqual([0, 4, 5]);
    await later.openRow(4);
    expect(later.text('reasons')).toContain(sentence(8));
    await later.press(later.all('neighbour')[0]!);
    expect(later.data('card', 'row')).not.toBe('4');
  });

  test('count with the labels that decisions gave them', async () => {
    const page = await ShownPage.open();
    await page.openFile('a.tsv', `text\tlabel\n${soups(4, 5)}`);
    await page.score();
    await soon(() => chipsOf(page)['neighbours']).toBe(3);
    await page.correct(5, 'Food');
    await soon(() => chipsOf(page)['neighbours']).toBe(2);
    await page.openRow(0);
    await soon(() => page.text('reasons')).toContain(sentence(9));
    await page.openRow(4);
    await page.press('discard-row');
    await soon(() => chipsOf(page)['neighbours']).toBe(1);
    await page.press('undo');
    await page.press('undo');
    await soon(() => chipsOf(page)['neighbours']).toBe(3);
  });

  test('are named in Chinese', async () => {
    const page = await ShownPage.open({ locale: 'zh-CN' });
    await page.openFile('a.tsv', `text\tlabel\n${soups()}`);
    await page.score();
    await soon(() => chipsOf(page)['neighbours']).toBe(1);
    expect(page.text(chip(page, 'neighbours'))).toBe('相似数据的标签不同 1');
    await page.openRow(0);
    expect(page.text('reasons')).toContain('用词最相似的 10 条数据中有 10 条是 Food');
  });
});

test('reasons that are not looked for among so many rows are named in the line of chips', async () => {
  const page = await ShownPage.open();
  await page.openFile('a.tsv', FILE);
  await soon(() => chipsOf(page)['same_text']).toBe(2);
  expect(page.all('reason-left-out')).toEqual([]);
  const { marks } = page.tab.view;
  marks.reasons = { ...marks.reasons!, leftOut: [{ reason: 'neighbours', most: 300_000 }] };
  await soon(() => page.all('reason-left-out').map((note) => page.text(note))).toEqual([
    'not looked for among more than 300,000 rows: similar rows, other label',
  ]);
});

describe('rows with alike texts', () => {
  test('are looked at side by side and settled by one button, as one change', async () => {
    const page = await ShownPage.open();
    await page.openFile('a.tsv', `${FILE}${TWICE.replace('tenth', 'fifth')}\tSports\n`);
    await page.score();
    await soon(() => chipsOf(page)).toMatchObject({ same_text: 2, near_duplicate: 4 });
    await page.openRow(0);
    expect(page.text('alike-open')).toBe('2 texts like this');
    await page.press('alike-open');
    await soon(() => page.all('alike-row').length).toBe(3);
    const rows = page.all('alike-row').map(({ dataset }) => [dataset['row'], dataset['label'], dataset['status']]);
    expect(rows).toEqual([
      ['0', 'Business', 'pending'],
      ['1', 'Sports', 'pending'],
      ['7', 'Sports', 'pending'],
    ]);
    const marked = page.all('alike-row').map((row) => [...row.querySelectorAll('mark')].map((mark) => page.text(mark)));
    expect(marked).toEqual([['tenth'], ['TENTH'], ['fifth']]);
    expect(page.all('alike-settle').map(({ dataset }) => dataset['label'])).toEqual(['Sports', 'Business']);
    await page.press(page.all('alike-settle')[1]!);
    await soon(() => page.all('alike-dialog').length).toBe(0);
    await soon(() => chipsOf(page)).toMatchObject({ near_duplicate: 2 });
    const decided = (): string[][] =>
      [0, 1, 7].map((row) => [page.row(row).dataset['label']!, page.row(row).dataset['status']!]);
    expect(decided()).toEqual([
      ['Business', 'validated'],
      ['Business', 'corrected'],
      ['Business', 'corrected'],
    ]);
    await page.saved();
    expect(await page.tab.storing.it.entries(page.tab.project.record!.id)).toMatchObject({ value: { length: 1 } });
    await page.press('undo');
    await soon(decided).toEqual([
      ['Business', 'pending'],
      ['Sports', 'pending'],
      ['Sports', 'pending'],
    ]);
  });

  test('leave out discarded rows, and one of them opens on the card', async () => {
    const page = await ShownPage.open();
    await page.openFile('a.tsv', `${FILE}${TWICE}\tWorld\n`);
    await page.score();
    await soon(() => chipsOf(page)['same_text']).toBe(3);
    await page.openRow(7);
    await page.press('discard-row');
    await soon(() => chipsOf(page)['same_text']).toBe(2);
    await page.openRow(1);
    await page.press('alike-open');
    await soon(() => page.all('alike-row').length).toBe(3);
    expect(page.all('alike-settle').map((button) => page.text(button))).toEqual([
      'Set all 2 rows to Business (1 now)',
      'Set all 2 rows to Sports (1 now)',
    ]);
    await page.press(page.all('alike-row')[1]!.querySelector('button')!);
    await soon(() => page.data('card', 'row')).toBe('0');
    expect(page.all('alike-dialog')).toEqual([]);
  });
});
