import type * as Ort from 'onnxruntime-web';
import wasmMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import asyncifyMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiMjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiBinary from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import type { DeviceKind } from '../src/protocol/model-wire.js';
import { download, type DownloadMeter } from './model-download.js';

/** One of onnxruntime-web's builds, ready to make sessions. */
export interface Runtime {
  readonly ort: typeof Ort;
  /** `wasm` (CPU only), `jspi` (WebGPU on suspendable WebAssembly) or `asyncify` (WebGPU elsewhere). */
  readonly build: string;
  readonly threads: number;
}

interface Build {
  readonly name: string;
  readonly module: () => Promise<typeof Ort>;
  readonly mjs: string;
  readonly wasm: string;
}

/** Dynamic imports, so that only the needed build is downloaded. */
const BUILDS = {
  wasm: { name: 'wasm', module: () => import('onnxruntime-web/wasm'), mjs: wasmMjs, wasm: wasmBinary },
  jspi: { name: 'jspi', module: () => import('onnxruntime-web/jspi'), mjs: jspiMjs, wasm: jspiBinary },
  asyncify: {
    name: 'asyncify',
    module: () => import('onnxruntime-web/webgpu'),
    mjs: asyncifyMjs,
    wasm: asyncifyBinary,
  },
} satisfies Record<string, Build>;

function buildFor(device: DeviceKind): Build {
  if (device === 'wasm') return BUILDS.wasm;
  return 'Suspending' in WebAssembly ? BUILDS.jspi : BUILDS.asyncify;
}

let started: { readonly device: DeviceKind; readonly runtime: Runtime } | null = null;

/**
 * Starts the build for a device, once in a worker's life, because its threads are fixed then. A second load for the
 * same device gets the same runtime. For another device, replace the worker.
 *
 * The .wasm is fetched here, so that its bytes are counted and a stalled server is noticed. The glue module is loaded
 * from this site by address (and so are the threads that it starts), which a policy without `blob:` allows.
 */
export async function startRuntime(device: DeviceKind, threads: number, meter: DownloadMeter): Promise<Runtime> {
  if (started !== null) {
    if (started.device !== device) throw new Error(`this worker runs on ${started.device}: start another`);
    return started.runtime;
  }
  const build = buildFor(device);
  const address = (path: string): URL => new URL(path, self.location.href);
  const [ort, binary] = await Promise.all([
    build.module(),
    download(address(build.wasm), `onnxruntime (${build.name})`, meter),
  ]);
  const possible = self.crossOriginIsolated ? Math.max(1, Math.floor(threads)) : 1;
  ort.env.wasm.numThreads = possible;
  ort.env.wasm.wasmPaths = { mjs: address(build.mjs) };
  ort.env.wasm.wasmBinary = binary.buffer;
  ort.env.wasm.proxy = false;
  const runtime: Runtime = { ort, build: build.name, threads: possible };
  started = { device, runtime };
  return runtime;
}
