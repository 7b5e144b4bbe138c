import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStaticServer, listen } from '../../../tools/serve.mjs';
import { CONTENT_SECURITY_POLICY } from '../../../tools/policy.mjs';

const folder = mkdtempSync(join(tmpdir(), 'rinse-serve-'));
const servers: Server[] = [];

async function serve(options: { mount?: string; headers?: boolean } = {}): Promise<string> {
  const server = createStaticServer({ root: join(folder, 'site'), ...options });
  servers.push(server);
  return `http://127.0.0.1:${await listen(server, 0)}`;
}

/** A request with the path as it stands: fetch() would tidy it. */
function rawStatus(origin: string, path: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    });
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.on('end', () => done(text.split('\r\n')[0] ?? ''));
    socket.on('error', fail);
  });
}

beforeAll(() => {
  mkdirSync(join(folder, 'site/assets'), { recursive: true });
  const files = {
    'site/index.html': '<p>page</p>',
    'site/sw.js': '1',
    'site/assets/ort-wasm-BQJNh0bu.mjs': '1',
    'site/assets/ort-4byDm7i3.wasm': '1',
    'site/model.onnx': '1',
    'site/manifest.webmanifest': '{}',
    'secret.txt': 'secret',
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

describe('the static server', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/?sample=news', 'text/html; charset=utf-8', 'no-cache'],
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/assets/ort-wasm-BQJNh0bu.mjs', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/ort-4byDm7i3.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
    ['/model.onnx', 'application/octet-stream', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json', 'no-cache'],
  ])('%s: type and caching', async (path, type, caching) => {
    const response = await fetch((await serve()) + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe(caching);
  });

  test('every answer, a missing file too, carries the policy; the service worker its own', async () => {
    const origin = await serve();
    for (const path of ['/', '/assets/ort-wasm-BQJNh0bu.mjs', '/missing']) {
      const { headers } = await fetch(origin + path);
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    const worker = await fetch(`${origin}/sw.js`);
    expect(worker.headers.get('content-security-policy')).toContain("connect-src 'self' https:");
  });

  test('without headers it sets none of them', async () => {
    const { headers } = await fetch(await serve({ headers: false }));
    for (const name of ['content-security-policy', 'cross-origin-opener-policy', 'x-content-type-options']) {
      expect(headers.has(name)).toBe(false);
    }
  });

  test('a file that has not changed is not sent again', async () => {
    const origin = await serve();
    const etag = (await fetch(origin)).headers.get('etag');
    expect(etag).toMatch(/^".+"$/);
    const again = await fetch(origin, { headers: { 'If-None-Match': etag! } });
    expect(again.status).toBe(304);
    const other = await fetch(origin, { headers: { 'If-None-Match': '"other"' } });
    expect(other.status).toBe(200);
  });

  test('it serves from a sub-path, and nothing outside of it', async () => {
    const origin = await serve({ mount: '/a/b/' });
    expect((await fetch(`${origin}/a/b/`)).status).toBe(200);
    const bare = await fetch(`${origin}/a/b`, { redirect: 'manual' });
    expect([bare.status, bare.headers.get('location')]).toEqual([301, '/a/b/']);
    expect((await fetch(`${origin}/`)).status).toBe(404);
    expect((await fetch(`${origin}/sw.js`)).status).toBe(404);
  });

  test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/%zz', '/a%00b'])(
    'no file outside of the folder: %s',
    async (path) => {
      expect(await rawStatus(await serve(), path)).toBe('HTTP/1.1 404 Not Found');
    },
  );

  test('a folder is no file, and only GET and HEAD are answered', async () => {
    const origin = await serve();
    expect((await fetch(`${origin}/assets/`)).status).toBe(404);
    expect((await fetch(origin, { method: 'POST' })).status).toBe(405);
    const head = await fetch(origin, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('content-length')]).toEqual([200, '', '11']);
  });

  test('a port that is taken is said in a sentence', async () => {
    const port = Number(new URL(await serve()).port);
    await expect(listen(createStaticServer(), port)).rejects.toThrow(`Port ${port} is taken by another program`);
  });
});
