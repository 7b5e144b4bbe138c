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
    { name: 'chromium', testIgnore: ['**/*.webgpu.spec.ts', '**/*.firefox.spec.ts'], use: browser([]) },
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
