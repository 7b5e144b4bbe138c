import type { Page } from '@playwright/test';
import { setRoom } from './faults-in.js';
import { WINDOWS } from './fits.js';
import { expect, test } from './fixtures.js';
import { openNews } from './scored.js';
import { exported, status } from './screen.js';

/** The footer reports where the work is saved, the last event and a possible deletion. It keeps the layout. */

/** The boxes of the elements that must not move: the panes, focus mode's card and map, the header and the footer. */
function boxes(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const found: Record<string, string> = {};
    for (const place of ['.pane', '.focus .map', '.focus .row', '[data-testid=card]', 'footer.number', 'header']) {
      found[place] = [...document.querySelectorAll(place)]
        .map((element) => element.getBoundingClientRect())
        .map(({ left, top, right, bottom }) => [left, top, right, bottom].join(' '))
        .join(', ');
    }
    return found;
  });
}

/** The CSS pixels by which the footer cuts its text off, or by which its text overflows the footer. */
function cutInFooter(page: Page): Promise<number> {
  return page.evaluate(() => {
    const footer = document.querySelector('footer.number')?.getBoundingClientRect();
    const lines = document.querySelector('footer.number .lines');
    if (!footer || !lines) return Number.NaN;
    const box = lines.getBoundingClientRect();
    const outside = Math.max(
      footer.top - box.top,
      box.bottom - footer.bottom,
      footer.left - box.left,
      box.right - footer.right,
    );
    return Math.max(outside, lines.scrollHeight - lines.clientHeight - 1, lines.scrollWidth - lines.clientWidth, 0);
  });
}

for (const lang of ['en', 'zh-CN'] as const) {
  test(`the hint about deletion and remarks keep the layout, with and without focus mode: ${lang}`, async ({
    page,
  }) => {
    await page.clock.install();
    await openNews(page, lang, 'a-file-with-a-rather-long-name-of-the-year-2026.tsv');
    const hint = page.getByTestId('eviction-hint');
    const remarks = page.getByTestId('remarks');
    for (const focusMode of [false, true]) {
      if (focusMode) await page.keyboard.press('f');
      for (const [width, height] of WINDOWS) {
        await page.setViewportSize({ width, height });
        const where = `${width} x ${height}${focusMode ? ', focus mode' : ''}`;
        // The page has its new size.
        await expect(page.getByRole('tablist'), where).toHaveCount(width < 1100 && !focusMode ? 1 : 0);
        if (width < 1100 && !focusMode) await page.getByTestId('tab-row').click();
        await page.clock.runFor(10_000);
        await expect(remarks, where).toHaveText('');
        await expect(hint).toHaveCount(0);
        const before = await boxes(page);
        await page.keyboard.press('x');
        await expect(hint, where).toBeVisible();
        expect(await cutInFooter(page), where).toBe(0);
        expect(await boxes(page), where).toEqual(before);
        await page.keyboard.press('Control+z');
        await expect(remarks, where).not.toHaveText('');
        await expect(hint).toHaveCount(0);
        expect(await cutInFooter(page), where).toBe(0);
        expect(await boxes(page), where).toEqual(before);
      }
      await page.setViewportSize({ width: 360, height: 640 });
    }
    await page.keyboard.press('f');
    const before = await boxes(page);
    await page.keyboard.press('x');
    await exported(page, 'export-jsonl');
    await expect(remarks).toContainText(lang === 'en' ? 'left out' : '不含');
    expect(await cutInFooter(page)).toBe(0);
    expect(await boxes(page)).toEqual(before);
  });

  test(`the header of a phone reports saved and not downloaded work in every state: ${lang}`, async ({
    page,
    context,
  }) => {
    await openNews(page, lang);
    const saved = page.getByTestId('saved-state');
    const words =
      lang === 'en'
        ? {
            saved: 'Saved here',
            saving: 'Saving…',
            failed: 'NOT saved',
            left: (count: number) => `${count} not downloaded`,
          }
        : {
            saved: '已存于此浏览器',
            saving: '正在保存…',
            failed: '未保存',
            left: (count: number) => `${count} 条未下载`,
          };
    const expectSaid = async (of: Page, text: string): Promise<void> => {
      for (const width of [390, 360]) {
        await of.setViewportSize({ width, height: 640 });
        const shown = of.getByTestId('saved-state');
        await expect(shown).toHaveText(text, { useInnerText: true });
        await expect(shown).toBeInViewport({ ratio: 1 });
        expect(await shown.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
      }
    };
    await expectSaid(page, words.saved);
    await page.keyboard.press('j');
    for (let key = 0; key < 3; key++) await page.keyboard.press('x');
    await expect(saved).toHaveAttribute('data-state', 'saved');
    await expectSaid(page, `${words.saved} · ${words.left(3)}`);

    const second = await context.newPage();
    await second.setViewportSize({ width: 360, height: 640 });
    await second.goto(`./?device=wasm&lang=${lang}&learn=off`);
    await expect(second.getByTestId('read-only-bar')).toBeVisible();
    await expectSaid(second, `${words.saved} · ${words.left(3)}`);
    await second.close();

    // A transaction that does not end blocks the next one.
    await page.evaluate(async () => {
      const opening = indexedDB.open('rinse');
      await new Promise((resolve) => (opening.onsuccess = resolve));
      const { result: database } = opening;
      const store = database.transaction([...database.objectStoreNames], 'readwrite').objectStore('settings');
      const until = window as Window & { released?: boolean };
      const again = (): void => {
        if (until.released === true) database.close();
        else store.get('none').onsuccess = again;
      };
      again();
    });
    await page.keyboard.press('x');
    await expect(saved).toHaveAttribute('data-state', 'saving');
    await expectSaid(page, `${words.saving} · ${words.left(4)}`);
    await page.evaluate(() => ((window as Window & { released?: boolean }).released = true));
    await expect(saved).toHaveAttribute('data-state', 'saved');

    await setRoom(page, false);
    await page.keyboard.press('x');
    await expect(saved).toHaveAttribute('data-state', 'failed');
    await expectSaid(page, `${words.failed} · ${words.left(5)}`);
    await page.getByTestId('tab-row').click();
    await page.keyboard.press('f');
    await expect(page.getByTestId('focus-view')).toBeVisible();
    await expectSaid(page, `${words.failed} · ${words.left(5)}`);
    await setRoom(page, true);
    await page.getByTestId('save-retry').click();
    await expect(saved).toHaveAttribute('data-state', 'saved');
    await page.getByTestId('eviction-known').click();
    await expectSaid(page, `${words.saved} · ${words.left(5)}`);
  });
}

test('the second tab reports in focus mode that it only reads, and can take over', async ({ page, context }) => {
  await openNews(page, 'en');
  const second = await context.newPage();
  await second.goto('./?device=wasm&lang=en&learn=off&focus=1');
  await expect(second.getByTestId('focus-view')).toBeVisible();
  await expect(second.getByTestId('read-only-bar')).toBeVisible();
  await expect(second.getByTestId('notice')).toHaveCount(0);
  await second.keyboard.press('x');
  await expect(second.getByTestId('undecided')).toHaveText('Nothing was decided: this tab is read-only.');
  await second.getByTestId('take-over').click();
  await expect(second.getByTestId('read-only-bar')).toHaveCount(0);
  await expect(second.getByTestId('card')).toBeFocused();
  await expect(status(page)).toBeVisible();
});
