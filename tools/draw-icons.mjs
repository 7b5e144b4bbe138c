// @ts-check
/** Draws public/icon-192.png and icon-512.png: the drop of icon.svg on a full square, so that any mask may crop it. */
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from './browsers.mjs';

const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));
const drop = readFileSync(`${PUBLIC}icon.svg`, 'utf8').replace('<svg ', '<svg width="60%" height="60%" ');

const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium found: set CHROMIUM_PATH');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size }, colorScheme: 'light' });
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:#e2f2f2">${drop}</body>`,
  );
  await page.screenshot({ path: `${PUBLIC}icon-${size}.png` });
}
await browser.close();
