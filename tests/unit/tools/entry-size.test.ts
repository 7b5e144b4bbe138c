import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkEntrySize, ENTRY_LIMIT, entryFiles, staticImports } from '../../../tools/entry-size.mjs';

const PAGE = `<!doctype html>
<link rel="icon" href="./icon.svg" />
<script type="module" crossorigin src="./assets/index-a.js"></script>
<link rel="modulepreload" crossorigin href="./assets/shared-b.js">
<link rel="stylesheet" crossorigin href="./assets/index-c.css">`;

let folder = '';

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'entry-'));
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  write({ 'index.html': PAGE, 'assets/index-c.css': 'p{margin:0}', 'assets/shared-b.js': 'export{};' });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe('the size of the start', () => {
  it('counts the scripts and styles of the page, and what they import statically', () => {
    write({
      'assets/index-a.js': 'import{a as b}from"./deep-d.js";import"./side-e.js";b(()=>import("./lazy-f.js"));',
      'assets/deep-d.js': 'import{x}from`./shared-b.js`;export{x as a};',
      'assets/side-e.js': 'self.e=1;',
      'assets/lazy-f.js': 'export default 1;',
    });
    expect(entryFiles(folder).map(({ path }) => path)).toEqual([
      'assets/index-a.js',
      'assets/shared-b.js',
      'assets/index-c.css',
      'assets/deep-d.js',
      'assets/side-e.js',
    ]);
    expect(checkEntrySize(folder)).toBe(true);
  });

  it('is refused over the limit, with a line that says how much it is', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    write({ 'assets/index-a.js': `/*${randomBytes(ENTRY_LIMIT).toString('base64')}*/` });
    expect(checkEntrySize(folder)).toBe(false);
    expect(error).toHaveBeenCalledWith(expect.stringMatching(/too heavy: \d+\.\d KB gzip, and the limit is 60\.0 KB/));
  });

  it('is refused where the page names no scripts', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    write({ 'index.html': '<!doctype html>' });
    expect(checkEntrySize(folder)).toBe(false);
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('finds static imports alone, relative to the script', () => {
    const code = 'import{a}from"../b.js";export*from"./c.js";const d=()=>import("./e.js");';
    expect(staticImports('assets/index.js', code)).toEqual(['b.js', 'assets/c.js']);
  });
});
