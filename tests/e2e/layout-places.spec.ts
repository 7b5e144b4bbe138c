import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { openSample } from './scored.js';
import { confirmImport, give, NO_LEARNING, score } from './screen.js';

/** Buttons and texts keep their places, from row to row and from window to window. */

test('four labels keep their places from a short text to a long one', async ({ page }) => {
  await page.goto('./?device=wasm&lang=en&learn=off');
  const long = 'Shares fell again on Friday. '.repeat(80);
  await give(page, 'a.tsv', `text\tlabel\nshort\tSports\n${long}\tBusiness\nshort too\tWorld\n`);
  await confirmImport(page);
  await score(page);
  const places = new Set<string>();
  for (let row = 0; row < 3; row++) {
    await page.getByTestId('queue-row').nth(row).click();
    const boxes = [];
    for (const label of ['Sports', 'Business', 'World']) {
      boxes.push(await page.getByTestId(`label-option-${label}`).boundingBox());
    }
    boxes.push(await page.getByTestId('accept-suggestion').boundingBox());
    places.add(JSON.stringify(boxes));
  }
  expect([...places]).toHaveLength(1);
});

test('buttons and labels keep their places for texts of 1 to 500 words', async ({ page }) => {
  await page.goto(NO_LEARNING);
  const labels = [
    'World',
    'Sports',
    'Business',
    'Sci/Tech',
    'A label with a name as long as a sentence that hardly ends',
  ];
  const rows = [1, 2, 5, 10, 20, 50, 100, 200, 350, 500].map(
    (words, row) => `${'Shares fell '.repeat(Math.ceil(words / 2)).trim()} ${row}\t${labels[row % labels.length]}`,
  );
  await give(page, 'a.tsv', `text\tlabel\n${rows.join('\n')}\n`);
  await confirmImport(page);
  const card = page.getByTestId('card');
  const placesNow = async (): Promise<string> => {
    const boxes = [];
    for (const id of ['accept-suggestion', 'confirm-label', 'discard-row']) {
      await expect(page.getByTestId(id)).toBeInViewport({ ratio: 1 });
      boxes.push(await page.getByTestId(id).boundingBox());
    }
    const first = page.getByTestId(/^label-option-/).first();
    await expect(first).toBeInViewport({ ratio: 1 });
    boxes.push(await first.boundingBox());
    return JSON.stringify(boxes);
  };
  /** Walks through the ten rows in each window. Returns the places of the buttons. */
  const walk = async (suggestions: number): Promise<unknown[][]> => {
    const places: unknown[][] = [];
    for (const [width, height] of [
      [390, 844],
      [1024, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      const where = `${width} x ${height}`;
      const rowsSeen = new Set<string | null>();
      const placesSeen = new Set<string>();
      let suggested = 0;
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByTestId('tab-queue').click();
      await page.getByTestId('queue').press('Home');
      await page.getByTestId('tab-row').click();
      for (let i = 0; i < 10; i++) {
        if (i > 0) await page.keyboard.press('j');
        rowsSeen.add(await card.getAttribute('data-row'));
        if (await page.getByTestId('accept-suggestion').isEnabled()) suggested++;
        placesSeen.add(await placesNow());
      }
      expect(rowsSeen.size, where).toBe(10);
      expect(suggested, where).toBe(suggestions);
      expect([...placesSeen], where).toHaveLength(1);
      places.push((JSON.parse([...placesSeen][0] ?? '') as unknown[]).slice(0, 3));
    }
    return places;
  };
  const before = await test.step('without suggestions', () => walk(0));
  await page.getByTestId('tab-map').click();
  await score(page);
  const after = await test.step('with suggestions', () => walk(10));
  expect(after).toEqual(before);
});

for (const [width, height] of [
  [1440, 900],
  [1280, 720],
  [390, 844],
] as const) {
  test(`Pause and Stop keep their places while a run reports its progress, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto('./?lang=en&device=wasm');
    await page.evaluate(() => {
      const seen = new Set<string>();
      const look = (): void => {
        const places = ['run-pause', 'run-cancel'].map((id) => {
          const box = document.querySelector(`[data-testid=${id}]`)?.getBoundingClientRect();
          return box ? `${id} ${Math.round(box.x)} ${Math.round(box.y)}` : null;
        });
        if (!places.includes(null)) seen.add(places.join(', '));
        document.body.dataset['places'] = [...seen].join('; ');
        requestAnimationFrame(look);
      };
      look();
    });
    const rows = Array.from({ length: 600 }, (_, row) => `Shares fell again, report ${row} says\tBusiness`);
    await give(page, 'a-file-with-a-long-name.tsv', `text\tlabel\n${rows.join('\n')}\n`);
    await expect(page.getByTestId('import-confirm')).toBeEnabled({ timeout: 30_000 });
    await page.getByTestId('import-confirm').click();
    await score(page);
    expect(await page.locator('body').getAttribute('data-places')).toMatch(/^run-pause \d+ \d+, run-cancel \d+ \d+$/);
  });
}

test('the layout of the sample fits narrow windows and a wide one', async ({ page }) => {
  await openSample(page);
  await page.setViewportSize({ width: 1024, height: 768 });
  await test.step('arrows move through the tabs, and keys open the row', async () => {
    const tab = (name: string): Locator => page.getByRole('tab', { name, exact: true });
    await expect(tab('List')).toHaveAttribute('aria-selected', 'true');
    await tab('List').focus();
    await page.keyboard.press('ArrowRight');
    await expect(tab('Row')).toBeFocused();
    await expect(page.getByTestId('card')).toBeVisible();
    await page.keyboard.press('End');
    await expect(tab('Map')).toBeFocused();
    await expect(page.getByTestId('map')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(tab('List')).toBeFocused();
    await expect(page.getByRole('tabpanel')).toHaveAttribute('aria-labelledby', 'tab-queue');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await expect(tab('Row')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('a');
    await expect(page.getByTestId('count-reviewed')).toHaveText('1');
    await page.keyboard.press('Escape');
    if ((await tab('Row').getAttribute('aria-selected')) === 'true') await page.keyboard.press('Escape');
    await expect(tab('List')).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  });
  await page.setViewportSize({ width: 1280, height: 720 });
  await test.step('the download button becomes prominent with the first decision', async () => {
    const menu = page.getByTestId('export-menu');
    await expect(menu).not.toHaveClass(/primary/);
    await page.keyboard.press('a');
    await expect(menu).toHaveClass(/primary/);
    await page.keyboard.press('Control+z');
    await expect(menu).not.toHaveClass(/primary/);
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('tab-queue').click();
  await test.step('a row opens from the list and from the map, and closes back to them', async () => {
    const card = page.getByTestId('card');
    const queue = page.getByTestId('queue');
    await expect(page.getByRole('tabpanel')).toHaveCount(1);
    await expect(queue).toBeVisible();
    await expect(card).toBeHidden();

    await queue.evaluate((grid) => grid.scrollTo({ top: 3000 }));
    const rows = page.getByTestId('queue-row');
    await expect(rows.filter({ visible: true }).first()).not.toHaveAttribute('aria-rowindex', '1');
    const chosen = rows.nth(8);
    const row = (await chosen.getAttribute('data-row')) ?? '';
    await chosen.click();
    await expect(card).toHaveAttribute('data-row', row);
    await expect(card).toBeFocused();
    await expect(queue).toBeHidden();
    await page.getByTestId('next-row').click();
    await expect(card).not.toHaveAttribute('data-row', row);
    await page.getByTestId('card-back').click();
    await expect(queue).toBeFocused();
    await expect(page.locator('[data-testid=queue-row][aria-selected=true]')).toBeInViewport();

    const map = page.getByTestId('map');
    await page.getByTestId('tab-map').click();
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(card).toBeHidden();
    await page.getByTestId('popup-open').click();
    await expect(card).toBeVisible();
    await expect(page.getByTestId('inline-editor')).toHaveCount(0);
    await page.keyboard.press('x');
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    await expect(card).toBeVisible();
    await page.getByTestId('card-back').click();
    await expect(map).toBeFocused();
    // The list shows the selected row, not a blank area.
    await page.getByTestId('tab-queue').click();
    await expect(page.locator('[data-testid=queue-row][aria-selected=true]')).toBeInViewport();
  });
  await test.step('each of four labels as chips keeps its place with any suggested label', async () => {
    const places = new Set<string>();
    for (const order of ['loss-desc', 'loss-asc']) {
      await page.getByTestId('tab-queue').click();
      await page.getByRole('combobox', { name: 'Order' }).selectOption(order);
      await page.getByTestId('queue-row').first().click();
      await expect(page.getByTestId(/^label-option-/)).toHaveCount(4);
      const boxes = [];
      for (const option of ['World', 'Sports', 'Business', 'Sci/Tech']) {
        boxes.push(await page.getByTestId(`label-option-${option}`).boundingBox());
      }
      places.add(JSON.stringify(boxes));
    }
    expect([...places]).toHaveLength(1);
  });
  await page.setViewportSize({ width: 360, height: 640 });
  await test.step('the header of a phone has two lines, and a menu for language, colours, help, model', async () => {
    const header = await page.locator('header').first().boundingBox();
    expect(header?.height).toBeLessThan(92);
    const title = await page.locator('header bdi').first().boundingBox();
    expect(title?.width).toBeGreaterThan(50);
    await page.getByTestId('more-menu').click();
    await page.getByTestId('open-setup').click();
    await expect(page.getByTestId('run-setup')).toBeVisible();
    await page.getByTestId('more-menu').click();
    await page.getByRole('button', { name: 'Keys and help' }).click();
    await expect(page.getByTestId('keys-help')).toBeVisible();
  });
});
