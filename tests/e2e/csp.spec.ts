import type { Page } from '@playwright/test';
import { createServer } from 'node:http';
import { HOST, listen } from '../../tools/serve.mjs';
import { expect, test } from './fixtures.js';
import { waitForOfflineCopy } from './offline-copy.js';

/** The outcome of each action that the policy must block. `elsewhere` is another origin, ending in a slash. */
function attempts(page: Page, elsewhere: string): Promise<Readonly<Record<string, string>>> {
  return page.evaluate(async (elsewhere) => {
    const violated = (directive: string): Promise<string> =>
      new Promise((done) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          if (event.effectiveDirective.startsWith(directive)) done('stopped');
        });
        setTimeout(() => done('not stopped'), 3000);
      });
    const insert = (tag: 'script' | 'style', text: string): void => {
      document.head.append(Object.assign(document.createElement(tag), { textContent: text }));
    };
    const expected = {
      connect: violated('connect-src'),
      inlineScript: violated('script-src-elem'),
      inlineStyle: violated('style-src-elem'),
      blobWorker: violated('worker-src'),
      image: violated('img-src'),
      form: violated('form-action'),
    };
    // A later task: this part of the policy exempts code that the test's debugger runs directly.
    await new Promise((done) => setTimeout(done));
    const evaluated = ((): string => {
      try {
        return String(new Function('return "not stopped"')());
      } catch {
        return 'stopped';
      }
    })();
    fetch(elsewhere).catch(() => {});
    insert('script', 'window.inlineScriptRan = true');
    insert('style', 'body { outline: 9px solid red }');
    try {
      new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onerror = () => {};
    } catch {
      // Some browsers throw, some raise an error event. The test reads the violation.
    }
    new Image().src = `${elsewhere}image.png`;
    const form = Object.assign(document.createElement('form'), { action: elsewhere, method: 'post' });
    document.body.append(form);
    form.submit();
    const outcomes = await Promise.all(
      Object.entries(expected).map(async ([name, outcome]) => [name, await outcome] as const),
    );
    return { ...Object.fromEntries(outcomes), evaluated, ran: String('inlineScriptRan' in window) };
  }, elsewhere);
}

const ALL_STOPPED = {
  connect: 'stopped',
  inlineScript: 'stopped',
  inlineStyle: 'stopped',
  blobWorker: 'stopped',
  image: 'stopped',
  form: 'stopped',
  evaluated: 'stopped',
  ran: 'false',
};

for (const headers of [true, false]) {
  const host = headers ? 'a host that sends headers' : 'a host that sends none';

  test(`${host}: the policy applies to the page from the first visit`, async ({ page, watch, serveSite }) => {
    const site = await serveSite({ headers });
    let reached = 0;
    const other = createServer((_, response) => {
      reached += 1;
      response.end();
    });
    const elsewhere = `http://${HOST}:${await listen(other, 0)}`;
    watch.allowViolations();
    watch.allow(elsewhere);
    await page.goto(`${site.url}?lang=en`);
    expect(await attempts(page, `${elsewhere}/`)).toEqual(ALL_STOPPED);
    expect(reached).toBe(0);
    other.closeAllConnections();
    other.close();
  });

  test(`${host}: with the service worker the policy applies to workers, and the page is isolated`, async ({
    page,
    serveSite,
  }) => {
    const site = await serveSite({ headers });
    await page.goto(`${site.url}?lang=en`);
    await waitForOfflineCopy(page);
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const scripts = site.paths().filter((path) => /^assets\/.*worker-.*\.js$/.test(path));
    expect(scripts.length).toBeGreaterThan(0);
    for (const path of scripts) {
      const policy = await page.evaluate(
        async (script) => (await fetch(script)).headers.get('content-security-policy'),
        path,
      );
      expect(policy).toContain("connect-src 'self';");
      expect(policy).toContain("webrtc 'block'");
    }
  });
}

/** The outcome in a browser that cannot block WebRTC by policy yet. */
const UNKNOWN_DIRECTIVE = "Unrecognized Content-Security-Policy directive 'webrtc'.";

test('the policy blocks nothing when the page starts', async ({ page, watch }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text() !== UNKNOWN_DIRECTIVE) errors.push(message.text());
  });
  await page.goto('?lang=en');
  await waitForOfflineCopy(page);
  await page.reload();
  await expect(page.getByTestId('offline-state')).toHaveAttribute('data-state', 'ready');
  expect(errors).toEqual([]);
  expect(watch.strays).toEqual([]);
});
