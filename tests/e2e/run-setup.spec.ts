import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { learnt } from './learning.js';
import { confirmImport, give, NO_LEARNING } from './screen.js';

/** Before a start: which button comes first, and what speaks against the model. */

async function open(page: Page, tsv: string, address = NO_LEARNING): Promise<void> {
  await page.goto(address);
  await give(page, 'rows.tsv', tsv);
  await confirmImport(page);
  await expect(page.getByTestId('run-setup')).toBeVisible();
}

function rows(texts: readonly string[], labels: readonly string[]): string {
  const lines = Array.from({ length: 60 }, (_, i) => `${texts[i % texts.length]} ${i}\t${labels[i % labels.length]}`);
  return `text\tlabel\n${lines.join('\n')}\n`;
}

/** Test ids of the buttons that stand out in the panel. */
function primary(page: Page): Promise<(string | undefined)[]> {
  return page
    .getByTestId('run-setup')
    .locator('.primary')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset['testid']));
}

const REVIEWS = ['a stirring and funny film', 'the plot is dull and the jokes are not', 'charming from start to end'];
const CHINESE = ['股市周五再次下跌', '球队在最后一分钟进球', '新款手机下周发布'];
const NEWS = ['Shares fell on Friday as banks lost', 'The striker scored twice', 'Ministers met for talks'];

test('film reviews with labels 0 and 1 are not proposed classes of news; learning comes first', async ({ page }) => {
  await open(page, rows(REVIEWS, ['0', '1']));
  await expect(page.getByTestId('label-map')).toHaveAttribute('data-basis', 'none');
  expect(await primary(page)).toEqual(['learn-instead']);
  await expect(page.getByTestId('start-doubt')).toContainText('no row would get a loss');
  await expect(page.getByTestId('misfit')).toHaveCount(0);
  await page.getByTestId('label-map-0').selectOption({ label: 'World' });
  expect(await primary(page)).toEqual(['run-start']);
  await page.getByTestId('label-map-0').selectOption('-1');
  await page.getByTestId('learn-instead').click();
  await learnt(page);
});

test('Chinese pairs get a warning and no proposal; four numbers stay one, under the warning', async ({ page }) => {
  const pairs = CHINESE.map((text) => `${text}\t${text}吗`);
  await page.goto(NO_LEARNING);
  const lines = Array.from({ length: 60 }, (_, i) => `${pairs[i % 3]}${i}\t${i % 2}`);
  await give(page, 'pairs.tsv', `text_a\ttext_b\tlabel\n${lines.join('\n')}\n`);
  await confirmImport(page);
  await expect(page.getByTestId('label-map')).toHaveAttribute('data-basis', 'none');
  await expect(page.getByTestId('misfit')).toContainText('Most rows are in Chinese characters');
  expect(await primary(page)).toEqual(['learn-instead']);

  await open(page, rows(CHINESE, ['0', '1', '2', '3']));
  await expect(page.getByTestId('label-map')).toHaveAttribute('data-basis', 'integer-0');
  await expect(page.getByTestId('misfit')).toContainText('Most rows are in Chinese characters');
  expect(await primary(page)).toEqual(['learn-instead']);
  await expect(page.getByTestId('run-start')).toBeEnabled();
  await page.getByTestId('learn-instead').click();
  await learnt(page);
});

test('the warning is in the language of the page', async ({ page }) => {
  await open(page, rows(CHINESE, ['0', '1']), './?device=wasm&lang=zh-CN&learn=off');
  await expect(page.getByTestId('misfit')).toContainText('大部分数据是中文');
  await expect(page.getByTestId('start-doubt')).toContainText('任何一条都得不到损失');
});

test('English rows with accents get no warning, and Start comes first where numbers agree with the classes', async ({
  page,
}) => {
  await open(page, rows([...NEWS, 'The naïve café owner José met Zoë in São Paulo'], ['0', '1', '2', '3']));
  await expect(page.getByTestId('label-map')).toHaveAttribute('data-basis', 'integer-0');
  await expect(page.getByTestId('misfit')).toHaveCount(0);
  expect(await primary(page)).toEqual(['run-start']);
  await expect(page.getByTestId('start-doubt')).toHaveCount(0);
});

test('with one label that no class has, no button stands out, and the reason is beside Start', async ({ page }) => {
  await open(page, rows(NEWS, ['weather']));
  expect(await primary(page)).toEqual([]);
  await expect(page.getByTestId('start-doubt')).toHaveAttribute('data-doubt', 'no-labels');
  await page.getByTestId('model-select').selectOption('learned');
  await expect(page.getByTestId('start-doubt')).toHaveAttribute('data-doubt', 'one-label');
  expect(await primary(page)).toEqual([]);
});

test('after the button of a message the keys belong to the rows, with the focus on the card', async ({ page }) => {
  await page.goto(NO_LEARNING);
  const variants = new URL('../fixtures/cases/15-labelencoder/train.jsonl', import.meta.url);
  await give(page, 'train.jsonl', readFileSync(variants));
  await confirmImport(page);
  await page.getByTestId('run-start').click();
  const notice = page.locator('[data-testid=notice][data-code=labels-permuted]');
  await notice.getByTestId('notice-action').click();
  await expect(notice).toHaveCount(0);
  await expect(page.getByTestId('card')).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
});

test('after a message is dismissed in a narrow window the focus is on what is seen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./?sample=news&device=wasm&lang=en');
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await give(page, 'nothing.tsv', '');
  await page.getByTestId('notice').getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByTestId('notice')).toHaveCount(0);
  await expect(page.getByTestId('queue')).toBeFocused();
});
