import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { build } from 'vite';
import { test } from 'vitest';
import { findChromium } from '../../tools/browsers.mjs';
import { entryFiles } from '../../tools/entry-size.mjs';
import { createStaticServer, listen } from '../../tools/serve.mjs';
import { CACHE, keep, ROOT } from './measure.js';
import { news, tsvOf } from './texts.js';

const PEER = `${CACHE}peer/`;
const ROWS = 4096;
const RUNS = 5;

test('the size of the start', () => {
  const bytes = entryFiles(`${ROOT}dist`).reduce((sum, { gzip }) => sum + gzip, 0);
  keep({
    number: 15,
    unit: 'KB',
    ours: [bytes / 1000],
    peer: [],
    note: 'the sentences of one language not counted (about 20 KB)',
  });
});

/** Scores a file in the page, in a context of its own. Returns ms from the start of scoring to the last loss. */
async function scoredIn(browser: Browser, address: string, tsv: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}?device=wasm&lang=en&learn=off`);
  await page
    .getByTestId('file-input')
    .setInputFiles({ name: 'news.tsv', mimeType: 'text/plain', buffer: Buffer.from(tsv) });
  await page.getByTestId('import-confirm').click();
  const status = page.getByTestId('run-status');
  await status.waitFor();
  const ms = status.evaluate(
    (shown) =>
      new Promise<number>((resolve) => {
        let from = 0;
        const look = (): void => {
          const { state } = (shown as HTMLElement).dataset;
          if (state === 'scoring' && from === 0) from = performance.now();
          if (state === 'done') resolve(performance.now() - from);
        };
        new MutationObserver(look).observe(shown, { attributes: true });
      }),
  );
  await page.getByTestId('run-start').click();
  const found = await ms;
  await context.close();
  return found;
}

/** A page with transformers.js as its users load it: bundled, isolated, with onnxruntime's files beside it. */
async function servePeer(): Promise<{ readonly server: Server; readonly address: string }> {
  await build({
    configFile: false,
    root: `${ROOT}tests/bench/peer`,
    logLevel: 'error',
    build: { outDir: PEER, emptyOutDir: true, target: 'esnext', minify: false },
  });
  const types = new Map([
    ['.html', 'text/html'],
    ['.js', 'text/javascript'],
    ['.mjs', 'text/javascript'],
    ['.json', 'application/json'],
    ['.wasm', 'application/wasm'],
  ]);
  const server = createServer((request, response) => {
    void (async () => {
      const path = new URL(request.url ?? '', 'http://peer').pathname;
      const places = path.startsWith('/models/')
        ? [`${ROOT}public${path}`]
        : [
            `${PEER}${path === '/' ? 'index.html' : path.slice(1)}`,
            `${ROOT}node_modules/onnxruntime-web/dist/${path.slice(5)}`,
          ];
      for (const place of places) {
        const file = await stat(place).catch(() => null);
        if (!file?.isFile()) continue;
        response.writeHead(200, {
          'content-type': types.get(extname(place)) ?? 'application/octet-stream',
          'content-length': file.size,
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-embedder-policy': 'require-corp',
        });
        createReadStream(place).pipe(response);
        return;
      }
      response.writeHead(404).end();
    })();
  });
  return { server, address: `http://127.0.0.1:${await listen(server, 0)}/` };
}

test('scoring on the CPU beside the pipeline of transformers.js', async () => {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: ['--no-sandbox'],
    ...(executablePath === null ? {} : { executablePath }),
  });
  const rows = news(ROWS);
  const site = createStaticServer();
  const address = `http://127.0.0.1:${await listen(site, 0)}/`;
  const peer = await servePeer();
  const page = await browser.newPage();
  await page.goto(peer.address);
  await page.waitForFunction(() => 'classifyAll' in window);
  const classify = (texts: readonly string[]): Promise<number> =>
    page.evaluate((all) => (window as unknown as PeerPage).classifyAll(all), texts);
  const texts = rows.map(({ text }) => text);
  await classify(texts.slice(0, 256));
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let run = 0; run < RUNS; run++) {
    times.ours.push(await scoredIn(browser, address, tsvOf(rows)));
    times.peer.push(await classify(texts));
  }
  keep({
    number: 1,
    unit: 'ms',
    ...times,
    note: 'the model is loaded on both sides before the time begins; every run of Rinse is a first visit, so its other workers load meanwhile',
  });
  await browser.close();
  site.close();
  peer.server.close();
});

/** What the peer's page offers. */
interface PeerPage {
  /** Classifies texts in chunks of 32 in order. Returns the ms that it took. */
  classifyAll(texts: readonly string[]): Promise<number>;
}
