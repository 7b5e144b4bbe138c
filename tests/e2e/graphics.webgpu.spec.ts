import { newsTsv } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { confirmImport, give, rowsDone, status } from './screen.js';

test('continues a run in a fresh worker and redraws the map after a crash of the graphics process', async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  await page.goto('./?device=webgpu&lang=en');
  await give(page, 'news.tsv', newsTsv(1200));
  await confirmImport(page);
  await page.getByTestId('run-start').click();
  await expect.poll(() => rowsDone(page), { timeout: 1100_000 }).toBeGreaterThan(0);
  const before = await rowsDone(page);
  expect(before).toBeLessThan(1200);
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');

  await expect.poll(() => rowsDone(page), { timeout: 120_000 }).toBeGreaterThan(before);
  await expect(status(page)).toHaveAttribute('data-state', 'scoring');
  await expect(page.locator('[data-testid=map] canvas')).toHaveCount(1);
  await page.getByTestId('run-cancel').click();
  await expect(status(page)).toHaveAttribute('data-state', 'idle');
});
