import type { Page } from '@playwright/test';
import type { Site } from './static-site.js';

/** Waits until the copy for offline use is complete and serves this page. */
export async function waitForOfflineCopy(page: Page): Promise<void> {
  await page.evaluate(offlineCopyServes);
}

/** Runs in the page. Settles once the copy for offline use is complete and serves the page. */
export async function offlineCopyServes(): Promise<void> {
  await navigator.serviceWorker.ready;
  while (navigator.serviceWorker.controller?.state !== 'activated') {
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The build of the open page. */
export function buildOf(page: Page): Promise<string | null> {
  return page.locator('meta[name="rinse-build"]').getAttribute('content');
}

/** Names of the existing caches. */
export function cacheNames(page: Page): Promise<string[]> {
  return page.evaluate(() => caches.keys());
}

/** Publishes a new version of the app on the site: the same files under another version. Returns that version. */
export function publishNewVersion(site: Site, name: string): string {
  const oldVersion = /name="rinse-build" content="([0-9a-f]{16})"/.exec(site.read('index.html'))?.[1];
  if (oldVersion === undefined) throw new Error('index.html names no build');
  const version = name.padEnd(16, '0');
  for (const path of ['index.html', 'sw.js']) {
    const text = site.read(path);
    if (!text.includes(oldVersion)) throw new Error(`${path} does not name its build`);
    site.write(path, text.replaceAll(oldVersion, version));
  }
  return version;
}

/** Removes a file from the site and from the service worker's list, as a new version without it does. */
export function dropFile(site: Site, path: string): void {
  const list = site.read('sw.js');
  const entry = new RegExp(`\\{path:[\`"']${path.replaceAll('.', '\\.')}[\`"'],[^}]*\\},?`);
  if (!entry.test(list)) throw new Error(`sw.js does not list ${path}`);
  site.write('sw.js', list.replace(entry, ''));
  site.remove(path);
}
