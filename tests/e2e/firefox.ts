import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type KeyInput, type Page } from 'puppeteer-core';
import { findFirefox } from '../../tools/browsers.mjs';
import { expect, test, type Watch } from './fixtures.js';
import { offlineCopyServes } from './offline-copy.js';

/** A timeout for two browsers on two cores, not a measure of speed. */
const PATIENCE_MS = 60_000;

interface FirefoxFixtures {
  /** A page in a Firefox of its own, with a profile of its own. */
  readonly firefox: FirefoxPage;
}

export const firefoxTest = test.extend<FirefoxFixtures>({
  firefox: async ({ watch, baseURL }, use, testInfo) => {
    const folder = testInfo.outputPath('firefox');
    const browser = await launch({
      browser: 'firefox',
      executablePath: findFirefox() ?? '',
      headless: true,
      timeout: PATIENCE_MS,
      extraPrefsFirefox: downloadsTo(join(folder, 'downloads')),
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setViewport({ width: 1440, height: 900 });
    await use(new FirefoxPage(page, folder, baseURL ?? '', watch));
    await browser.close();
  },
});

/** The path of the Firefox for the tests. Without a Firefox, logs that and returns null. */
export function firefoxPath(): string | null {
  const path = findFirefox();
  if (path === null) console.log('stepping aside: no Firefox is installed, and FIREFOX_PATH names none');
  return path;
}

function downloadsTo(folder: string): Record<string, unknown> {
  mkdirSync(folder, { recursive: true });
  return {
    'browser.download.folderList': 2,
    'browser.download.dir': folder,
    'browser.download.useDownloadDir': true,
    'browser.download.alwaysOpenPanel': false,
    'browser.download.always_ask_before_handling_new_types': false,
  };
}

/** The page in Firefox, by its `data-testid`s. Waits are those of the tests in Chromium. */
export class FirefoxPage {
  readonly #page: Page;
  readonly #folder: string;
  readonly #home: string;

  constructor(page: Page, folder: string, home: string, watch: Watch) {
    this.#page = page;
    this.#folder = folder;
    this.#home = home;
    page.on('request', (request) => watch.sawRequest(request.url()));
    // Firefox reports violations of the policy as errors of the page.
    page.on('pageerror', (error) => watch.sawMessage(String(error)));
  }

  /** Opens an address, relative to that of the tests' server. */
  async open(address: string): Promise<void> {
    await this.#page.goto(new URL(address, this.#home).href);
  }

  async reload(): Promise<void> {
    await this.#page.reload();
  }

  /** Waits until the copy for offline use is complete and serves this page. */
  async waitForOfflineCopy(): Promise<void> {
    await this.#page.evaluate(offlineCopyServes);
  }

  /** An attribute of the first element with this test id. Null without an element. */
  attribute(testId: string, name: string): Promise<string | null> {
    return this.#page.evaluate(
      (selector, attribute) => document.querySelector(selector)?.getAttribute(attribute) ?? null,
      `[data-testid="${testId}"]`,
      name,
    );
  }

  /** The text of the first element with this test id. Empty without an element. */
  text(testId: string): Promise<string> {
    return this.#page.evaluate(
      (selector) => document.querySelector<HTMLElement>(selector)?.innerText ?? '',
      `[data-testid="${testId}"]`,
    );
  }

  /** Waits until an attribute has a value. */
  async expectAttribute(testId: string, name: string, value: string | null, timeout = 20_000): Promise<void> {
    await expect.poll(() => this.attribute(testId, name), { message: `${testId} ${name}`, timeout }).toBe(value);
  }

  /** Waits until a run has succeeded. A failed run reports its cause in its notice. */
  async expectDone(timeout = 100_000): Promise<void> {
    const done = this.expectAttribute('run-status', 'data-state', 'done', timeout);
    await done.catch(async (error: unknown) => {
      throw new Error(`the run did not end well: ${await this.text('notice')}`, { cause: error });
    });
  }

  /** Clicks as a mouse does. */
  async click(testId: string): Promise<void> {
    const element = await this.#page.waitForSelector(`[data-testid="${testId}"]:not(:disabled)`);
    await element?.click();
  }

  /** Changes the language by the button of the header, which has the language's own name. */
  async speak(language: string): Promise<void> {
    const button = await this.#page.waitForSelector(`button[aria-label$="${language}"]`);
    await button?.click();
  }

  /** Presses a key, or keys together, for example `Control+z`. */
  async press(keys: string): Promise<void> {
    const [key = '', ...held] = keys.split('+').reverse() as KeyInput[];
    for (const modifier of held.reverse()) await this.#page.keyboard.down(modifier);
    await this.#page.keyboard.press(key as KeyInput);
    for (const modifier of held) await this.#page.keyboard.up(modifier);
  }

  /** Opens a file through the file input, and confirms the dialog. */
  async openDataset(name: string, content: string): Promise<void> {
    const path = join(this.#folder, name);
    writeFileSync(path, content);
    const input = await this.#page.waitForSelector('input[data-testid="file-input"]');
    await input?.uploadFile(path);
    await this.click('import-confirm');
    await this.expectAttribute('import-dialog', 'data-rows', null);
  }

  /** Chooses one of the exports and reads the file that the browser has stored. */
  async exported(choice: string): Promise<string> {
    const downloads = join(this.#folder, 'downloads');
    const before = new Set(readdirSync(downloads));
    await this.click('export-menu');
    await this.click(choice);
    let path = '';
    const stored = (): number => {
      const names = readdirSync(downloads).filter((name) => !before.has(name));
      // Firefox reserves the name with an empty file and writes beside it.
      if (names.length !== 1) return 0;
      path = join(downloads, names[0] ?? '');
      return statSync(path).size;
    };
    await expect.poll(stored, { message: `${choice} is stored` }).toBeGreaterThan(0);
    return readFileSync(path, 'utf8');
  }
}
