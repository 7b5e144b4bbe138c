// @ts-check
/**
 * The page's security policy: the one place where its text stands. `serve.mjs` sends it as headers, the build writes it
 * into index.html as a meta tag, and the service worker adds it on hosts that send none.
 */

/**
 * Content-Security-Policy of the page and its workers. No inline script or style; no origin but this one.
 * `wasm-unsafe-eval` compiles WebAssembly and nothing else. `webrtc` is for browsers that know it: the others name it in
 * their console and go without. No directive stops a page from navigating elsewhere. `frame-ancestors` is left out on purpose: the page may be
 * shown inside a frame of the site that hosts it.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "webrtc 'block'",
].join('; ');

/**
 * Policy of the service worker's own script. It is the single door to a model hub (see `workers/service/hub-address.ts`), so it
 * alone may connect beyond this origin: by https, or by http to this machine.
 */
export const SERVICE_WORKER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
].join('; ');

/**
 * What makes the page cross-origin isolated, which WebAssembly threads need.
 * @type {Readonly<Record<string, string>>}
 */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Headers of every response.
 * @type {Readonly<Record<string, string>>}
 */
export const SECURITY_HEADERS = {
  ...ISOLATION_HEADERS,
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
