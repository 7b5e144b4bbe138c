import type { Page } from '@playwright/test';
import { newsTsv } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { waitForOfflineCopy } from './offline-copy.js';
import { confirmImport, give, NO_LEARNING, score, status } from './screen.js';

/** The start of the names of scripts that the start page does not need. */
const LATER = [
  'ImportDialog',
  'ReviewScreen',
  'MapView',
  'KeysHelp',
  'TrainingDialog',
  'LabelKeyDialog',
  'LeaveDialog',
];

/** Keeps the page from being idle until `letIdle`. */
async function holdIdle(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: IdleRequestCallback[] = [];
    const state = { held, idle: false };
    Object.assign(window, { idleState: state });
    const real = window.requestIdleCallback.bind(window);
    window.requestIdleCallback = (callback) => (state.idle ? real(callback) : held.push(callback));
  });
}

async function letIdle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { idleState } = window as unknown as { idleState: { held: IdleRequestCallback[]; idle: boolean } };
    idleState.idle = true;
    for (const callback of idleState.held.splice(0)) requestIdleCallback(callback);
  });
}

/** Names of the requested scripts, without the hashes of their content. */
function scripts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .flatMap(({ name }) => /\/assets\/([^/]+)-[\w-]{8}\.js$/.exec(name)?.[1] ?? []),
  );
}

/** Holds scripts with this start of their names back. Returns a function that releases them. */
async function holdScript(page: Page, name: string): Promise<() => void> {
  let letThrough = (): void => undefined;
  const free = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(`**/assets/${name}-*.js`, async (route) => {
    await free;
    await route.continue();
  });
  return letThrough;
}

/** The application runs once it requests the built-in model. */
async function applicationThere(page: Page): Promise<void> {
  const asked = (): Promise<boolean> =>
    page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/models/')));
  await expect.poll(asked).toBe(true);
}

