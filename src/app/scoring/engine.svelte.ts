import { joinTokens, packBatch, sliceTexts, textPieces, tokenLengths } from '../../domain/models/batch.js';
import type { TokenChunk } from '../../domain/models/batch.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import type { Fault, FaultCode } from '../../protocol/fault.js';
import type {
  BatchResult,
  DeviceKind,
  DownloadState,
  LoadedModel,
  ModelSource,
  ParityReport,
} from '../../protocol/model-wire.js';
import type { ModelWorker, WorkersInUse } from '../../protocol/app-ports.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { Clock, ThreadLimit } from '../../protocol/ports.js';
import { hasEnded } from '../project/turn.js';
import type { Notices } from '../shell/notices.svelte.js';
import { Batching } from './batching.js';
import { scoreInLanes } from './lanes.js';

/** The phases of loading a model. */
export type LoadingPhase = 'device' | 'download' | 'compile' | 'check';

/** Work with one model. */
export interface Job {
  /** Ends when the caller cancels the work. The engine checks it after every wait. */
  readonly signal: AbortSignal;
  readonly source: ModelSource;
  /** The dataset. The engine compares a few of its rows on both devices before it trusts WebGPU. */
  readonly dataset: Dataset;
  /** Takes the phase of loading, before the work begins. */
  loading(phase: LoadingPhase): void;
  /** Does the work. After a worker dies, the engine loads the model anew and calls it again for the remaining rows. */
  work(model: LoadedModel): Promise<Outcome<null>>;
}

/** A user of the engine. The engine has one owner at a time. */
export interface EngineOwner {
  pause(): void;
}

const PARITY_ROWS = 6;
const MAX_RESPAWNS = 3;
/** Faults after which the engine replaces the worker. */
const DEADLY: ReadonlySet<FaultCode> = new Set(['worker-died', 'worker-stalled', 'device-lost', 'update-broken']);
/** Faults that end the worker. */
const ENDED: ReadonlySet<FaultCode> = new Set([...DEADLY, 'model-tokenizer-stalled']);

/** The model workers with a model in them: chooses the device, loads, and replaces the workers or the device that fails. */
export class Engine {
  model = $state.raw<LoadedModel | null>(null);
  device = $state.raw<DeviceKind | null>(null);
  download = $state.raw<DownloadState | null>(null);
  parity = $state.raw<ParityReport | null>(null);
  /** The workers that score. Null without a model. */
  inUse = $state.raw<WorkersInUse | null>(null);
  /** Why the engine uses the CPU without a request. */
  reason = $state.raw<Fault | null>(null);

  /** The device that the address requests. */
  wish: DeviceKind | null = null;
  readonly threads: ThreadLimit;

  #owner: EngineOwner | null = null;
  #respawns = 0;
  #forcedWasm = false;
  /** Whether the WebGPU adapter is a program, at the request of the address. */
  #software = false;
  #loadedFor: ModelSource | null = null;
  readonly #batching = new Batching();
  readonly #host: ModelWorker;
  readonly #clock: Clock;
  readonly #notices: Notices;

  constructor(host: ModelWorker, clock: Clock, notices: Notices, threads: ThreadLimit) {
    this.#host = host;
    this.#clock = clock;
    this.#notices = notices;
    this.threads = threads;
  }

