import { expect, test } from './fixtures.js';
import { buildOf, cacheNames, dropFile, publishNewVersion, waitForOfflineCopy } from './offline-copy.js';

const MODEL = 'models/agnews-distilbert-tiny/onnx/model.onnx';

test('after one visit to a sub-path of a host without headers every feature works without the server', async ({
  page,
  context,
  serveSite,
}) => {
  const site = await serveSite({ mount: '/some/path/', headers: false });
  await page.goto(`${site.url}?lang=en`);
  await waitForOfflineCopy(page);
  await site.stop();
  await context.setOffline(true);

  await page.goto(`${site.url}?sample=news&device=wasm&lang=en`);
  const status = page.getByTestId('run-status');
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  expect(Number(await status.getAttribute('data-done'))).toBeGreaterThanOrEqual(480);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a new version waits, asks, and replaces the old one without loss in other tabs', async ({
  page,
  context,
  serveSite,
}) => {
  const site = await serveSite();
  await page.goto(`${site.url}?lang=en`);
  await waitForOfflineCopy(page);
  const oldBuild = await buildOf(page);
  const other = await context.newPage();
  await other.goto(`${site.url}?lang=en`);
  const oldPart = site.paths().find((path) => /^assets\/.*\.css$/.test(path))!;

  const newBuild = publishNewVersion(site, 'abc');
  dropFile(site, oldPart);
  await page.evaluate(() => void Object.assign(window, { notReloaded: true }));
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect(page.getByTestId('update-apply')).toBeVisible();

  // Neither the wait nor a visit changes the version in use: it keeps all of its parts.
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  const fresh = await context.newPage();
  await fresh.goto(`${site.url}?lang=en`);
  expect(await buildOf(fresh)).toBe(oldBuild);
  await fresh.close();

  await page.getByTestId('update-apply').click();
  await expect.poll(() => buildOf(page).catch(() => null)).toBe(newBuild);

  // The other tab was not reloaded. The cache still has its parts, although the host no longer has them.
  expect(await buildOf(other)).toBe(oldBuild);
  expect(await other.evaluate(async (path) => (await fetch(path)).status, oldPart)).toBe(200);
  expect(await cacheNames(page)).toHaveLength(2);

  // The service worker deletes the old version's files once no page of it is open.
  await other.close();
  await page.reload();
  await expect.poll(() => cacheNames(page)).toHaveLength(1);
  expect(await buildOf(page)).toBe(newBuild);
});

test('keeps the version in use whole while the host is half updated', async ({ page, serveSite }) => {
  const site = await serveSite();
  await page.goto(`${site.url}?lang=en`);
  await waitForOfflineCopy(page);
  const oldBuild = await buildOf(page);
  const chunk = site.paths().find((path) => /^assets\/index-.*\.js$/.test(path))!;

  publishNewVersion(site, 'def');
  site.write('sw.js', site.read('sw.js').replaceAll(chunk, 'assets/index-missing0.js'));
  const outcome = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const updated = await registration.update();
    const worker = updated.installing;
    if (worker === null) return 'nothing to install';
    return new Promise((done) => {
      worker.addEventListener('statechange', () => done(worker.state));
    });
  });
  expect(outcome).toBe('redundant');
  await expect(page.getByTestId('update-apply')).toBeHidden();

  await site.stop();
  await page.reload();
  expect(await buildOf(page)).toBe(oldBuild);
  expect(await page.evaluate(async (path) => (await fetch(path)).status, chunk)).toBe(200);
});

test('does not keep a page in place of a model, and completes the copy once the host is repaired', async ({
  page,
  serveSite,
}) => {
  const site = await serveSite({ replace: { [MODEL]: '<!doctype html><title>Sign in</title>' } });
  await page.goto(`${site.url}?lang=en`);
  await expect(page.getByTestId('offline-state')).toHaveAttribute('data-state', 'broken');
  const kept = (): Promise<boolean> => page.evaluate(async (model) => (await caches.match(model)) !== undefined, MODEL);
  expect(await kept()).toBe(false);

  site.restore(MODEL);
  await page.reload();
  await waitForOfflineCopy(page);
  await expect(page.getByTestId('offline-state')).toHaveAttribute('data-state', 'ready');
  expect(await kept()).toBe(true);
});
