// @ts-check
/**
 * How much the page loads at its start: the scripts and styles that index.html names, and every script that they import
 * statically. `node tools/entry-size.mjs [folder]` lists the files and fails where they are more than the limit. It
 * names the sentences of one language besides, which the start page waits for.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const DIST = join(dirname(fileURLToPath(import.meta.url)), '../dist');

/** Bytes, compressed as hosts do it. */
export const ENTRY_LIMIT = 60_000;

/** The start page waits for one of these scripts. */
const DICTIONARY = /^(?:en|zh-CN)-[\w-]+\.js$/;

/** @typedef {{ path: string, bytes: number, gzip: number }} EntryFile */

/**
 * @param {string} folder a build
 * @returns {EntryFile[]} what is loaded at the start, in the order in which it is found
 */
export function entryFiles(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const tags = page.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const named = tags
    .filter((tag) => tag.startsWith('<script') || /rel="(?:stylesheet|modulepreload)"/.test(tag))
    .flatMap((tag) => /\b(?:src|href)="\.\/([^"]+)"/.exec(tag)?.[1] ?? []);
  /** @type {Map<string, EntryFile>} */
  const found = new Map();
  const queue = [...named];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (found.has(path) || !existsSync(join(folder, path))) continue;
    found.set(path, measured(folder, path));
    if (path.endsWith('.js')) queue.push(...staticImports(path, readFileSync(join(folder, path), 'utf8')));
  }
  return [...found.values()];
}

/**
 * @param {string} folder a build
 * @returns {EntryFile[]} the sentences of each language
 */
export function dictionaryFiles(folder) {
  const names = readdirSync(join(folder, 'assets')).filter((name) => DICTIONARY.test(name));
  return names.map((name) => measured(folder, `assets/${name}`));
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {EntryFile}
 */
function measured(folder, path) {
  const content = readFileSync(join(folder, path));
  return { path, bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
}

/**
 * @param {string} path of a script of the build
 * @param {string} code its minified text
 * @returns {string[]} paths of the scripts that it cannot run without
 */
export function staticImports(path, code) {
  const named = code.matchAll(/(?:\bfrom|\bimport)\s*["'`](\.{1,2}\/[^"'`]+)["'`]/g);
  return [...named].map(([, name]) => posix.join(posix.dirname(path), name ?? ''));
}

/**
 * @param {readonly EntryFile[]} files
 * @returns {number} compressed bytes of all of them
 */
export function entrySize(files) {
  return files.reduce((sum, { gzip }) => sum + gzip, 0);
}

/**
 * Prints what is loaded at the start.
 * @param {string} folder a build
 * @returns {boolean} whether it is within the limit
 */
export function checkEntrySize(folder = DIST) {
  const files = entryFiles(folder);
  for (const { path, bytes, gzip } of [...files, ...dictionaryFiles(folder)]) {
    console.log(`${kilobytes(gzip)} gzip (${kilobytes(bytes)}) ${path}`);
  }
  const size = entrySize(files);
  if (files.length > 0 && size <= ENTRY_LIMIT) {
    console.log(`${kilobytes(size)} gzip at the start, and one language; the limit is ${kilobytes(ENTRY_LIMIT)}`);
    return true;
  }
  console.error(
    files.length === 0
      ? `no scripts found in ${folder}/index.html`
      : `The start is too heavy: ${kilobytes(size)} gzip, and the limit is ${kilobytes(ENTRY_LIMIT)}. Load what the start page does not show with import().`,
  );
  return false;
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} KB`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = checkEntrySize(process.argv[2]) ? 0 : 1;
}
