import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defaultClientConditions, defineConfig } from 'vite';
import { policyTag } from './tools/policy-tag.js';
import { ISOLATION_HEADERS } from './tools/policy.mjs';
import { serviceWorker } from './tools/service-worker.js';

export default defineConfig({
  // Every address in the build is relative: the folder works from any sub-path of any host.
  base: './',
  plugins: [svelte(), policyTag(), serviceWorker()],
  resolve: {
    // onnxruntime-web without the WebAssembly glue inside: it is loaded from this site by address, once for each build.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  build: {
    target: 'esnext',
    // Nothing is written into script or style text: the policy allows no data: script, and files are cached by name.
    assetsInlineLimit: 0,
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', headers: { ...ISOLATION_HEADERS } },
});
