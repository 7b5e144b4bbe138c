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
} from '../../protocol/model-wire.js';
import type { Fault } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';
import { Deadline, withDeadline } from './deadline.js';
import { ownedBuffers, WorkerClient, type WorkerLike } from './worker-client.js';

const NOTHING_LOADED: DownloadState = { receivedBytes: 0, totalBytes: 0, phase: 'idle' };

/** How often the client checks a loading model, and how long loading may make no progress. */
interface LoadWatch {
  readonly everyMs: number;
  /**
   * In ms, until the worker's first answer and while it reads the model's files. It is longer than the worker's own
   * limit for a silent server.
   */
  readonly stallMs: number;
  /** In ms, while the worker compiles. It is longer than the compilation of a large model. */
  readonly compileMs: number;
}

const LOAD_WATCH: LoadWatch = { everyMs: 1000, stallMs: 60_000, compileMs: 120_000 };
/**
 * How long a worker may take to start and to report what the browser offers. It is longer than the worker's own limit
 * for a silent graphics process.
 */
const DEVICES_MS = 75_000;
/** For a few short rows on both devices, with a session for the CPU. */
const PARITY_MS = 120_000;
/**
 * For a tokenizer over a piece of text: the least, and the addition for each byte. Slow tokenizers take a tenth of it.
 */
const TOKENIZE = { leastMs: 45_000, msPerByte: 0.01 };

/**
 * How long an answer may take. A worker that computes cannot report that it is alive, and a worker that the system has
 * ended reports nothing. Only time shows it. Before the first batch the pace is unknown.
 */
const PATIENCE = { firstMs: 10 * 60_000, leastMs: 60_000, timesExpected: 20 };

function spawnModelWorker(): WorkerLike {
  return new Worker(new URL('../../../workers/model/model.worker.ts', import.meta.url), {
    type: 'module',
    name: 'model',
  });
}

/**
 * The page's side of the model worker. Every call settles, with the worker's answer or with `worker-died` or
 * `worker-stalled`. After those two, and after `device-lost`, call `respawn` and then `load`: a new session in the same
 * worker keeps failing. Only the end of the worker frees WebAssembly memory.
 */
export class ModelClient implements ModelWire {
  readonly #spawn: () => WorkerLike;
  readonly #watch: LoadWatch;
  #worker: WorkerClient<ModelWire>;
  /** The slowest batch so far, in ms for a padded token. 0 = none yet. */
  #msPerToken = 0;

  constructor(spawn: () => WorkerLike = spawnModelWorker, watch: LoadWatch = LOAD_WATCH) {
    this.#spawn = spawn;
    this.#watch = watch;
    this.#worker = new WorkerClient(spawn());
  }

  /** Ends the worker and starts another one without a model. Calls under way settle with `worker-died`. */
  respawn(): void {
    this.#worker.end();
    this.#msPerToken = 0;
    this.#worker = new WorkerClient(this.#spawn());
  }

  /** Ends the worker. Calls settle with `worker-died` until `respawn`. */
  dispose(): void {
    this.#worker.end();
  }

  devices(): Promise<Outcome<DeviceReport>> {
    return this.#ask(DEVICES_MS, (remote) => remote.devices());
  }

  loading(): Promise<DownloadState> {
    return this.#worker.askPlain((remote) => remote.loading(), NOTHING_LOADED);
  }

  /** Loads a model. Ends the worker with `worker-stalled` when neither bytes nor phase change for too long. */
  async load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
    const worker = this.#worker;
    const { everyMs, stallMs, compileMs } = this.#watch;
    let last = '';
    let asking = false;
    const deadline = new Deadline(
      stallMs,
      () => worker.end({ code: 'worker-stalled', detail: `loading made no progress: ${last || 'no answer'}` }),
      everyMs,
    );
    const timer = setInterval(() => {
      // A worker that compiles answers late, so there is one question at a time.
      if (asking) return;
      asking = true;
      void worker
        .askPlain((remote) => remote.loading(), NOTHING_LOADED)
        .then((state) => {
          asking = false;
          const now = JSON.stringify(state);
          if (now !== last) deadline.restart(state.phase === 'compile' ? compileMs : stallMs);
          last = now;
        });
    }, everyMs);
    try {
      return await worker.ask((remote) => remote.load(request));
    } finally {
      clearInterval(timer);
      deadline.end();
    }
  }

  /**
   * Transfers the chunks' buffers (see `sliceTexts`), which are empty afterwards. A tokenizer that does not finish ends
   * with its worker: `model-tokenizer-stalled`, with the limit as `seconds`.
   */
  tokenize(text: TextChunk, textB: TextChunk | null): Promise<Outcome<TokenChunk>> {
    const buffers = ownedBuffers(text.bytes, text.offsets, ...(textB === null ? [] : [textB.bytes, textB.offsets]));
    const bytes = text.bytes.length + (textB?.bytes.length ?? 0);
    const limitMs = TOKENIZE.leastMs + bytes * TOKENIZE.msPerByte;
    const call = (remote: Remote<ModelWire>) => remote.tokenize(transfer(text, buffers), textB);
    return this.#ask(limitMs, call, {
      code: 'model-tokenizer-stalled',
      params: { seconds: Math.round(limitMs / 1000) },
    });
  }

  /** Transfers the batch's buffers (see `packBatch`). Pack a batch again to score it again. */
  async score(batch: ScoreBatch): Promise<Outcome<BatchResult>> {
    const padded = batch.labels.length * batch.columns;
    const expectedMs = this.#msPerToken * padded;
    const limitMs =
      expectedMs === 0 ? PATIENCE.firstMs : Math.max(PATIENCE.leastMs, PATIENCE.timesExpected * expectedMs);
    const scored = await this.#ask(limitMs, (remote) => remote.score(movable(batch)));
    if (scored.ok) this.#msPerToken = Math.max(this.#msPerToken, scored.value.elapsedMs / Math.max(1, padded));
    return scored;
  }

  /** Transfers the batch's buffers, as `score` does. */
  parity(batch: ScoreBatch): Promise<Outcome<ParityReport>> {
    return this.#ask(PARITY_MS, (remote) => remote.parity(movable(batch)));
  }

  /** Asks with a deadline. At the deadline the worker ends, and the answer is `fault`. */
  #ask<T>(
    limitMs: number,
    call: (remote: Remote<ModelWire>) => Promise<Outcome<T>>,
    fault: Fault = { code: 'worker-stalled' },
  ): Promise<Outcome<T>> {
    const worker = this.#worker;
    return withDeadline(worker.ask(call), limitMs, () => {
      worker.end({ ...fault, detail: `no answer for ${Math.round(limitMs / 1000)} s` });
    });
  }
}

function movable(batch: ScoreBatch): ScoreBatch {
  return transfer(batch, ownedBuffers(batch.ids, batch.offsets, batch.segmentB, batch.labels));
}
