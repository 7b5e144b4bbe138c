// @ts-check
/**
 * `npm test`: every check, from a fresh clone. `npm run check` (`--fast`): all but the browser tests.
 * Ends with the names of what failed and a line `N passed, N failed`; a check without tests of its own (format, lint,
 * types, build, size of the start) counts as one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkEntrySize } from './entry-size.mjs';
import { ensureBrowsers, ensurePackages, ROOT, runPackage, runPackageQuietly } from './setup.mjs';

const fast = process.argv.includes('--fast');
const REPORTS = join(ROOT, '.cache');
const totals = { passed: 0, failed: 0 };
/** @type {string[]} */
const failures = [];
/** @type {string[]} */
const unsteady = [];

/**
 * @typedef {{ passed: number, failed: number, names?: readonly string[], unsteady?: readonly string[], output?: string }}
 *   Result `names` of the tests that failed; `unsteady`: names of those that failed once and passed in their second run;
 *   `output`: what the check wrote and is not on screen yet
 */

/**
 * Runs a check, then counts it and says how it ended. What it wrote comes as one piece, so that checks can run side by
 * side.
 * @param {string} name
 * @param {() => Result | Promise<Result>} check
 * @returns {Promise<boolean>} whether nothing failed
 */
async function step(name, check) {
  const startedAt = performance.now();
  const result = await check();
  const { passed, failed, names = [], output = '' } = result;
  unsteady.push(...(result.unsteady ?? []));
  totals.passed += passed;
  totals.failed += failed;
  if (failed > 0) failures.push(...(names.length > 0 ? names : ['see above']).map((test) => `${name}: ${test}`));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${output.trimEnd()}\n== ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  return failed === 0;
}

/**
 * A check that is one yes or no.
 * @param {string} script
 * @param {readonly string[]} parameters
 */
function whole(script, parameters) {
  return async () => {
    const { code, output } = await runPackageQuietly(script, parameters);
    return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
  };
}

/**
 * A runner that counts its tests in a JSON report. A failure that it does not count counts as one.
 * @template Report
 * @param {string} name
 * @param {(report: string) => { code: number, output: string } | Promise<{ code: number, output: string }>} start
 * @param {(report: Report) => Result} count
 */
function counted(name, start, count) {
  return async () => {
    const report = join(REPORTS, `${name}.json`);
    rmSync(report, { force: true });
    const { code, output } = await start(report);
    /** @type {Result} */
    const result = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 };
    return { ...result, output, ...(code === 0 ? {} : { failed: Math.max(result.failed, 1) }) };
  };
}

/**
 * What is read of the runners' reports.
 * @typedef {{ numPassedTests: number, numFailedTests: number,
 *   testResults: { assertionResults: { status: string, fullName: string }[] }[] }} VitestReport
 * @typedef {{ ok: boolean, title: string, file: string, tests: { status: string }[] }} PlaywrightSpec
 * @typedef {{ specs: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number }, suites: PlaywrightSuite[] }} PlaywrightReport
 */

const unitTests = counted(
  'vitest',
  (report) =>
    runPackageQuietly('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile=${report}`]),
  (/** @type {VitestReport} */ report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    names: report.testResults
      .flatMap((file) => file.assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName),
  }),
);

/**
 * @param {readonly PlaywrightSuite[]} suites
 * @param {(spec: PlaywrightSpec) => boolean} wanted
 * @returns {string[]} file and title of each of these tests
 */
function specNames(suites, wanted) {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs.filter(wanted).map(({ file, title }) => `${file} ${title}`),
    ...specNames(inner, wanted),
  ]);
}

const browserTests = counted(
  'playwright',
  (report) => {
    console.log('\n== browser tests');
    const environment = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    return { code: runPackage('@playwright/test/cli.js', ['test', '--reporter=list,json'], environment), output: '' };
  },
  (/** @type {PlaywrightReport} */ { stats, suites }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    names: specNames(suites, ({ ok }) => !ok),
    unsteady: specNames(suites, ({ tests }) => tests.some(({ status }) => status === 'flaky')),
  }),
);

/** Every check but the tests, one after the other. Resolves with whether there is a build. */
async function buildAndOthers() {
  await step('format', whole('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']));
  await step('lint', whole('eslint/bin/eslint.js', ['.', '--max-warnings', '0']));
  await step('types', whole('typescript/bin/tsc', ['-b']));
  const svelteCheck = ['--tsconfig', 'tsconfig.page.json', '--fail-on-warnings'];
  await step('svelte', whole('svelte-check/bin/svelte-check', svelteCheck));
  if (!(await step('build', whole('vite/bin/vite.js', ['build', '--logLevel', 'warn'])))) return false;
  await step('size of the start', () => (checkEntrySize() ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }));
  return true;
}

try {
  ensurePackages();
  if (!fast) ensureBrowsers();
  mkdirSync(REPORTS, { recursive: true });
  // The unit tests keep one core busy, the other checks the other one.
  const [built] = await Promise.all([buildAndOthers(), step('unit tests', unitTests)]);
  if (built && !fast) await step('browser tests', browserTests);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  totals.failed += 1;
}
if (unsteady.length > 0) console.log(`\nUnsteady: failed once, passed when run again:\n${unsteady.join('\n')}`);
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
