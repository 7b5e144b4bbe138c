import type { Locator, Page } from '@playwright/test';
import { misfits, WINDOWS } from './fits.js';
import { expect, test } from './fixtures.js';
import { madeUp, tsvOf } from '../fakes/taught-rows.js';
import { learnt, openDataset } from './learning.js';

/** Many long labels fit every window: no control and no text is outside of it. */

/** Looks at every pane in every window. */
async function expectToFit(page: Page, state: string): Promise<void> {
  for (const [width, height] of WINDOWS) {
    await page.setViewportSize({ width, height });
    const tabs = width < 1100 ? ['queue', 'row', 'map'] : [null];
    for (const tab of tabs) {
      if (tab === null) await expect(page.getByRole('tablist')).toHaveCount(0);
      else await page.getByTestId(`tab-${tab}`).click();
      const where = `${state}, ${width} x ${height}${tab === null ? '' : `, ${tab}`}`;
      await expect.poll(() => misfits(page), { message: where, timeout: 5_000 }).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

/** 77 labels with long names that begin alike. */
const MANY = Array.from({ length: 77 }, (_, label) => `request_about_${label % 7}_card_or_account_of_kind_${label}`);

/** Rows for learning that differ in length, in words and in their number of similar rows. */
async function openMany(page: Page): Promise<void> {
  const words = (label: number): string =>
    Array.from({ length: 6 }, (_, word) => `${'abcdefghijk'[label % 11]}${'uvwxyz'[word]}${'lmnopqr'[label % 7]}`).join(
      ' ',
    );
  const rows = madeUp(Object.fromEntries(MANY.map((name, label) => [name, words(label)])), {
    rows: 770,
    wrongEvery: 9,
  });
  const long = rows.map((row, i) => (i % 3 === 0 ? { ...row, text: `${row.text} `.repeat(1 + (i % 20)) } : row));
  await openDataset(page, 'many.tsv', tsvOf(long));
  await learnt(page);
}

/** Whether an element cuts a name or a word off, instead of shortening it in its middle. */
function cutText(buttons: Locator): Promise<string[]> {
  return buttons.evaluateAll((all) =>
    all.flatMap((button) =>
      [button, ...button.querySelectorAll('*')]
        .filter((part) => !part.matches('.start'))
        .filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline')
        .map((part) => `${button.textContent.trim()} in ${part.className}`),
    ),
  );
}

test('77 labels fit every window', async ({ page }) => {
  test.setTimeout(180_000);
  await openMany(page);
  await test.step('labels and buttons keep their places over 20 rows', async () => {
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      const places = new Set<string>();
      const rows = new Set<string | null>();
      const card = page.getByTestId('card');
      for (let i = 0; i < 20; i++) {
        await page.keyboard.press('j');
        await expect(card.getByTestId('neighbour').first()).toBeAttached();
        rows.add(await card.getAttribute('data-row'));
        const boxes = [];
        for (const place of ['[data-testid=accept-suggestion]', '[data-testid=confirm-label]', '.options']) {
          boxes.push(await page.locator(place).boundingBox());
        }
        places.add(JSON.stringify(boxes));
      }
      expect(rows.size).toBe(20);
      expect([...places]).toHaveLength(1);
    }
  });
  await page.setViewportSize({ width: 1280, height: 720 });
  await test.step('the suggested and the given label are visible, and no button is cut', async () => {
    await page.keyboard.press('j');
    await expectToFit(page, '77 labels');
    for (const [width, height] of WINDOWS) {
      await page.setViewportSize({ width, height });
      if (width < 1100) await page.getByTestId('tab-row').click();
      const options = page.getByTestId(/^label-option-/);
      await expect(options.first()).toBeInViewport({ ratio: 1 });
      await page.locator('.rest').evaluate((rest) => rest.scrollTo({ top: rest.scrollHeight }));
      for (const testId of ['accept-suggestion', 'confirm-label', 'discard-row']) {
        const button = page.getByTestId(testId);
        await expect(button).toBeInViewport({ ratio: 1 });
        expect(await cutText(button), `${testId}, ${width} x ${height}`).toEqual([]);
      }
      const keep = page.getByTestId('confirm-label');
      const label = (await keep.getAttribute('aria-label')) ?? '';
      expect(MANY.map((name) => `Keep ${name}`)).toContain(label);
      await expect(keep).toHaveAttribute('title', label);
      await expect(page.getByTestId(`label-option-${label.replace('Keep ', '')}`)).toBeInViewport({ ratio: 1 });
    }
  });
  await test.step('the popup on the map shows its whole text and buttons at every point', async () => {
    const map = page.getByTestId('map');
    for (const [width, height] of [
      [360, 640],
      [390, 844],
      [1024, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.getByTestId('tab-map').click();
      await map.focus();
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) {
        for (let step = 0; step < 4; step++) await page.keyboard.press(key);
        await page.keyboard.press('Enter');
        const popup = page.getByTestId('inline-editor');
        await expect(page.getByTestId('popup-open')).toBeInViewport({ ratio: 1 });
        expect(await cutText(popup.locator('button')), `${key}, ${width} x ${height}`).toEqual([]);
        const wider = await popup.evaluate((element) => element.scrollWidth - element.clientWidth);
        expect(wider, `${key}, ${width} x ${height}`).toBeLessThanOrEqual(1);
        const { x = 0, width: wide = 0 } = (await popup.boundingBox()) ?? {};
        expect(Math.min(x, width - x - wide), `${key}, ${width} x ${height}`).toBeGreaterThanOrEqual(4);
        await page.keyboard.press('Escape');
        await expect(popup).toHaveCount(0);
        await expect(map).toBeFocused();
      }
    }
  });
});
