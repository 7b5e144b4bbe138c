// @ts-check
import { existsSync } from 'node:fs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser that the browser tests drive: `CHROMIUM_PATH`, else the first found in the usual places, else null.
 * @returns {string | null}
 */
export function findChromium() {
  const chosen = process.env['CHROMIUM_PATH'];
  return [...(chosen ? [chosen] : []), ...USUAL_PLACES].find((path) => existsSync(path)) ?? null;
}
