// @ts-check
/**
 * `npm test`: every check, from a fresh clone. `npm run check` (`--fast`): all but the build and the browser tests.
 * Ends with a line `N passed, N failed`; a check without tests of its own (format, lint, types, build) counts as one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, ensurePackages, ROOT, runPackage } from './setup.mjs';

const fast = process.argv.includes('--fast');
const REPORTS = join(ROOT, '.cache');
const totals = { passed: 0, failed: 0 };

/**
 * @param {string} name
 * @param {() => { passed: number, failed: number }} check
 * @returns {boolean} whether nothing failed
 */
function step(name, check) {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const { passed, failed } = check();
  totals.passed += passed;
  totals.failed += failed;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`== ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  return failed === 0;
}

/**
 * A check that is one yes or no.
 * @param {string} script
 * @param {readonly string[]} parameters
 */
function whole(script, parameters) {
  return () => (runPackage(script, parameters) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/**
 * A runner that counts its tests in a JSON report. A failure that it does not count counts as one.
 * @template Report
 * @param {string} name
 * @param {(report: string) => number} start runs it; returns its exit code
 * @param {(report: Report) => { passed: number, failed: number }} count
 */
function counted(name, start, count) {
  return () => {
    const report = join(REPORTS, `${name}.json`);
    rmSync(report, { force: true });
    const code = start(report);
    const { passed, failed } = existsSync(report)
      ? count(JSON.parse(readFileSync(report, 'utf8')))
      : { passed: 0, failed: 0 };
    return { passed, failed: code === 0 ? failed : Math.max(failed, 1) };
  };
}

const unitTests = counted(
  'vitest',
  (report) => runPackage('vitest/vitest.mjs', ['run', '--reporter=dot', '--reporter=json', `--outputFile=${report}`]),
  (/** @type {{ numPassedTests: number, numFailedTests: number }} */ report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
  }),
);

const browserTests = counted(
  'playwright',
  (report) =>
    runPackage('@playwright/test/cli.js', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
  (/** @type {{ stats: { expected: number, unexpected: number, flaky: number } }} */ { stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
  }),
);

try {
  ensurePackages();
  if (!fast) ensureBrowser();
  mkdirSync(REPORTS, { recursive: true });
  step('format', whole('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']));
  step('lint', whole('eslint/bin/eslint.js', ['.', '--max-warnings', '0']));
  step('types', whole('typescript/bin/tsc', ['-b']));
  step('svelte', whole('svelte-check/bin/svelte-check', ['--tsconfig', 'tsconfig.page.json', '--fail-on-warnings']));
  step('unit tests', unitTests);
  if (!fast && step('build', whole('vite/bin/vite.js', ['build', '--logLevel', 'warn']))) {
    step('browser tests', browserTests);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  totals.failed += 1;
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
