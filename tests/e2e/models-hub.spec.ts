import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.js';
import { readThrough } from './mapping.js';
import { ENTRIES_WITHOUT_MODELS, GRAPH, keptModels, ModelFolder } from './model-folder.js';
import { halfOf, ModelHub } from './model-hub.js';
import type { Odd } from './model-hub.js';
import { waitForOfflineCopy } from './offline-copy.js';
import { confirmImport, give, score } from './screen.js';

const ID = 'somebody/news-tiny';
const FILES = ['README.md', 'config.json', 'tokenizer.json', 'tokenizer_config.json', GRAPH];

let hub: ModelHub;

test.beforeEach(async () => {
  hub = await ModelHub.start();
});

test.afterEach(() => hub.stop());

/** Opens rows and the form for a download, with the hub's address in it. */
async function openForm(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await waitForOfflineCopy(page);
  await give(page, 'rows.tsv', 'text\tlabel\nShares fell in early trading\tBusiness\nThey won the match\tSports\n');
  await readThrough(page);
  await confirmImport(page);
  await page.getByTestId('hub').locator('summary').click();
  await page.getByTestId('hub-host').fill(hub.origin);
}

async function download(page: Page, id: string): Promise<void> {
  await page.getByTestId('hub-id').fill(id);
  await again(page);
}

/** Presses the button and agrees to the host. */
async function again(page: Page): Promise<void> {
  await page.getByTestId('hub-download').click();
  await expect(page.getByTestId('hub-agree')).toBeFocused();
  await page.keyboard.press('Enter');
}

test('downloads a model of the hub after consent, cancels, downloads again, and keeps it for an offline visit', async ({
  page,
  context,
  serveSite,
  watch,
}, testInfo) => {
  test.setTimeout(120_000);
  watch.allow(hub.origin);
  const folder = new ModelFolder(testInfo.outputPath('news-tiny'));
  hub.offer(ID, folder, FILES);
  const site = await serveSite();
  await openForm(page, `${site.url}?device=wasm&lang=en`);
  expect(hub.asked).toEqual([]);

  let held: ReturnType<typeof halfOf> | null = null;
  const holdGraph: Odd = (path, response) => {
    if (path !== GRAPH) return false;
    held = halfOf(folder.read(GRAPH), response);
    return true;
  };
  hub.odd = holdGraph;
  const form = page.getByTestId('hub');
  await download(page, ID);
  await expect(form).toContainText(/3(\.\d)? MB of 6 MB/);
  await expect(form.locator('progress')).toBeVisible();
  await expect(page.getByTestId('hub-id')).toBeDisabled();
  await page.getByTestId('hub-cancel').click();
  await expect(page.getByTestId('hub-download')).toHaveText('Download the model');
  await expect(page.getByTestId('hub-fault')).toHaveCount(0);
  await held!.gone;
  expect(await keptModels(page)).toEqual({ models: 0, files: 0 });

  hub.asked.length = 0;
  await page.getByTestId('hub-download').click();
  await expect(page.getByTestId('hub-question')).toContainText(new URL(hub.origin).host);
  await expect(page.getByTestId('hub-id')).toBeDisabled();
  await page.getByTestId('hub-cancel').click();
  await expect(page.getByTestId('hub-question')).toHaveCount(0);
  expect(hub.asked).toEqual([]);
  await again(page);
  await expect(form).toContainText(/3(\.\d)? MB of 6 MB/);
  held!.goOn();
  const select = page.getByTestId('model-select');
  await expect(select.locator('option:checked')).toHaveText(`${ID} (4 classes)`, { timeout: 40_000 });
  expect(hub.asked.sort()).toEqual(['list', ...FILES.slice(1)].map((path) => `${ID} ${path}`).sort());
  expect(await keptModels(page)).toEqual({ models: 1, files: 4 });

  hub.stop();
  await site.stop();
  await context.setOffline(true);
  await page.reload();
  await expect(select.locator('option:checked')).toHaveText(`${ID} (4 classes)`);
  await score(page);
});

type Case = readonly [what: string, odd: Odd, code: string];

