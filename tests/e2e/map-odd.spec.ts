import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING } from './screen.js';

/** The map with unusual data and unusual actions. */

interface Row {
  readonly label: string;
  readonly predicted: string;
  readonly loss: number;
}

/** Opens rows with their own losses and predictions. The page computes nothing. */
async function openRows(page: Page, rows: readonly Row[], address = ''): Promise<void> {
  await page.goto(`${NO_LEARNING}${address}`);
  const lines = rows.map(({ label, predicted, loss }, i) =>
    JSON.stringify({ text: `text ${i}`, label, predicted_label: predicted, loss }),
  );
  await give(page, 'rows.jsonl', lines.join('\n'));
  await confirmImport(page);
  await expect(page.getByTestId('map').locator('canvas')).toBeVisible();
}

const expectPoints = (page: Page, count: number) =>
  expect(page.getByTestId('map')).toHaveAttribute('data-points', String(count));

const entries = (page: Page) =>
  page.getByTestId('map-bucket').evaluateAll((all) => all.map((entry) => entry.getAttribute('data-bucket')));

/** Rows that differ in loss. Every third row has the second label. */
function rowsOf(count: number, labels: readonly [string, string]): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    label: labels[i % 3 === 0 ? 1 : 0],
    predicted: labels[i % 2] as string,
    loss: 0.1 + i / count,
  }));
}

test('hides legend entries of one colouring only, also where a label has the name of a state', async ({ page }) => {
  await openRows(page, rowsOf(30, ['agree', 'pending']));
  await page.getByTestId('map-color').selectOption('label');
  await page.locator('[data-testid=map-bucket][data-bucket=agree]').click();
  await expectPoints(page, 10);
  for (const colour of ['agreement', 'status', 'predicted']) {
    await page.getByTestId('map-color').selectOption(colour);
    await expectPoints(page, 30);
  }
  await page.getByTestId('map-color').selectOption('label');
  await expectPoints(page, 10);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expectPoints(page, 30);
});

test('shows labels named like JavaScript properties or markup as names on the map and in its picture', async ({
  page,
}) => {
  const labels = ['__proto__', '<b>bold</b>', 'constructor'];
  const rows = labels.flatMap((label) => [0.5, 0.5].map((loss) => ({ label, predicted: '__proto__', loss })));
  await openRows(page, rows);
  await page.getByTestId('map-x').selectOption('loss');
  await page.getByTestId('map-y').selectOption('loss');
  await page.getByTestId('map-color').selectOption('label');
  // Rows with one equal value still have a place on the map.
  await expectPoints(page, 6);
  expect((await entries(page)).toSorted()).toEqual(labels.toSorted());
  await expect(page.getByTestId('map-legend')).toContainText('<b>bold</b>');
  expect(await exported(page, 'export-map-svg')).toContain('&lt;b&gt;bold&lt;/b&gt;');
  for (const entry of await page.getByTestId('map-bucket').all()) await entry.click();
  await expectPoints(page, 0);
  await expect(page.getByTestId('map')).toContainText('The legend hides every point.');
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expectPoints(page, 6);
});

test('one row stays visible at the largest zoom, and the map without points reports it and leads back', async ({
  page,
}) => {
  await openRows(page, [{ label: 'a', predicted: 'a', loss: 0.7 }]);
  await page.getByTestId('map-x').selectOption('loss');
  await expectPoints(page, 1);
  await page.keyboard.press('j');
  const map = page.getByTestId('map');
  await map.focus();
  for (let i = 0; i < 12; i++) await page.keyboard.press('+');
  await expect(page.locator('section.map')).toHaveAttribute('data-zoom', '10');
  await expect(map.locator('.marks .over')).toHaveCount(2);
  await expect(map).not.toContainText('No point is in this part');
  const area = await map.locator('.host').boundingBox();
  if (!area) throw new Error('no plot');
  await page.mouse.move(area.x + 10, area.y + area.height - 10);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width - 10, area.y + area.height - 10, { steps: 4 });
  await page.mouse.up();
  await expect(map).toContainText('No point is in this part of the map.');
  await map.getByRole('button', { name: 'Show everything' }).click();
  await expect(map.locator('.marks .over')).toHaveCount(2);
});

/** The box of an element once two reads of it, a few frames apart, agree. */
async function boxAtRest(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  let last = '';
  let box = await target.boundingBox();
  await expect
    .poll(async () => {
      const before = last;
      box = await target.boundingBox();
      last = JSON.stringify(box);
      return box !== null && last === before;
    })
    .toBe(true);
  if (!box) throw new Error('no place on screen');
  return box;
}

test('combines ranges, filters and another axis, and completes a drag over a change of the window', async ({
  page,
}) => {
  await openRows(page, rowsOf(60, ['a', 'b']));
  await page.getByTestId('map-x').selectOption('loss');
  const strip = page.getByTestId('map-histogram-x');
  const drag = async (from: number, to: number, between: () => Promise<void>): Promise<void> => {
    const before = await strip.boundingBox();
    if (!before) throw new Error('no histogram');
    await page.mouse.move(before.x + from * before.width, before.y + 20);
    await page.mouse.down();
    await page.mouse.move(before.x + ((from + to) / 2) * before.width, before.y + 20, { steps: 2 });
    await between();
    const after = await boxAtRest(strip);
    await page.mouse.move(after.x + to * after.width, after.y + 20, { steps: 2 });
    await page.mouse.up();
  };
  await drag(0.2, 0.6, async () => {
    const { width } = (await strip.boundingBox()) ?? { width: 0 };
    await page.setViewportSize({ width: 1600, height: 900 });
    await expect.poll(async () => (await strip.boundingBox())?.width).not.toBe(width);
  });
  const end = async (name: string): Promise<number> => Number(await strip.getAttribute(name));
  await expect.poll(() => end('data-to')).toBeGreaterThan(0.6);
  expect(await end('data-to')).toBeLessThan(0.8);
  expect(await end('data-from')).toBeGreaterThan(0.1);
  expect(await end('data-from')).toBeLessThan(0.35);
  const brushed = Number(await page.getByTestId('map').getAttribute('data-points'));
  await page.getByRole('searchbox').fill('label:b');
  const queue = page.getByTestId('queue');
  await expect.poll(async () => Number(await queue.getAttribute('aria-rowcount'))).toBeLessThan(brushed);
  const both = (await queue.getAttribute('aria-rowcount')) ?? '';
  expect(Number(both)).toBeGreaterThan(0);
  await expectPoints(page, Number(both));
  // The range belonged to the other signal.
  await page.getByTestId('map-x').selectOption('self_confidence');
  await expectPoints(page, 20);
});

test('the picture keeps the counts beside long names', async ({ page }) => {
  const long = (end: number): string => `a_label_with_a_name_that_is_longer_than_the_picture_is_wide_${end}`;
  await openRows(page, rowsOf(30, [long(1), long(2)]));
  await page.getByTestId('map-color').selectOption('label');
  const svg = await exported(page, 'export-map-svg');
  expect(svg).toContain('wide_1  20</text>');
  expect(svg).not.toContain(long(1));
  const coming = page.waitForEvent('download');
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-map-png').click();
  expect(readFileSync(await (await coming).path()).length).toBeGreaterThan(10_000);
});
