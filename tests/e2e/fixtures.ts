import { test as base } from '@playwright/test';
import type { BrowserContext, ConsoleMessage, Request } from '@playwright/test';
import { startSite } from './static-site.js';
import type { Site, SiteOptions } from './static-site.js';

/**
 * The browser's requests to other origins. A test fails at its end if a page, a worker or a service worker sent one
 * to an origin without permission of the test, or if the Content-Security-Policy blocked anything.
 */
export interface Watch {
  /** Allows requests to this origin in this test: another server of the test, or a hub on this machine. */
  allow(origin: string): void;
  /** Allows violations of the policy in this test. */
  allowViolations(): void;
  /** Addresses of requests to other origins so far. A test that expects them empties the list. */
  readonly strays: string[];
  /** Violations of the policy so far, as the console reports them. */
  readonly violations: string[];
  /** Watches a context that the test created. */
  follow(context: BrowserContext): void;
  /** Records a request of a browser under another driver. */
  sawRequest(address: string): void;
  /** Records a console message of a browser under another driver. */
  sawMessage(text: string): void;
}

export interface Fixtures {
  readonly watch: Watch;
  /** Starts a server for a copy of the build. The fixture stops it after the test. */
  readonly serveSite: (options?: SiteOptions) => Promise<Site>;
}

/** The start of a violation's message in Chromium and in Firefox. */
const VIOLATION = /Content Security Policy|Content-Security-Policy: /;

export const test = base.extend<Fixtures>({
  watch: [
    async ({ context, baseURL }, use) => {
      const watch = newWatch(baseURL);
      watch.follow(context);
      await use(watch);
      expect(watch.strays, 'requests to other origins').toEqual([]);
      expect(watch.violations, 'stopped by the Content-Security-Policy').toEqual([]);
    },
    { auto: true },
  ],
  serveSite: async ({ watch }, use, testInfo) => {
    const sites: Site[] = [];
    await use(async (options) => {
      const site = await startSite(testInfo.outputPath(`site-${sites.length}`), options);
      sites.push(site);
      watch.allow(new URL(site.url).origin);
      return site;
    });
    await Promise.all(sites.map((site) => site.stop()));
  },
});

export const expect = test.expect;

function newWatch(baseURL: string | undefined): Watch {
  const allowed = new Set(baseURL === undefined ? [] : [new URL(baseURL).origin]);
  const strays: string[] = [];
  const violations: string[] = [];
  let violationsAllowed = false;
  const sawRequest = (address: string): void => {
    const { protocol, origin, href } = new URL(address);
    if (/^(https?|wss?):$/.test(protocol) && !allowed.has(origin)) strays.push(href);
  };
  const sawMessage = (text: string): void => {
    if (!violationsAllowed && VIOLATION.test(text)) violations.push(text);
  };
  const onRequest = (request: Request): void => sawRequest(request.url());
  const onConsole = (message: ConsoleMessage): void => sawMessage(message.text());
  return {
    strays,
    violations,
    allow: (origin) => void allowed.add(origin),
    allowViolations: () => {
      violationsAllowed = true;
      violations.length = 0;
    },
    follow: (context) => {
      context.on('request', onRequest);
      context.on('console', onConsole);
    },
    sawRequest,
    sawMessage,
  };
}
