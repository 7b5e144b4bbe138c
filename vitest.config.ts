import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Rune classes and components: they must be compiled for the browser, or reactivity is silently absent. */
const PAGE_TESTS = ['tests/unit/**/*.svelte.test.ts', 'tests/unit/{app,ui}/**/*.test.ts'];

/** Tests of the whole page leave timers and listeners in their document. The other one replaces a module. */
const ALONE = ['tests/unit/journeys/**/*.test.ts', 'tests/unit/app/rows/ranked-once.svelte.test.ts'];

export default defineConfig({
  test: {
    // Properties with thousands of cases share two cores with everything else: patience, never a measure of speed.
    testTimeout: 60_000,
    // Two cores: `npm test` runs its other checks on one of them for the first two minutes only.
    maxWorkers: 2,
    // Files share a process and the modules that they load: half of the computing was for loading them again.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts', 'tests/house.test.ts'],
          exclude: PAGE_TESTS,
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
          exclude: ALONE,
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'journeys',
          environment: 'happy-dom',
          isolate: true,
          include: ALONE,
        },
      },
    ],
  },
});
