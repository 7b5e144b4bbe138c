import { expect, test } from './fixtures.js';
import { madeUp, NEWS, tsvOf, wrongOnes } from '../fakes/taught-rows.js';
import { chooseModel, learnt, openDataset, topRows, watchLearning, calls } from './learning.js';
import { exported, objectsOf, score, status } from './screen.js';

test('proposes the model for labels that it knows, learns by one click, and filters by both results', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const news = madeUp(NEWS, { rows: 400, wrongEvery: 10 });
  await watchLearning(page);
  await openDataset(page, 'news.tsv', tsvOf(news));
  await expect(page.getByTestId('model-select')).toHaveValue('default');
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
  await expect(page.getByTestId('filter-agreement').locator('option[value=both]')).toHaveCount(0);
  await page.getByTestId('learn-instead').click();
  await learnt(page);
  const learned = await topRows(page, 20);
  expect(learned.filter(({ row }) => wrongOnes(news).has(row)).length).toBeGreaterThanOrEqual(19);
  const asked = await calls(page, 'epoch');
  await expect(page.getByTestId('filter-agreement').locator('option[value=both]')).toHaveCount(0);

  await chooseModel(page, 'default');
  await score(page);
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
  const scored = objectsOf(await exported(page, 'export-audit'));

  await chooseModel(page, 'learned');
  await expect(status(page)).toHaveAttribute('data-device', 'learned');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 5000 });
  const losses = ({ row, loss }: { row: number; loss: number | null }) => [row, loss];
  const again = await topRows(page, 20);
  expect(again.map(losses)).toEqual(learned.map(losses));
  expect(await calls(page, 'epoch')).toBe(asked);
  await chooseModel(page, 'default');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 5000 });
  await expect(status(page)).toHaveAttribute('data-device', '');
  expect(objectsOf(await exported(page, 'export-audit'))).toEqual(scored);

  const filter = page.getByTestId('filter-agreement');
  if (!(await filter.isVisible()))
    await page
      .getByRole('button', { name: /filter/i })
      .first()
      .click();
  await filter.selectOption('both');
  const queue = page.getByTestId('queue');
  await expect(queue).not.toHaveAttribute('aria-rowcount', '400');
  const rows = Number(await queue.getAttribute('aria-rowcount'));
  expect(rows).toBeGreaterThan(0);
  for (const { row, label, predicted } of await topRows(page, Math.min(rows, 20))) {
    expect(predicted).not.toBe(label);
    expect(scored[row]?.['predicted_label']).not.toBe(label);
  }
  await page.reload();
  await expect(queue).toHaveAttribute('aria-rowcount', String(rows));
});
