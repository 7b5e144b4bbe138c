import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, shownRows } from './screen.js';

const CLASSES = ['World', 'Sports', 'Business'];
const ROWS = 60;

const isDoubted = (row: number): boolean => row % 4 === 0;

/** Rows with predictions. Every fourth row has another label than the predicted one. */
const ROWS_OF_FILE = Array.from({ length: ROWS }, (_, row) => {
  const predicted = row % CLASSES.length;
  const label = isDoubted(row) ? (predicted + 1) % CLASSES.length : predicted;
  const sure = 0.6 + 0.3 * ((row * 7) % ROWS) * (1 / ROWS);
  const shares = CLASSES.map((name, index) => [name, index === predicted ? sure : (1 - sure) / 2] as const);
  return {
    text: `Report number ${row} of the day`,
    label: CLASSES[label] ?? '',
    predicted_probas: Object.fromEntries(shares),
  };
});
const JSONL = ROWS_OF_FILE.map((row) => `${JSON.stringify(row)}\n`).join('');
/** Rows with a small probability of their label: they are in the lower half of the map. */
const DOUBTED = [...ROWS_OF_FILE.keys()].filter(isDoubted);

const bar = (page: Page): Locator => page.getByTestId('selection-bar');

async function open(page: Page): Promise<void> {
  await page.goto(`${NO_LEARNING}&order=source`);
  await give(page, 'reports.jsonl', JSONL);
  await confirmImport(page);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(ROWS));
  await expect(page.getByTestId('map').locator('canvas')).toBeVisible();
}

/** Draws a path on the map. Corners are shares of its width and height from the top left. */
async function draw(page: Page, corners: readonly (readonly [x: number, y: number])[]): Promise<void> {
  const box = await page.getByTestId('map').locator('canvas').boundingBox();
  if (!box) throw new Error('no map');
  for (const [index, [x, y]] of corners.entries()) {
    await page.mouse.move(box.x + 1 + x * (box.width - 2), box.y + 1 + y * (box.height - 2), { steps: 6 });
    if (index === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

/** The lower half of the map, as a lasso with a dent. */
const LOWER_HALF = [
  [0, 0.55],
  [0.5, 0.52],
  [1, 0.55],
  [1, 1],
  [0, 1],
] as const;

async function expectNoViolation(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
    expect(found, `${where}, ${colorScheme}`).toEqual([]);
  }
}

test('a lasso selects rows, one change relabels them, and undo, redo, a reload and the file follow', async ({
  page,
}) => {
  await open(page);
  await page.getByTestId('map-lasso').click();
  await expect(page.getByTestId('map-lasso')).toHaveAttribute('aria-pressed', 'true');
  await draw(page, LOWER_HALF);
  await expect(bar(page)).toHaveAttribute('data-count', String(DOUBTED.length));
  await expectNoViolation(page, 'the selection bar');

  await page.getByTestId('bulk-label').selectOption('Sports');
  await page.getByTestId('bulk-apply').click();
  const preview = page.getByTestId('bulk-preview');
  await expect(preview).toHaveAttribute('data-count', String(DOUBTED.length));
  await expect(page.getByTestId('bulk-against').locator('li')).toHaveCount(5);
  await expectNoViolation(page, 'the preview');
  await page.getByTestId('bulk-preview-confirm').click();
  await expect(preview).toHaveCount(0);
  await expect(bar(page)).toHaveCount(0);
  const corrected = page.getByTestId('count-corrected');
  const changed = DOUBTED.filter((row) => ROWS_OF_FILE[row]?.label !== 'Sports');
  await expect(corrected).toHaveText(String(changed.length));

  await page.keyboard.press('Control+z');
  await expect(corrected).toHaveText('0');
  await expect(page.getByTestId('undo')).toBeDisabled();
  await page.keyboard.press('Control+Shift+z');
  await expect(corrected).toHaveText(String(changed.length));
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');

  await page.reload();
  await expect(corrected).toHaveText(String(changed.length));
  const expected = ROWS_OF_FILE.map((row, index) => ({
    ...row,
    label: changed.includes(index) ? 'Sports' : row.label,
  }));
  expect(await exported(page, 'export-jsonl')).toBe(expected.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await page.getByTestId('undo').click();
  await expect(corrected).toHaveText('0');
});

test('a rectangle selects what the filters show, keys select by ranges, and the bar fits a phone', async ({ page }) => {
  await open(page);
  await page.getByRole('searchbox').fill('label:World');
  const world = ROWS_OF_FILE.filter(({ label }) => label === 'World').length;
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(world));
  await page.getByTestId('map-rectangle').click();
  await draw(page, [
    [0, 0],
    [1, 1],
  ]);
  await expect(bar(page)).toHaveAttribute('data-count', String(world));
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveCount(0);
  await page.getByTestId('map-rectangle').click();
  await draw(page, [
    [0.3, 0.3],
    [0.6, 0.6],
  ]);
  await expect(bar(page)).toHaveCount(0);

  await page.getByRole('searchbox').fill('');
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', String(ROWS));
  await page.getByRole('slider', { name: /Upper end of the range: probability/ }).focus();
  for (let step = 0; step < 25; step++) await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', String(DOUBTED.length));
  await page.getByTestId('map-select-all').focus();
  await page.keyboard.press('Enter');
  await expect(bar(page)).toHaveAttribute('data-count', String(DOUBTED.length));
  for (const { row } of await shownRows(page)) expect(DOUBTED).toContain(row);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByTestId('tab-queue').click();
  for (const id of ['bulk-label', 'bulk-apply', 'bulk-accept', 'bulk-confirm', 'bulk-discard', 'bulk-clear']) {
    await expect(page.getByTestId(id)).toBeInViewport({ ratio: 1 });
  }
  await expect(page.getByTestId('queue-row').first()).toBeInViewport();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
  await expectNoViolation(page, 'the selection bar on a phone');
  await page.getByTestId('bulk-accept').click();
  await expect(page.getByTestId('bulk-preview-confirm')).toBeInViewport({ ratio: 1 });
  // The preview scrolls here, and keys can scroll it.
  await page.setViewportSize({ width: 390, height: 420 });
  await expect(page.getByTestId('bulk-preview').locator('.body')).toHaveAttribute('tabindex', '0');
  await expectNoViolation(page, 'a preview that scrolls');
  await page.getByTestId('bulk-preview-confirm').click();
  await expect(page.getByTestId('count-corrected')).toHaveText(String(DOUBTED.length));
});
