import { expect, test } from './fixtures.js';
import { GARDEN, madeUp, tsvOf, wrongOnes } from '../fakes/taught-rows.js';
import { learnt, openDataset, said, topRows, withFlips, type ShownRow } from './learning.js';
import { status } from './screen.js';

/** The number of rows with a wrong label, and how many of those have the right label as their suggestion. */
function findings(rows: readonly ShownRow[], wrong: ReadonlyMap<number, string>) {
  const found = rows.filter(({ row }) => wrong.has(row));
  return { wrong: found.length, right: found.filter(({ row, predicted }) => wrong.get(row) === predicted).length };
}

const toutiao = withFlips('toutiao_zh_train.csv', 'label');
if (toutiao) {
  test('ranks wrong labels of Chinese headlines first, and explains them in Chinese on the card', async ({ page }) => {
    test.setTimeout(180_000);
    await openDataset(page, 'toutiao_zh_train.csv', toutiao.csv);
    await learnt(page, 150_000);
    expect(await said(page, 'accuracy')).toBeGreaterThan(await said(page, 'majority'));
    await expect(page.getByTestId('learning-summary')).toContainText(/Out of sample, \d+(\.\d+)?\s?% of labels/);
    expect(findings(await topRows(page, 20), toutiao.wrong).wrong).toBeGreaterThanOrEqual(16);
    const card = page.getByTestId('card');
    await expect(card.getByTestId('term').first()).toHaveAttribute('data-term', /\p{Script=Han}/u);
    expect(await card.getByTestId('neighbour').count()).toBeGreaterThanOrEqual(3);
    await expect(card.getByTestId('neighbour').first()).toContainText(/\p{Script=Han}{3}/u);
  });
}

test('learns from an invented dataset, and shows suggestions, words against the label, and similar rows', async ({
  page,
}) => {
  const rows = madeUp(GARDEN, { rows: 600, wrongEvery: 10 });
  await openDataset(page, 'topics.tsv', tsvOf(rows));
  await learnt(page);
  await expect(status(page)).toHaveAttribute('data-done', '600');
  expect(await said(page, 'accuracy')).toBeGreaterThan(0.85);
  expect(await said(page, 'majority')).toBeCloseTo(1 / 3, 1);
  expect(await said(page, 'decisions')).toBe(0);
  const top = await topRows(page, 50);
  expect(findings(top, wrongOnes(rows))).toEqual({ wrong: 50, right: 50 });
  const losses = top.map(({ loss }) => loss ?? 0);
  expect(losses).toEqual([...losses].sort((a, b) => b - a));

  const card = page.getByTestId('card');
  const [first] = top;
  await expect(card).toHaveAttribute('data-row', String(first?.row));
  const strongest = card.getByTestId('term').first();
  await expect(strongest).toHaveAttribute('data-weight', /^-\d/);
  const { text = '', truth = '' } = rows[first?.row ?? 0] ?? {};
  const term = (await strongest.getAttribute('data-term')) ?? '';
  expect(text).toContain(term);
  expect(term.split(' ').some((word) => GARDEN[truth]?.includes(word))).toBe(true);
  const marks = await card.locator('mark.against').allTextContents();
  expect(marks.length).toBeGreaterThan(0);
  for (const mark of marks) expect(text).toContain(mark);

  const near = card.getByTestId('neighbour');
  expect(await near.count()).toBeGreaterThanOrEqual(3);
  const row = (await near.first().getAttribute('data-row')) ?? '';
  await expect(near.first()).toHaveAttribute('data-label', rows[Number(row)]?.label ?? '');
  expect(row).not.toBe(String(first?.row));
  await near.first().click();
  await expect(card).toHaveAttribute('data-row', row);
  await expect(card).toContainText(rows[Number(row)]?.text ?? '');
  await expect(card.getByTestId('neighbour').first()).toBeVisible();
});