test.describe('the start', () => {
  test.use({ serviceWorkers: 'block' });

  for (const [locale, own, other] of [
    ['en-GB', 'en', 'zh-CN'],
    ['zh-CN', 'zh-CN', 'en'],
  ] as const) {
    test.describe(`in a browser whose language is ${locale}`, () => {
      test.use({ locale });

      test('loads one language, and nothing that the start page does not show, before the page is idle', async ({
        page,
      }) => {
        await holdIdle(page);
        await page.goto('./');
        await expect(page.getByTestId('landing')).toBeVisible();
        await applicationThere(page);
        const loaded = await scripts(page);
        expect(loaded).toContain(own);
        for (const name of [...LATER, other]) expect(loaded).not.toContain(name);

        await letIdle(page);
        for (const name of [...LATER, other]) await expect.poll(() => scripts(page)).toContain(name);
      });
    });
  }

  test('loads the language of the address alone', async ({ page }) => {
    await holdIdle(page);
    await page.goto('./?lang=zh-CN');
    await expect(page.getByTestId('landing')).toContainText('错误标签');
    await applicationThere(page);
    expect(await scripts(page)).not.toContain('en');
  });

  test('opens a file given before the application runs, and keeps the layout', async ({ page }) => {
    const letThrough = await holdScript(page, 'build-whole');
    await page.goto(NO_LEARNING);
    await expect(page.getByTestId('landing')).toBeVisible();
    const places = (): Promise<string> =>
      page.evaluate(() =>
        JSON.stringify(
          [...document.querySelectorAll('header, header *, main, main *, footer, footer .private')].map((element) => {
            const { x, y, width, height } = element.getBoundingClientRect();
            return [element.className, x, y, width, height];
          }),
        ),
      );
    const before = await places();
    letThrough();
    await applicationThere(page);
    expect(await places()).toBe(before);

    const again = await holdScript(page, 'build-whole');
    await page.reload();
    await expect(page.getByTestId('landing')).toBeVisible();
    await give(page, 'news.tsv', newsTsv(20));
    await expect(page.getByTestId('start-waits')).toBeVisible();
    await expect(page.getByTestId('import-dialog')).toHaveCount(0);
    again();
    await confirmImport(page);
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '20');
    await expect(page.getByTestId('start-waits')).toHaveCount(0);
  });

  test('reads the files of a drop during its event, before the application runs', async ({ page }) => {
    const letThrough = await holdScript(page, 'build-whole');
    await page.goto(NO_LEARNING);
    await expect(page.getByTestId('landing')).toBeVisible();
    await page.evaluate((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'dropped.tsv'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
      transfer.items.clear();
    }, newsTsv(20));
    letThrough();
    await confirmImport(page);
    await expect(page.getByTestId('queue')).toHaveAttribute('aria-rowcount', '20');
  });

  test('applies no key to rows that the page does not show yet', async ({ page }) => {
    await holdIdle(page);
    const letThrough = await holdScript(page, 'ReviewScreen');
    await page.goto(NO_LEARNING);
    await give(page, 'news.tsv', newsTsv(20));
    await expect(page.getByTestId('import-confirm')).toBeEnabled();
    await page.getByTestId('import-confirm').click();
    await expect(page.getByTestId('import-dialog')).toHaveCount(0);
    await expect(page.getByTestId('count-reviewed')).toHaveText('0');
    for (const key of ['x', 'Enter', 'x']) await page.keyboard.press(key);
    letThrough();
    await expect(page.getByTestId('queue')).toBeVisible();
    await expect(page.getByTestId('count-reviewed')).toHaveText('0');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(page.getByTestId('count-reviewed')).toHaveText('1');
  });

  test('does not show the start page where a project opens automatically', async ({ page }) => {
    await page.goto(NO_LEARNING);
    await give(page, 'news.tsv', newsTsv(20));
    await confirmImport(page);
    await page.addInitScript(() => {
      new MutationObserver(() => {
        if (document.querySelector('[data-testid=landing]')) Object.assign(window, { sawLanding: true });
      }).observe(document, { childList: true, subtree: true });
    });
    await page.reload();
    await expect(page.getByTestId('queue')).toBeVisible();
    expect(await page.evaluate(() => 'sawLanding' in window)).toBe(false);
    await page.getByTestId('home').click();
    await expect(page.getByTestId('landing')).toBeVisible();
    expect(await page.evaluate(() => 'sawLanding' in window)).toBe(true);
  });

  test('reports in focus mode, which has no header, that its screen cannot be loaded', async ({ page }) => {
    await holdIdle(page);
    await page.goto(NO_LEARNING);
    await give(page, 'news.tsv', newsTsv(20));
    await confirmImport(page);
    await score(page);
    await page.keyboard.press('f');
    await expect(page.getByTestId('focus-view')).toBeVisible();
    const script = '**/assets/ReviewScreen-*.js';
    await page.route(script, (route) => route.abort());
    await page.reload();
    const notice = page.locator('[data-testid=notice][data-code=update-broken]');
    await expect(notice).toContainText('Try again');
    await page.unroute(script);
    await notice.getByTestId('notice-action').click();
    await expect(page.getByTestId('focus-view')).toBeVisible();
    await expect(notice).toHaveCount(0);
  });

  for (const name of ['build-whole', 'ImportDialog', 'ReviewScreen', 'KeysHelp']) {
    test(`reports that ${name} cannot be loaded, and retries on request`, async ({ page, serveSite }) => {
      await holdIdle(page);
      const site = await serveSite();
      const missing = site.paths().find((path) => path.startsWith(`assets/${name}-`) && path.endsWith('.js')) ?? '';
      site.remove(missing);
      await page.goto(`${site.url}?device=wasm&lang=en&learn=off`);
      const notice = page.locator('[data-testid=notice][data-code=update-broken]');
      const use = async (): Promise<void> => {
        if (name === 'KeysHelp') {
          await page.getByRole('button', { name: 'Keys and help' }).click();
          return;
        }
        await give(page, 'news.tsv', newsTsv(20));
        if (name !== 'ReviewScreen') return;
        await expect(page.getByTestId('import-confirm')).toBeEnabled();
        await page.getByTestId('import-confirm').click();
      };
      await use();
      await expect(notice).toContainText('Try again');
      site.restore(missing);
      await notice.getByTestId('notice-action').click();
      await expect(notice).toHaveCount(0);
      if (name === 'KeysHelp') await expect(page.getByTestId('keys-help')).toBeVisible();
      else if (name === 'ReviewScreen') await expect(page.getByTestId('queue')).toBeVisible();
      else await expect(page.getByTestId('import-dialog')).toBeVisible();
    });
  }
});

test('loads every late script and scores the sample without the server after one visit', async ({
  page,
  context,
  serveSite,
}) => {
  await holdIdle(page);
  const site = await serveSite();
  const address = `${site.url}?device=wasm&learn=off`;
  await page.goto(address);
  await waitForOfflineCopy(page);
  await site.stop();
  await context.setOffline(true);
  await page.goto(address);

  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('button', { name: 'EN' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: 'Keys and help' }).click();
  await expect(page.getByTestId('keys-help')).toBeVisible();
  await page.keyboard.press('Escape');
  await give(page, 'news.tsv', newsTsv(20));
  await confirmImport(page);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');

  await page.goto(`${site.url}?sample=news&device=wasm&lang=en`);
  await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 100_000 });
  expect(Number(await status(page).getAttribute('data-done'))).toBeGreaterThanOrEqual(480);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '500');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.keyboard.press('f');
  await expect(page.getByTestId('focus-view')).toBeVisible();
  await expect(page.locator('[data-testid=notice][data-code=update-broken]')).toHaveCount(0);
});
