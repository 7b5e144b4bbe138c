import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { GARDEN, madeUp, tsvOf } from '../fakes/taught-rows.js';
import { learnt, openDataset } from './learning.js';
import { openSample } from './scored.js';
import { status } from './screen.js';

/** A reload and the browser's Back button restore the state in the address, and draw no other state before it. */

declare global {
  interface Window {
    /** Every drawn state of the screen, in order. */
    drawn: string[];
  }
}

/** Makes pages record the drawn parts: start page, setup panel, list, focus mode, and the map's axes. */
async function watchDrawn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.drawn = [];
    const look = (): void => {
      const parts = ['landing', 'run-setup', 'home', 'queue', 'focus-view'].filter((id) =>
        document.querySelector(`[data-testid=${id}]`),
      );
      const map = document.querySelector<HTMLElement>('[data-testid=map]');
      if (map) parts.push(`${map.dataset['x']},${map.dataset['y']}`);
      const seen = parts.join(' ');
      if (seen !== '' && window.drawn.at(-1) !== seen) window.drawn.push(seen);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Asserts that the page drew only these states, and the last one at the end. It may skip a very short state. */
async function expectDrawn(page: Page, expected: readonly string[], way: string): Promise<void> {
  const drawn = await page.evaluate(() => window.drawn);
  expect(
    drawn.filter((seen) => !expected.includes(seen)),
    way,
  ).toEqual([]);
  expect(drawn.at(-1), way).toBe(expected.at(-1));
}

/** Reloads the page, then leaves it and comes back. `arrived` waits for the state, `expected`: the allowed states. */
async function comeBack(page: Page, arrived: () => Promise<void>, expected: readonly string[]): Promise<void> {
  for (const way of ['reload', 'back'] as const) {
    if (way === 'reload') await page.reload();
    else {
      await page.goto('about:blank');
      await page.goBack();
    }
    await arrived();
    await expectDrawn(page, expected, way);
  }
}

test('restores focus mode at the worst row, without drawing start page, setup panel or list', async ({ page }) => {
  await watchDrawn(page);
  await openSample(page);
  const card = page.getByTestId('card');
  const worst = await card.getAttribute('data-row');
  await page.keyboard.press('f');
  await expect(page.getByTestId('focus-view')).toBeVisible();
  await comeBack(page, async () => {
    await expect(page.getByTestId('map')).toHaveAttribute('data-points', '500');
    await expect(card).toHaveAttribute('data-row', worst ?? '');
  }, ['focus-view', 'focus-view entropy,self_confidence']);
});

test('restores filters and the closed setup panel, without drawing start page or setup panel', async ({ page }) => {
  await watchDrawn(page);
  await openSample(page);
  await page.getByRole('complementary').locator('button[aria-expanded]').click();
  await page.locator('select').filter({ hasText: 'disagrees' }).first().selectOption('disagree');
  const rows = await page.getByTestId('queue').getAttribute('aria-rowcount');
  expect(Number(rows)).toBeLessThan(500);
  await page.getByTestId('open-setup').click();
  await expect(page.getByTestId('run-setup')).toBeVisible();
  await comeBack(page, async () => {
    await expect(page.getByTestId('map')).toHaveAttribute('data-points', rows ?? '');
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', rows ?? '');
  }, ['home', 'home queue', 'home queue entropy,self_confidence']);
});

test('restores the signals on the map’s axes, without drawing other axes', async ({ page }) => {
  await watchDrawn(page);
  await openDataset(page, 'garden.tsv', tsvOf(madeUp(GARDEN, { rows: 150, wrongEvery: 10 })));
  await learnt(page);
  await page.getByTestId('map-x').selectOption('label_var');
  const y = await page.getByTestId('map').getAttribute('data-y');
  await expect(page.getByTestId('map-grouping')).toBeVisible();
  await comeBack(page, () => expect(page.getByTestId('map-grouping')).toBeVisible(), [
    'home',
    'home queue',
    `home queue label_var,${y}`,
  ]);
});

test('opens the sample without showing the setup panel before its results', async ({ page }) => {
  await watchDrawn(page);
  await page.goto('./?sample=news&device=wasm&lang=en&learn=off');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  const drawn = await page.evaluate(() => window.drawn);
  expect(drawn.filter((seen) => /landing|run-setup/.test(seen))).toEqual([]);
  await page.getByTestId('home').click();
  await expect(page.getByTestId('landing')).toBeVisible();
  await page.evaluate(() => (window.drawn = []));
  await page.getByTestId('earlier-project').getByRole('button').first().click();
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '500');
  await expectDrawn(
    page,
    ['landing home', 'home', 'home queue', 'home queue entropy,self_confidence'],
    'from the start page',
  );
  expect(await page.evaluate(() => window.drawn.slice(1).includes('landing home'))).toBe(false);
});
