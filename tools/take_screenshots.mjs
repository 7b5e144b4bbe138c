// @ts-check
/**
 * Takes the pictures of the README from the built page: `npm run build && node tools/take_screenshots.mjs`.
 * They show the built-in sample, scored here, with the first rows decided.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.mjs';
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
  for (const key of ['a', 'a', 'Enter', 'a']) await page.keyboard.press(key);
  await page.locator('[data-testid=saved-state][data-state=saved]').waitFor();
  await page.locator('[data-testid=map] canvas').waitFor();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${FOLDER}${file}.png` });
  await page.close();
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
await browser.close();
server.close();
