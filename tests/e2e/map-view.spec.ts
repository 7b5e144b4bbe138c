import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { openSample } from './scored.js';
import { confirmImport, give, NO_LEARNING, score } from './screen.js';
import { applySignals, fixtureBytes, givenFile } from './training.js';

const map = (page: Page) => page.getByTestId('map');
const selectedRow = (page: Page) => page.getByTestId('card').getAttribute('data-row');

async function openSignals(page: Page): Promise<void> {
  await page.goto(NO_LEARNING);
  const log = givenFile('trustai_signals_input.jsonl', fixtureBytes('trustai_signals_input.jsonl'));
  await page.getByTestId('file-input').setInputFiles(log);
  await applySignals(page);
  await expect(map(page).locator('canvas')).toBeVisible();
}

/** Zooms into the lower left corner by keyboard. */
async function zoomIn(page: Page, times: number): Promise<void> {
  await map(page).focus();
  for (let i = 0; i < times; i++) await page.keyboard.press('+');
}

const zoomOf = (page: Page) => page.locator('section.map').getAttribute('data-zoom');

/** Whether the cross of the selected row is in the plot. */
function crossIsSeen(page: Page): Promise<boolean> {
  return map(page)
    .locator('.marks .over')
    .count()
    .then((count) => count > 0);
}

test('the map of the sample selects rows, follows the selection and changes its axes', async ({ page }) => {
  await openSample(page);
  await map(page).locator('canvas').waitFor();
  await test.step('a point has a tooltip that blocks no click, and a click selects its row', async () => {
    await page.keyboard.press('j');
    const cross = await map(page).locator('.marks g circle').first().boundingBox();
    if (!cross) throw new Error('no row is looked at');
    await page.mouse.move(cross.x + cross.width / 2, cross.y + cross.height / 2);
    const tip = map(page).locator('.tip');
    await expect(tip).toBeVisible();
    await expect(tip).toContainText(/loss \d/);
    await expect(tip.locator('button')).toHaveCount(0);
    expect(await tip.evaluate((element) => getComputedStyle(element).pointerEvents)).toBe('none');
    await page.keyboard.press('j');
    await page.mouse.click(cross.x + cross.width / 2, cross.y + cross.height / 2);
    await expect(page.getByTestId('inline-editor')).toHaveCount(0);
    await expect(page.getByTestId('card')).not.toHaveAttribute('data-row', '');
  });
  for (const motion of ['no-preference', 'reduce'] as const) {
    await test.step(`moves the zoomed map to a row selected in list or by key: motion ${motion}`, async () => {
      await page.emulateMedia({ reducedMotion: motion });
      // The rows with the lowest losses are at the other end of the map.
      await zoomIn(page, 4 - Number(await zoomOf(page)));
      const zoom = await zoomOf(page);
      expect(Number(zoom)).toBe(4);
      await page.getByTestId('queue').evaluate((queue) => queue.scrollTo({ top: queue.scrollHeight }));
      await page.getByTestId('queue-row').last().click();
      await expect.poll(() => crossIsSeen(page)).toBe(true);
      const low = await selectedRow(page);
      await page.getByTestId('queue').evaluate((queue) => queue.scrollTo({ top: 0 }));
      await page.locator('[data-testid=queue-row][aria-rowindex="1"]').click();
      await expect(page.getByTestId('card')).not.toHaveAttribute('data-row', low ?? '');
      await expect.poll(() => crossIsSeen(page)).toBe(true);
      for (let i = 0; i < 12; i++) {
        await page.keyboard.press('j');
        await expect.poll(() => crossIsSeen(page)).toBe(true);
      }
      expect(await zoomOf(page)).toBe(zoom);
    });
  }
  await test.step('the titles of the axes choose the axes, by pointer and by keyboard', async () => {
    for (const [axis, lies] of [
      ['x', 'below'],
      ['y', 'beside'],
    ] as const) {
      const select = page.getByRole('combobox', { name: `${axis.toUpperCase()} axis` });
      const [box, area] = [await select.boundingBox(), await map(page).locator('.host').boundingBox()];
      if (!box || !area) throw new Error('no title');
      if (lies === 'below') expect(box.y).toBeGreaterThan(area.y + area.height);
      else expect(box.x + box.width).toBeLessThan(area.x);
      // The select is under the pointer on the words.
      const hit = await page.evaluate(
        ([x, y]) => (document.elementFromPoint(x ?? 0, y ?? 0) as HTMLElement | null)?.dataset['testid'],
        [box.x + box.width / 2, box.y + box.height / 2],
      );
      expect(hit).toBe(`map-${axis}`);
      await select.focus();
      await page.keyboard.press('ArrowDown');
    }
    await expect(map(page)).toHaveAttribute('data-x', 'loss');
    await expect(map(page)).toHaveAttribute('data-y', 'normalized_margin');
    await expect(page.locator('.titles .x')).toContainText('loss (cross-entropy, nats)');
    await expect(page.getByTestId('map-y')).toHaveAttribute('title', /margin of the given label/);
  });
});

