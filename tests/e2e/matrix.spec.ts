import { mkdirSync, readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expectNoViolations } from './axe.js';
import { misfits, WINDOWS } from './fits.js';
import { expect, test } from './fixtures.js';
import { GARDEN, madeUp, tsvOf } from '../fakes/taught-rows.js';
import { learnt } from './learning.js';
import { confirmImport, give, status } from './screen.js';
import { applySignals, fixtureBytes, givenFile } from './training.js';

/**
 * Every state of the page in six windows: no control is outside of the window, covered or cut, and axe reports no
 * violation. Names depend on the language only and contrast on the theme only, so two pairings cover both.
 * RINSE_SHOTS=folder writes a picture of each state, and runs both themes in both languages.
 */

const SHOTS = process.env['RINSE_SHOTS'];
type Pairing = readonly [lang: 'en' | 'zh-CN', theme: 'light' | 'dark'];
const PAIRINGS: readonly Pairing[] = [
  ['en', 'light'],
  ['zh-CN', 'dark'],
  ...(SHOTS === undefined
    ? []
    : ([
        ['en', 'dark'],
        ['zh-CN', 'light'],
      ] as const)),
];

type Pane = 'queue' | 'row' | 'map';
/** The panes of a narrow window to look at, or the element to scroll to. */
type Where = readonly Pane[] | Locator;
/** Checks a state in each window, and records misfits. */
type Look = (state: string, where?: Where) => Promise<void>;

const EVERY_PANE = ['queue', 'row', 'map'] as const;

