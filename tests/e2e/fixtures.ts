import { test as base } from '@playwright/test';
import type { BrowserContext, ConsoleMessage, Request } from '@playwright/test';
import { startSite } from './static-site.js';
import type { Site, SiteOptions } from './static-site.js';

/**
 * What the browser asked of others. Every test fails at its end if a page, a worker or a service worker sent a request
 * to an origin that the test has not named, or if anything was stopped by the Content-Security-Policy.
 */
export interface Watch {
  /** Requests to this origin are expected in this test: another server of its own, or a hub on this machine. */
  allow(origin: string): void;
  /** Violations of the policy are what this test is about. */
  allowViolations(): void;
  /** Addresses of requests to other origins so far. Emptying it forgives them. */
  readonly strays: string[];
  /** What the policy stopped so far, as the console says it. */
  readonly violations: string[];
  /** Watches a context that the test made by itself. */
  follow(context: BrowserContext): void;
  /** Takes note of a request of a browser that another driver drives. */
  sawRequest(address: string): void;
  /** Takes note of what such a browser's console says. */
  sawMessage(text: string): void;
}

export interface Fixtures {
  readonly watch: Watch;
  /** Starts a server for a copy of the build; it is stopped after the test. */
  readonly serveSite: (options?: SiteOptions) => Promise<Site>;
}

/** As Chromium and as Firefox begin it. */
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
