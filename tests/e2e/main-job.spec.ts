import { expect, test } from './fixtures.js';
import { confirmImport, exported, NO_LEARNING, objectsOf, rowsDone, shownRows, status } from './screen.js';
import { sharedFile } from './shared.js';

test('scores the sample, relabels rows by key, and downloads the corrected file', async ({ page }) => {
  await page.goto('./?sample=news&device=wasm&lang=en');
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
  await expect(status(page)).toHaveAttribute('data-done', '500');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '500');

  const rows = await shownRows(page);
  const losses = rows.map((row) => row.loss);
  expect(losses).toEqual([...losses].sort((a, b) => b - a));
  expect(losses[0]).toBeGreaterThan(2);

  const [first] = rows;
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(first?.row));
  await page.keyboard.press('a');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await expect(page.locator(`[data-testid=queue-row][data-row="${first?.row}"]`)).toHaveAttribute(
    'data-status',
    'corrected',
  );

  const dataset = objectsOf(await exported(page, 'export-jsonl'));
  expect(dataset).toHaveLength(500);
  const changes = objectsOf(await exported(page, 'export-changes'));
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({ row: first?.row, original_label: first?.label });
  expect(dataset[first?.row ?? 0]?.['label']).toBe(changes[0]?.['corrected_label']);

  await test.step('at least 28 of its 40 deliberate errors are among its 60 highest losses', async () => {
    const audit = objectsOf(await exported(page, 'export-audit'));
    const top = audit.sort((a, b) => Number(b['loss']) - Number(a['loss'])).slice(0, 60);
    expect(audit.filter((row) => row['s_label'] === '2')).toHaveLength(40);
    expect(top.filter((row) => row['s_label'] === '2').length).toBeGreaterThanOrEqual(28);
  });
});

const noisy = sharedFile('data/agnews_noisy_5000.csv');
if (noisy !== null) {
  test('scores 5,000 annotated rows on the CPU, relabels by keyboard, reloads and exports', async ({ page }) => {
    test.setTimeout(240_000);
    await page.goto(NO_LEARNING);
    await page.getByTestId('file-input').setInputFiles(noisy);
    const dialog = page.getByTestId('import-dialog');
    await expect(dialog).toHaveAttribute('data-rows', '5000', { timeout: 30_000 });
    await expect(dialog).toHaveAttribute('data-rejected', '0');
    await expect(page.getByTestId('import-text')).toHaveValue('text');
    await expect(page.getByTestId('import-label')).toHaveValue('label');
    await confirmImport(page);

    // The label map reads class numbers from 0, as the file contains a 0.
    await expect(page.getByTestId('label-map-1').locator('option:checked')).toHaveText('Sports');
    await page.getByTestId('run-start').click();
    await expect.poll(() => rowsDone(page), { timeout: 60_000 }).toBeGreaterThan(300);

    await page.keyboard.press('j');
    const decided: string[] = [];
    for (const key of ['2', '3', 'x', 'Enter']) {
      decided.push((await page.getByTestId('card').getAttribute('data-row')) ?? '');
      await page.keyboard.press(key);
    }
    expect(new Set(decided).size).toBe(4);
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    const before = await rowsDone(page);

    await page.reload();
    await expect.poll(() => rowsDone(page), { timeout: 30_000 }).toBeGreaterThan(0);
    await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 180_000 });
    await expect(status(page)).toHaveAttribute('data-done', '5000');
    expect(before).toBeGreaterThan(300);
    await expect(page.getByTestId('count-reviewed')).toHaveText('4');

    const audit = objectsOf(await exported(page, 'export-audit'));
    expect(audit).toHaveLength(5000);
    expect(audit.every((row) => typeof row['loss'] === 'number')).toBe(true);
    expect(audit.filter((row) => row['status'] !== 'pending')).toHaveLength(4);
    expect(audit[Number(decided[2])]).toMatchObject({ status: 'discarded' });
    // The annotators' errors are 19 % of all rows, and more than 75 % of the first 500.
    const top = audit.sort((a, b) => Number(b['loss']) - Number(a['loss'])).slice(0, 500);
    expect(top.filter((row) => row['original_label'] !== row['gt']).length).toBeGreaterThan(375);

    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('count-reviewed')).toHaveText('3');
    const dataset = objectsOf(await exported(page, 'export-jsonl'));
    // The export omits the discarded row.
    expect(dataset).toHaveLength(4999);
    expect(dataset.every((row) => Object.keys(row).join() === 'label,gt,text,group')).toBe(true);
  });
}
