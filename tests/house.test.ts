import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { constantsOf, usedBeforeBuilt } from './compose-rule.js';

/** The rules of ARCHITECTURE.md that the TypeScript projects alone do not hold. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SVELTE = /^svelte(\/|$)/;

interface Layer {
  /** Where its files are; the first layer that matches a file owns it. */
  readonly files: RegExp;
  /** npm packages, by the start of the import. */
  readonly packages: readonly RegExp[];
  /** Folders of the project, besides its own. */
  readonly folders: readonly string[];
}

const LAYERS: Readonly<Record<string, Layer>> = {
  'src/domain (sha-256)': {
    files: /^src\/domain\/bytes\/sha256\.ts$/,
    packages: [/^@noble\/hashes\/sha2\.js$/],
    folders: [],
  },
  'src/domain': { files: /^src\/domain\//, packages: [], folders: [] },
  'src/protocol': { files: /^src\/protocol\//, packages: [], folders: ['src/domain'] },
  'workers (model)': {
    files: /^workers\/model\//,
    packages: [/^comlink$/, /^@huggingface\/(transformers|tokenizers)$/, /^onnxruntime-web(\/|$)/],
    folders: ['workers', 'src/domain', 'src/protocol'],
  },
  'workers (source)': {
    files: /^workers\/source\//,
    packages: [/^comlink$/, /^hyparquet(-compressors)?$/],
    folders: ['workers', 'src/domain', 'src/protocol'],
  },
  workers: { files: /^workers\//, packages: [/^comlink$/], folders: ['src/domain', 'src/protocol'] },
  'src/effects': {
    files: /^src\/effects\//,
    packages: [/^comlink$/, /^idb$/],
    folders: ['src/domain', 'src/protocol'],
  },
  'src/i18n': { files: /^src\/i18n\//, packages: [SVELTE], folders: ['src/domain', 'src/protocol'] },
  'src/app': {
    files: /^src\/app\//,
    packages: [SVELTE],
    folders: ['src/domain', 'src/protocol', 'src/i18n'],
  },
  'src/ui/map': {
    files: /^src\/ui\/map\//,
    packages: [SVELTE, /^@deck\.gl\//],
    folders: ['src/ui', 'src/app', 'src/domain', 'src/i18n', 'src/protocol'],
  },
  'src/ui': {
    files: /^src\/ui\//,
    packages: [SVELTE],
    folders: ['src/ui/map', 'src/app', 'src/domain', 'src/i18n', 'src/protocol'],
  },
  'src/main.ts': { files: /^src\/(main|build-whole)\.ts$/, packages: [/./], folders: ['src'] },
};

const IGNORED_FOLDERS = new Set(['node_modules', 'dist', '.git', '.tsc', '.cache', 'coverage', 'test-results']);
const TEXT_FILE = /\.(ts|mjs|js|svelte|css|html|json|webmanifest|md|py|yml|sh|svg)$|^\.ci\/run$/;

const allFiles = listFiles(ROOT);
const sourceFiles = allFiles.filter((file) => /^(src|workers)\/.*\.(ts|svelte)$/.test(file));

describe('imports', () => {
  test('every source file belongs to a layer, and imports only what its layer may', () => {
    const offences = sourceFiles.flatMap((file) => {
      const owner = Object.entries(LAYERS).find(([, layer]) => layer.files.test(file));
      if (owner === undefined) return [`${file} belongs to no layer`];
      const [name, layer] = owner;
      const forbidden = importsOf(file).filter((specifier) => !mayImport(name, layer, file, specifier));
      return forbidden.map((specifier) => `${file} imports ${specifier}`);
    });
    expect(offences).toEqual([]);
  });

  test('the rule finds a forbidden import in every form', () => {
    const code = [
      "import { a } from 'idb';",
      "import type { B } from 'idb/types';",
      "import 'side-effect';",
      "const c = await import('deck');",
      "export { d } from './d.js';",
      "import wasm from 'ort.wasm?url';",
      "import {\n  e,\n} from '../e.js';",
    ].join('\n');
    expect(specifiersIn(code)).toEqual([
      'idb',
      'idb/types',
      'side-effect',
      'deck',
      './d.js',
      'ort.wasm?url',
      '../e.js',
    ]);
    const domain = LAYERS['src/domain']!;
    expect(mayImport('src/domain', domain, 'src/domain/a.ts', './b.js')).toBe(true);
    expect(mayImport('src/domain', domain, 'src/domain/a.ts', '../app/b.js')).toBe(false);
    expect(mayImport('src/domain', domain, 'src/domain/a.ts', 'idb')).toBe(false);
  });
});

test('components take nothing but types from the protocol', () => {
  const values = /^\s*import (?!type\b)[^;]*?from '[^']*\/protocol\//m;
  const components = sourceFiles.filter((file) => file.startsWith('src/ui/'));
  expect(filesWith(values, components)).toEqual([]);
  expect(values.test("  import { ok } from '../../protocol/outcome.js';")).toBe(true);
});

test('interfaces of secure origins are used only where there is a way without them', () => {
  // SHA-256 has a way without; the door to a hub is a service worker's, which only secure origins have.
  const knowing = ['src/domain/bytes/sha256.ts', 'src/effects/models/hub-door.ts'];
  const asking = filesWith(/\bcrypto\??\.(subtle\b|randomUUID\()/, sourceFiles);
  expect(asking.filter((file) => !knowing.includes(file))).toEqual([]);
});

test('workers start no workers, which can stall in Firefox', () => {
  const start = /\bnew (Shared)?Worker\(/;
  expect(
    filesWith(
      start,
      sourceFiles.filter((file) => file.startsWith('workers/')),
    ),
  ).toEqual([]);
  expect(filesWith(start, sourceFiles)).toContain('src/effects/workers/learning-client.ts');
});

test('no class of the app is given a function from outside: callbacks are arguments of constructors', () => {
  const slots = /^ {2}[a-z]\w*: \([^)\n]*\) => [^=\n]+ = |\binterface \w*Host\b/m;
  const app = sourceFiles.filter((file) => file.startsWith('src/app/'));
  expect(filesWith(slots, app)).toEqual([]);
  expect(slots.test('  onSaved: () => void = () => {};')).toBe(true);
  expect(slots.test('export interface ExportsHost {')).toBe(true);
  expect(slots.test('  classOf = (label: number): number => label;')).toBe(false);
});

describe('composition', () => {
  test('composeApp passes nothing that is built later, in closures neither', () => {
    const code = readFileSync(join(ROOT, 'src/app/compose.ts'), 'utf8');
    expect(constantsOf(code, 'composeApp').length).toBeGreaterThan(30);
    expect(usedBeforeBuilt(code, 'composeApp')).toEqual([]);
  });

  test('the rule finds a later constant in every form', () => {
    const code = `
      function composeApp(ports: Ports) {
        const { store, later: other } = ports;
        const a = new A({ store, stored: () => void c.changed() });
        const b = new B({ a, c });
        const c = new C({ b, other, self: () => c });
        b.later.c = store.c;
        return { a, c };
      }
      const later = new Map([['a', () => c]]);`;
    expect(usedBeforeBuilt(code, 'composeApp')).toEqual(['a uses c', 'b uses c', 'c uses c']);
  });
});

test('a unit test lies in the folder of its source', () => {
  const folders = new Set(sourceFiles.map((file) => dirname(file)));
  const mirrored = allFiles.filter((file) =>
    /^tests\/unit\/(app|domain|effects|i18n|ui|workers)\/.*\.test\.ts$/.test(file),
  );
  const source = (file: string): string => {
    const folder = dirname(file).replace('tests/unit/', '');
    return folder.startsWith('workers') ? folder : `src/${folder}`;
  };
  expect(mirrored.length).toBeGreaterThan(200);
  expect(mirrored.filter((file) => !folders.has(source(file)))).toEqual([]);
});

describe('style', () => {
  test('no default exports outside of components and configuration', () => {
    expect(filesWith(/^export default|export\s*\{[^}]*\bas default\b/m, sourceFiles)).toEqual([]);
  });

  test('text from data is never HTML', () => {
    const forms = /\{@html\b|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write\b|\bsrcdoc\b/;
    expect(filesWith(forms, sourceFiles)).toEqual([]);
  });

  test('no barrels and no grab bags', () => {
    expect(
      sourceFiles.filter((file) => /(^|\/)(index|utils?|helpers?|misc|common)\.(ts|svelte\.ts)$/.test(file)),
    ).toEqual([]);
  });

  test('no path of one machine in a tracked text file', () => {
    const paths = /(^|[^.\w-])\/(home|root|tmp|Users)\/[A-Za-z]/m;
    expect(
      filesWith(
        paths,
        allFiles.filter((file) => TEXT_FILE.test(file) && !file.endsWith('lock.json')),
      ),
    ).toEqual([]);
  });

  test('the lock file names packages, not the addresses they came from', () => {
    expect(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });
});

describe('faults', () => {
  const codes = Array.from(readFileSync(join(ROOT, 'src/protocol/fault.ts'), 'utf8').matchAll(/^ {2}\| '([a-z-]+)'/gm));
  const asError = new RegExp(
    `\\w*Error\\(([^)]*\\bfault\\b|[^)]*\\.code\\b|'(${codes.map((code) => code[1]).join('|')})')`,
  );

  test('no error has a fault or its code as its message', () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(filesWith(asError, sourceFiles)).toEqual([]);
    const forms = ["Error('file-changed')", 'new Error(part.fault.code)', 'RangeError(String(fault))'];
    expect(forms.filter((form) => asError.test(form))).toEqual(forms);
  });

  test('a fault is thrown only inside the model worker, and through a stream or a library', () => {
    const thrown = /\bthrow\b[^;]*\b(fault|\w*Fault|failed)\b/;
    const others = sourceFiles.filter((file) => !file.startsWith('workers/model/'));
    expect(filesWith(thrown, others)).toEqual(['workers/source/gzip.ts', 'workers/source/parquet.ts']);
    expect(filesWith(/\bModelFault\b/, others)).toEqual([]);
    expect(thrown.test("throw new SourceFault({ code: 'file-empty' });")).toBe(true);
  });
});

function mayImport(layerName: string, layer: Layer, file: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return layer.packages.some((allowed) => allowed.test(specifier));
  const target = relative(ROOT, join(ROOT, dirname(file), specifier)).replaceAll('\\', '/');
  const own = layerName.replace(/ \(.*\)$/, '');
  return [own, ...layer.folders].some((folder) => target.startsWith(`${folder}/`));
}

function importsOf(file: string): readonly string[] {
  return specifiersIn(readFileSync(join(ROOT, file), 'utf8'));
}

function specifiersIn(code: string): readonly string[] {
  const statement = /^\s*(?:import|export)\b(?:[^'";()]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
  return Array.from(code.matchAll(statement), (match) => match[1] ?? match[2] ?? '');
}

function filesWith(pattern: RegExp, files: readonly string[]): readonly string[] {
  return files.filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8')));
}

/** Paths relative to `folder`, with forward slashes. */
function listFiles(folder: string): readonly string[] {
  const walk = (path: string): string[] =>
    readdirSync(join(folder, path)).flatMap((name) => {
      if (IGNORED_FOLDERS.has(name)) return [];
      const inner = path === '' ? name : `${path}/${name}`;
      return statSync(join(folder, inner)).isDirectory() ? walk(inner) : [inner];
    });
  return walk('').sort();
}
