// @ts-check
/** What `npm start` and `npm test` need before they can begin: packages, the build, a browser. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findFirefox } from './browsers.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command in the project's folder, its output on screen, without a keyboard. Returns its exit code.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function run(command, parameters, environment = {}) {
  const env = { ...process.env, ...environment };
  const { status } = spawnSync(command, parameters, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env });
  return status ?? 1;
}

/**
 * Runs the script of an installed package with this Node.
 * @param {string} script path under node_modules
 * @param {readonly string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function runPackage(script, parameters, environment) {
  return run(process.execPath, [join(ROOT, 'node_modules', script), ...parameters], environment);
}

/**
 * Runs the script of an installed package beside others. Resolves with its exit code and with what it wrote.
 * @param {string} script path under node_modules
 * @param {readonly string[]} parameters
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runPackageQuietly(script, parameters) {
  return new Promise((done) => {
    const path = join(ROOT, 'node_modules', script);
    const child = spawn(process.execPath, [path, ...parameters], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('error', (error) => done({ code: 1, output: `${output}${error.message}\n` }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** Installs the packages of the lock file, unless exactly they are there. Throws a sentence to show. */
export function ensurePackages() {
  if (packagesMatchLock()) return;
  console.log('Installing packages (npm ci)');
  const npm = process.env['npm_execpath'];
  const code = npm ? run(process.execPath, [npm, 'ci']) : run('npm', ['ci']);
  if (code !== 0) throw new Error('npm ci failed: see above. Is the package registry within reach?');
}

function packagesMatchLock() {
  const installed = lockedVersions('node_modules/.package-lock.json');
  const wanted = lockedVersions('package-lock.json');
  if (installed === null || wanted === null) return false;
  return [...wanted].every(
    ([path, entry]) => installed.get(path)?.version === entry.version || (entry.optional && !installed.has(path)),
  );
}

/**
 * @param {string} lockFile
 * @returns {Map<string, { version: string, optional: boolean }> | null}
 */
function lockedVersions(lockFile) {
  const path = join(ROOT, lockFile);
  if (!existsSync(path)) return null;
  /** @type {{ packages: Record<string, { version: string, optional?: boolean }> }} */
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const entries = Object.entries(lock.packages).filter(([name]) => name !== '');
  return new Map(entries.map(([name, { version, optional = false }]) => [name, { version, optional }]));
}

/** Builds, unless the build is newer than everything it is made of. Throws a sentence to show. */
export function ensureBuild() {
  const built = join(ROOT, 'dist/sw.js');
  const sources = ['src', 'workers', 'public', 'tools', 'index.html', 'vite.config.ts', 'package-lock.json'];
  if (existsSync(built) && sources.every((path) => newest(join(ROOT, path)) < statSync(built).mtimeMs)) return;
  console.log('Building');
  if (runPackage('vite/bin/vite.js', ['build', '--logLevel', 'warn']) !== 0) throw new Error('The build failed.');
}

/** @param {string} path @returns {number} */
function newest(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), entry.mtimeMs);
}

/** Finds or installs the browsers, and a font with Chinese characters. Without Chromium it throws a sentence to show. */
export function ensureBrowsers() {
  const missing = [];
  if (findChromium() === null) missing.push('chromium');
  if (findFirefox() === null) missing.push('firefox-esr');
  if (!hasChineseFont()) missing.push('fonts-noto-cjk');
  if (missing.length > 0 && canInstall()) install(missing);
  if (findChromium() === null) {
    throw new Error('The browser tests need Chromium. Install it, or set CHROMIUM_PATH to a Chromium or Chrome.');
  }
  if (findFirefox() === null) {
    console.log('No Firefox: the tests in Firefox step aside. Install it, or set FIREFOX_PATH to a Firefox.');
  }
  if (!hasChineseFont())
    console.log('No font with Chinese characters: Chinese text will show as boxes in screenshots.');
}

/** @param {readonly string[]} packages */
function install(packages) {
  console.log(`Installing ${packages.join(' and ')}`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-q'], quiet);
  // One by one: a system that does not have one of them gets the others.
  for (const name of packages) run('apt-get', ['install', '-q', '-y', '--no-install-recommends', name], quiet);
}

function canInstall() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const { stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return Boolean(stdout?.trim());
}
