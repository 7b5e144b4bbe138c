import type { Outcome } from '../src/protocol/outcome.js';
import { failed, ok } from '../src/protocol/outcome.js';
import type { Fault } from '../src/protocol/fault.js';
import type {
  BatchResult,
  DownloadState,
  LoadedModel,
  LoadRequest,
  ParityReport,
  ScoreBatch,
  TextChunk,
  TokenChunk,
} from '../src/protocol/model-wire.js';
import { openDevice, type OpenDevice } from './device.js';
import { badNumbers } from './model-check.js';
import { DownloadMeter } from './model-download.js';
import { describe, isOutOfMemory, ModelFault, toFault } from './model-fault.js';
import { loadParts, type ModelParts } from './model-load.js';
import { startRuntime, type Runtime } from './model-runtime.js';
import { ScoringSession, type Classifier } from './model-session.js';

/** Largest logit difference that WebGPU may show against WASM; half precision keeps about three digits. */
const PARITY_TOLERANCE = { full: 1e-3, half: 2e-2 };

/** A model in use. */
interface Loaded {
  readonly runtime: Runtime;
  readonly session: ScoringSession;
  readonly parts: ModelParts;
  readonly gpu: WatchedDevice | null;
  /** The model's bytes, which the browser may keep on disk: for the parity session. */
  readonly bytes: Blob;
}

/** The model worker's state: at most one model on one device. Calls run one after another, as a session demands. */
export class ModelHost {
  readonly #meter = new DownloadMeter();
  #loaded: Loaded | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  loading(): DownloadState {
    return this.#meter.state();
  }

  /** Replaces the model. After a fault none is loaded. */
  load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
    return this.#inTurn(async () => {
      this.#meter.reset();
      this.#meter.phase = 'download';
      const before = this.#loaded;
      this.#loaded = null;
      await before?.session.release();
      before?.gpu?.close();
      try {
        return await this.#load(request);
      } finally {
        this.#meter.phase = this.#loaded === null ? 'idle' : 'ready';
      }
    });
  }

  async #load(request: LoadRequest): Promise<LoadedModel> {
    const startedAt = performance.now();
    const open = request.device === 'webgpu' ? await needDevice() : null;
    const gpu = open === null ? null : new WatchedDevice(open);
    try {
      const [parts, runtime] = await Promise.all([
        loadParts(request.source, request.device, open?.f16 ?? false, this.#meter),
        startRuntime(request.device, request.threads, this.#meter),
      ]);
      const downloadedAt = performance.now();
      this.#meter.phase = 'compile';
      const { classifier, tokenizer, config } = parts;
      const session = await ScoringSession.create(
        runtime,
        classifier,
        parts.external,
        open?.device ?? null,
        tokenizer.padId,
      );
      const width = await probe(session, parts, gpu);
      const classes = config.classes ?? Array.from({ length: width }, (_, id) => `LABEL_${id}`);
      if (classes.length !== width) {
        throw new ModelFault('model-class-count', `${classes.length} class names, ${width} logits`, {
          names: classes.length,
          logits: width,
        });
      }
      const { bytes, ...names } = classifier.headed;
      const light: Classifier = { ...classifier, width, headed: { bytes: new Uint8Array(0), ...names } };
      this.#loaded = { runtime, session, parts: { ...parts, classifier: light }, gpu, bytes: new Blob([bytes]) };
      return {
        hash: parts.hash,
        classes,
        modelType: config.modelType,
        maxTokens: tokenizer.maxTokens,
        onnxPath: parts.onnxPath,
        onnxBytes: parts.onnxBytes,
        device: request.device,
        threads: runtime.threads,
        deviceName: open === null ? `onnxruntime-web ${runtime.build}` : `${open.name} (${runtime.build})`,
        downloadMs: downloadedAt - startedAt,
        compileMs: performance.now() - downloadedAt,
      };
    } catch (error) {
      gpu?.close();
      throw error;
    }
  }

  tokenize(text: TextChunk, textB: TextChunk | null): Promise<Outcome<TokenChunk>> {
    return outcome(() => Promise.resolve(this.#need().parts.tokenizer.tokenize(text, textB)));
  }

  score(batch: ScoreBatch): Promise<Outcome<BatchResult>> {
    return this.#inTurn(async () => {
      const { session, gpu } = this.#need();
      const startedAt = performance.now();
      const output = await guarded(gpu, () => session.run(batch));
      const wrong = badNumbers(batch, output);
      if (wrong !== null) throw new ModelFault('bad-numbers', wrong);
      return { logits: output.logits, loss: output.loss, elapsedMs: performance.now() - startedAt };
    });
  }

  /** The CPU provider of the same build computes the other side, from the same file in the same precision. */
  parity(batch: ScoreBatch): Promise<Outcome<ParityReport>> {
    return this.#inTurn(async () => {
      const { runtime, session, parts, gpu, bytes } = this.#need();
      const { classifier, external, tokenizer } = parts;
      const headed = { ...classifier.headed, bytes: new Uint8Array(await bytes.arrayBuffer()) };
      const onCpu = await ScoringSession.create(runtime, { ...classifier, headed }, external, null, tokenizer.padId);
      try {
        const expected = await guarded(null, () => onCpu.run(batch));
        const found = await guarded(gpu, () => session.run(batch));
        const half = classifier.half || parts.onnxPath.includes('fp16');
        const tolerance = half ? PARITY_TOLERANCE.half : PARITY_TOLERANCE.full;
        const maxLogitDifference = largestDifference(expected.logits, found.logits);
        return { rows: batch.labels.length, maxLogitDifference, tolerance };
      } finally {
        await onCpu.release();
      }
    });
  }

  #need(): Loaded {
    if (this.#loaded === null) throw new Error('no model is loaded');
    return this.#loaded;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    const result = this.#tail.then(() => outcome(work));
    this.#tail = result;
    return result;
  }
}

