import type { Outcome } from '../src/protocol/outcome.js';
import { failed, ok } from '../src/protocol/outcome.js';
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
import { guarded, needDevice, WatchedDevice } from './device-watch.js';
import { badNumbers } from './model-check.js';
import { classNames, firstPosition } from './model-config.js';
import { DownloadMeter } from './model-download.js';
import type { Filling } from './model-feeds.js';
import { ModelFault, toFault } from './model-fault.js';
import { loadParts, type ModelParts } from './model-load.js';
import { startRuntime, type Runtime } from './model-runtime.js';
import { openSession } from './model-probe.js';
import { ScoringSession } from './model-session.js';

/** Largest logit difference between WebGPU and WASM. Half precision keeps about three digits. */
const PARITY_TOLERANCE = { full: 1e-3, half: 2e-2 };

/** A model in use. */
interface Loaded {
  readonly runtime: Runtime;
  readonly session: ScoringSession;
  readonly parts: ModelParts;
  readonly filling: Filling;
  readonly probabilities: boolean;
  readonly gpu: WatchedDevice | null;
  /** The model's bytes for the parity session. The browser may keep them on disk. */
  readonly bytes: Blob;
}

/** The model worker's state: at most one model on one device. Calls run one after another, as a session needs. */
export class ModelHost {
  readonly #meter = new DownloadMeter();
  #loaded: Loaded | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  loading(): DownloadState {
    return this.#meter.state();
  }

  /** Replaces the model. After a fault no model is loaded. */
  load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
    return this.#inTurn(async () => {
      this.#meter.reset();
      this.#meter.phase = 'download';
      const before = this.#loaded;
      this.#loaded = null;
      await before?.session.release();
      before?.gpu?.close();
      try {
        const model = await this.#load(request);
        this.#meter.phase = 'ready';
        return model;
      } catch (error) {
        this.#meter.phase = 'idle';
        throw error;
      }
    });
  }

  async #load(request: LoadRequest): Promise<LoadedModel> {
    const open = request.device === 'webgpu' ? await needDevice() : null;
    const gpu = open === null ? null : new WatchedDevice(open);
    let session: ScoringSession | null = null;
    try {
      const [parts, runtime] = await Promise.all([
        loadParts(request.source, request.device, open?.f16 ?? false, this.#meter),
        startRuntime(request.device, request.threads, this.#meter),
      ]);
      this.#meter.phase = 'compile';
      const { tokenizer, config } = parts;
      const filling = { padId: tokenizer.padId, firstPosition: firstPosition(config, tokenizer.padId) };
      const opened = await openSession(runtime, parts, filling, gpu, open?.device ?? null);
      ({ session } = opened);
      const { classifier, probabilities } = opened;
      const classes = classNames(config, opened.width);
      const { bytes, ...names } = classifier.headed;
      const light = { ...classifier, width: classes.length, headed: { bytes: new Uint8Array(0), ...names } };
      this.#loaded = {
        runtime,
        session,
        parts: { ...parts, classifier: light },
        filling,
        probabilities,
        gpu,
        bytes: new Blob([bytes]),
      };
      return {
        hash: parts.hash,
        classes,
        maxTokens: tokenizer.maxTokens,
        maskId: tokenizer.maskId,
        specialIds: tokenizer.specialIds,
        onnxPath: parts.onnxPath,
        usedFiles: parts.used,
        traits: { probabilities, rows: classifier.feeds.rows, tokens: classifier.feeds.columns },
        device: request.device,
        threads: runtime.threads,
        deviceName: open === null ? `onnxruntime-web ${runtime.build}` : `${open.name} (${runtime.build})`,
      };
    } catch (error) {
      await session?.release();
      gpu?.close();
      throw error;
    }
  }

  tokenize(text: TextChunk, textB: TextChunk | null): Promise<Outcome<TokenChunk>> {
    return outcome(() => Promise.resolve(this.#need().parts.tokenizer.tokenize(text, textB)));
  }

  score(batch: ScoreBatch): Promise<Outcome<BatchResult>> {
    return this.#inTurn(async () => {
      const { session, gpu, probabilities } = this.#need();
      const startedAt = performance.now();
      const output = await guarded(gpu, () => session.run(batch));
      const wrong = badNumbers(batch, output, probabilities);
      if (wrong !== null) throw new ModelFault('bad-numbers', wrong);
      return { logits: output.logits, loss: output.loss, elapsedMs: performance.now() - startedAt };
    });
  }

  /** The CPU provider of the same build computes the other side, from the same file in the same precision. */
  parity(batch: ScoreBatch): Promise<Outcome<ParityReport>> {
    return this.#inTurn(async () => {
      const { runtime, session, parts, filling, gpu, bytes } = this.#need();
      const { classifier, external } = parts;
      const headed = { ...classifier.headed, bytes: new Uint8Array(await bytes.arrayBuffer()) };
      const onCpu = await ScoringSession.create(runtime, { ...classifier, headed }, external, null, filling);
      try {
        const expected = await guarded(null, () => onCpu.run(batch));
        const found = await guarded(gpu, () => session.run(batch));
        const half = classifier.half || /f(p|loat)?16/.test(parts.onnxPath);
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

/** The result of `work`. An exception becomes a fault. */
export async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await work());
  } catch (error) {
    return failed(toFault(error));
  }
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
