import type { CDPSession, Page } from '@playwright/test';
import { newsTsv, setRoom } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, objectsOf, score, status } from './screen.js';

const HOME = './?device=wasm&lang=en';

async function openRows(page: Page, rows: number): Promise<void> {
  await give(page, 'news.tsv', newsTsv(rows));
  await confirmImport(page);
}

async function discardFirst(page: Page): Promise<void> {
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
}

function saved(page: Page): ReturnType<Page['getByTestId']> {
  return page.getByTestId('saved-state');
}

function notice(page: Page, code: string): ReturnType<Page['locator']> {
  return page.locator(`[data-testid=notice][data-code=${code}]`);
}

/** Sets the browser's quota for this site. Null = the default quota. */
async function setQuota(session: CDPSession, page: Page, quotaSize: number | null): Promise<void> {
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize === null ? {} : { quotaSize }) });
}

test('reports no work as saved without room, downloads it, and saves all of it once there is room', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  await page.goto(HOME);
  const session = await context.newCDPSession(page);
  await setQuota(session, page, 1);
  await openRows(page, 60);
  await expect(notice(page, 'storage-full')).toBeVisible();
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
  await score(page);
  await discardFirst(page);
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit.filter((row) => row['status'] === 'discarded')).toHaveLength(1);
  expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(59);

  await setQuota(session, page, null);
  await page.getByTestId('save-retry').click();
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await expect(notice(page, 'storage-full')).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  await expect(status(page)).toHaveAttribute('data-done', '60');
  expect(objectsOf(await exported(page, 'export-audit'))).toEqual(audit);
});

test('asks before unsaved work is left, but not before saved work is left', async ({ page }) => {
  await page.goto(HOME);
  await openRows(page, 30);
  await discardFirst(page);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  expect(asked).toBe(0);
  await setRoom(page, false);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
  await page.reload();
  expect(asked).toBe(1);
});

test('downloads and saves again the work that was deleted under the open page', async ({ page, context }) => {
  await page.goto(HOME);
  await openRows(page, 30);
  await discardFirst(page);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'all' });
  await expect(notice(page, 'storage-evicted')).toBeVisible();
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText('2');
  expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(28);
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit.filter((row) => row['status'] === 'discarded')).toHaveLength(2);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('2');
  expect(objectsOf(await exported(page, 'export-audit'))).toEqual(audit);
});

test('works without a database while the page is open, and reports it', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  await page.goto(HOME);
  await expect(notice(page, 'storage-missing')).toBeVisible();
  await openRows(page, 30);
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
  await score(page);
  await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
  expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(29);
});

test('opens in a browser that throws on access to IndexedDB', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(HOME);
  await expect(notice(page, 'storage-missing')).toBeVisible();
  await openRows(page, 5);
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
});

/** Opens the app's database as a future version does. */
function openNewer(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('rinse', 99);
        opening.onsuccess = () => {
          opening.result.close();
          resolve('open');
        };
        opening.onerror = () => resolve('failed');
        opening.onblocked = () => resolve('blocked');
      }),
  );
}

test('leaves the database to a newer version in another tab, reports it, and keeps the work', async ({
  page,
  context,
}) => {
  await page.goto(HOME);
  await openRows(page, 30);
  await discardFirst(page);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  const other = await context.newPage();
  await other.goto('./icon.svg');
  expect(await openNewer(other)).toBe('open');
  await expect(notice(page, 'storage-newer')).toBeVisible();
  await page.keyboard.press('x');
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
  const audit = objectsOf(await exported(page, 'export-audit'));
  expect(audit.filter((row) => row['status'] === 'discarded')).toHaveLength(2);

  // The reloaded page is the older version. It does not change a newer database.
  await page.reload();
  await expect(notice(page, 'storage-newer')).toBeVisible();
  await openRows(page, 5);
  await expect(saved(page)).toHaveAttribute('data-state', 'failed');
});

test('undo reverts the last decision after the clock was set back and the time zone changed', async ({
  page,
  context,
}) => {
  await page.clock.setFixedTime(new Date('2026-11-20T10:00:00Z'));
  await page.goto(HOME);
  await openRows(page, 20);
  await discardFirst(page);
  await page.clock.setFixedTime(new Date('2020-01-01T00:00:00Z'));
  const second = await page.getByTestId('card').getAttribute('data-row');
  await page.keyboard.press('2');
  await expect(page.getByTestId('count-reviewed')).toHaveText('2');
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');

  const session = await context.newCDPSession(page);
  await session.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Shanghai' });
  await page.reload();
  await expect(page.getByTestId('count-reviewed')).toHaveText('2');
  const [change] = objectsOf(await exported(page, 'export-changes'));
  expect(change).toMatchObject({ row: Number(second), updated_at: '2020-01-01T00:00:00.000Z' });
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', second ?? '');
});

test('restores the last opened project, also after a visit to the sample', async ({ page }) => {
  await page.goto('./?sample=news&device=wasm&lang=en');
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '500');
  await openRows(page, 12);
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '12');
  await discardFirst(page);
  await expect(saved(page)).toHaveAttribute('data-state', 'saved');
  await page.reload();
  await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '12');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
});