async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await work());
  } catch (error) {
    return failed(toFault(error));
  }
}

async function needDevice(): Promise<OpenDevice> {
  let open: OpenDevice | null;
  try {
    open = await openDevice();
  } catch (error) {
    throw new ModelFault('webgpu-failed', describe(error));
  }
  if (open === null) throw new ModelFault('webgpu-missing', 'no WebGPU adapter');
  return open;
}

/** Runs one short row: finds the width of the logits, and what a model cannot do, before a run begins. */
async function probe(session: ScoringSession, parts: ModelParts, gpu: WatchedDevice | null): Promise<number> {
  const text = { bytes: new TextEncoder().encode('a'), offsets: Uint32Array.of(0, 1) };
  const tokens = parts.tokenizer.tokenize(text, null);
  const columns = Math.max(tokens.ids.length, Math.min(8, parts.tokenizer.maxTokens));
  const output = await guarded(gpu, () => session.run({ ...tokens, columns, labels: Int32Array.of(0) }));
  return output.classes;
}

/** NaN anywhere is an infinite difference. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}

/** A device whose loss and whose errors, which no promise reports, are turned into faults of the run they strike. */
class WatchedDevice {
  readonly lost: Promise<Fault>;
  #device: GPUDevice;
  #error: GPUError | null = null;

  constructor(open: OpenDevice) {
    this.#device = open.device;
    this.lost = open.device.lost.then((info) => ({ code: 'device-lost', detail: `${info.reason}: ${info.message}` }));
    open.device.addEventListener('uncapturederror', (event) => (this.#error ??= event.error));
  }

  /** The first error since the last call. */
  takeError(): GPUError | null {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  close(): void {
    this.#device.destroy();
  }
}

/** Runs on a device; settles even when the device is lost in the middle, and names what went wrong. */
async function guarded<T>(gpu: WatchedDevice | null, run: () => Promise<T>): Promise<T> {
  gpu?.takeError();
  const never = new Promise<never>(() => undefined);
  const lost = gpu?.lost.then((fault) => Promise.reject(new ModelFault(fault.code, fault.detail ?? ''))) ?? never;
  lost.catch(() => undefined);
  try {
    const result = await Promise.race([run(), lost]);
    const error = gpu?.takeError() ?? null;
    if (error !== null) throw new Error(`${error.constructor.name}: ${error.message}`);
    return result;
  } catch (error) {
    if (error instanceof ModelFault) throw error;
    // A lost device makes onnxruntime fail with messages of many kinds; give the device's own word time to arrive.
    const pause = new Promise<null>((resolve) => setTimeout(() => resolve(null), 50));
    const fault = gpu === null ? null : await Promise.race([gpu.lost, pause]);
    if (fault !== null) throw new ModelFault(fault.code, fault.detail ?? describe(error));
    if (isOutOfMemory(error)) throw new ModelFault('out-of-memory', describe(error));
    throw gpu === null ? error : new ModelFault('webgpu-failed', describe(error));
  }
}
