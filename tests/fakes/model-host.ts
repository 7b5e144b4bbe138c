import type { ModelWorker, WorkersInUse } from '../../src/protocol/app-ports.js';
import type { Fault, FaultCode } from '../../src/protocol/fault.js';
import type {
  BatchResult,
  DeviceKind,
  DeviceReport,
  DownloadState,
  LoadedModel,
  LoadRequest,
  ModelSource,
  ParityReport,
  ScoreBatch,
  TextChunk,
  TokenChunk,
} from '../../src/protocol/model-wire.js';
import type { Outcome } from '../../src/protocol/outcome.js';

/** Class names of the default model. */
export const FAKE_CLASSES = ['World', 'Sports', 'Business'];

/** Id of a hidden token. */
export const FAKE_MASK = 1;

/**
 * A model worker for tests of the run: a token per byte, logits that depend on the row's tokens alone. It counts
 * the rows it scored, and fails on a test's request.
 */
export class FakeModelHost implements ModelWorker {
  report: DeviceReport = { webgpu: false, software: false, adapter: 'fake', f16: false };
  /** The fault that prevents the browser from reporting its devices. */
  devicesFault: FaultCode | null = null;
  /** The fault of a load, by device. */
  loadFault: (device: DeviceKind) => FaultCode | null = () => null;
  /** The fault of the tokenizer. */
  tokenizeFault: Fault | null = null;
  logitDifference = 0;
  /** Faults of coming `score` calls, by call number from 0. */
  scoreFaults = new Map<number, FaultCode>();
  /** A batch with more padded tokens runs out of memory. */
  memoryTokens = Number.POSITIVE_INFINITY;
  /** Padded lengths of the batches. */
  columns = new Set<number>();
  /** Tokens that the graph fixes for each row. */
  fixedTokens: number | null = null;
  /** Tokens that are never hidden. */
  specialIds: readonly number[] = [];
  loads: LoadRequest[] = [];
  /** Rows of each tokenized piece. */
  pieces: number[] = [];
  respawns = 0;
  inUse: WorkersInUse = { workers: 1, threads: 1 };
  /** Times each row was scored, by its first token (tests give rows distinct first characters). */
  scored = new Map<number, number>();
  largestBatch = 0;
  /** The model in the files of a source. */
  modelOf: (source: ModelSource) => { readonly hash: string; readonly classes: readonly string[] } = () => ({
    hash: 'fake',
    classes: FAKE_CLASSES,
  });
  /** The loss that the worker reports for a row with a label class. */
  lossOf: (logits: Float32Array, label: number, first: number) => number = (_logits, _label, first) => first / 100;
  /** The offset of a model's logits from those of `logitsOf`. */
  driftOf: (hash: string) => number = () => 0;
  #hash = '';
  #classes = FAKE_CLASSES.length;
  /** Runs before the answer to each batch. */
  beforeAnswer: () => void = () => {};
  #calls = 0;

  respawn(): void {
    this.respawns++;
  }

  devices(): Promise<Outcome<DeviceReport>> {
    const fault = this.devicesFault;
    return Promise.resolve(fault === null ? { ok: true, value: this.report } : { ok: false, fault: { code: fault } });
  }

  loading(): Promise<DownloadState> {
    return Promise.resolve({ receivedBytes: 1, totalBytes: 2, phase: 'compile' });
  }

  load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
    this.loads.push(request);
    this.inUse = { ...this.inUse, threads: request.threads };
    const code = this.loadFault(request.device);
    if (code !== null) return Promise.resolve({ ok: false, fault: { code } });
    const { hash, classes } = this.modelOf(request.source);
    this.#classes = classes.length;
    this.#hash = hash;
    const value: LoadedModel = {
      hash,
      classes,
      maxTokens: 64,
      maskId: FAKE_MASK,
      specialIds: this.specialIds,
      onnxPath: 'onnx/model.onnx',
      usedFiles: ['onnx/model.onnx'],
      traits: { probabilities: false, rows: null, tokens: this.fixedTokens },
      device: request.device,
      threads: request.threads,
      deviceName: 'fake',
    };
    return Promise.resolve({ ok: true, value });
  }

  tokenize(text: TextChunk): Promise<Outcome<TokenChunk>> {
    if (this.tokenizeFault !== null) return Promise.resolve({ ok: false, fault: this.tokenizeFault });
    this.pieces.push(text.offsets.length - 1);
    const rows = text.offsets.length - 1;
    const value: TokenChunk = {
      ids: Int32Array.from(text.bytes),
      offsets: Uint32Array.from(text.offsets),
      segmentB: new Uint16Array(rows),
      truncated: new Uint8Array(rows),
    };
    return Promise.resolve({ ok: true, value });
  }

  /** Makes the call after `after` more calls fail. */
  failNext(code: FaultCode, after: number): void {
    this.scoreFaults.set(this.#calls + after, code);
  }

  async score(batch: ScoreBatch): Promise<Outcome<BatchResult>> {
    const call = this.#calls++;
    await Promise.resolve();
    this.beforeAnswer();
    const code = this.scoreFaults.get(call);
    if (code) return { ok: false, fault: { code } };
    const rows = batch.offsets.length - 1;
    this.columns.add(batch.columns);
    this.largestBatch = Math.max(this.largestBatch, rows * batch.columns);
    if (rows * batch.columns > this.memoryTokens) return { ok: false, fault: { code: 'out-of-memory' } };
    const logits = new Float32Array(rows * this.#classes);
    const loss = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      const first = batch.ids[batch.offsets[row] ?? 0] ?? 0;
      this.scored.set(first, (this.scored.get(first) ?? 0) + 1);
      const hidden = hiddenShift(batch.ids.subarray(batch.offsets[row], batch.offsets[row + 1]));
      const own = logitsOf(first, this.#classes).map((logit, k) => logit + (hidden + this.driftOf(this.#hash)) * k);
      logits.set(own, row * this.#classes);
      const label = batch.labels[row] ?? -1;
      loss[row] = label < 0 ? Number.NaN : this.lossOf(own, label, first);
    }
    return { ok: true, value: { logits, loss, elapsedMs: 1 } };
  }

  parity(batch: ScoreBatch): Promise<Outcome<ParityReport>> {
    const value = { rows: batch.offsets.length - 1, maxLogitDifference: this.logitDifference, tolerance: 1e-3 };
    return Promise.resolve({ ok: true, value });
  }
}

/** The fake's logits of a row whose first token is `first`. */
export function logitsOf(first: number, classes = FAKE_CLASSES.length): Float32Array {
  const all = Float32Array.of(Math.sin(first), Math.cos(first), first % 3, Math.sin(first * first));
  return all.slice(0, classes);
}

/** The effect of hidden tokens on the logits of a row: a different number for each place, and 0 without any. */
export function hiddenShift(ids: ArrayLike<number>): number {
  let shift = 0;
  for (let at = 0; at < ids.length; at++) if (ids[at] === FAKE_MASK) shift += Math.sin(at + 1) / 2;
  return shift;
}
