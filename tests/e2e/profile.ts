import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from '../../tools/browsers.mjs';
import type { Watch } from './fixtures.js';

/** Opens a separate browser on a profile folder. The stored data outlives the browser. */
export async function openProfile(folder: string, baseURL: string | undefined, watch: Watch): Promise<BrowserContext> {
  const executablePath = findChromium();
  const context = await chromium.launchPersistentContext(folder, {
    args: ['--no-sandbox'],
    ...(executablePath === null ? {} : { executablePath }),
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  watch.follow(context);
  return context;
}

/** Kills the browser, as a power cut does, and waits for its exit. */
export async function killBrowser(context: BrowserContext, folder: string): Promise<void> {
  const pid = Number(/-(\d+)$/.exec(readlinkSync(join(folder, 'SingletonLock')))?.[1]);
  const gone = new Promise((done) => context.once('close', done));
  process.kill(pid, 'SIGKILL');
  await gone;
}

/** Kills the process that draws and runs the page. The page is unusable afterwards. */
export async function crashPage(page: Page): Promise<void> {
  const crashed = new Promise((done) => page.once('crash', done));
  const session = await page.context().newCDPSession(page);
  // The call gets no answer.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}
