import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './tools/browsers.mjs';

/** `RINSE_TEST_PORT` lets two checkouts be tested side by side. */
const PORT = Number(process.env['RINSE_TEST_PORT'] ?? 4273);
/** A real WebGPU adapter in software: right numbers, slowly. */
const WEBGPU_IN_SOFTWARE = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
];

/**
 * Tests of the page exactly as a new visitor has it, with the copy for offline use and with motion: the tests of the copy,
 * of the first load, of stored models and earlier work, and of the main job. The copy costs each test a second of
 * computing, so the other tests run without it.
 */
const AS_VISITED = [
  'csp',
  'hub-door',
  'main-job',
  'models',
  'models-hub',
  'offline',
  'start',
  'stored-work',
  'watch',
].map((name) => `**/${name}.spec.ts`);

function browser(args: readonly string[]) {
  const executablePath = findChromium();
  return {
    ...devices['Desktop Chrome'],
    launchOptions: { args: ['--no-sandbox', ...args], ...(executablePath === null ? {} : { executablePath }) },
  };
}

/** Browser tests, against the production build in dist. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env['CI']),
  fullyParallel: true,
  workers: 2,
  // A test that passes only in its second run is named as unsteady at the end of `npm test`.
  retries: 1,
  // Patience for two cores; nothing here measures speed.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: { baseURL: `http://127.0.0.1:${PORT}/`, trace: 'off' },
  projects: [
    { name: 'as visited', testMatch: AS_VISITED, use: browser([]) },
    {
      name: 'chromium',
      testIgnore: [...AS_VISITED, '**/*.webgpu.spec.ts', '**/*.firefox.spec.ts'],
      use: { ...browser([]), serviceWorkers: 'block', contextOptions: { reducedMotion: 'reduce' } },
    },
    { name: 'webgpu', testMatch: '**/*.webgpu.spec.ts', use: browser(WEBGPU_IN_SOFTWARE) },
    // Puppeteer drives Firefox; Playwright's page in Chromium is what it is compared with.
    { name: 'firefox', testMatch: '**/*.firefox.spec.ts', use: browser([]) },
  ],
  webServer: {
    command: `node tools/serve.mjs --port ${PORT}`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
  },
});
