import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { Plugin } from 'vite';
import type { BuildFile, BuildList } from '../workers/service/precache.js';
import { SECURITY_HEADERS } from './policy.mjs';

const BUILD_MARK = '<meta name="rinse-build" content="development"';

/** Builds `workers/service/service.worker.ts` as `sw.js` beside index.html once everything else is written, with the list of files inside. */
export function serviceWorker(): Plugin {
  let root = '';
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      outDir = join(config.root, config.build.outDir);
    },
    async writeBundle() {
      const list = listBuild(outDir);
      const page = join(outDir, 'index.html');
      const html = readFileSync(page, 'utf8');
      if (!html.includes(BUILD_MARK)) throw new Error('index.html has lost its rinse-build tag');
      writeFileSync(page, html.replace(BUILD_MARK, `<meta name="rinse-build" content="${list.version}"`));
      await buildServiceWorker(root, outDir, list);
    },
  };
}

/** Every file that the page may ask for, with its hash. Documents that only people read are left out. */
function listBuild(outDir: string): BuildList {
  const paths = readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(outDir.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !/\.(?:md|map)$/.test(path) && path !== 'sw.js')
    .sort();
  const hashes = paths.map((path) => sha256(readFileSync(join(outDir, path))));
  const version = sha256(paths.map((path, i) => `${hashes[i] ?? ''} ${path}\n`).join('')).slice(0, 16);
  const files = paths.map((path, i): BuildFile => {
    const hash = path === 'index.html' ? null : (hashes[i] ?? null);
    return { path, sha256: hash, neededBy: neededBy(path) };
  });
  return { version, files };
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function neededBy(path: string): BuildFile['neededBy'] {
  const gpuBuild = /\/ort-wasm-simd-threaded\.(jspi|asyncify)-/.exec(path)?.[1];
  return gpuBuild === 'jspi' || gpuBuild === 'asyncify' ? gpuBuild : 'all';
}

async function buildServiceWorker(root: string, outDir: string, list: BuildList): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: { BUILD_LIST: JSON.stringify(list), SECURITY_HEADERS: JSON.stringify(SECURITY_HEADERS) },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2023',
      rolldownOptions: {
        input: join(root, 'workers/service/service.worker.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js' },
      },
    },
  });
}
