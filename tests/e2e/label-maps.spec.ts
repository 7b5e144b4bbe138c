import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { HOME } from './learning.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf, score, shownRows, status } from './screen.js';

/** Label maps that look right and are not; spellings of one label; searches by label. */

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

/** Waits for these classes: a dataset that was open before stays on screen until the next one has been opened. */
async function expectChosen(page: Page, classes: Readonly<Record<string, string>>): Promise<void> {
  await expect.poll(() => chosen(page)).toEqual(classes);
}

const ALPHABETICAL = { 0: 'Business', 1: 'Sci/Tech', 2: 'Sports', 3: 'World' };

test('labels numbered in the order of the alphabet: the right map is offered once they are scored, and losses follow', async ({
  page,
}) => {
  await open(page, '15-labelencoder/train.jsonl');
  await expect(page.getByTestId('run-setup')).toContainText('0 as World, 1 as Sports');
  await score(page);
  const told = notice(page, 'labels-permuted');
  await expect(told).toContainText(/With this label map \d% of 48 rows agree .* another one (9\d|100)%/);
  await page.keyboard.press('x');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const before = objectsOf(await exported(page, 'export-audit'));
  expect(before.filter((row) => Number(row['loss']) > 1)).toHaveLength(48);
  const decided = before.map((row) => row['status']);
  expect(decided.filter((is) => is === 'discarded')).toHaveLength(1);

  await told.getByTestId('notice-action').click();
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

test('on a phone the button of a long message is in sight', async ({ page }) => {
  await open(page, '15-labelencoder/train.jsonl');
  await score(page);
  await page.setViewportSize({ width: 360, height: 640 });
  const told = notice(page, 'labels-permuted');
  const action = told.getByTestId('notice-action');
  await expect(action).toBeInViewport({ ratio: 1 });
  await expect(page.getByTestId('queue-row').first()).toBeInViewport();
  await told.locator('p').evaluate((text) => text.closest('section')?.scrollTo({ top: 1000 }));
  await expect(action).toBeInViewport({ ratio: 1 });
  const [text, button] = [await told.locator('p').boundingBox(), await action.boundingBox()];
  expect(text!.y + text!.height).toBeLessThanOrEqual(button!.y);
  await action.click();
  await expect(told).toHaveCount(0);
});

test('an offered map that is dismissed is not offered again', async ({ page }) => {
  await open(page, '15-labelencoder/train.jsonl');
  await score(page);
  await notice(page, 'labels-permuted').getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByTestId('notice')).toHaveCount(0);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('queue-row').first()).toBeVisible();
  await page.getByRole('button', { name: 'Model…' }).click();
  await expect(page.getByTestId('label-map')).toBeVisible();
  await expect(page.getByTestId('notice')).toHaveCount(0);
});

test('numbers are matched where there are about as many as classes, and otherwise left alone', async ({ page }) => {
  await open(page, '14-int-missing-class/train.jsonl');
  await expectChosen(page, { 0: 'World', 1: 'Sports', 3: 'Sci/Tech' });
  await open(page, '20-label-variants/fullwidth-digits.tsv');
  await expectChosen(page, { '０': 'World', '１': 'Sports', '２': 'Business', '３': 'Sci/Tech' });
  await score(page);
  expect((await shownRows(page)).every(({ loss }) => Number.isFinite(loss))).toBe(true);
  await expect(page.getByTestId('notice')).toHaveCount(0);

  const films = Array.from(
    { length: 30 },
    (_, row) => `a film that was ${row % 2 ? 'good' : 'dull'}, ${row}\t${row % 2}`,
  );
  await page.goto(HOME);
  await give(page, 'films.tsv', `text\tlabel\n${films.join('\n')}\n`);
  await confirmImport(page);
  await expect(status(page)).toHaveAttribute('data-device', 'learned');
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await page.getByRole('button', { name: 'Model…' }).click();
  await page.getByTestId('model-select').selectOption('default');
  await expect(page.getByTestId('label-map')).toHaveAttribute('data-basis', 'none');
  await expect(page.getByTestId('run-setup')).toContainText('2 labels are numbers, but not those of the 4 classes');
});

test('twelve spellings of four classes are mapped by one click, and every row has a loss', async ({ page }) => {
  await open(page, '20-label-variants/openai.jsonl');
  await expect(page.getByTestId('label-map- World').locator('option:checked')).toHaveText('World');
  await open(page, '20-label-variants/train.tsv');
  await expect(page.getByTestId('spellings')).toHaveAttribute('data-count', '4');
  await page.getByTestId('spellings-map').click();
  await expect(page.getByTestId('spellings')).toHaveCount(0);
  await expect(page.getByTestId('run-setup')).toContainText('Every label is matched.');
  expect(new Set(Object.values(await chosen(page)))).toEqual(new Set(['World', 'Sports', 'Business', 'Sci/Tech']));
  await score(page);
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit).toHaveLength(48);
  expect(audit.every((row) => typeof row['loss'] === 'number')).toBe(true);
});

test('without a model, spellings count as one label while learning once a person says so', async ({ page }) => {
  await open(page, '20-label-variants/train.tsv', HOME);
  const told = notice(page, 'labels-spelled');
  await expect(told).toContainText('8 labels look like other spellings');
  await expect(told).toContainText('“world ” → “World”');
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await told.getByTestId('notice-action').click();
  await expect(told).toHaveCount(0);
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await page.getByRole('button', { name: 'Model…' }).click();
  await expect(page.getByTestId('spellings')).toHaveAttribute('data-counted', 'true');
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('notice')).toHaveCount(0);
  await page.getByRole('button', { name: 'Model…' }).click();
  await page.getByTestId('spellings-count').click();
  await expect(page.getByTestId('spellings')).toHaveAttribute('data-counted', 'false');
});

test('a search finds labels with quotes and colons, and rows by numbers of any width', async ({ page }) => {
  await open(page, '26-many-classes/clinc.jsonl');
  const queue = page.getByTestId('queue');
  const search = page.getByRole('searchbox');
  for (const [typed, rows] of [
    ['label:"a:b"', '2'],
    ['label:"he said \\"hi\\""', '2'],
    ['row:２３５', '1'],
    ['', '302'],
  ] as const) {
    await search.fill(typed);
    await expect(queue, typed).toHaveAttribute('aria-rowcount', rows);
  }
});
