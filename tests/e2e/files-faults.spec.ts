import { expect, test } from './fixtures.js';
import { openPage, overflowPx, readThrough } from './mapping.js';
import { confirmImport, exported, give, objectsOf, shownRows } from './screen.js';

test('shows hostile text as text, without running scripts or breaking the layout', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await openPage(page);
  const script = '<script>document.title="owned";alert(1)</script>';
  const image = '<img src=x onerror="alert(2)"> & &lt;b&gt;';
  const word = 'w'.repeat(100_000);
  const override = 'safe \u202e gnp.exe \u202c end';
  const zalgo = `z${'\u0310\u0352'.repeat(40)} 👩‍👩‍👧‍👦`;
  const rows = [
    [script, '__proto__'],
    [image, '<b>bold</b>'],
    [word, 'constructor'],
    [override, 'right \u202e tfel'],
    [zalgo, '"><svg onload=alert(3)>'],
  ];
  const name = '<img src=x onerror=alert(4)>.tsv';
  await give(page, name, `text\tlabel\n${rows.map((cells) => cells.join('\t')).join('\n')}\n`);
  expect(await readThrough(page)).toEqual({ rows: 5, rejected: 0 });
  await expect(page.getByTestId('import-dialog')).toContainText(script);
  expect(await overflowPx(page)).toBeLessThanOrEqual(0);
  await confirmImport(page);
  expect((await shownRows(page)).map((row) => row.label)).toEqual(rows.map((cells) => cells[1]));
  expect(await overflowPx(page)).toBeLessThanOrEqual(0);
  await expect(page.getByTestId('label-map-__proto__')).toHaveValue('-1');

  const card = page.getByTestId('card');
  for (const [index, [text = '']] of rows.entries()) {
    await page.locator(`[data-testid=queue-row][data-row="${index}"]`).click();
    await expect(card).toHaveAttribute('data-row', String(index));
    // The page shows entities decoded. The file keeps them.
    await expect(card).toContainText(text.replace('&lt;b&gt;', '<b>').slice(0, 40));
    expect(await overflowPx(page)).toBeLessThanOrEqual(0);
    expect(await card.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  }
  await card.getByTestId('label-option-__proto__').click();
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const [change] = objectsOf(await exported(page, 'export-changes'));
  expect(change).toMatchObject({ row: 4, corrected_label: '__proto__' });
  expect(dialogs).toEqual([]);
  expect(await page.title()).toContain(name);
  expect(await page.evaluate(() => ({}) as Record<string, unknown>)).toEqual({});
});
