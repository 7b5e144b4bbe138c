import { findChromium } from '../../tools/browsers.mjs';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, objectsOf, score, shownRows, status } from './screen.js';

/** Over http from another machine, browsers withhold SHA-256, locks, service workers and WebGPU. */

const executablePath = findChromium();
test.use({
  launchOptions: {
    args: ['--no-sandbox', '--host-resolver-rules=MAP insecure.test 127.0.0.1'],
    ...(executablePath === null ? {} : { executablePath }),
  },
});

const TEXT = 'text\tlabel\nShares fell on Wall Street\tBusiness\nThe striker scored twice\tBusiness\n';

test('reports an insecure origin, and opens, scores, keeps decisions and exports', async ({ page, watch, baseURL }) => {
  const address = new URL(baseURL ?? '');
  address.hostname = 'insecure.test';
  watch.allow(address.origin);
  await page.goto(`${address.href}?lang=en`);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await expect(page.locator('[data-testid=notice][data-code=insecure-origin]')).toContainText('https');
  await expect(page.getByTestId('offline-state')).toHaveAttribute('data-state', 'unsupported');

  await give(page, 'news.tsv', TEXT);
  await confirmImport(page);
  await score(page);
  await expect(status(page)).toHaveAttribute('data-device', 'wasm');
  const [worst] = await shownRows(page);
  expect(worst).toMatchObject({ row: 1, label: 'Business' });
  await page.keyboard.press('a');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  expect(objectsOf(await exported(page, 'export-jsonl')).map((row) => row['label'])).toEqual(['Business', 'Sports']);

  await page.reload();
  await expect(page.locator('[data-testid=queue-row][data-row="1"]')).toHaveAttribute('data-status', 'corrected');
  await expect(page.locator('[data-testid=notice]:not([data-code=insecure-origin])')).toHaveCount(0);
});

test('an insecure origin computes the same hashes as a secure one', async ({ page, watch, baseURL }) => {
  const address = new URL(baseURL ?? '');
  const ids: string[][] = [];
  for (const host of [address.hostname, 'insecure.test']) {
    address.hostname = host;
    watch.allow(address.origin);
    await page.goto(`${address.href}?lang=en&device=wasm`);
    await give(page, 'news.tsv', TEXT);
    await confirmImport(page);
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '2');
    ids.push(
      await page.evaluate(
        () =>
          new Promise<string[]>((done, fail) => {
            const opening = indexedDB.open('rinse');
            opening.onerror = () => fail(new Error('the database cannot be opened'));
            opening.onsuccess = () => {
              const asked = opening.result.transaction('projects').objectStore('projects').getAll();
              asked.onsuccess = () => {
                done(
                  (asked.result as { id: string; sourceHash: string }[]).flatMap(({ id, sourceHash }) => [
                    id,
                    sourceHash,
                  ]),
                );
                opening.result.close();
              };
            };
          }),
      ),
    );
  }
  expect(ids[0]).toHaveLength(2);
  expect(ids[1]).toEqual(ids[0]);
});
