import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { status } from './screen.js';

const passes = (page: Page) => page.getByTestId('passes-status');

/** The setup panel, from the header; the same button closes it. */
async function setup(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Model…' }).click();
}

test('a dataset without any training gets a data map: two masked passes over the 20 most suspicious rows', async ({
  page,
}) => {
  await page.goto('./?sample=news&device=wasm&lang=en');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 50_000 });
  await setup(page);
  await page.getByText('Data map without training').click();
  await page.getByTestId('passes-count').fill('2');
  await page.getByTestId('passes-rows').selectOption('most');
  await page.getByTestId('passes-most').fill('20');
  await page.getByTestId('passes-start').click();
  await expect(passes(page)).toHaveAttribute('data-state', 'done', { timeout: 50_000 });
  await expect(passes(page)).toHaveAttribute('data-total', '40');
  await expect(passes(page)).toHaveAttribute('data-done', '40');

  await setup(page);
  const map = page.getByTestId('map');
  await expect(map).toHaveAttribute('data-x', 'label_var');
  await expect(map).toHaveAttribute('data-y', 'avg_probs');
  await expect(map).toHaveAttribute('data-points', '20');

  // What was evaluated is there again without being run again.
  await page.goto('./?device=wasm&lang=en');
  await expect(map).toHaveAttribute('data-points', '20', { timeout: 20_000 });
  await setup(page);
  await expect(passes(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('passes-count')).toHaveValue('2');
  await page.getByTestId('passes-count').fill('3');
  await page.getByTestId('passes-start').click();
  await expect(passes(page)).toHaveAttribute('data-total', '60');
  await expect(passes(page)).toHaveAttribute('data-done', '60', { timeout: 50_000 });
});
