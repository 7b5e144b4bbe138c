// @ts-check
import { existsSync } from 'node:fs';

const CHROMIUM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const FIREFOX_PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/**
 * The browser that the browser tests drive: `CHROMIUM_PATH`, else the first found in the usual places, else null.
 * @returns {string | null}
 */
export function findChromium() {
  return firstOf(process.env['CHROMIUM_PATH'], CHROMIUM_PLACES);
}

/**
 * The browser of the tests in Firefox: `FIREFOX_PATH`, else the first found in the usual places, else null.
 * @returns {string | null}
 */
export function findFirefox() {
  return firstOf(process.env['FIREFOX_PATH'], FIREFOX_PLACES);
}

/**
 * @param {string | undefined} chosen
 * @param {readonly string[]} places
 */
function firstOf(chosen, places) {
  return [...(chosen ? [chosen] : []), ...places].find((path) => existsSync(path)) ?? null;
}