const CASES: readonly Case[] = [
  ['an unknown id', () => false, 'model-not-found'],
  ['an error of the hub', (_, response) => Boolean(response.writeHead(500).end('no')), 'model-download'],
  [
    'a hub that lets no page in',
    (_, response) => {
      response.removeHeader('Access-Control-Allow-Origin');
      return false;
    },
    'model-download',
  ],
  [
    'a login page for the list',
    (_, response) => Boolean(response.setHeader('Content-Type', 'text/html').end('<!doctype html>')),
    'model-html',
  ],
  [
    'a page called a file',
    (path, response) => path === GRAPH && Boolean(response.end('<!doctype html><title>Sign in</title>')),
    'model-html',
  ],
  [
    'a missing file',
    (path, response) => path === 'tokenizer.json' && Boolean(response.writeHead(404).end()),
    'model-not-found',
  ],
];

test('reports each unusable answer of a hub, keeps no file, and tries again', async ({ page, watch }, testInfo) => {
  test.setTimeout(180_000);
  watch.allow(hub.origin);
  const folder = new ModelFolder(testInfo.outputPath('news-tiny'));
  hub.offer(ID, folder, FILES);
  await openForm(page, './?device=wasm&lang=en');
  const fault = page.getByTestId('hub-fault');
  const select = page.getByTestId('model-select');
  const expectFault = async (what: string, code: string): Promise<void> => {
    await expect(fault, what).toHaveAttribute('data-code', code, { timeout: 40_000 });
    expect((await fault.innerText()).length, what).toBeGreaterThan(20);
    await expect(select.locator('option'), what).toHaveText(ENTRIES_WITHOUT_MODELS);
    await expect(page.getByTestId('hub-download')).toHaveText('Try again');
  };

  await page.getByTestId('hub-id').fill('no id');
  await page.getByTestId('hub-download').click();
  await expect(page.getByTestId('hub')).toContainText('owner/name');
  expect(hub.asked).toEqual([]);

  for (const [what, odd, code] of CASES) {
    hub.odd = odd;
    await download(page, what === 'an unknown id' ? 'somebody/nothing' : ID);
    await expectFault(what, code);
  }

  const graph = folder.read(GRAPH);
  hub.odd = (path, response) => {
    if (path !== GRAPH) return false;
    void halfOf(graph, response);
    setTimeout(() => response.destroy(), 200);
    return true;
  };
  await download(page, ID);
  await expectFault('a connection that ends early', 'model-truncated');

  hub.odd = () => false;
  for (const [files, code] of [
    [['config.json', GRAPH], 'model-missing-tokenizer'],
    [['tokenizer.json', GRAPH], 'model-missing-config'],
    [['config.json', 'tokenizer.json', 'model.safetensors'], 'model-weights-only'],
  ] as const) {
    hub.offer(ID, folder, files);
    await download(page, ID);
    await expectFault(files.join(', '), code);
  }
  hub.offer(ID, folder, FILES);
  folder.configure({ id2label: { 0: 'a', 1: 'b' } });
  await download(page, ID);
  await expectFault('another number of classes', 'model-class-count');
  expect(await keptModels(page)).toEqual({ models: 0, files: 0 });

  folder.configure({ id2label: { 0: 'World', 1: 'Sports', 2: 'Business', 3: 'Tech' } });
  await again(page);
  await expect(select.locator('option:checked')).toHaveText(`${ID} (4 classes)`, { timeout: 40_000 });
  await expect(fault).toHaveCount(0);
});

test('ends the download from a silent hub, and keeps no file', async ({ page, watch }, testInfo) => {
  watch.allow(hub.origin);
  const folder = new ModelFolder(testInfo.outputPath('news-tiny'));
  hub.offer(ID, folder, FILES);
  hub.odd = (path, response) => {
    if (path === GRAPH) void halfOf(folder.read(GRAPH), response);
    return path === GRAPH;
  };
  await page.clock.install();
  await openForm(page, './?device=wasm&lang=en');
  await download(page, ID);
  await expect(page.getByTestId('hub')).toContainText(/3(\.\d)? MB of 6 MB/);
  await page.clock.fastForward(31_000);
  await expect(page.getByTestId('hub-fault')).toHaveAttribute('data-code', 'model-stalled');
  expect(await keptModels(page)).toEqual({ models: 0, files: 0 });
});
