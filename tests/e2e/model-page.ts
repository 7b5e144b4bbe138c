import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '../../tools/policy.mjs';

const REPOSITORY = new URL('../../', import.meta.url);
const MODULES = new URL('node_modules/', REPOSITORY);

/** The path of the built-in model on the server. */
export const DEFAULT_MODEL = 'models/agnews-distilbert-tiny/';
export const DEFAULT_MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'].filter(
  (file) => existsSync(new URL(`dist/${DEFAULT_MODEL}${file}`, REPOSITORY)),
);

/** Files of packages that these tests load in the page, under the page's own address. */
const SERVED = new Map([
  ['comlink.mjs', 'comlink/dist/esm/comlink.min.mjs'],
  ['ort.mjs', 'onnxruntime-web/dist/ort.jspi.min.mjs'],
  ['ort-wasm-simd-threaded.jspi.mjs', 'onnxruntime-web/dist/ort-wasm-simd-threaded.jspi.mjs'],
  ['ort-wasm-simd-threaded.jspi.wasm', 'onnxruntime-web/dist/ort-wasm-simd-threaded.jspi.wasm'],
]);

/**
 * Opens an empty page of the site, under the site's own policy, with the model worker of the build at hand:
 * `window.newModel()` starts one and returns its Comlink proxy. These tests do not load the page itself.
 */
export async function openModelPage(
  page: Page,
  options: { readonly isolated: boolean } = { isolated: true },
): Promise<void> {
  const headers = {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    ...(options.isolated
      ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
      : {}),
  };
  await page.route('**/model-test/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    const file = SERVED.get(name);
    if (file !== undefined) {
      const contentType = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
      return route.fulfill({ headers, contentType, body: await readFile(new URL(file, MODULES)) });
    }
    return route.fulfill({ headers, contentType: 'text/html', body: '<!doctype html><title>model</title>' });
  });
  await page.goto('model-test/');
  const worker = readdirSync(fileURLToPath(new URL('dist/assets', REPOSITORY))).find((name) =>
    /^model\.worker-.*\.js$/.test(name),
  );
  if (worker === undefined) throw new Error('the build has no model worker');
  await page.evaluate(async (script) => {
    const address = new URL('comlink.mjs', document.baseURI).href;
    const comlink = (await import(address)) as typeof import('comlink');
    Object.assign(window, {
      newModel: () => comlink.wrap(new Worker(new URL(`../assets/${script}`, document.baseURI), { type: 'module' })),
    });
  }, worker);
}