function lookerAt(page: Page, [lang, theme]: Pairing, found: string[]): Look {
  if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });
  const lookOnce = async (state: string, window: string): Promise<void> => {
    // Some elements get their size a moment later.
    let wrong = await misfits(page);
    for (let again = 0; wrong.length > 0 && again < 5; again++) {
      await page.waitForTimeout(100);
      wrong = await misfits(page);
    }
    found.push(...wrong.map((what) => `${state}, ${window}: ${what}`));
    if (SHOTS === undefined) return;
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${SHOTS}/${state.replaceAll(' ', '-')}_${window}_${lang}_${theme}.png` });
  };
  return (state, where = []) =>
    test.step(state, async () => {
      for (const [width, height] of WINDOWS) {
        await page.setViewportSize({ width, height });
        const window = `${width}x${height}`;
        if (!isPanes(where)) {
          await where.scrollIntoViewIfNeeded();
          await lookOnce(state, window);
        } else if (where.length === 0 || width >= 1100) {
          await lookOnce(state, window);
        } else {
          for (const pane of where) {
            await page.getByTestId(`tab-${pane}`).click();
            await lookOnce(state, `${window}_${pane}`);
          }
        }
      }
      await page.setViewportSize({ width: 1280, height: 720 });
    });
}

function isPanes(where: Where): where is readonly Pane[] {
  return Array.isArray(where);
}

async function open(page: Page, [lang, theme]: Pairing, query = ''): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(`./?device=wasm&lang=${lang}${query}`);
}

const SAMPLE = readFileSync('public/samples/news.tsv', 'utf8').trimEnd().split('\n');
/** Real rows, one with a long text, and unreadable lines. */
const NEWS = [
  SAMPLE[0],
  ...SAMPLE.slice(1, 120),
  `long\t${'Shares of the company fell again on Friday after a long week. '.repeat(60)}\tSports\t0`,
  'a line without a label',
  'another one',
  ...SAMPLE.slice(120, 300),
].join('\n');

test('the check reports elements outside of the window, covered, cut or low, but not scrolled or titled ones', async ({
  page,
}) => {
  await page.setViewportSize({ width: 400, height: 300 });
  await page.setContent(`<!doctype html>
    <style>body { margin: 0 } button { position: absolute; top: 0; left: 0; width: 60px; height: 30px; padding: 0; white-space: nowrap }</style>
    <div class="working" style="height: 100vh">
      <button style="left: 380px">A</button>
      <button style="top: 100px; left: 10px">B</button><button style="top: 110px; left: 20px">C</button>
      <dialog open style="top: 90px; left: 0; margin: 0; padding: 0; width: 70px; height: 60px"><button>D</button></dialog>
      <button style="top: 200px; overflow: hidden">a name that is cut off</button>
      <button style="top: 240px; overflow: hidden" title="whole">a name that is cut off</button>
      <div style="position: absolute; top: 10px; width: 100px; height: 40px; overflow: hidden">
        <button style="left: 70px; top: 5px">E</button>
      </div>
      <div style="position: absolute; top: 160px; width: 100px; height: 30px; overflow: auto">
        <div style="position: relative; height: 200px"><button style="top: 100px">F</button></div>
      </div>
      <div data-testid="map" style="position: absolute; top: 100px; left: 200px; width: 90px; height: 60px">
        <div class="area" style="height: 50px"></div>
      </div>
      <div class="titles" style="position: absolute; top: 200px; left: 200px; width: 40px">
        <div class="words" style="overflow: hidden; white-space: nowrap">a title of an axis</div>
      </div>
    </div>`);
  const found = (await misfits(page)).map((what) =>
    what.replace(/(“\w).*?”/g, '$1”').replace(/: \d+ x .*| (at|by) .*/, ''),
  );
  expect(found.sort()).toEqual([
    'cut: button “a”, BUTTON',
    'cut: div “a”',
    'low: the plot is only 50 px high',
    'outside: button “A”',
    'outside: button “E”',
    'overlap: button “B” and button “C”',
    'the page is wider than the window',
  ]);
});

for (const pairing of PAIRINGS) {
  const [lang, theme] = pairing;

  test(`a dataset from the start page to focus mode fits every window, and axe finds nothing: ${lang}, ${theme}`, async ({
    page,
    context,
  }) => {
    test.setTimeout(180_000);
    const found: string[] = [];
    const look = lookerAt(page, pairing, found);
    const expectAccessible = (state: string): Promise<void> => expectNoViolations(page, state);
    await open(page, pairing, '&learn=off');
    await expect(page.getByTestId('landing')).toBeVisible();
    await look('landing');
    await expectAccessible('start page');
    await give(page, 'a-news-file-with-a-long-name.tsv', NEWS);
    await expect(page.getByTestId('import-confirm')).toBeEnabled();
    await look('import');
    await expectAccessible('mapping dialog');
    await page.getByTestId('rejects').locator('summary').click();
    await look('rejects', page.getByTestId('rejects-download'));
    await confirmImport(page);
    await expect(page.getByTestId('label-map')).toBeVisible();
    await look('setup', ['map']);
    await expectAccessible('before the run');

    await page.getByTestId('run-start').click();
    await expect(status(page)).toHaveAttribute('data-state', /scoring|done/);
    await look('scoring', ['queue']);
    await expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
    const map = page.getByTestId('map');
    await expect(map).toHaveAttribute('data-points', /[1-9]/);
    await look('scored', EVERY_PANE);
    await expectAccessible('main screen');
    for (const key of ['a', 'a', 'Enter', 'x']) await page.keyboard.press(key);
    await page.keyboard.press('k');
    await page.keyboard.down(' ');
    await expect(page.getByTestId('as-it-was')).toBeVisible();
    await look('as it was');
    await expectAccessible('as it was');
    await page.keyboard.up(' ');
    const order = page.locator('select.order');
    await order.selectOption('tokens');
    await page.getByTestId('queue').press('Home');
    await expect(page.getByTestId('card')).toContainText('after a long week');
    await look('long text', ['row']);
    await order.selectOption('loss-desc');

    const hiddenEntry = page.getByTestId('map-bucket').first();
    const filters = page.getByRole('complementary').locator('button[aria-expanded]');
    await hiddenEntry.click();
    await filters.click();
    await look('filters and a hidden legend entry', EVERY_PANE);
    for (const key of ['+', '+', '+', '+', '+', '+']) await map.press(key);
    await look('zoomed', ['map']);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByTestId('tab-map').click();
    await map.press('ArrowRight');
    await map.press('Enter');
    await expect(page.getByTestId('inline-editor')).toBeVisible();
    await look('popup', EVERY_PANE);
    await filters.click();
    await hiddenEntry.click();
    await page.getByTestId('open-setup').click();
    await expect(page.getByTestId('label-map')).toBeVisible();
    await look('setup after the run', ['map']);
    await page.getByTestId('open-setup').click();
    await expect(page.getByTestId('label-map')).toHaveCount(0);

    await page.keyboard.press('?');
    await expect(page.getByTestId('keys-help')).toBeVisible();
    await look('help');
    await expectAccessible('keys');
    await page.keyboard.press('Escape');
    await page.getByTestId('export-menu').click();
    await look('downloads');
    await page.keyboard.press('Escape');
    await give(page, 'nothing.tsv', '');
    await expect(page.getByTestId('notice')).toBeVisible();
    await look('notice', ['row']);
    await page.getByTestId('notice').getByRole('button').last().click();

    const second = await context.newPage();
    await open(second, pairing);
    await expect(second.getByTestId('read-only-bar')).toBeVisible();
    await second.keyboard.press('j');
    await lookerAt(second, pairing, found)('second tab', ['row']);
    await second.close();

    await page.getByTestId('focus-mode').click();
    await expect(page.getByTestId('focus-view')).toBeVisible();
    await look('focus');
    await expectAccessible('focus mode');
    expect(found).toEqual([]);
  });

  test(`learning, signals and several labels fit every window: ${lang}, ${theme}`, async ({ page }) => {
    const found: string[] = [];
    const look = lookerAt(page, pairing, found);
    await open(page, pairing);
    const garden = tsvOf(madeUp(GARDEN, { rows: 150, wrongEvery: 10 }));
    await give(page, 'a-file-with-a-rather-long-name.tsv', garden);
    await confirmImport(page);
    await learnt(page);
    await expect(page.getByTestId('learning-summary')).toBeVisible();
    await page.getByTestId('queue-row').first().click();
    await look('learnt', ['row', 'map']);
    await page.keyboard.press('f');
    await expect(page.getByTestId('focus-view')).toBeVisible();
    await look('learnt focus');
    await page.keyboard.press('f');
    await give(page, 'nothing.tsv', '');
    await expect(page.getByTestId('notice')).toBeVisible();
    await look('learnt with a message', EVERY_PANE);
    await page.getByTestId('map-x').selectOption('label_var');
    await expect(page.getByTestId('map-grouping')).toBeVisible();
    await look('signals of learning with a message', EVERY_PANE);
    await page.reload();
    await expect(page.getByTestId('map-grouping')).toBeVisible();
    await look('signals of learning after a reload', EVERY_PANE);

    await open(page, pairing, '&learn=off');
    const log = givenFile('trustai_signals_input.jsonl', fixtureBytes('trustai_signals_input.jsonl'));
    await page.getByTestId('file-input').setInputFiles(log);
    await applySignals(page);
    await look('signals', EVERY_PANE);
    await page.getByTestId('map-options-all').click();
    await look('signals with all settings', EVERY_PANE);

    await open(page, pairing, '&learn=off');
    const several = readFileSync('tests/fixtures/cases/04-doccano/all.jsonl', 'utf8');
    await give(page, 'all.jsonl', several);
    await confirmImport(page);
    const row = several.split('\n').findIndex((text) => text.includes('["World", "Business"]'));
    await page.locator(`[data-testid=queue-row][data-row="${row}"]`).click();
    await page.getByTestId('label-option-World').click();
    await expect(page.getByTestId('several-dialog')).toBeVisible();
    await look('several labels');
    expect(found).toEqual([]);
  });
}