  /** Gives the engine to `owner` alone and pauses the previous owner. */
  take(owner: EngineOwner): void {
    if (this.#owner !== owner) this.#owner?.pause();
    this.#owner = owner;
    this.#respawns = 0;
  }

  /** Whether `owner` was the last to take the engine. */
  isOf(owner: EngineOwner): boolean {
    return this.#owner === owner;
  }

  /** Loads and works. Replaces a dead worker at most `MAX_RESPAWNS` times without a batch between. */
  async perform(job: Job): Promise<Outcome<null>> {
    for (;;) {
      const outcome = await this.#attempt(job);
      if (outcome.ok || hasEnded(job.signal)) return outcome;
      const { code } = outcome.fault;
      const onGpu = this.device === 'webgpu';
      // A load that stalled once would stall again.
      const loadStalled = code === 'worker-stalled' && this.model === null;
      if (DEADLY.has(code) && !loadStalled && this.#respawns < MAX_RESPAWNS) {
        this.#respawns++;
        this.forget();
      } else if (onGpu && this.wish === null && !code.startsWith('model-') && code !== 'no-labels-matched') {
        this.#fallBack({ ...outcome.fault, code: gpuFault(code, loadStalled) });
      } else {
        // The next try begins with a fresh worker.
        if (ENDED.has(code)) this.forget();
        if (!onGpu || !(loadStalled || code === 'webgpu-silent')) return outcome;
        return { ok: false, fault: { ...outcome.fault, code: 'webgpu-silent-asked' } };
      }
    }
  }

  /** Token ids of rows `from .. to`, tokenized in pieces. `model-tokenizer-stalled` names the rows of the piece. */
  async tokenize({ text, textB }: Dataset, from: number, to: number): Promise<Outcome<TokenChunk>> {
    const chunks: TokenChunk[] = [];
    for (const [first, end] of textPieces(textB ? [text, textB] : [text], from, to)) {
      const second = textB ? sliceTexts(textB, first, end) : null;
      const tokens = await this.#host.tokenize(sliceTexts(text, first, end), second);
      if (!tokens.ok) {
        if (tokens.fault.code !== 'model-tokenizer-stalled') return tokens;
        const params = { ...tokens.fault.params, first: first + 1, last: end };
        return { ok: false, fault: { ...tokens.fault, params } };
      }
      chunks.push(tokens.value);
    }
    return { ok: true, value: joinTokens(chunks) };
  }

  /**
   * Scores rows of a chunk as `scoreInLanes` does. `labels`: the model's class for each row of the chunk, -1 = none.
   * `take` gets every batch until `signal` ends.
   */
  async scoreRows(
    signal: AbortSignal,
    tokens: TokenChunk,
    rows: readonly number[],
    labels: Int32Array,
    take: (rows: Uint32Array, result: BatchResult) => Promise<void>,
  ): Promise<Outcome<null>> {
    const taken = async (batch: Uint32Array, result: BatchResult): Promise<void> => {
      this.#respawns = 0;
      this.inUse = this.#host.inUse;
      await take(batch, result);
    };
    return scoreInLanes(signal, this.#host, this.#batching, { tokens, rows, labels, take: taken });
  }

  /** Ends the workers, which frees their memory. */
  forget(): void {
    this.#host.respawn();
    this.model = null;
    this.inUse = null;
    this.#loadedFor = null;
    this.download = null;
  }

  /** Forgets the model, its device and its parity check before the dataset or the model changes. */
  reset(): void {
    this.#owner?.pause();
    this.#owner = null;
    this.forget();
    this.#forcedWasm = false;
    this.reason = null;
    this.parity = null;
    this.device = null;
  }

  async #attempt(job: Job): Promise<Outcome<null>> {
    const loaded = await this.#load(job);
    if (!loaded.ok) return loaded;
    return loaded.value === null || hasEnded(job.signal) ? { ok: true, value: null } : job.work(loaded.value);
  }

  /** The model of the job, loaded if needed. Null = stopped meanwhile. */
  async #load(job: Job): Promise<Outcome<LoadedModel | null>> {
    if (this.model && this.#loadedFor === job.source) return { ok: true, value: this.model };
    this.model = null;
    this.#loadedFor = null;
    job.loading('device');
    const device = await this.#chooseDevice();
    if (!device.ok) return device;
    if (hasEnded(job.signal)) return { ok: true, value: null };
    this.device = device.value;
    const loaded = await this.#watchLoading(job, device.value);
    if (!loaded.ok || hasEnded(job.signal)) return loaded;
    if (device.value === 'webgpu') {
      const checked = await this.#checkParity(job);
      if (!checked.ok) return checked;
      if (hasEnded(job.signal)) return loaded;
    }
    this.model = loaded.value;
    this.inUse = this.#host.inUse;
    this.#loadedFor = job.source;
    const kind = device.value === 'webgpu' && this.#software ? 'software' : device.value;
    this.#batching.fit(kind, loaded.value);
    return loaded;
  }

  async #chooseDevice(): Promise<Outcome<DeviceKind>> {
    if (this.wish === 'wasm' || this.#forcedWasm) return { ok: true, value: 'wasm' };
    const answer = await this.#host.devices();
    if (!answer.ok) return this.#withoutAnswer(answer.fault);
    const report = answer.value;
    if (!report.webgpu) {
      if (this.wish === 'webgpu') return { ok: false, fault: { code: 'webgpu-missing' } };
      this.reason ??= { code: 'webgpu-none' };
      return { ok: true, value: 'wasm' };
    }
    if (report.software && this.wish === null) {
      this.reason = { code: 'webgpu-software' };
      return { ok: true, value: 'wasm' };
    }
    this.#software = report.software;
    return { ok: true, value: 'webgpu' };
  }

  /** The device if the browser reports none: the CPU if only the graphics process is silent. */
  #withoutAnswer(fault: Fault): Outcome<DeviceKind> {
    if (fault.code !== 'webgpu-silent') return { ok: false, fault };
    if (this.wish === 'webgpu') return { ok: false, fault: { ...fault, code: 'webgpu-silent-asked' } };
    this.#forcedWasm = true;
    this.reason = fault;
    this.#notices.raise(fault, 'warning');
    return { ok: true, value: 'wasm' };
  }

