import { writeFileSync } from 'node:fs';
import { expect, test } from './fixtures.js';
import { chosenColumns, openPage, readThrough } from './mapping.js';
import { confirmImport } from './screen.js';
import { sharedFile } from './shared.js';

// Ways of opening files.

const TSV = 'text\tlabel\nStocks fell\tBusiness\nThey won\tSports\nA vote is due\tWorld\n';

const news = sharedFile('data/agnews_train_17k.tsv');
if (news !== null) {
  test('reads a public dataset of 17,286 rows correctly without settings', async ({ page }) => {
    await openPage(page);
    await page.getByTestId('file-input').setInputFiles(news);
    expect(await readThrough(page)).toEqual({ rows: 17_286, rejected: 0 });
    expect(await chosenColumns(page)).toEqual({ text: 'text', label: 'label' });
    await confirmImport(page);
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '17286');
    await expect(page.getByTestId('label-map').locator('tbody tr')).toHaveCount(4);
  });
}

test('opens pasted rows as a file, but not a paste into a field', async ({ page }) => {
  await openPage(page);
  const paste = (selector: string, text: string): Promise<void> =>
    page
      .locator(selector)
      .first()
      .evaluate((target, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);
  await paste('body', TSV);
  expect(await readThrough(page)).toEqual({ rows: 3, rejected: 0 });
  await confirmImport(page);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '3');
  await paste('input[type=search], input[type=text]', 'stocks\tto find');
  await expect(page.getByTestId('import-dialog')).toHaveCount(0);
});

test('shows the overlay while files are dragged over the page, and opens dropped files', async ({ page }, testInfo) => {
  await openPage(page);
  const path = testInfo.outputPath('dropped.tsv');
  writeFileSync(path, TSV);
  const session = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop' | 'dragCancel'): Promise<unknown> =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 300,
      y: 200,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(page.getByTestId('drop-overlay')).toBeVisible();
  await drag('dragCancel');
  await expect(page.getByTestId('drop-overlay')).toHaveCount(0);
  await drag('dragEnter');
  await drag('dragOver');
  await drag('drop');
  await expect(page.getByTestId('drop-overlay')).toHaveCount(0);
  expect(await readThrough(page)).toEqual({ rows: 3, rejected: 0 });
});
