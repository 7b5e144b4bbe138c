import { sha256Hex } from '../src/domain/sha256.js';

/** One file of the build, as the service worker knows it. */
export interface BuildFile {
  /** Relative to the folder that holds the service worker. */
  readonly path: string;
  /** SHA-256 of its bytes in hex. Null for index.html, which a host may add to, and which holds `mark` instead. */
  readonly sha256: string | null;
  /** Which browsers need it offline: all of them, or those that would load this build of onnxruntime-web for WebGPU. */
  readonly neededBy: 'all' | 'jspi' | 'asyncify';
}

/** The values that the build writes into the service worker. */
export interface BuildList {
  /** Names the build: a hash over all of its files. index.html holds it too. */
  readonly version: string;
  readonly files: readonly BuildFile[];
}

/** What decides which build of onnxruntime-web a browser loads for WebGPU. */
interface BrowserAbilities {
  readonly webgpu: boolean;
  /** `WebAssembly.Suspending` exists. */
  readonly stackSwitching: boolean;
}

/** The files that must be cached before this build may take over. The other files are cached at their first use. */
export function filesToPrecache(list: BuildList, browser: BrowserAbilities): readonly BuildFile[] {
  const gpuBuild = !browser.webgpu ? null : browser.stackSwitching ? 'jspi' : 'asyncify';
  return list.files.filter((file) => file.neededBy === 'all' || file.neededBy === gpuBuild);
}

/**
 * Whether `bytes` are this file of this build: equal by hash, or, for index.html, with the build's version in it. An
 * error page, a login page or a file of another build never passes.
 */
export async function isFileOfBuild(file: BuildFile, version: string, bytes: ArrayBuffer): Promise<boolean> {
  if (file.sha256 === null) return new TextDecoder().decode(bytes).includes(version);
  return (await sha256Hex(new Uint8Array(bytes))) === file.sha256;
}

/**
 * The path of `url` inside the folder `scope`, without query and fragment. `''` and `'index.html'` are both the page.
 * Null for an address outside of the folder.
 */
export function pathInScope(url: string, scope: string): string | null {
  const address = new URL(url);
  const folder = new URL(scope);
  if (address.origin !== folder.origin || !address.pathname.startsWith(folder.pathname)) return null;
  const path = address.pathname.slice(folder.pathname.length);
  return path === '' ? 'index.html' : path;
}
