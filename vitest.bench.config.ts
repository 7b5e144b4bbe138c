import { defineConfig } from 'vitest/config';

/** Measurements, one file after another. They write docs/benchmarks.md. */
export default defineConfig({
  test: {
    include: ['tests/bench/**/*.bench.ts'],
    globalSetup: 'tests/bench/global.ts',
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 30 * 60_000,
    reporters: 'verbose',
  },
});
