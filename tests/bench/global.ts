import { build } from 'vite';
import { CACHE, forgetKept, ROOT } from './measure.js';
import { publish } from './publish.js';

/** Runs before all measurements: builds the code that Node measures. */
export async function setup(): Promise<void> {
  forgetKept();
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: `${CACHE}built`,
      target: 'esnext',
      rollupOptions: {
        input: ['subjects', 'learning-run', 'learning-worker'].map((name) => `${ROOT}tests/bench/${name}.ts`),
      },
    },
  });
}

/** Runs after them. */
export function teardown(): Promise<void> {
  return publish();
}
