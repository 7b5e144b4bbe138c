/// <reference lib="webworker" />
import type { ServiceWorkerMessage } from '../src/protocol/offline-wire.js';
import { hubAddress } from './hub-address.js';
import { HubGrants } from './hub-grants.js';
import { filesToPrecache, isFileOfBuild, pathInScope } from './precache.js';
import type { BuildFile, BuildList } from './precache.js';

/** The build writes both. */
declare const BUILD_LIST: BuildList;
declare const SECURITY_HEADERS: Readonly<Record<string, string>>;
declare const self: ServiceWorkerGlobalScope;

const CACHE_PREFIX = `rinse ${self.registration.scope} `;
const CACHE_NAME = CACHE_PREFIX + BUILD_LIST.version;
const FILES = new Map(BUILD_LIST.files.map((file) => [file.path, file]));
const PARALLEL_DOWNLOADS = 4;

/** The build of each open page, as far as this run of the service worker knows it. */
const buildOfClient = new Map<string, string>();

const hubGrants = new HubGrants();

self.addEventListener('install', (event) => {
  event.waitUntil(precache());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), removeUnusedCaches()]));
});

self.addEventListener('message', (event) => {
  const message = event.data as ServiceWorkerMessage;
  if (message.kind === 'apply-update') event.waitUntil(self.skipWaiting());
  if (message.kind === 'page-started' && event.source instanceof Client) {
    buildOfClient.set(event.source.id, message.build);
    event.waitUntil(removeUnusedCaches());
  }
  if (message.kind === 'hub-agreed' && event.source instanceof WindowClient) {
    const { path, key } = message;
    if (hubGrants.give({ client: event.source.id, path, key }, Date.now())) event.ports[0]?.postMessage('open');
  }
});

self.addEventListener('fetch', (event) => {
  const path = pathInScope(event.request.url, self.registration.scope);
  if (path === null || event.request.method !== 'GET') return;
  event.respondWith(path.startsWith('hub/') ? fromHub(path, event) : fromBuild(path, event));
});

/**
 * Makes the copy of this build. Rejects, so that the build is not installed, unless every file is there and is right.
 */
async function precache(): Promise<void> {
  const cache = await caches.open(CACHE_NAME);
  const abilities = { webgpu: 'gpu' in self.navigator, stackSwitching: 'Suspending' in WebAssembly };
  const queue = [...filesToPrecache(BUILD_LIST, abilities)];
  const take = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await addToCache(cache, file);
  };
  await Promise.all(Array.from({ length: PARALLEL_DOWNLOADS }, take));
}

async function addToCache(cache: Cache, file: BuildFile): Promise<void> {
  const address = new URL(file.path, self.registration.scope).href;
  // First the copies on this machine: an earlier build's equal file, then the browser's own cache, then the host.
  const attempts = [
    () => fromAnyCache(address),
    () => fetch(address, { cache: file.sha256 === null ? 'no-cache' : 'default' }),
    () => fetch(address, { cache: 'reload' }),
  ];
  for (const attempt of attempts) {
    const response = await attempt();
    if (response?.ok && (await keep(cache, file, address, response))) return;
  }
  throw new Error(`Not a file of build ${BUILD_LIST.version}: ${file.path}`);
}

/** Puts the response into the cache if it is this file of this build. Returns whether it is. */
async function keep(cache: Cache, file: BuildFile, address: string, response: Response): Promise<boolean> {
  const bytes = await response.arrayBuffer();
  if (!(await isFileOfBuild(file, BUILD_LIST.version, bytes))) return false;
  await cache.put(address, new Response(bytes, { headers: response.headers }));
  return true;
}

/**
 * The exact file of this build from the cache, else another build's file for pages that are still open, else the
 * host's.
 */
async function fromBuild(path: string, event: FetchEvent): Promise<Response> {
  const address = new URL(path, self.registration.scope).href;
  const cache = await caches.open(CACHE_NAME);
  const cached = (await cache.match(address)) ?? (await fromAnyCache(address));
  if (cached !== undefined) return secured(cached);
  const response = await fetch(event.request);
  const file = FILES.get(path);
  if (file !== undefined && response.ok) event.waitUntil(keep(cache, file, address, response.clone()));
  return secured(response);
}

async function fromAnyCache(address: string): Promise<Response | undefined> {
  for (const name of await ownCaches()) {
    const response = await (await caches.open(name)).match(address);
    if (response !== undefined) return response;
  }
  return undefined;
}

async function ownCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX));
}

/**
 * The same response with the policy's headers, where the host has set none. They bind workers too, which a meta tag
 * does not.
 */
function secured(response: Response): Response {
  if (response.type === 'opaqueredirect' || response.type === 'error') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/**
 * The door to a model hub, see `hub-address.ts`. It answers fetch() only: never a document or a script of this origin.
 * It answers a request once, after the page has reported that a person agreed to it.
 */
async function fromHub(path: string, { request, clientId }: FetchEvent): Promise<Response> {
  const address = new URL(request.url).search === '' && request.destination === '' ? hubAddress(path) : null;
  if (address === null) return hubFault('hub-address-refused', 400);
  const key = request.headers.get('X-Rinse-Door') ?? '';
  if (!hubGrants.use({ client: clientId, path, key }, Date.now())) return hubFault('hub-not-agreed', 403);
  try {
    const upstream = await fetch(address, {
      mode: 'cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: request.signal,
    });
    return new Response(upstream.body, { status: upstream.status, headers: hubHeaders(upstream.headers) });
  } catch {
    return hubFault('hub-unreachable', 502);
  }
}

/** `Content-Length` counts bytes as sent. A compressed response delivers more. */
function hubHeaders(upstream: Headers): Headers {
  const headers = new Headers({ 'X-Rinse-Hub': '1', 'Content-Security-Policy': "default-src 'none'; sandbox" });
  for (const name of ['Content-Type', 'Content-Length']) {
    const value = upstream.get(name);
    if (value !== null) headers.set(name, value);
  }
  for (const name of ['X-Content-Type-Options', 'Cross-Origin-Resource-Policy']) {
    headers.set(name, SECURITY_HEADERS[name] ?? '');
  }
  return headers;
}

function hubFault(code: 'hub-address-refused' | 'hub-not-agreed' | 'hub-unreachable', status: number): Response {
  const headers = hubHeaders(new Headers({ 'Content-Type': 'application/json' }));
  return new Response(JSON.stringify({ code }), { status, headers });
}

/**
 * Removes other builds' files once every open page is known to be of this build. A build that is being installed or
 * waits keeps its own. Pages of an unknown build count as pages of another build.
 */
async function removeUnusedCaches(): Promise<void> {
  if (self.registration.installing !== null || self.registration.waiting !== null) return;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some((page) => buildOfClient.get(page.id) !== BUILD_LIST.version)) return;
  for (const name of await ownCaches()) {
    if (name !== CACHE_NAME) await caches.delete(name);
  }
}
