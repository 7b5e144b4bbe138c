import type { Page } from '@playwright/test';
import { casePath, openCase } from './cases.js';
import { expect, test } from './fixtures.js';
import { score, shownRows } from './screen.js';

// Small models in the shape of real ones. Reading them needs no copy for offline use.
test.use({ serviceWorkers: 'block' });

const CLASSES = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** Drops the dataset and the model of a case. */
async function openModel(page: Page, dataset: string, folder: string): Promise<void> {
  await openCase(page, dataset);
  await page.getByTestId('model-input').setInputFiles(casePath(folder));
}

/** Waits until the model of a case can be used. */
async function modelIsReady(page: Page, name: string): Promise<void> {
  const chosen = page.getByTestId('model-select').locator('option:checked');
  await expect(chosen).toContainText(name, { timeout: 40_000 });
}

const SCORED: Readonly<Record<string, readonly [dataset: string, folder: string]>> = {
  'an output of another name': ['31-onnx-output-name/data.tsv', '31-onnx-output-name/my-model'],
  'a fixed batch of one': ['32-static-batch/data.tsv', '32-static-batch/my-model'],
  'external data beside it, named ./': ['37-external-dot-slash/data.tsv', '37-external-dot-slash/my-model'],
  'classes counted from 1': ['35-config/data.tsv', '35-config/from-one'],
};

for (const [name, [dataset, folder]] of Object.entries(SCORED)) {
  test(`a model with ${name} scores every row`, async ({ page }) => {
    await openModel(page, dataset, folder);
    await modelIsReady(page, folder.split('/')[1]!);
    await score(page);
    const rows = await shownRows(page);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ loss }) => !Number.isFinite(loss))).toEqual([]);
    const options = page.getByTestId('card').getByTestId(/^label-option-/);
    const names = await options.evaluateAll((all) => all.map((option) => (option as HTMLElement).dataset['testid']));
    expect(names.sort()).toEqual(CLASSES.map((name) => `label-option-${name}`).sort());
  });
}

test('a model whose output is probabilities has the losses of its probabilities, and the page says so', async ({
  page,
}) => {
  await openModel(page, '34-softmax-inside/data.tsv', '34-softmax-inside/my-model');
  await modelIsReady(page, 'my-model');
  await expect(page.getByTestId('run-setup')).toContainText('This model gives probabilities in place of logits');
  await score(page);
  await page.getByTestId('device-notes').click();
  await expect(page.locator('#device-notes')).toContainText('This model gives probabilities in place of logits');
  const rows = await shownRows(page);
  expect(rows.filter(({ loss }) => !Number.isFinite(loss))).toEqual([]);
});

test('a model of an operator set that is too old is refused for that reason', async ({ page }) => {
  await openModel(page, '38-refusals/data.tsv', '38-refusals/opset10');
  const notice = page.getByTestId('notice');
  await expect(notice).toContainText(/operator set|opset/i, { timeout: 40_000 });
  await expect(notice).toContainText('10');
});