  async #watchLoading(job: Job, device: DeviceKind): Promise<Outcome<LoadedModel>> {
    const loading = this.#host.load({ source: job.source, device, threads: this.threads.count });
    while (!hasEnded(job.signal)) {
      const settled = await Promise.race([loading, this.#clock.sleep(200)]);
      if (settled || hasEnded(job.signal)) break;
      const state = await Promise.race([this.#host.loading(), loading]);
      if ('phase' in state && !hasEnded(job.signal)) {
        this.download = state;
        job.loading(state.phase === 'download' ? 'download' : 'compile');
      }
    }
    return loading;
  }

  /** Compares a few of the shortest rows of the first chunk on both devices before a run. */
  async #checkParity(job: Job): Promise<Outcome<null>> {
    job.loading('check');
    const tokens = await this.tokenize(job.dataset, 0, Math.min(job.dataset.rows, 64));
    if (!tokens.ok) return tokens;
    // The next job can be loading another model by now, which reads these tokens differently.
    if (hasEnded(job.signal)) return { ok: true, value: null };
    const lengths = tokenLengths(tokens.value);
    const shortest = Uint32Array.from(lengths.keys()).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
    const rows = shortest.slice(0, PARITY_ROWS);
    const columns = Math.max(...Array.from(rows, (row) => lengths[row] ?? 0));
    const report = await this.#host.parity(packBatch(tokens.value, { rows, columns }, new Int32Array(lengths.length)));
    if (!report.ok) return report;
    if (hasEnded(job.signal)) return { ok: true, value: null };
    this.parity = report.value;
    if (report.value.maxLogitDifference <= report.value.tolerance) return { ok: true, value: null };
    const difference = report.value.maxLogitDifference.toPrecision(3);
    return { ok: false, fault: { code: 'webgpu-parity', params: { difference } } };
  }

  #fallBack(fault: Fault): void {
    this.reason = fault;
    this.#notices.raise(fault, 'warning');
    this.#forcedWasm = true;
    this.#batching.forget();
    this.forget();
  }
}

/** The fault that explains a switch from the graphics processor to the CPU, from the code of its failure. */
function gpuFault(code: FaultCode, loadStalled: boolean): FaultCode {
  if (code === 'webgpu-parity') return code;
  return loadStalled || code === 'webgpu-silent' ? 'webgpu-silent' : 'webgpu-failed';
}
