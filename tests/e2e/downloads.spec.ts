import { readFileSync } from 'node:fs';
import type { BrowserContext, Download, Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { readThrough } from './mapping.js';
import { confirmImport, give, objectsOf } from './screen.js';

const HOME = './?device=wasm&lang=en';
const LABELS = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** A TSV in which each record at a multiple of `every`, except the first, is unreadable. */
interface Table {
  readonly text: string;
  /** Position and label of each row. */
  readonly rows: readonly (readonly [position: number, text: string, label: string])[];
  /** Content of each record that is set aside, by its position. */
  readonly setAside: readonly (readonly [position: number, content: string])[];
}

function tableOf(name: string, records: number, every: number): Table {
  const rows: [number, string, string][] = [];
  const setAside: [number, string][] = [];
  const lines = Array.from({ length: records }, (_, at) => {
    const text = `${name} record ${at} ${'and some more words '.repeat(4)}end`;
    if (at > 0 && at % every === 0) {
      setAside.push([at, text]);
      return text;
    }
    const label = LABELS[at % 4] ?? '';
    rows.push([at, text, label]);
    return `${text}\t${label}`;
  });
  return { text: `text\tlabel\n${lines.join('\n')}\n`, rows, setAside };
}

/** Delays every request of pages to their workers for a piece of an export or of a reading. */
async function slowWorkers(context: BrowserContext, delayMs: number): Promise<void> {
  await context.addInitScript((ms) => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: unknown, more?: StructuredSerializeOptions | Transferable[]) {
      const { path } = message as { readonly path?: readonly string[] };
      const late = path?.[0] === 'nextExport' || path?.[0] === 'advance';
      const options = more as StructuredSerializeOptions;
      if (late) setTimeout(() => post.call(this, message, options), ms);
      else post.call(this, message, options);
    };
  }, delayMs);
}

/** Collects the downloads of a page. */
function downloadsOf(page: Page): Download[] {
  const all: Download[] = [];
  page.on('download', (download) => all.push(download));
  return all;
}

async function textOf(download: Download | undefined): Promise<string> {
  if (!download) throw new Error('no download');
  const path = await download.path();
  return readFileSync(path, 'utf8');
}

async function linesOf(download: Download | undefined): Promise<Record<string, unknown>[]> {
  return objectsOf(await textOf(download));
}

/** Waits until the page writes no file any more. */
async function allWritten(page: Page): Promise<void> {
  await expect(page.getByTestId('export-menu')).toHaveAttribute('data-coming', '0', { timeout: 60_000 });
}

test('a download, the records set aside of another file and two Ctrl+S at once each write a whole file', async ({
  page,
  context,
}) => {
  await slowWorkers(context, 300);
  const big = tableOf('big', 20_000, 80);
  const other = tableOf('other', 6000, 6);
  await page.goto(HOME);
  await give(page, 'big.tsv', big.text);
  await confirmImport(page);
  const downloads = downloadsOf(page);

  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-audit').click();
  await expect(page.getByTestId('export-menu')).toHaveText('Preparing the file…');
  await give(page, 'other.tsv', other.text);
  expect(await readThrough(page)).toEqual({ rows: other.rows.length, rejected: other.setAside.length });
  await page.getByTestId('rejects').locator('summary').click();
  await page.getByTestId('rejects-download').click();
  await expect(page.getByTestId('rejects-download')).toHaveText('Preparing 2 files…');
  await page.getByTestId('import-cancel').click();
  await expect(page.getByTestId('import-dialog')).toHaveCount(0);
  await page.keyboard.press('Control+s');
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('export-menu')).toHaveAttribute('data-coming', '3');
  expect(downloads).toEqual([]);
  await allWritten(page);

  expect(downloads.map((download) => download.suggestedFilename())).toEqual([
    'big.audit.jsonl',
    'other.set-aside.jsonl',
    'big.corrected.tsv',
  ]);
  const [audit, setAside] = await Promise.all(downloads.slice(0, 2).map(linesOf));
  expect(audit?.map((line) => [line['row'], line['text'], line['original_label']])).toEqual(big.rows);
  expect(setAside?.map((line) => [line['row'], line['content']])).toEqual(other.setAside);
  expect(await textOf(downloads[2])).toBe(big.text);
  await expect(page.getByTestId('notice')).toHaveCount(0);
});

test('reports that it still writes the records set aside after the dialog is closed', async ({ page, context }) => {
  await slowWorkers(context, 600);
  const table = tableOf('only', 10_000, 10);
  await page.goto(HOME);
  await give(page, 'only.tsv', table.text);
  await readThrough(page);
  const downloads = downloadsOf(page);
  await page.getByTestId('rejects').locator('summary').click();
  await page.getByTestId('rejects-download').click();
  await page.getByTestId('import-cancel').click();
  await expect(page.getByTestId('download-bar')).toHaveText('Preparing only.set-aside.jsonl…');
  await expect(page.getByTestId('download-bar')).toHaveCount(0, { timeout: 60_000 });
  expect(downloads).toHaveLength(1);
  const lines = await linesOf(downloads[0]);
  expect(lines.map((line) => [line['row'], line['content']])).toEqual(table.setAside);
});

test('Ctrl+S right after a take-over writes whole files from one tab', async ({ context }) => {
  await slowWorkers(context, 300);
  const table = tableOf('shared', 15_000, 100);
  const first = await context.newPage();
  await first.goto(HOME);
  await give(first, 'shared.tsv', table.text);
  await confirmImport(first);
  await first.keyboard.press('j');
  const discarded = Number(await first.getByTestId('card').getAttribute('data-row'));
  await first.keyboard.press('x');
  await expect(first.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
  const second = await context.newPage();
  await second.goto(HOME);
  await expect(second.getByTestId('take-over')).toBeVisible();
  const all = [downloadsOf(first), downloadsOf(second)];
  const whole = table.text
    .split('\n')
    .toSpliced(discarded + 1, 1)
    .join('\n');

  for (const [taker, other] of [
    [second, first],
    [first, second],
  ] as const) {
    await taker.bringToFront();
    await taker.getByTestId('take-over').click();
    await taker.keyboard.press('Control+s');
    await taker.keyboard.press('Control+s');
    await other.keyboard.press('Control+s');
    await expect(other.getByTestId('read-only-bar')).toBeVisible();
    await expect(taker.getByTestId('read-only-bar')).toHaveCount(0);
    await expect(taker.getByTestId('undo')).toBeEnabled();
    for (const page of [taker, other]) await allWritten(page);
  }
  for (const downloads of all) {
    expect(downloads.length).toBeGreaterThanOrEqual(2);
    for (const download of downloads) {
      expect(await textOf(download)).toBe(whole);
    }
  }
  for (const page of [first, second]) {
    await expect(page.getByTestId('notice')).toHaveCount(0);
  }
});
