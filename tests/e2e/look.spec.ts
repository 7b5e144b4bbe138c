import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { madeUp, tsvOf } from '../fakes/taught-rows.js';
import { learnt, openDataset } from './learning.js';
import { openSample } from './scored.js';
import { status } from './screen.js';

/** The look of the page: unbroken words, targets large enough for a thumb, and distinguishable names. */

/** The lines that hold a part of an element's text. */
function linesOf(element: Locator, part: string): Promise<number> {
  return element.evaluate((node, words) => {
    const text = node.firstChild as Text;
    const range = document.createRange();
    range.setStart(text, text.data.indexOf(words));
    range.setEnd(text, text.data.indexOf(words) + words.length);
    return new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top))).size;
  }, part);
}

test('the Chinese headline breaks at its comma in every width', async ({ page }) => {
  await page.goto('./?lang=zh-CN');
  const headline = page.getByRole('heading', { level: 1 });
  for (const width of [360, 390, 600, 1024, 1440]) {
    await page.setViewportSize({ width, height: 700 });
    for (const part of ['找出文本数据集中的错误标签', '并加以更正']) {
      expect(await linesOf(headline, part), `${part}, ${width}`).toBe(1);
    }
  }
});

test('the sample is readable from a wide window to a phone', async ({ page }) => {
  await openSample(page);
  await test.step('the legend has no entry for incomparable rows without such rows', async () => {
    const buckets = page.getByTestId('map-bucket');
    await expect(buckets).toHaveCount(2);
    expect(await buckets.evaluateAll((all) => all.map((entry) => entry.getAttribute('data-bucket')))).toEqual([
      'agree',
      'disagree',
    ]);
  });
  await test.step('no control is smaller than 24 pixels', async () => {
    await page.getByTestId('queue-row').first().click();
    const small = await page.locator('button, select, summary, [role=tab], [role=slider]').evaluateAll((all) =>
      all.flatMap((control) => {
        const { width, height } = control.getBoundingClientRect();
        const name = control.getAttribute('data-testid') ?? control.textContent.trim();
        return width > 0 && Math.min(width, height) < 23.5 ? [`${name}: ${width} x ${height}`] : [];
      }),
    );
    expect(small).toEqual([]);
  });
  await test.step('the mark of the labels before decisions covers neither the title nor the status', async () => {
    await page.keyboard.press('a');
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.keyboard.down(' ');
      const mark = await page.getByTestId('as-it-was').boundingBox();
      const header = await page.locator('header').first().boundingBox();
      expect(mark?.y).toBeGreaterThan((header?.y ?? 0) + (header?.height ?? 0));
      await page.keyboard.up(' ');
    }
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  });
  await page.setViewportSize({ width: 360, height: 640 });
  await test.step('buttons that decide rows are large enough for a thumb, on the card and on the map', async () => {
    await page.getByTestId('tab-row').click();
    const handles = ['accept-suggestion', 'confirm-label', 'discard-row'];
    for (const handle of handles) {
      expect((await page.getByTestId(handle).boundingBox())?.height, handle).toBeGreaterThanOrEqual(44);
    }
    const reading = await page.getByTestId('card-reading').boundingBox();
    expect(reading?.height).toBeGreaterThanOrEqual(96);
    await page.getByTestId('tab-map').click();
    await page.getByTestId('map').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const popup = page.getByTestId('inline-editor');
    await expect(popup.getByTestId('popup-open')).toBeVisible();
    for (const handle of ['popup-accept', 'popup-open']) {
      expect((await page.getByTestId(handle).boundingBox())?.height, handle).toBeGreaterThanOrEqual(44);
    }
  });
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1024, height: 768 });
  await test.step('four labels fill one line or two equal lines in every width', async () => {
    await page.keyboard.press('j');
    for (const focused of [false, true]) {
      if (focused) await page.keyboard.press('f');
      for (const width of [360, 390, 768, 1024]) {
        await page.setViewportSize({ width, height: 768 });
        if (!focused) await page.getByTestId('tab-row').click();
        const options = page.getByTestId(/^label-option-/);
        await expect(options).toHaveCount(4);
        const tops = await options.evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
        expect(tops.filter((top) => top === tops[0]).length % 2, `${width}, ${tops.join(' ')}`).toBe(0);
      }
    }
  });
  await page.keyboard.press('f');
  await page.setViewportSize({ width: 360, height: 640 });
  await page.reload();
  await expect(status(page)).toHaveAttribute('data-state', 'done');
  await test.step('the counts of suspected rows add up in focus mode on a phone', async () => {
    await page.keyboard.press('f');
    const progress = page.getByTestId('focus-progress');
    await expect(progress).toBeVisible();
    await page.keyboard.press('a');
    await page.keyboard.press('x');
    await expect(progress).toHaveText(/fixed 1 · kept or discarded 1/);
    const counts = (await progress.innerText()).match(/\d+/g)?.map(Number) ?? [];
    expect(counts).toHaveLength(4);
    const [suspected = 0, ...parts] = counts;
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(suspected);
    expect(await progress.evaluate((line) => line.scrollHeight - line.clientHeight)).toBeLessThanOrEqual(1);
  });
});

test('long names of labels have a line each on a phone, and short ones share a line', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const words = 'abcdefghij'.split('').map((letter) => `${letter}one ${letter}two ${letter}three ${letter}four`);
  for (const [name, least, most] of [
    ['payment_not_recognised_', 300, 390],
    ['', 100, 180],
  ] as const) {
    await page.goto('./?device=wasm&lang=en');
    const topics = Object.fromEntries(words.map((text, index) => [`${name}kind_${index}`, text]));
    await openDataset(page, `${name}a.tsv`, tsvOf(madeUp(topics, { rows: 200, wrongEvery: 10 })));
    await learnt(page);
    await page.getByTestId('tab-row').click();
    await page.keyboard.press('j');
    // The two visible labels have their own place, side by side.
    const box = await page
      .getByTestId(/^label-option-/)
      .nth(2)
      .boundingBox();
    expect(box?.width, name).toBeGreaterThan(least);
    expect(box?.width, name).toBeLessThan(most);
  }
});

test('a label of one digit is as close to the verb of its button as a longer label', async ({ page }) => {
  await page.goto('./?device=wasm&lang=en');
  const topics = { 1: 'apple pear plum cherry', 2: 'lathe hammer chisel anvil' };
  await openDataset(page, 'digits.tsv', tsvOf(madeUp(topics, { rows: 100, wrongEvery: 10 })));
  await learnt(page);
  const name = page.getByTestId('confirm-label').locator('.start');
  await expect(name).toHaveText(/^[12]$/);
  const [box, text] = await name.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [element.getBoundingClientRect().width, range.getBoundingClientRect().width] as const;
  });
  expect(box - text).toBeLessThan(1);
});
