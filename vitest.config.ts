import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Rune classes and components: they must be compiled for the browser, or reactivity is silently absent. */
const PAGE_TESTS = ['tests/unit/**/*.svelte.test.ts', 'tests/unit/{app,ui}/**/*.test.ts'];

export default defineConfig({
  test: {
    // Properties with thousands of cases share two cores with everything else: patience, never a measure of speed.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          environment: 'node',
          // These files share a process and the modules that they load: half of the computing was for loading them again.
          // Those of the page do not: each has a document and an application of its own.
          isolate: false,
          include: ['tests/unit/**/*.test.ts', 'tests/house.test.ts'],
          exclude: PAGE_TESTS,
          benchmark: { include: ['tests/bench/**/*.bench.ts'] },
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'page',
          environment: 'happy-dom',
          include: PAGE_TESTS,
          benchmark: { include: [] },
        },
      },
    ],
  },
});
