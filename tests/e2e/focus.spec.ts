import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { openSample } from './scored.js';
import { exported, give, objectsOf } from './screen.js';

/** The dataset before any decision, the bar of suspected rows, and focus mode. */

/** The labels of a row in list, card and map, by its position in the source. */
async function seen(page: Page, row: string): Promise<unknown> {
  const listed = page.locator(`[data-testid=queue-row][data-row="${row}"]`);
  const { label, status: decision } = await listed.evaluate((element: HTMLElement) => ({ ...element.dataset }));
  const pressed = await page.getByTestId(/^label-option-/).evaluateAll((all) => all.map((one) => one.ariaPressed));
  const counts = await page.getByTestId('map-bucket').evaluateAll((all) => all.map((one) => one.textContent));
  return { label, decision, pressed, counts };
}

test('shows the dataset before any decision', async ({ page }) => {
  await openSample(page);
  await test.step('list, card and map show it while Space is held, and keys decide nothing', async () => {
    const card = page.getByTestId('card');
    const row = (await card.getAttribute('data-row')) ?? '';
    await page.getByTestId('map-color').selectOption('label');
    const before = await seen(page, row);
    await page.keyboard.press('a');
    await page.keyboard.press('k');
    await expect(card).toHaveAttribute('data-row', row);
    await expect.poll(() => seen(page, row)).not.toEqual(before);
    const after = await seen(page, row);
    const mark = page.getByTestId('as-it-was');
    const bar = page.getByTestId('suspect-bar');
    await expect(bar).toHaveAttribute('data-fixed', '1');

    await page.keyboard.down(' ');
    await expect(mark).toHaveText('As it was');
    await expect.poll(() => seen(page, row)).toEqual(before);
    await expect(bar).toHaveAttribute('data-fixed', '0');
    for (const handle of ['confirm-label', 'accept-suggestion', 'discard-row', 'label-option-World', 'undo']) {
      await expect(page.getByTestId(handle)).toBeDisabled();
    }
    for (const key of ['x', '1', 'Enter', 'a', 'Control+z']) await page.keyboard.press(key);
    await page.keyboard.down(' ');
    await expect(mark).toBeVisible();
    await page.keyboard.up(' ');
    await expect(mark).toHaveCount(0);
    await expect.poll(() => seen(page, row)).toEqual(after);
    await expect(page.getByTestId('count-reviewed')).toHaveText('1');
    expect(objectsOf(await exported(page, 'export-changes'))).toHaveLength(1);
    // The menu loses the focus.
    await page.keyboard.press('Escape');
  });
  await test.step('ends when the window loses the focus, and a key still held does not restart it', async () => {
    const mark = page.getByTestId('as-it-was');
    for (const end of ['blur', 'visibilitychange'] as const) {
      await page.keyboard.down(' ');
      await expect(mark).toBeVisible();
      await page.evaluate((type) => (type === 'blur' ? window : document).dispatchEvent(new Event(type)), end);
      await expect(mark).toHaveCount(0);
      await page.keyboard.down(' ');
      await expect(mark).toHaveCount(0);
      await page.keyboard.up(' ');
    }
    await page.keyboard.down(' ');
    await page.keyboard.press('Escape');
    await expect(mark).toHaveCount(0);
    await expect(page.getByTestId('card')).toHaveAttribute('data-row', /\d/);
    await page.keyboard.up(' ');
  });
  await test.step('Space keeps its meaning in a field and on a button', async () => {
    const mark = page.getByTestId('as-it-was');
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.focus();
    await page.keyboard.down(' ');
    await expect(search).toHaveValue(' ');
    await page.keyboard.up(' ');
    const bucket = page.getByTestId('map-bucket').first();
    await bucket.focus();
    await page.keyboard.press(' ');
    await expect(bucket).toHaveAttribute('aria-pressed', 'false');
    await bucket.focus();
    await page.keyboard.down(' ');
    await expect(mark).toHaveCount(0);
    await page.keyboard.up(' ');
  });
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  await test.step('Escape leaves a list of choices, and keys decide rows again', async () => {
    await page.getByTestId('map-x').focus();
    await page.keyboard.press('a');
    await expect(page.getByTestId('count-reviewed')).toHaveText('0');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('map-x')).not.toBeFocused();
    await page.keyboard.press('a');
    await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  });
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  await page.setViewportSize({ width: 390, height: 844 });
  await test.step('a held button shows it on a phone', async () => {
    await page.keyboard.press('a');
    await page.keyboard.press('k');
    const bar = page.getByTestId('suspect-bar');
    await expect(bar).toHaveAttribute('data-fixed', '1');
    for (const tab of ['queue', 'row', 'map']) {
      await page.getByTestId(`tab-${tab}`).click();
      await page.getByTestId('as-it-was-hold').hover();
      await page.mouse.down();
      await expect(page.getByTestId('as-it-was')).toBeVisible();
      await expect(bar).toHaveAttribute('data-fixed', '0');
      await page.mouse.move(200, 500);
      await page.mouse.up();
      await expect(page.getByTestId('as-it-was')).toHaveCount(0);
      await expect(bar).toHaveAttribute('data-fixed', '1');
    }
  });
});

