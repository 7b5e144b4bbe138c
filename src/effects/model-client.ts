import { transfer, type Remote } from 'comlink';
import type {
  BatchResult,
  DeviceReport,
  DownloadState,
  LoadedModel,
  LoadRequest,
  ModelWire,
  ParityReport,
  ScoreBatch,
  TextChunk,
  TokenChunk,
} from '../protocol/model-wire.js';
import type { Outcome } from '../protocol/outcome.js';
import { withPatience } from './patience.js';
import { ownedBuffers, WorkerClient, type WorkerLike } from './worker-client.js';

const NOTHING_LOADED: DownloadState = { receivedBytes: 0, totalBytes: 0, phase: 'idle' };
const NO_WEBGPU: DeviceReport = { webgpu: false, software: false, adapter: '', f16: false };

/** How often loading is looked at, and how long it may stand still. */
export interface LoadWatch {
  readonly everyMs: number;
  /** Longer than the worker's own limit for a silent server, and than compiling a large model. */
  readonly stallMs: number;
}

const LOAD_WATCH: LoadWatch = { everyMs: 1000, stallMs: 120_000 };

/**
 * How long an answer may take. A worker that is computing cannot say that it is alive, and one that the system has ended
 * says nothing: only the time tells. Before the first batch nothing is known of the pace.
 */
const PATIENCE = { firstMs: 10 * 60_000, leastMs: 60_000, timesExpected: 20 };

function spawnModelWorker(): WorkerLike {
  return new Worker(new URL('../../workers/model.worker.ts', import.meta.url), { type: 'module', name: 'model' });
}

/**
 * The page's side of the model worker. Every call settles: with the worker's answer, or with `worker-died` or
 * `worker-stalled`. After those, and after `device-lost`, call `respawn` and `load` again: a new session in the same
 * worker keeps failing. WebAssembly memory is given back only by ending the worker.
 */
export class ModelClient implements ModelWire {
  readonly #spawn: () => WorkerLike;
  readonly #watch: LoadWatch;
  #worker: WorkerClient<ModelWire>;
  /** The slowest batch so far, in ms for a padded token; 0 = none yet. */
  #msPerToken = 0;

  constructor(spawn: () => WorkerLike = spawnModelWorker, watch: LoadWatch = LOAD_WATCH) {
    this.#spawn = spawn;
    this.#watch = watch;
    this.#worker = new WorkerClient(spawn());
  }

  /** Ends the worker and starts another, with nothing loaded. Calls under way settle with `worker-died`. */
  respawn(): void {
    this.#worker.end();
    this.#msPerToken = 0;
    this.#worker = new WorkerClient(this.#spawn());
  }

  /** Ends the worker: calls settle with `worker-died` until `respawn`. */
  dispose(): void {
    this.#worker.end();
  }

  devices(): Promise<DeviceReport> {
    return this.#worker.askPlain((remote) => remote.devices(), NO_WEBGPU);
  }

  loading(): Promise<DownloadState> {
    return this.#worker.askPlain((remote) => remote.loading(), NOTHING_LOADED);
  }

  /** Loads a model; ends the worker with `worker-stalled` when neither bytes nor phase change for too long. */
  async load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
    const worker = this.#worker;
    let last = '';
    let changedAt = performance.now();
    let asking = false;
    const timer = setInterval(() => {
      if (performance.now() - changedAt > this.#watch.stallMs) {
        worker.end({ code: 'worker-stalled', detail: `no progress for ${this.#watch.stallMs} ms: ${last}` });
      }
      // A worker deep in a compilation answers late: one question at a time.
      if (asking) return;
      asking = true;
      void worker
        .askPlain((remote) => remote.loading(), NOTHING_LOADED)
        .then((state) => {
          asking = false;
          const now = JSON.stringify(state);
          if (now !== last) changedAt = performance.now();
          last = now;
        });
    }, this.#watch.everyMs);
    try {
      return await worker.ask((remote) => remote.load(request));
    } finally {
      clearInterval(timer);
    }
  }

  /** Takes the chunks' buffers over (see `sliceTexts`): they are empty afterwards. */
  tokenize(text: TextChunk, textB: TextChunk | null): Promise<Outcome<TokenChunk>> {
    const buffers = ownedBuffers(text.bytes, text.offsets, ...(textB === null ? [] : [textB.bytes, textB.offsets]));
    return this.#ask(PATIENCE.firstMs, (remote) => remote.tokenize(transfer(text, buffers), textB));
  }

  /** Takes the batch's buffers over (see `packBatch`): pack it again to score it again. */
  async score(batch: ScoreBatch): Promise<Outcome<BatchResult>> {
    const padded = batch.labels.length * batch.columns;
    const expectedMs = this.#msPerToken * padded;
    const limitMs =
      expectedMs === 0 ? PATIENCE.firstMs : Math.max(PATIENCE.leastMs, PATIENCE.timesExpected * expectedMs);
    const scored = await this.#ask(limitMs, (remote) => remote.score(movable(batch)));
    if (scored.ok) this.#msPerToken = Math.max(this.#msPerToken, scored.value.elapsedMs / Math.max(1, padded));
    return scored;
  }

  /** Takes the batch's buffers over, as `score` does. */
  parity(batch: ScoreBatch): Promise<Outcome<ParityReport>> {
    return this.#ask(PATIENCE.firstMs, (remote) => remote.parity(movable(batch)));
  }

  /** Asks with limited patience: then the worker is ended, and the answer is `worker-stalled`. */
  #ask<T>(limitMs: number, call: (remote: Remote<ModelWire>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const worker = this.#worker;
    return withPatience(worker.ask(call), limitMs, () => {
      worker.end({ code: 'worker-stalled', detail: `no answer for ${Math.round(limitMs / 1000)} s` });
    });
  }
}

function movable(batch: ScoreBatch): ScoreBatch {
  return transfer(batch, ownedBuffers(batch.ids, batch.offsets, batch.segmentB, batch.labels));
}
