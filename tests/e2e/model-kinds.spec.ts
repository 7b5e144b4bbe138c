import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { newsOnnx, TYPE, type NewsModel } from '../unit/workers/model/news-onnx.js';
import { expect, test } from './fixtures.js';
import { openPage, readThrough } from './mapping.js';
import { ENTRIES_WITHOUT_MODELS, GRAPH, ModelFolder } from './model-folder.js';
import { confirmImport, give, score, shownRows, status } from './screen.js';

async function openRows(page: Page): Promise<void> {
  await give(
    page,
    'rows.tsv',
    [
      'text\tlabel',
      'Shares fell in early trading as banks reported losses\tBusiness',
      'The striker scored twice in the final minutes of the match\tSports',
      'Ministers of both countries met for peace talks\tWorld',
      'The new chip doubles the speed of the software\tSci/Tech',
    ].join('\n'),
  );
  await readThrough(page);
  await confirmImport(page);
}

/** The shown rows, in file order. The card's row keeps its place when results arrive. */
async function rowsInOrder(page: Page): ReturnType<typeof shownRows> {
  return (await shownRows(page)).toSorted((a, b) => a.row - b.row);
}

/** Opens the model panel, which a run has closed. */
async function openSetup(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Model…' }).click();
  await expect(page.getByTestId('run-setup')).toBeVisible();
}

/** The folder of one of the project's fixtures. All of them have the same rows. */
function folderOf(name: string): string {
  return fileURLToPath(new URL(`../fixtures/cases/${name}/`, import.meta.url));
}

test('scores with the models of the fixtures, and refuses an operator set that is too old', async ({ page }) => {
  await openPage(page);
  await give(page, 'data.tsv', readFileSync(`${folderOf('31-onnx-output-name')}data.tsv`, 'utf8'));
  await readThrough(page);
  await confirmImport(page);
  await test.step('an operator set that is too old is refused with its number', async () => {
    await page.getByTestId('model-input').setInputFiles(`${folderOf('38-refusals')}opset10`);
    const notice = page.locator('[data-testid=notice][data-code=model-opset]');
    await expect(notice).toContainText('operator set 10', { timeout: 40_000 });
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await expect(notice).toHaveCount(0);
  });
  for (const [name, folder, trait] of [
    ['31-onnx-output-name', 'my-model', null],
    ['32-static-batch', 'my-model', '1 row at a time'],
    ['34-softmax-inside', 'my-model', 'probabilities'],
    ['35-config', 'from-one', null],
    ['37-external-dot-slash', 'my-model', null],
  ] as const) {
    await test.step(name, async () => {
      const select = page.getByTestId('model-select');
      const known = await select.locator('option').count();
      await page.getByTestId('model-input').setInputFiles(`${folderOf(name)}${folder}`);
      await expect(select.locator('option')).toHaveCount(known + 1, { timeout: 40_000 });
      await expect(select.locator('option:checked')).toHaveText(`${folder} (4 classes)`);
      await expect(page.getByTestId('notice')).toHaveCount(0);
      if (trait === null) await expect(page.getByTestId('model-trait')).toHaveCount(0);
      else await expect(page.getByTestId('model-trait')).toContainText(trait);
      await expect(status(page)).toHaveAttribute('data-done', '0');
      await score(page);
      if (trait === 'probabilities') {
        await expect(status(page)).toContainText(trait);
        await page.getByTestId('device-notes').click();
        await expect(page.locator('#device-notes')).toContainText('This model gives probabilities in place of logits');
        await page.keyboard.press('Escape');
      }
      const rows = await shownRows(page);
      expect(rows.length).toBeGreaterThan(5);
      expect(rows.every(({ loss }) => Number.isFinite(loss))).toBe(true);
      const options = page.getByTestId('card').getByTestId(/^label-option-/);
      const names = await options.evaluateAll((all) => all.map((option) => (option as HTMLElement).dataset['testid']));
      expect(names.sort()).toEqual(['Business', 'Sci/Tech', 'Sports', 'World'].map((label) => `label-option-${label}`));
      await openSetup(page);
    });
  }
});

test('asks for the output of a graph with several outputs, and scores with the chosen one', async ({
  page,
}, testInfo) => {
  const folder = new ModelFolder(testInfo.outputPath('two-outputs'));
  const outputs: NewsModel = { tail: ['Neg'], output: 'first', moreOutputs: [['second', ['batch', 4]]] };
  folder.write(GRAPH, newsOnnx(outputs));
  await openPage(page);
  await openRows(page);
  await page.getByTestId('model-input').setInputFiles(folder.path);
  const question = page.getByTestId('model-outputs');
  await expect(question).toContainText('two-outputs', { timeout: 40_000 });
  await expect(page.getByTestId('model-output').locator('option')).toHaveText([
    'first [batch, 4]',
    'second [batch, 4]',
  ]);
  await page.getByTestId('model-output-cancel').click();
  await expect(page.locator('[data-testid=notice][data-code=model-outputs]')).toContainText('second [batch, 4]');

  await page.getByTestId('model-input').setInputFiles(folder.path);
  await page.getByTestId('model-output').selectOption('second');
  await page.getByTestId('model-output-use').click();
  await expect(question).toHaveCount(0);
  const select = page.getByTestId('model-select');
  await expect(select.locator('option:checked')).toHaveText('two-outputs (4 classes)', { timeout: 40_000 });
  await score(page);
  const before = await rowsInOrder(page);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect(await rowsInOrder(page)).toEqual(before);
});

test('lists several precisions as one model with a choice, and persists the choice with its results', async ({
  page,
}, testInfo) => {
  const folder = new ModelFolder(testInfo.outputPath('precise'));
  folder.write(GRAPH, newsOnnx());
  folder.write('onnx/model_fp16.onnx', newsOnnx({ outputType: TYPE.float16 }));
  folder.write('onnx/model_q4.onnx', newsOnnx({ tail: ['Neg'] }));
  await openPage(page);
  await openRows(page);
  await page.getByTestId('model-input').setInputFiles(folder.path);
  const select = page.getByTestId('model-select');
  await expect(select.locator('option:checked')).toHaveText('precise (4 classes)', { timeout: 40_000 });
  await expect(select.locator('option')).toHaveCount(ENTRIES_WITHOUT_MODELS.length + 1);
  const precision = page.getByTestId('model-precision');
  await expect(precision.locator('option')).toHaveText([/device/, /^fp32/, /^fp16/, /^q4/]);
  await score(page);
  const full = await rowsInOrder(page);

  await openSetup(page);
  await precision.selectOption('onnx/model_q4.onnx');
  await expect(status(page)).toHaveAttribute('data-done', '0');
  await score(page);
  const small = await rowsInOrder(page);
  expect(small).not.toEqual(full);
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  expect(await rowsInOrder(page)).toEqual(small);
  await openSetup(page);
  await expect(precision).toHaveValue('onnx/model_q4.onnx');
  await precision.selectOption('');
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await expect.poll(() => rowsInOrder(page)).toEqual(full);
});