test('the bar counts suspected, fixed, kept and left rows, keeps the layout, and is absent without results', async ({
  page,
}) => {
  await page.goto('./?device=wasm&lang=en&learn=off');
  await give(page, 'a.tsv', 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\n');
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('label-map')).toBeVisible();
  const bar = page.getByTestId('suspect-bar');
  await expect(bar).toHaveCount(0);
  const queue = await page.getByTestId('queue').boundingBox();
  await openSample(page);
  await expect(bar).toBeVisible();
  expect((await page.getByTestId('queue').boundingBox())?.y).toBe(queue?.y);
  const suspected = Number(await bar.getAttribute('data-suspected'));
  expect(suspected).toBeGreaterThan(10);
  await expect(bar).toHaveAccessibleName(
    `Suspected ${suspected} · fixed 0 · left ${suspected}. Suspected: the prediction differs from the given label.`,
  );
  await page.keyboard.press('a');
  await expect(bar).toHaveAccessibleName(new RegExp(`^Suspected ${suspected} · fixed 1 · left ${suspected - 1}\\.`));
  await page.keyboard.press('Enter');
  const line = `Suspected ${suspected} · fixed 1 · kept or discarded 1 · left ${suspected - 2}`;
  await expect(bar).toHaveAttribute('title', new RegExp(`^${line}\n`));
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(bar).toHaveAttribute('data-left', String(suspected));
});

test('focus mode shows one card, its labels and a small map, survives a reload, and f and Escape leave it', async ({
  page,
}) => {
  await openSample(page);
  await page.getByTestId('focus-mode').click();
  const view = page.getByTestId('focus-view');
  const card = page.getByTestId('card');
  await expect(view).toBeVisible();
  await expect(page.getByTestId('queue')).toHaveCount(0);
  await expect(page.locator('header').filter({ has: page.getByTestId('home') })).toHaveCount(0);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', /[1-9]/);
  await expect(card).toBeFocused();
  const progress = page.getByTestId('focus-progress');
  await expect(progress).toHaveText(/^Suspected \d+ · fixed 0 · left \d+$/);
  const first = (await card.getAttribute('data-row')) ?? '';
  await page.keyboard.press('a');
  await expect(card).not.toHaveAttribute('data-row', first);
  await expect(progress).toContainText('fixed 1');
  await page.getByTestId('undo').click();
  await expect(progress).toContainText('fixed 0');
  await page.keyboard.press('j');
  const second = (await card.getAttribute('data-row')) ?? '';
  await page.getByTestId('discard-row').click();
  await expect(card).not.toHaveAttribute('data-row', second);

  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  expect(new URL(page.url()).searchParams.get('focus')).toBe('1');
  await page.reload();
  await expect(view).toBeVisible({ timeout: 60_000 });
  await expect(progress).toContainText('kept or discarded 1');
  const help = page.getByTestId('keys-help');
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(view).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(view).toHaveCount(0);
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  expect(new URL(page.url()).searchParams.get('focus')).toBeNull();
  await page.keyboard.press('f');
  await expect(view).toBeVisible();
  await page.keyboard.press('f');
  await expect(view).toHaveCount(0);
  await page.keyboard.press('f');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
  await page.keyboard.press('Escape');

  await test.step('a reload selects the undecided row with the highest loss', async () => {
    await page.keyboard.press('f');
    await expect(view).toBeVisible();
    for (const key of ['a', 'Enter', 'x']) await page.keyboard.press(key);
    await expect(progress).toContainText('fixed 1');
    const next = (await card.getAttribute('data-row')) ?? '';
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    for (let i = 0; i < 2; i++) {
      await page.reload();
      await expect(card).toHaveAttribute('data-row', /\d/, { timeout: 60_000 });
      await expect(card).toHaveAttribute('data-row', next);
    }
    await page.keyboard.press('f');
  });

  await page.setViewportSize({ width: 360, height: 640 });
  await test.step('opens from a phone’s menu, with large buttons near the thumb, and closes to the row', async () => {
    await page.getByTestId('more-menu').click();
    await page.getByTestId('focus-mode').click();
    const handles = ['accept-suggestion', 'confirm-label', 'discard-row', 'next-row', 'previous-row', 'undo'];
    for (const handle of handles) {
      const box = await page.getByTestId(handle).boundingBox();
      expect(box?.y, handle).toBeGreaterThan(400);
      expect((box?.y ?? 0) + (box?.height ?? 0), handle).toBeLessThanOrEqual(640);
      expect(box?.height, handle).toBeGreaterThanOrEqual(44);
    }
    const text = await page.getByTestId('card-reading').boundingBox();
    expect(text?.height).toBeGreaterThanOrEqual(96);
    const row = (await page.getByTestId('card').getAttribute('data-row')) ?? '';
    await page.getByTestId('focus-leave').click();
    await expect(page.getByTestId('card')).toHaveAttribute('data-row', row);
    await expect(page.getByTestId('card')).toBeVisible();
  });
});
