// @ts-check
/**
 * Takes the pictures of the README and of the documents from the built page: `npm run build && node tools/take_screenshots.mjs`.
 * The README's show the built-in sample, learnt from itself, with the first rows decided; those of the data map are the
 * page's own pictures of the signals that the tests use.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './browsers.mjs';
import { createStaticServer, listen } from './serve.mjs';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const SIZE = { width: 1440, height: 900 };

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} base
 * @param {{ lang: string, scheme: 'light' | 'dark', file: string }} picture
 */
async function takeMain(browser, base, { lang, scheme, file }) {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: scheme });
  await page.goto(`${base}?sample=news&device=wasm&lang=${lang}`);
  await page.locator('[data-testid=run-status][data-state=done]').waitFor({ timeout: 120_000 });
  await page.getByTestId('open-setup').click();
  await page.getByTestId('learn-instead').click();
  await page.locator('[data-testid=run-status][data-state=done][data-device=learned]').waitFor({ timeout: 120_000 });
  // The focus is on the button of the setup panel, which Enter would press.
  await page.getByTestId('queue-row').first().click();
  for (const key of ['a', 'a', 'Enter', 'a']) await page.keyboard.press(key);
  await page.locator('[data-testid=saved-state][data-state=saved]').waitFor();
  await page.locator('[data-testid=map] canvas').waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${FOLDER}${file}.png` });
  await page.close();
}

/**
 * The rows with a high loss, all of them selected.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} base
 * @param {{ lang: string, scheme: 'light' | 'dark', file: string }} picture
 */
async function takeBench(browser, base, { lang, scheme, file }) {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: scheme });
  await page.goto(`${base}?sample=news&device=wasm&lang=${lang}`);
  await page.locator('[data-testid=run-status][data-state=done]').waitFor({ timeout: 120_000 });
  await page.locator('[data-testid=reason][data-reason=high_loss]').click();
  await page.getByTestId('select-all').click();
  await page.locator('[data-testid=map] canvas').waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${FOLDER}${file}.png` });
  await page.close();
}

const SIGNALS = fileURLToPath(new URL('../tests/fixtures/trustai_signals_input.jsonl', import.meta.url));
/** The plots of the data-map tutorial, by the control that makes each; nothing = the standard one. */
const PLOTS = [
  { file: 'standard', control: null },
  { file: 'forgotten', control: 'map-f-times' },
  { file: 'learnt', control: 'map-l-times' },
];
/** Width of a plot in a document, half of the picture that the page makes. */
const PLOT_WIDTH = 1200;

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} base
 * @param {string} lang
 */
async function takePlots(browser, base, lang) {
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(`${base}?lang=${lang}`);
  await page.getByTestId('file-input').setInputFiles(SIGNALS);
  await page.getByTestId('training-confirm').click();
  await page.locator('[data-testid=map][data-points="100"] canvas').waitFor();
  for (const { file, control } of PLOTS) {
    if (control) await page.getByTestId(control).fill('0');
    const coming = page.waitForEvent('download');
    await page.getByTestId('export-menu').click();
    await page.getByTestId('export-map-png').click();
    const picture = readFileSync(await (await coming).path());
    writeFileSync(`${FOLDER}data-map-${file}.${lang}.png`, await smaller(browser, picture));
    if (control) await page.getByTestId(control).fill('');
  }
  await page.close();
}

/**
 * The picture as wide as a document shows it.
 * @param {import('@playwright/test').Browser} browser
 * @param {Buffer} picture
 */
async function smaller(browser, picture) {
  const page = await browser.newPage();
  await page.setContent(`<img alt="" width="${PLOT_WIDTH}" src="data:image/png;base64,${picture.toString('base64')}">`);
  const png = await page.locator('img').screenshot();
  await page.close();
  return png;
}

const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium is installed: run npm test once, it installs one.');
mkdirSync(FOLDER, { recursive: true });
const server = createStaticServer();
const port = await listen(server, 0);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const base = `http://127.0.0.1:${port}/`;
await takeMain(browser, base, { lang: 'en', scheme: 'light', file: 'main-light' });
await takeMain(browser, base, { lang: 'zh-CN', scheme: 'dark', file: 'main-zh-dark' });
await takeBench(browser, base, { lang: 'en', scheme: 'light', file: 'bench-light' });
await takeBench(browser, base, { lang: 'zh-CN', scheme: 'dark', file: 'bench-zh-dark' });
for (const lang of ['en', 'zh-CN']) await takePlots(browser, base, lang);
await browser.close();
server.close();
