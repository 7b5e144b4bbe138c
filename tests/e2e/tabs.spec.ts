import type { BrowserContext, Page } from '@playwright/test';
import { newsTsv, setRoom } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, objectsOf } from './screen.js';

const HOME = './?device=wasm&lang=en';

/** A first tab with a dataset and one decision, and a second tab with the same project. */
async function twoTabs(context: BrowserContext, rows = 30): Promise<{ readonly first: Page; readonly second: Page }> {
  const first = await context.newPage();
  await first.goto(HOME);
  await give(first, 'news.tsv', newsTsv(rows));
  await confirmImport(first);
  await first.keyboard.press('j');
  await first.keyboard.press('x');
  await expect(first.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const second = await context.newPage();
  await second.goto(HOME);
  await expect(second.getByTestId('queue')).toBeVisible();
  return { first, second };
}

async function expectReadOnly(page: Page): Promise<void> {
  await expect(page.getByTestId('read-only-bar')).toBeVisible();
  await expect(page.getByTestId('undo')).toBeDisabled();
  if ((await page.getByTestId('card').getAttribute('data-row')) === null) await page.keyboard.press('j');
  for (const handle of ['confirm-label', 'discard-row', 'accept-suggestion', 'label-option-Sports']) {
    await expect(page.getByTestId(handle)).toBeDisabled();
  }
  const before = await page.getByTestId('count-reviewed').textContent();
  for (const key of ['x', '2', 'Enter', 'a', 'Control+z']) await page.keyboard.press(key);
  await expect(page.getByTestId('count-reviewed')).toHaveText(before ?? '');
  // Only the bar reports it, without a notice.
  await expect(page.locator('[data-testid=notice][data-code=read-only-tab]')).toHaveCount(0);
}

/** Takes the project over in this tab, which a person has in front. */
async function takeOver(page: Page): Promise<void> {
  await page.bringToFront();
  await page.getByTestId('take-over').click();
}

async function expectWritable(page: Page): Promise<void> {
  await expect(page.getByTestId('read-only-bar')).toHaveCount(0);
  await expect(page.getByTestId('undo')).toBeEnabled();
}

test('the second tab reports that it only reads, takes over on request, and the first then only reads', async ({
  context,
}) => {
  const { first, second } = await twoTabs(context);
  await expect(second.getByTestId('count-reviewed')).toHaveText('1');
  await expectReadOnly(second);
  await first.keyboard.press('x');
  await expect(first.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await takeOver(second);
  await expectWritable(second);
  await expect(second.getByTestId('count-reviewed')).toHaveText('2');
  await expectReadOnly(first);
  await second.keyboard.press('j');
  await second.keyboard.press('j');
  await second.keyboard.press('j');
  await second.keyboard.press('x');
  await expect(second.getByTestId('count-reviewed')).toHaveText('3');
  await expect(second.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await takeOver(first);
  await expectWritable(first);
  await expect(first.getByTestId('count-reviewed')).toHaveText('3');
  await expectReadOnly(second);
});

test('a frozen tab does not block the project for other tabs', async ({ context }) => {
  const { first, second } = await twoTabs(context);
  const session = await context.newCDPSession(first);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await takeOver(second);
  await expectWritable(second);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expectReadOnly(first);
});

test('the other tab has every row shown as decided after fast keys during a take-over', async ({ context }) => {
  test.setTimeout(180_000);
  const { first, second } = await twoTabs(context, 200);
  await expectReadOnly(second);
  let [giver, taker] = [first, second];
  for (let round = 0; round < 2; round++) {
    await giver.bringToFront();
    const storm = async (): Promise<void> => {
      for (let key = 0; key < 30; key++) await giver.keyboard.press('x');
    };
    // The click happens between the keys.
    const taking = giver.keyboard
      .press('x')
      .then(() => taker.evaluate(() => document.querySelector<HTMLElement>('[data-testid=take-over]')?.click()));
    await Promise.all([storm(), taking]);
    await expectWritable(taker);
    await expect(giver.getByTestId('read-only-bar')).toBeVisible();
    await expect(giver.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    const shown = await giver.getByTestId('count-reviewed').textContent();
    await expect(taker.getByTestId('count-reviewed')).toHaveText(shown ?? '');
    const audit = objectsOf(await exported(taker, 'export-audit'));
    expect(audit.filter((row) => row['status'] === 'discarded')).toHaveLength(Number(shown));

    await taker.bringToFront();
    if ((await taker.getByTestId('card').getAttribute('data-row')) === null) await taker.keyboard.press('j');
    await taker.keyboard.press('x');
    await taker.keyboard.press('x');
    await expect(taker.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    for (const page of [giver, taker]) {
      await expect(page.locator('[data-testid=notice][data-code=read-only-unsaved]')).toHaveCount(0);
    }
    [giver, taker] = [taker, giver];
  }
});

test('reports and keeps decisions without room in the first tab, and stores them after it takes over again', async ({
  context,
}) => {
  const { first, second } = await twoTabs(context);
  await setRoom(first, false);
  await first.keyboard.press('x');
  await first.keyboard.press('x');
  await expect(first.getByTestId('saved-state')).toHaveAttribute('data-state', 'failed');
  await takeOver(second);
  await expectWritable(second);
  await expect(second.getByTestId('count-reviewed')).toHaveText('1');
  const notice = first.locator('[data-testid=notice][data-code=read-only-unsaved]');
  await expect(notice).toContainText('2 decisions');
  await expect(first.getByTestId('count-reviewed')).toHaveText('3');
  await expect(first.getByTestId('saved-state')).toHaveAttribute('data-state', 'failed');
  await second.keyboard.press('k');
  await second.keyboard.press('2');
  await expect(second.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await setRoom(first, true);
  await takeOver(first);
  await expectWritable(first);
  await expect(notice).toHaveCount(0);
  await expect(first.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const audit = objectsOf(await exported(first, 'export-audit'));
  expect(audit.filter((row) => row['status'] === 'discarded').length).toBeGreaterThanOrEqual(2);
  await first.reload();
  await expect(first.getByTestId('queue')).toBeVisible();
  expect(objectsOf(await exported(first, 'export-audit'))).toEqual(audit);
});
