import type { Page } from '@playwright/test';
import { newsTsv } from './faults-in.js';
import { expect, test } from './fixtures.js';
import { openNews } from './scored.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf, score, status } from './screen.js';

function notice(page: Page, code: string): ReturnType<Page['locator']> {
  return page.locator(`[data-testid=notice][data-code=${code}]`);
}

/** Different colours in a picture of the map's canvas, as the screen shows it. */
async function coloursOfMap(page: Page): Promise<number> {
  const png = await page.getByTestId('map').locator('canvas').screenshot();
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
    return new Set(new Uint32Array(pixels.buffer)).size;
  }, png.toString('base64'));
}

test('a lost graphics context is replaced and shows the same map', async ({ page }) => {
  await openNews(page, 'en');
  await expect.poll(() => coloursOfMap(page)).toBeGreaterThan(10);
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=map] canvas');
    canvas?.setAttribute('data-old', '');
    canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  });
  await expect(notice(page, 'map-context-lost')).toBeVisible();
  await expect(page.locator('[data-testid=map] canvas:not([data-old])')).toHaveCount(1);
  await expect.poll(() => coloursOfMap(page)).toBeGreaterThan(10);
  await expect(page.getByTestId('map')).toHaveAttribute('data-points', '30');
});

test('without WebGL the map reports it, and the other features work', async ({ page }) => {
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext as (this: HTMLCanvasElement, ...given: unknown[]) => unknown;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: unknown[]): unknown {
      return String(given[0]).startsWith('webgl') ? null : real.apply(this, given);
    } as typeof HTMLCanvasElement.prototype.getContext;
  });
  await openNews(page, 'en');
  await expect(page.getByTestId('map')).toContainText('no WebGL2');
  // The names of regions would overlap the sentence.
  await expect(page.getByTestId('map')).not.toContainText('uncertain');
  await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText('1');
});

for (const [part, pattern] of [
  ['the map', /^assets\/MapView-.*\.js$/],
  ['the model worker', /^assets\/model\.worker-.*\.js$/],
  ['the file worker', /^assets\/source\.worker-.*\.js$/],
] as const) {
  test.describe(`incomplete deployment without ${part}`, () => {
    test('reports the missing part, keeps the work, and recovers after a full reload', async ({
      page,
      context,
      serveSite,
    }) => {
      const site = await serveSite();
      const missing = site.paths().find((path) => pattern.test(path)) ?? '';
      const address = `${site.url}?device=wasm&lang=en`;
      await page.goto(address);
      if (part !== 'the file worker') {
        await give(page, 'news.tsv', newsTsv(20));
        await confirmImport(page);
        await page.keyboard.press('j');
        await page.keyboard.press('x');
        await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
      }
      site.remove(missing);
      // The browser may still have it cached.
      const session = await context.newCDPSession(page);
      await session.send('Network.clearBrowserCache');
      await page.reload();
      if (part === 'the file worker') await give(page, 'news.tsv', newsTsv(20));
      else if (part === 'the model worker') await page.getByTestId('run-start').click();
      else await score(page);
      await expect(notice(page, 'update-broken')).toBeVisible();

      site.restore(missing);
      await page.reload();
      if (part === 'the file worker') {
        await give(page, 'news.tsv', newsTsv(20));
        await confirmImport(page);
      } else {
        await expect(page.getByTestId('count-reviewed')).toHaveText('1');
      }
      if (part !== 'the map') await score(page);
      await expect(page.getByTestId('map')).toHaveAttribute('data-points', '20');
    });
  });
}

const HOSTILE = '\u202Egnp.<script>alert(1)<\u2215script>\u202C <img src=x onerror=alert(1)>.tsv';

test('shows hostile names and texts as text, and downloads under plain file names', async ({ page }) => {
  let alerted = false;
  page.on('dialog', (dialog) => {
    alerted = true;
    void dialog.dismiss();
  });
  await page.goto(NO_LEARNING);
  await test.step('a file name cannot reverse the direction of its sentence', async () => {
    await give(page, '\u202Egnp.exe.tsv', '');
    const message = notice(page, 'file-empty').locator('p');
    await expect(message).toContainText('is empty');
    // Two marks isolate the direction of the name.
    expect(await message.textContent()).toContain('\u2068\u202Egnp.exe.tsv\u2069 is empty');
  });
  const label = '<b onmouseover=alert(1)>&lt;';
  const text = `<img src=x onerror="alert(1)"> &amp; \u202Ereversed ${'x'.repeat(100_000)} e${'\u0301'.repeat(500)}`;
  await give(page, HOSTILE, `text\tlabel\n${text}\t${label}\nplain\tSports\nmore\t__proto__\n`);
  await expect(page.getByTestId('import-dialog')).toContainText('<script>');
  await confirmImport(page);
  await page.keyboard.press('j');
  await expect(page.getByTestId('card')).toContainText('<img src=x onerror="alert(1)">');
  await expect(page.getByTestId(`label-option-${label}`)).toContainText('<b onmouseover');
  await page.keyboard.press('3');
  await expect(page.getByTestId('count-corrected')).toHaveText('1');
  expect(await page.locator('[data-testid=card] img, [data-testid=card] b[onmouseover]').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  const coming = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const name = (await coming).suggestedFilename();
  expect(name).toMatch(/\.corrected\.tsv$/);
  expect(name).not.toMatch(/[\u202A-\u202E<>:"/\\|?*]/);
  const dataset = objectsOf(await exported(page, 'export-jsonl'));
  expect(dataset[0]).toEqual({ text, label: '__proto__' });
  expect(alerted).toBe(false);
});

test('reports a failed download and an unexpected error, and the next download works', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await give(page, 'news.tsv', newsTsv(10));
  await confirmImport(page);
  await page.evaluate(() => {
    const real = URL.createObjectURL;
    URL.createObjectURL = () => {
      URL.createObjectURL = real;
      throw new DOMException('no room', 'QuotaExceededError');
    };
  });
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-jsonl').click();
  await expect(notice(page, 'export-failed')).toBeVisible();
  expect(objectsOf(await exported(page, 'export-jsonl'))).toHaveLength(10);
  await expect(notice(page, 'export-failed')).toHaveCount(0);
  await test.step('an error without a handler is reported', async () => {
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('a bug');
      });
    });
    await expect(notice(page, 'unexpected')).toBeVisible();
    await notice(page, 'unexpected').getByRole('button').click();
    await page.evaluate(() => {
      void Promise.reject(new Error('another bug'));
    });
    await expect(notice(page, 'unexpected')).toContainText('another bug');
  });
});

test('keys work while the page is slow, and the footer reports the state of storage correctly', async ({
  page,
  context,
}) => {
  await openNews(page, 'en');
  const session = await context.newCDPSession(page);
  await session.send('Memory.simulatePressureNotification', { level: 'critical' });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  for (let i = 0; i < 5; i++) await page.keyboard.press('x');
  await expect(page.getByTestId('count-reviewed')).toHaveText('5');
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await expect(status(page)).toHaveAttribute('data-state', 'done');
});
