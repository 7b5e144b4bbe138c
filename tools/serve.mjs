// @ts-check
/**
 * Serves the built folder as a static host would: `node tools/serve.mjs [--port 4173] [--mount /some/path/] [--no-headers]`.
 * `--no-headers` plays a host that sets no security headers; `--mount` serves the folder from a sub-path.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { SECURITY_HEADERS, SERVICE_WORKER_POLICY } from './policy.mjs';

export const HOST = '127.0.0.1';
export const DEFAULT_PORT = 4173;
export const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** @type {ReadonlyMap<string, string>} */
const MIME_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
  ['.wasm', 'application/wasm'],
  ['.onnx', 'application/octet-stream'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.tsv', 'text/tab-separated-values; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
]);

/** The build gives files under assets/ a name with a hash of their content: such a file never changes. */
const HASHED_NAME = /\/assets\/[^/]+-[A-Za-z0-9_-]{8}\.[a-z]+$/;

/**
 * A server for the files under `root`, not yet listening.
 * @param {{ root?: string, mount?: string, headers?: boolean }} [options] `mount` begins and ends with a slash
 * @returns {import('node:http').Server}
 */
export function createStaticServer({ root = DIST, mount = '/', headers = true } = {}) {
  return createServer((request, response) => {
    answer(request, response, { root: resolve(root), mount, headers }).catch(() => {
      if (response.headersSent) response.destroy();
      else end(response, 500, 'Internal error');
    });
  });
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ root: string, mount: string, headers: boolean }} site
 */
async function answer(request, response, site) {
  const [address = '/'] = (request.url ?? '/').split('?');
  if (site.headers) {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (address === `${site.mount}sw.js`) response.setHeader('Content-Security-Policy', SERVICE_WORKER_POLICY);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return end(response, 405, 'Only GET and HEAD');
  }
  if (`${address}/` === site.mount) {
    response.setHeader('Location', site.mount);
    return end(response, 301, 'Moved');
  }
  const path = filePath(address, site);
  const file = path === null ? null : await stat(path).catch(() => null);
  if (path === null || !file?.isFile()) return end(response, 404, 'Not found');

  const etag = `"${file.size.toString(16)}-${Math.round(file.mtimeMs).toString(16)}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', HASHED_NAME.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
  response.setHeader('Content-Type', MIME_TYPES.get(extname(path)) ?? 'application/octet-stream');
  response.setHeader('Content-Length', file.size);
  if (request.method === 'HEAD') return void response.end();
  createReadStream(path)
    .on('error', () => response.destroy())
    .pipe(response);
}

/**
 * The file that `address` means, or null for an address outside of the mounted folder.
 * @param {string} address
 * @param {{ root: string, mount: string }} site
 */
function filePath(address, { root, mount }) {
  if (!address.startsWith(mount)) return null;
  try {
    const path = join(root, normalize(decodeURIComponent(address.slice(mount.length)) || 'index.html'));
    return path.startsWith(root + sep) && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function end(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/**
 * Listens on this machine only. Resolves with the port (port 0 picks a free one); rejects with a sentence to show.
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<number>}
 */
export function listen(server, port) {
  return new Promise((done, fail) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const taken = `Port ${port} is taken by another program. Stop that one, or choose another: --port ${port + 1}`;
      fail(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      done(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** The command-line options of this script and of `npm start`. */
export function serveOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      mount: { type: 'string', default: '/' },
      'no-headers': { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  });
  const mount = `/${values.mount}/`.replaceAll(/\/+/g, '/');
  return { port: Number(values.port), mount, headers: !values['no-headers'], open: !values['no-open'] };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { port, mount, headers } = serveOptions();
  try {
    const actual = await listen(createStaticServer({ mount, headers }), port);
    console.log(`http://${HOST}:${actual}${mount}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
