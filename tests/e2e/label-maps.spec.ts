import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf, score, status } from './screen.js';

/** Plausible but wrong label maps, spellings of one label, and searches by label. */

function fixture(path: string): Buffer {
  return readFileSync(new URL(`../fixtures/cases/${path}`, import.meta.url));
}

async function open(page: Page, path: string, address = NO_LEARNING): Promise<void> {
  await page.goto(address);
  await give(page, path.split('/').at(-1) ?? path, fixture(path));
  await confirmImport(page);
}

function notice(page: Page, code: string): Locator {
  return page.locator(`[data-testid=notice][data-code=${code}]`);
}

/** The chosen class of each label of the map, by the name of the label. */
function chosen(page: Page): Promise<Record<string, string>> {
  return page
    .getByTestId(/^label-map-/)
    .evaluateAll((selects) =>
      Object.fromEntries(
        selects.map((select) => [
          (select as HTMLElement).dataset['testid']?.replace('label-map-', ''),
          (select as HTMLSelectElement).selectedOptions[0]?.text ?? '',
        ]),
      ),
    );
}

/** Waits for these classes. The page shows the earlier dataset until it has opened the next one. */
async function expectChosen(page: Page, classes: Readonly<Record<string, string>>): Promise<void> {
  await expect.poll(() => chosen(page)).toEqual(classes);
}

const ALPHABETICAL = { 0: 'Business', 1: 'Sci/Tech', 2: 'Sports', 3: 'World' };

test('proposes the right map for alphabetically numbered labels after scoring, and updates losses', async ({
  page,
}) => {
  await open(page, '15-labelencoder/train.jsonl');
  await expect(page.getByTestId('run-setup')).toContainText('0 as World, 1 as Sports');
  await score(page);
  const told = notice(page, 'labels-permuted');
  await expect(told).toContainText(/With this label map \d% of 48 rows agree .* another one (9\d|100)%/);
  const action = told.getByTestId('notice-action');
  await test.step('the button of the long message is visible on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await expect(action).toBeInViewport({ ratio: 1 });
    await expect(page.getByTestId('queue-row').first()).toBeInViewport();
    await told.locator('p').evaluate((text) => text.closest('section')?.scrollTo({ top: 1000 }));
    await expect(action).toBeInViewport({ ratio: 1 });
    const [text, button] = [await told.locator('p').boundingBox(), await action.boundingBox()];
    expect(text!.y + text!.height).toBeLessThanOrEqual(button!.y);
  });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.keyboard.press('x');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const before = objectsOf(await exported(page, 'export-audit'));
  expect(before.filter((row) => Number(row['loss']) > 1)).toHaveLength(48);
  const decided = before.map((row) => row['status']);
  expect(decided.filter((is) => is === 'discarded')).toHaveLength(1);

  await action.click();
  await expect(told).toHaveCount(0);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  const after = objectsOf(await exported(page, 'export-audit'));
  expect(after.filter((row) => Number(row['loss']) < 1)).toHaveLength(48);
  expect(after.map((row) => row['status'])).toEqual(decided);
  await page.getByRole('button', { name: 'Model…' }).click();
  await expectChosen(page, ALPHABETICAL);

  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await page.getByRole('button', { name: 'Model…' }).click();
  await expectChosen(page, ALPHABETICAL);
  await expect(page.getByTestId('notice')).toHaveCount(0);
});
