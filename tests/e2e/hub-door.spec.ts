import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { Page } from '@playwright/test';
import { HOST, listen } from '../../tools/serve.mjs';
import { expect, test } from './fixtures.js';
import { waitForOfflineCopy } from './offline-copy.js';

/** The only way to another host: the service worker's door for model files that a person requested. */

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

let hub: Server;
let hubHost = '';
let asked: Asked[] = [];

test.beforeEach(async () => {
  asked = [];
  hub = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers });
    const found = request.url?.endsWith('config.json');
    response.writeHead(found ? 200 : 404, {
      'Access-Control-Allow-Origin': '*',
      'Content-Type': found ? 'application/json' : 'text/html',
      'Set-Cookie': 'tracker=1',
    });
    response.end(found ? '{"model_type":"bert"}' : '<script>alert(1)</script>');
  });
  hubHost = `${HOST}:${await listen(hub, 0)}`;
});

test.afterEach(() => {
  hub.closeAllConnections();
  hub.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests a file through the door, as the page does after consent. Each request has its own key, for `agreedTo`. */
function ask(page: Page, path: string, init: RequestInit = {}, agreedTo = path): Promise<Answer> {
  return page.evaluate(
    async ([path, init, agreedTo]) => {
      const key = crypto.randomUUID();
      const { port1, port2 } = new MessageChannel();
      const open = new Promise((done) => (port1.onmessage = done));
      navigator.serviceWorker.controller?.postMessage({ kind: 'hub-agreed', path: agreedTo, key }, [port2]);
      await open;
      const response = await fetch(path, { ...init, headers: { 'X-Rinse-Door': key } });
      return { status: response.status, text: await response.text(), headers: Object.fromEntries(response.headers) };
    },
    [path, init, agreedTo] as const,
  );
}

test('the door passes requested model files on, and nothing else', async ({ page, watch }) => {
  watch.allow(`http://${hubHost}`);
  watch.allow('http://127.0.0.1:9');
  await page.goto('?lang=en');
  await waitForOfflineCopy(page);
  await test.step('refuses a request without consent, and sends no request to the hub', async () => {
    const path = `hub/${hubHost}/org/name/resolve/main/config.json`;
    const bare = await page.evaluate(async (path) => {
      const answers: [number, string][] = [];
      for (const headers of [{}, { 'X-Rinse-Door': '' }, { 'X-Rinse-Door': crypto.randomUUID() }]) {
        const response = await fetch(path, { headers });
        answers.push([response.status, await response.text()]);
      }
      return answers;
    }, path);
    expect(bare).toEqual(new Array(3).fill([403, '{"code":"hub-not-agreed"}']));
    const elsewhere = `hub/${hubHost}/org/other/resolve/main/config.json`;
    expect(await ask(page, elsewhere, {}, path)).toMatchObject({ status: 403 });
    expect(asked).toEqual([]);
  });
  await test.step('answers 502 for an unreachable hub, and refuses all but the two shapes of address without a request', async () => {
    const answer = async (path: string, init?: RequestInit): Promise<readonly [number, string]> => {
      const { status, text } = await ask(page, path, init);
      return [status, text];
    };
    expect(await answer('hub/127.0.0.1:9/org/name/resolve/main/config.json')).toEqual([
      502,
      '{"code":"hub-unreachable"}',
    ]);
    const refused = [400, '{"code":"hub-address-refused"}'];
    expect(await answer(`hub/${hubHost}/`)).toEqual(refused);
    expect(await answer(`hub/${hubHost}/org/name/resolve/main/config.json?data=1`)).toEqual(refused);
    expect(await answer(`hub/${hubHost}/api/whoami/x/y`)).toEqual(refused);
    // The door ignores a POST. The host answers it with 405.
    const [posted] = await answer(`hub/${hubHost}/org/name/resolve/main/config.json`, { method: 'POST', body: 'x' });
    expect(posted).toBe(405);
    expect(asked).toEqual([]);
  });
  await test.step('passes a file on with its status, and sends the hub no data about the person', async () => {
    const answer = await ask(page, `hub/${hubHost}/org/name/resolve/main/config.json`);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('{"model_type":"bert"}');
    expect(answer.headers).toMatchObject({ 'x-rinse-hub': '1', 'content-type': 'application/json' });
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/org/name/resolve/main/config.json' });
    expect(asked[0]?.headers.cookie).toBeUndefined();
    expect(asked[0]?.headers.referer).toBeUndefined();

    const missing = await ask(page, `hub/${hubHost}/org/name/resolve/main/other.json`);
    expect(missing.status).toBe(404);
  });
  await test.step("a hub's answer never becomes a page or a script of this origin", async () => {
    asked = [];
    const address = `hub/${hubHost}/org/name/resolve/main/config.json`;
    const loaded = await page.evaluate(
      (src) =>
        new Promise((done) => {
          const script = document.createElement('script');
          script.onload = () => done('loaded');
          script.onerror = () => done('refused');
          script.src = src;
          document.head.append(script);
        }),
      address,
    );
    expect(loaded).toBe('refused');
    const response = await page.goto(address);
    expect(response?.status()).toBe(400);
    expect(asked).toEqual([]);
  });
});