test('a point in a narrow window has a popup that accepts the suggestion or opens the row', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openSample(page);
  await page.getByTestId('tab-map').click();
  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByTestId('popup-accept').click();
  await expect(page.getByTestId('inline-editor')).toHaveCount(0);
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  await expect(map(page)).toBeVisible();
  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('inline-editor')).toContainText(/loss/);
  await page.getByTestId('popup-open').click();
  await expect(page.getByTestId('card')).toBeVisible();
});

test('the map numbers rows as the list does, after records set aside', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await give(
    page,
    'few.tsv',
    'text\tlabel\na line without a label\nShares fell on Friday\tBusiness\nThey won\tSports\n',
  );
  await confirmImport(page);
  await score(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('tab-map').click();
  await map(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const number = Number(await selectedRow(page)) + 1;
  const popup = page.getByRole('group', { name: `Row ${number}, opened on the map` });
  await expect(popup).toContainText(`Row ${number}`);
});

test('the map of training signals has settings, counts and a picture', async ({ page }) => {
  await openSignals(page);
  await test.step('settings of signals fill one line, unfold by button, fold by Escape or outside press', async () => {
    const controls = page.locator('.controls');
    expect((await controls.boundingBox())?.height).toBeLessThan(44);
    const button = page.getByTestId('map-options-all');
    const criterion = page.getByTestId('map-criterion');
    await button.click();
    await expect(criterion).toBeInViewport({ ratio: 1 });
    await expect(page.getByTestId('map-palette')).toBeChecked();
    await page.keyboard.press('Escape');
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    await expect(button).toBeFocused();
    await button.click();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await page.getByTestId('queue').click();
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    // A focused control is whole in the window.
    await criterion.focus();
    await expect(criterion).toBeInViewport({ ratio: 1 });
    await page.getByTestId('map-region').first().click();
    await page.getByTestId('map-bucket').first().click();
    await expect(page.getByTestId('map-bucket').first()).toHaveAttribute('aria-pressed', 'false');
    await button.click();
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    expect((await controls.boundingBox())?.height).toBeLessThan(44);
  });
  await test.step('the legend names the number of evaluations with a right prediction', async () => {
    const texts = () =>
      page.getByTestId('map-bucket').evaluateAll((all) => all.map((entry) => entry.getAttribute('title') ?? ''));
    expect(await texts()).toEqual([
      'right in under 20%',
      'right in 20–40%',
      'right in 40–60%',
      'right in 60–80%',
      'right in 80–100%',
      'right in 100%',
    ]);
    await expect(page.getByTestId('map-legend')).toContainText('Right in, of 6 evaluations:');
    await page.getByTestId('map-f-times').fill('0');
    await expect.poll(texts).toContain('never right');
    expect((await texts()).some((text) => text.includes('_times'))).toBe(false);
  });
  await test.step('a picture is the same in both themes, on a white background', async () => {
    const pictures: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const coming = page.waitForEvent('download');
      await page.getByTestId('export-menu').click();
      await page.getByTestId('export-map-png').click();
      pictures.push(readFileSync(await (await coming).path()).toString('base64'));
    }
    expect(pictures[0]?.length).toBeGreaterThan(1000);
    expect(pictures[1]).toBe(pictures[0]);
  });
});
