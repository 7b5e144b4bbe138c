import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { status } from './screen.js';

const TWICE = 'Shares of the largest bank in the country fell by a tenth in early trading after a loss';
const FILE = [
  'text\tlabel',
  `${TWICE}\tBusiness`,
  `${TWICE.toUpperCase()} \tSports`,
  `${TWICE.replace('tenth', 'fifth')}\tSports`,
  'The striker scored twice in the final minutes of the match against the champions\tSports',
  'Ministers of both countries met for peace talks in the capital on Monday\tWorld',
  'The new chip doubles the speed of the software for researchers\tWorld',
  'www.example.com\tWorld',
  '',
].join('\n');

const chip = (page: Page, reason: string): Locator => page.locator(`[data-testid=reason][data-reason=${reason}]`);

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`))).toEqual([]);
}

test('reasons filter the list together, and rows with one text are settled with one label, in both languages', async ({
  page,
}) => {
  await page.goto('./?device=wasm&lang=en&learn=off');
  await page
    .getByTestId('file-input')
    .setInputFiles({ name: 'a.tsv', mimeType: 'text/plain', buffer: Buffer.from(FILE) });
  await page.getByTestId('import-confirm').click();
  await expect(chip(page, 'same_text')).toHaveAttribute('data-count', '2');
  await page.getByTestId('run-start').click();
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await expect(chip(page, 'high_loss')).toHaveCount(1);

  // The chips are one line of the tools: more of them do not push the list down.
  const box = (await page.getByRole('group', { name: 'Reasons: show' }).boundingBox())!;
  expect(box.height).toBeLessThan(36);
  // A chip beyond the edge comes into view for the keyboard.
  await chip(page, 'empty').focus();
  await expect(chip(page, 'empty')).toBeInViewport({ ratio: 1 });

  // One chosen reason adds no second chip, and the list stays where it is.
  const queue = page.getByTestId('queue');
  const top = (await queue.boundingBox())?.y;
  await chip(page, 'near_duplicate').click();
  await expect(queue).toHaveAttribute('aria-rowcount', '2');
  expect((await queue.boundingBox())?.y).toBe(top);
  await expect(page.getByRole('button', { name: /^Remove filter/ })).toHaveCount(0);
  await chip(page, 'same_text').click();
  await expect(queue).toHaveAttribute('aria-rowcount', '1');
  await expect(page.getByRole('button', { name: /^Remove filter/ })).toHaveCount(2);
  await expect(page).toHaveURL(/reason=same_text,near_duplicate/);
  await page.reload();
  await expect(queue).toHaveAttribute('aria-rowcount', '1');
  await expect(chip(page, 'same_text')).toHaveAttribute('aria-pressed', 'true');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?device=wasm&lang=en&learn=off&reason=empty');
  await expect(queue).toHaveAttribute('aria-rowcount', '1');
  await expect(chip(page, 'empty')).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto('./?device=wasm&lang=en&learn=off&reason=same_text,near_duplicate');
  await expect(queue).toHaveAttribute('aria-rowcount', '1');
  await expectAccessible(page);

  await page.getByTestId('queue-row').first().click();
  await expect(page.getByTestId('reasons')).toContainText('the same text has another label elsewhere');
  await page.getByTestId('alike-open').click();
  await expect(page.getByTestId('alike-row')).toHaveCount(3);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('alike-dialog')).toHaveCount(0);
  await expect(page.getByTestId('alike-open')).toBeFocused();
  await page.keyboard.press('Enter');
  const settle = page.locator('[data-testid=alike-settle]');
  await page.setViewportSize({ width: 320, height: 844 });
  for (const button of await settle.all()) await expect(button).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.locator('[data-testid=alike-settle][data-label=Business]').click();
  await expect(page.getByTestId('alike-dialog')).toHaveCount(0);
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await expect(chip(page, 'same_text')).toHaveAttribute('data-count', '0');
  await chip(page, 'same_text').click();
  await chip(page, 'near_duplicate').click();
  await expect(queue).toHaveAttribute('aria-rowcount', '7');
  await expect(page.locator('[data-testid=queue-row][data-label=Business]')).toHaveCount(3);
  await page.getByTestId('undo').click();
  await expect(chip(page, 'same_text')).toHaveAttribute('data-count', '2');

  await page.goto('./?device=wasm&lang=zh-CN&learn=off');
  await expect(chip(page, 'same_text')).toHaveText('文本相同、标签不同 2');
  await page.locator('[data-testid=queue-row][data-row="1"]').click();
  await expect(page.getByTestId('alike-open')).toHaveText('2 条相近的文本');
});

const SOUPS = ['carrots', 'beans', 'rice', 'peas', 'leeks', 'corn', 'kale', 'beets', 'barley', 'lentils', 'onions'];

test('rows whose most similar rows have another label are found by a worker, stored, and follow decisions', async ({
  page,
}) => {
  const lines = SOUPS.map((word, row) => `A ${word} soup with herbs\t${row === 0 || row === 4 ? 'Sports' : 'Food'}`);
  await page.goto('./?device=wasm&lang=en&learn=off');
  await page.getByTestId('file-input').setInputFiles({
    name: 'soups.tsv',
    mimeType: 'text/plain',
    buffer: Buffer.from(`text\tlabel\n${lines.join('\n')}\n`),
  });
  await page.getByTestId('import-confirm').click();
  await expect(chip(page, 'neighbours')).toHaveAttribute('data-count', '2');
  await page.getByTestId('run-start').click();
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await chip(page, 'neighbours').click();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '2');
  await expect(page).toHaveURL(/reason=neighbours/);

  await page.reload();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '2');
  await page.locator('[data-testid=queue-row][data-row="0"]').click();
  await expect(page.getByTestId('reasons')).toContainText('9 of its 10 most similar rows are Food');
  await expect(page.getByTestId('neighbour')).toHaveCount(10);
  await expectAccessible(page);
  await page.locator('[data-testid=neighbour][data-label=Sports]').click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', '4');
  await page.getByTestId('label-option-Food').first().click();
  await expect(chip(page, 'neighbours')).toHaveAttribute('data-count', '1');
  await page.locator('[data-testid=queue-row][data-row="0"]').click();
  await expect(page.getByTestId('reasons')).toContainText('10 of its 10 most similar rows are Food');
  await page.getByTestId('undo').click();
  await expect(chip(page, 'neighbours')).toHaveAttribute('data-count', '2');

  await page.goto('./?device=wasm&lang=zh-CN&learn=off');
  await expect(chip(page, 'neighbours')).toHaveText('相似数据的标签不同 2');
  await page.locator('[data-testid=queue-row][data-row="0"]').click();
  await expect(page.getByTestId('reasons')).toContainText('用词最相似的 10 条数据中有 9 条是 Food');
});
