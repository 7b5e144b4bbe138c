import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { GARDEN, madeUp, tsvOf } from '../fakes/taught-rows.js';
import { inTheMiddle, learnt, openDataset, watchLearning } from './learning.js';
import { exported, give, NO_LEARNING, objectsOf, status } from './screen.js';

/** Counts the actions for the first ten labels, and tests fast key presses. */

/** Counts every click, every key and every opened file. */
class Hand {
  readonly page: Page;
  actions = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async press(key: string): Promise<void> {
    this.actions++;
    await this.page.keyboard.press(key);
  }

  async click(testId: string): Promise<void> {
    this.actions++;
    await this.page.getByTestId(testId).click();
  }

  async give(name: string, content: string): Promise<void> {
    this.actions++;
    await give(this.page, name, content);
  }
}

/** Accepts the suggestion of each row that has one, and keeps the label of the remaining rows. */
async function decideTen(hand: Hand): Promise<void> {
  const card = hand.page.getByTestId('card');
  for (let i = 0; i < 10; i++) {
    const row = await card.getAttribute('data-row');
    await hand.press(i % 2 === 0 ? 'a' : 'Enter');
    await expect(card).not.toHaveAttribute('data-row', row ?? '');
  }
  await expect(hand.page.getByTestId('count-reviewed')).toHaveText('10');
  await expect(hand.page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
}

/** The decided rows, and the ten rows with the highest losses. */
async function decidedAndWorst(page: Page): Promise<readonly [number[], number[]]> {
  const audit = objectsOf(await exported(page, 'export-audit'));
  const places = [...audit.keys()];
  const loss = (place: number): number => Number(audit[place]?.['loss'] ?? -1);
  const decided = places.filter((place) => audit[place]?.['status'] !== 'pending');
  const worst = places.sort((a, b) => loss(b) - loss(a)).slice(0, 10);
  return [decided, worst.sort((a, b) => a - b)];
}

test('ten labels of the sample take eleven actions, on the ten rows with the highest losses', async ({ page }) => {
  await page.goto('./?device=wasm&lang=en');
  const hand = new Hand(page);
  await hand.click('try-sample');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await decideTen(hand);
  expect(hand.actions).toBeLessThanOrEqual(11);
  const [decided, worst] = await decidedAndWorst(page);
  expect(decided).toEqual(worst);
});

for (const [width, height] of [
  [1280, 720],
  [390, 844],
] as const) {
  test(`ten labels of an own file take thirteen actions, on the ten highest losses, ${width} pixels wide`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto('./?device=wasm&lang=en');
    const hand = new Hand(page);
    await hand.give('own.tsv', tsvOf(madeUp(GARDEN, { rows: 400, wrongEvery: 12, strays: 0.1 })));
    await expect(page.getByTestId('import-confirm')).toBeEnabled({ timeout: 30_000 });
    await hand.click('import-confirm');
    await learnt(page);
    await decideTen(hand);
    expect(hand.actions).toBeLessThanOrEqual(13);
    const [decided, worst] = await decidedAndWorst(page);
    expect(decided).toEqual(worst);
  });
}

for (const [width, height] of [
  [1280, 720],
  [390, 844],
] as const) {
  test(`each of thirty fast keys during learning decides a row or reports none, ${width} pixels wide`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await watchLearning(page, 200);
    await openDataset(page, 'own.tsv', tsvOf(madeUp(GARDEN, { rows: 2000, wrongEvery: 10 })));
    await inTheMiddle(page);
    // The first key selects a row, and the page reports it.
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('undecided')).toHaveText(
      'Nothing was decided: no row was selected. This one is now.',
    );
    const keys = ['Enter', '1', 'x', '2', 'a', '3'];
    for (let i = 0; i < 30; i++) await page.keyboard.press(keys[i % keys.length] ?? '');
    await expect(status(page)).toHaveAttribute('data-state', 'scoring');
    await expect(page.getByTestId('count-reviewed')).toHaveText('30');
    await learnt(page);
    await expect(page.getByTestId('count-reviewed')).toHaveText('30');
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    const audit = objectsOf(await exported(page, 'export-audit'));
    expect(audit.filter((row) => row['status'] !== 'pending')).toHaveLength(30);
  });
}

test('applies a search that loses the focus at once before the next key', async ({ page }) => {
  const rows = ['red sea', 'red sky', 'blue sea', 'red sun'].map((text) => `${text}\tx`);
  await openDataset(page, 'own.tsv', `text\tlabel\n${rows.join('\n')}\nblue sky\ty\n`, NO_LEARNING);
  const card = page.getByTestId('card');
  await page.getByRole('searchbox', { name: 'Search' }).fill('blue');
  await page.getByRole('searchbox', { name: 'Search' }).blur();
  await page.keyboard.press('j');
  await expect(card).toHaveAttribute('data-row', '2');
  await page.getByRole('searchbox', { name: 'Search' }).focus();
  // Clears the search, leaves it, and presses three keys without a pause.
  for (const key of ['Escape', 'Escape', 'Enter', 'x', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByTestId('count-reviewed')).toHaveText('3');
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit.map((row) => row['status'])).toEqual(['pending', 'pending', 'validated', 'discarded', 'validated']);
});
