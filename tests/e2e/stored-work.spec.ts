import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { GARDEN, madeUp } from '../fakes/taught-rows.js';
import { learnt } from './learning.js';
import { confirmImport, exported, give, NO_LEARNING, score, shownRows, status } from './screen.js';
import { dumpStore, restoreStore, type StoreDump } from './stored-work.js';
import { applySignals, fixtureBytes, givenFile } from './training.js';

/**
 * The page opens an earlier build's work with all decisions, results, signals, settings. The database is of the build
 * of 28 November 2026. `RINSE_DUMP=1` rewrites it with the current build. A change of the schema must not need that.
 */

const FIXTURE = fileURLToPath(new URL('../fixtures/stored-work.json', import.meta.url));
/** An address of the page's origin that does not load the page. */
const BESIDE = './beside';
const EXPORTS = ['export-source', 'export-changes', 'export-audit'];

/** The shown state of a project. */
interface Shown {
  readonly name: string;
  readonly reviewed: string;
  /** The number of changes not yet downloaded. */
  readonly notDownloaded: string;
  readonly state: string | null;
  readonly rows: readonly unknown[];
  readonly points: string | null;
  readonly exports: readonly string[];
}

interface StoredWork {
  readonly dump: StoreDump;
  readonly shown: readonly Shown[];
}

async function read(page: Page, name: string): Promise<Shown> {
  const exports: string[] = [];
  const [notDownloaded = '0'] = /\d+/.exec(await page.getByTestId('saved-state').innerText()) ?? [];
  for (const choice of EXPORTS) exports.push(await exported(page, choice));
  return {
    name,
    reviewed: await page.getByTestId('count-reviewed').innerText(),
    notDownloaded,
    state: await status(page).getAttribute('data-state'),
    rows: (await shownRows(page)).slice(0, 8),
    points: await page.getByTestId('map').getAttribute('data-points'),
    exports,
  };
}

async function openEarlier(page: Page, name: string): Promise<void> {
  await page.getByTestId('earlier-project').filter({ hasText: name }).getByRole('button').first().click();
  await expect(page.getByTestId('queue-row').first()).toBeVisible();
}

async function home(page: Page): Promise<void> {
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  await page.getByTestId('home').click();
  await expect(page.getByTestId('landing')).toBeVisible();
}

if (process.env['RINSE_DUMP'] !== undefined) {
  test('makes the stored work', async ({ page }) => {
    test.setTimeout(300_000);
    await page.goto('./?device=wasm&lang=en');
    const rows = madeUp(GARDEN, { rows: 90, wrongEvery: 9 });
    const csv = rows.map(({ text, label }, at) => `g${at},"${text}, it says",${label}`);
    await give(page, 'garden.csv', `id,text,label\r\n${csv.join('\r\n')}\r\n`);
    await confirmImport(page);
    await learnt(page);
    await page.keyboard.press('j');
    await page.getByTestId('label-option-kitchen').click({ button: 'right' });
    await page.keyboard.press('q');
    await page.keyboard.press('Enter');
    for (const key of ['a', 'q', 'x', '1', 'u', 'e', 'x']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(200);
    }
    await exported(page, 'export-source');
    await page.keyboard.press('q');
    await home(page);

    await page.goto(NO_LEARNING);
    const expected = fixtureBytes('trustai_expected.tsv').toString('utf8').trimEnd().split('\n').slice(1);
    const pairs = expected
      .map((line) => line.split('\t').slice(0, 2))
      .map(([id, label]) => `${id}\ttext ${id}\t${label}`);
    await give(page, 'pairs.tsv', `id\ttext\tlabel\n${pairs.join('\n')}\n`);
    await confirmImport(page);
    await page
      .getByTestId('file-input')
      .setInputFiles(givenFile('log.jsonl', fixtureBytes('trustai_signals_input.jsonl')));
    await applySignals(page);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await home(page);

    await page.goto('./?device=wasm&lang=en&learn=off');
    const wanted = ['World', 'Sports', 'Business', 'Sci/Tech', 'Sports'];
    const news = wanted.map((label, at) =>
      JSON.stringify({
        text: `${Object.values(GARDEN)
          .join(' ')
          .split(' ')
          .slice(at * 4, at * 4 + 6)
          .join(' ')} shares`,
        label,
      }),
    );
    await give(page, 'news.jsonl', `${news.join('\n')}\n`);
    await confirmImport(page);
    await score(page);
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await home(page);
    const dump = await dumpStore(page);
    const shown: Shown[] = [];
    for (const name of ['garden.csv', 'pairs.tsv', 'news.jsonl']) {
      await openEarlier(page, name);
      shown.push(await read(page, name));
      await home(page);
    }
    const work: StoredWork = { dump, shown };
    writeFileSync(FIXTURE, `${JSON.stringify(work)}\n`);
  });
}

test('opens an earlier build’s work with its decisions, results, signals, keys and downloads', async ({ page }) => {
  const { dump, shown } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as StoredWork;
  await page.route(`**/${BESIDE.slice(2)}`, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto(BESIDE);
  await restoreStore(page, dump);
  await page.goto(NO_LEARNING);
  // The earlier build had closed its last project.
  await expect(page.getByTestId('landing')).toBeVisible();
  for (const before of shown) {
    await openEarlier(page, before.name);
    await expect(page.getByTestId('count-reviewed')).toHaveText(before.reviewed);
    if (before.points !== null) await expect(page.getByTestId('map')).toHaveAttribute('data-points', before.points);
    if (before.state !== null) await expect(status(page)).toHaveAttribute('data-state', before.state);
    expect(await read(page, before.name)).toEqual(before);
    await home(page);
  }
  await openEarlier(page, 'garden.csv');
  await page.keyboard.press('j');
  await expect(page.getByTestId('label-option-kitchen').locator('kbd')).toHaveText('q');
});
