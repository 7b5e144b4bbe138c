import type { Dataset } from '../domain/dataset.js';
import { crossEntropy } from '../domain/loss.js';
import { CHUNK_ROWS } from '../domain/dataset.js';
import { halveBudget, packBatch, planBatches, sliceTexts, tokenLengths } from '../domain/batch.js';
import type { BatchLimits, BatchPlan, TokenChunk } from '../domain/batch.js';
import type { Fault, FaultCode } from '../protocol/fault.js';
import type {
  DeviceKind,
  DownloadState,
  LoadedModel,
  ModelSource,
  ModelWire,
  ParityReport,
} from '../protocol/model-wire.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Clock, ResultsChunk } from '../protocol/ports.js';
import type { Notices } from './notices.svelte.js';
import { RateMeter } from './rate.js';
import type { Scores } from './scores.svelte.js';

/** What a run is doing. */
export type RunState =
  | { readonly at: 'idle' }
  | { readonly at: 'loading'; readonly phase: LoadingPhase }
  | { readonly at: 'scoring' }
  | { readonly at: 'paused' }
  | { readonly at: 'done' }
  | { readonly at: 'failed'; readonly fault: Fault };

export type LoadingPhase = 'device' | 'download' | 'compile' | 'check';

/** A model worker that can be replaced by a fresh one. */
export interface ModelHost extends ModelWire {
  /** Ends the worker, with all its memory; the next call starts a fresh one. */
  respawn(): void;
}

/** What a run scores, and where its results go. */
export interface RunPlan {
  readonly dataset: Dataset;
  readonly source: ModelSource;
  /** Stores a chunk; a failure is reported by the receiver, not here. */
  keep(chunk: ResultsChunk): Promise<void>;
}

const PARITY_ROWS = 6;
const KEEP_EVERY_MS = 1000;
const PUBLISH_EVERY_MS = 250;
const MAX_RESPAWNS = 3;
/** After these the worker is replaced. */
const DEADLY: ReadonlySet<FaultCode> = new Set(['worker-died', 'worker-stalled', 'device-lost', 'update-broken']);
const LIMITS: Readonly<Record<DeviceKind, Omit<BatchLimits, 'maxColumns'>>> = {
  webgpu: { tokenBudget: 8192, maxRows: 256, multiple: 8 },
  wasm: { tokenBudget: 2048, maxRows: 64, multiple: 8 },
};

/** Scores a dataset: loads the model, plans batches, asks for one at a time. Pausing is not asking. */
export class Run {
  state = $state.raw<RunState>({ at: 'idle' });
  total = $state.raw(0);
  rowsPerS = $state.raw(0);
  /** Seconds left at the present rate; null = not known yet. */
  etaS = $state.raw<number | null>(null);
  model = $state.raw<LoadedModel | null>(null);
  device = $state.raw<DeviceKind | null>(null);
  download = $state.raw<DownloadState | null>(null);
  parity = $state.raw<ParityReport | null>(null);
  /** Why the CPU is used although nobody asked for it. */
  reason = $state.raw<Fault | null>(null);
  busy = $derived(this.state.at === 'loading' || this.state.at === 'scoring');

  /** The device the address asks for. */
  wish: DeviceKind | null = null;
  /** Called once a model is loaded: prepares the scores (classes, stored chunks); false = cannot be scored. */
  onModel: (model: LoadedModel) => Promise<Outcome<null>> = () => Promise.resolve({ ok: true, value: null });

  /** Called whenever new results have been published. */
  onResults: () => void = () => {};

  #generation = 0;
  #limits: BatchLimits | null = null;
  #respawns = 0;
  #forcedWasm = false;
  #lastKept = 0;
  #lastPublished = 0;
  #loadedFor: ModelSource | null = null;
  readonly #host: ModelHost;
  readonly #scores: Scores;
  readonly #clock: Clock;
  readonly #notices: Notices;
  readonly #threads: number;

  constructor(host: ModelHost, scores: Scores, clock: Clock, notices: Notices, threads: number) {
    this.#host = host;
    this.#scores = scores;
    this.#clock = clock;
    this.#notices = notices;
    this.#threads = threads;
  }

  /** A dataset of `rows` rows is open, and this many of them have stored results. */
  found(rows: number, scored: number): void {
    this.total = rows;
    if (this.busy) return;
    this.state = scored === 0 ? { at: 'idle' } : { at: scored === rows ? 'done' : 'paused' };
  }

  /** Starts or resumes. Rows that have results are not scored again. */
  async start(plan: RunPlan): Promise<void> {
    if (this.busy) return;
    const generation = ++this.#generation;
    this.#respawns = 0;
    this.found(plan.dataset.rows, this.#scores.done);
    if (this.state.at === 'done') return;
    const outcome = await this.#attempts(plan, generation);
    if (generation !== this.#generation) return;
    this.#scores.publish();
    this.state = outcome.ok ? { at: 'done' } : { at: 'failed', fault: outcome.fault };
    this.etaS = null;
    if (!outcome.ok) this.#notices.raise(outcome.fault);
  }

  /** Stops asking; the batch under way is finished by the worker and not waited for. */
  pause(): void {
    if (!this.busy) return;
    this.#generation++;
    this.#scores.publish();
    this.state = { at: 'paused' };
    this.etaS = null;
  }

  /** Stops and ends the worker, so that its memory is given back. What was scored stays. */
  cancel(): void {
    this.#generation++;
    this.#forget();
    this.#scores.publish();
    this.state = { at: 'idle' };
    this.etaS = null;
  }

  /** Forgets run and model: another dataset or another model comes. */
  reset(): void {
    this.cancel();
    this.#forcedWasm = false;
    this.reason = null;
    this.parity = null;
    this.total = 0;
    this.rowsPerS = 0;
    this.device = null;
  }

  /** Loads and scores, with a fresh worker after each death, at most `MAX_RESPAWNS` times in a row. */
  async #attempts(plan: RunPlan, generation: number): Promise<Outcome<null>> {
    for (;;) {
      const before = this.#scores.done;
      const outcome = await this.#attempt(plan, generation);
      if (outcome.ok || generation !== this.#generation) return outcome;
      const { code } = outcome.fault;
      const onGpu = this.device === 'webgpu';
      const dead = DEADLY.has(code);
      // Only deaths without a row between them count.
      if (this.#scores.done > before) this.#respawns = 0;
      if (dead && this.#respawns < MAX_RESPAWNS) {
        this.#respawns++;
        this.#forget();
      } else if (onGpu && this.wish === null && !code.startsWith('model-') && code !== 'no-labels-matched') {
        this.#fallBack(code === 'webgpu-parity' ? outcome.fault : { ...outcome.fault, code: 'webgpu-failed' });
      } else {
        return outcome;
      }
    }
  }

  async #attempt(plan: RunPlan, generation: number): Promise<Outcome<null>> {
    const loaded = await this.#load(plan, generation);
    if (!loaded.ok || generation !== this.#generation) return loaded;
    this.state = { at: 'scoring' };
    const meter = new RateMeter(this.#clock.ticks());
    const chunks = Math.ceil(plan.dataset.rows / CHUNK_ROWS);
    for (let index = 0; index < chunks; index++) {
      const scored = await this.#scoreChunk(plan, index, meter, generation);
      if (!scored.ok || generation !== this.#generation) return scored;
    }
    return { ok: true, value: null };
  }

  async #load(plan: RunPlan, generation: number): Promise<Outcome<null>> {
    if (this.model && this.#loadedFor === plan.source) return { ok: true, value: null };
    this.state = { at: 'loading', phase: 'device' };
    const device = await this.#chooseDevice();
    if (!device.ok || generation !== this.#generation) return voided(device);
    this.device = device.value;
    const loaded = await this.#watchLoading(plan.source, device.value, generation);
    if (!loaded.ok || generation !== this.#generation) return voided(loaded);
    const prepared = await this.onModel(loaded.value);
    if (!prepared.ok || generation !== this.#generation) return prepared;
    if (device.value === 'webgpu') {
      const checked = await this.#checkParity(plan.dataset);
      if (!checked.ok || generation !== this.#generation) return checked;
    }
    this.model = loaded.value;
    this.#loadedFor = plan.source;
    this.#limits ??= { ...LIMITS[device.value], maxColumns: loaded.value.maxTokens };
    return { ok: true, value: null };
  }

  async #chooseDevice(): Promise<Outcome<DeviceKind>> {
    if (this.wish === 'wasm' || this.#forcedWasm) return { ok: true, value: 'wasm' };
    const report = await this.#host.devices();
    if (!report.webgpu) {
      if (this.wish === 'webgpu') return { ok: false, fault: { code: 'webgpu-missing' } };
      this.reason ??= { code: 'webgpu-none' };
      return { ok: true, value: 'wasm' };
    }
    if (report.software && this.wish === null) {
      this.reason = { code: 'webgpu-software' };
      return { ok: true, value: 'wasm' };
    }
    return { ok: true, value: 'webgpu' };
  }

  async #watchLoading(source: ModelSource, device: DeviceKind, generation: number): Promise<Outcome<LoadedModel>> {
    const loading = this.#host.load({ source, device, threads: this.#threads });
    while (generation === this.#generation) {
      const settled = await Promise.race([loading, this.#clock.sleep(200)]);
      if (settled) break;
      const state = await Promise.race([this.#host.loading(), loading]);
      if ('phase' in state) {
        this.download = state;
        this.state = { at: 'loading', phase: state.phase === 'download' ? 'download' : 'compile' };
      }
    }
    return loading;
  }

  /** A handful of the shortest rows of the first chunk on both devices, before a run is trusted. */
  async #checkParity(dataset: Dataset): Promise<Outcome<null>> {
    this.state = { at: 'loading', phase: 'check' };
    const tokens = await this.#tokenize(dataset, 0, Math.min(dataset.rows, 64));
    if (!tokens.ok) return tokens;
    const lengths = tokenLengths(tokens.value);
    const shortest = Uint32Array.from(lengths.keys()).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
    const rows = shortest.slice(0, PARITY_ROWS);
    const columns = Math.max(...Array.from(rows, (row) => lengths[row] ?? 0));
    const report = await this.#host.parity(packBatch(tokens.value, { rows, columns }, new Int32Array(lengths.length)));
    if (!report.ok) return report;
    this.parity = report.value;
    if (report.value.maxLogitDifference <= report.value.tolerance) return { ok: true, value: null };
    const difference = report.value.maxLogitDifference.toPrecision(3);
    return { ok: false, fault: { code: 'webgpu-parity', params: { difference } } };
  }

  async #scoreChunk(plan: RunPlan, index: number, meter: RateMeter, generation: number): Promise<Outcome<null>> {
    const from = index * CHUNK_ROWS;
    const to = Math.min(from + CHUNK_ROWS, plan.dataset.rows);
    const missing: number[] = [];
    for (let row = from; row < to; row++) if (!this.#scores.isScored(row)) missing.push(row - from);
    if (missing.length === 0) return { ok: true, value: null };
    const tokens = await this.#tokenize(plan.dataset, from, to);
    if (!tokens.ok || generation !== this.#generation) return voided(tokens);
    const { value: columns } = this.#scores.logits;
    const outcome = await this.#scoreRows(plan, index, tokens.value, missing, meter, generation);
    // After a pause too; but not when the columns are of another dataset or model by now.
    if (columns === this.#scores.logits.value) await plan.keep(this.#scores.chunk(index));
    this.#lastKept = this.#clock.ticks();
    return outcome;
  }

  /** Scores rows of a chunk (ids relative to it), halving the token budget whenever the memory does not suffice. */
  async #scoreRows(
    plan: RunPlan,
    index: number,
    tokens: TokenChunk,
    rows: readonly number[],
    meter: RateMeter,
    generation: number,
  ): Promise<Outcome<null>> {
    const lengths = tokenLengths(tokens);
    const labels = Int32Array.from(lengths, (_, row) => this.#scores.labelClassOf(index * CHUNK_ROWS + row));
    let queue = this.#planFor(lengths, rows);
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      const result = await this.#host.score(packBatch(tokens, batch, labels));
      if (generation !== this.#generation) return { ok: true, value: null };
      if (result.ok) {
        this.#write(index * CHUNK_ROWS, batch.rows, labels, lengths, tokens.truncated, result.value);
        meter.add(this.#clock.ticks(), batch.rows.length);
        await this.#report(plan, index, meter);
      } else if (result.fault.code === 'out-of-memory' && this.#halve()) {
        queue = this.#planFor(
          lengths,
          [batch, ...queue].flatMap((later) => [...later.rows]),
        );
      } else {
        return result;
      }
    }
    return { ok: true, value: null };
  }

  /** Smaller batches from now on; false when they are as small as they get. */
  #halve(): boolean {
    const smaller = this.#limits && halveBudget(this.#limits);
    if (!smaller) return false;
    this.#limits = smaller;
    return true;
  }

  /** Batches over some rows of a chunk (ids relative to it). */
  #planFor(lengths: Uint16Array, rows: readonly number[]): BatchPlan[] {
    if (!this.#limits) return [];
    const plans = planBatches(
      rows.map((row) => lengths[row] ?? 0),
      this.#limits,
    );
    return plans.map((plan) => ({ rows: plan.rows.map((i) => rows[i] ?? 0), columns: plan.columns }));
  }

  #write(
    from: number,
    rows: ArrayLike<number>,
    labels: Int32Array,
    lengths: Uint16Array,
    truncated: Uint8Array,
    result: { readonly logits: Float32Array; readonly loss: Float32Array },
  ): void {
    const width = this.#scores.classes.length;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      const logits = result.logits.subarray(i * width, (i + 1) * width);
      const label = this.#scores.labelClassOf(from + row);
      // The label map may have changed while the batch was under way.
      const loss = label === labels[row] ? result.loss[i] : lossOf(logits, width, label);
      this.#scores.writeRow(from + row, logits, loss ?? Number.NaN, lengths[row] ?? 0, truncated[row] === 1);
    }
  }

  /** Rates for the eye, and a stored chunk at most once a second. */
  async #report(plan: RunPlan, index: number, meter: RateMeter): Promise<void> {
    const now = this.#clock.ticks();
    if (now - this.#lastPublished >= PUBLISH_EVERY_MS) {
      this.#lastPublished = now;
      this.#scores.publish();
      this.onResults();
      this.rowsPerS = meter.rowsPerS(now);
      this.etaS = this.rowsPerS > 0 ? (this.total - this.#scores.done) / this.rowsPerS : null;
    }
    if (now - this.#lastKept >= KEEP_EVERY_MS) {
      this.#lastKept = now;
      await plan.keep(this.#scores.chunk(index));
    }
  }

  #tokenize(dataset: Dataset, from: number, to: number): Promise<Outcome<TokenChunk>> {
    const second = dataset.textB ? sliceTexts(dataset.textB, from, to) : null;
    return this.#host.tokenize(sliceTexts(dataset.text, from, to), second);
  }

  #fallBack(fault: Fault): void {
    this.reason = fault;
    this.#notices.raise(fault, 'warning');
    this.#forcedWasm = true;
    this.#limits = null;
    this.#forget();
  }

  #forget(): void {
    this.#host.respawn();
    this.model = null;
    this.#loadedFor = null;
    this.download = null;
  }
}

function voided(outcome: Outcome<unknown>): Outcome<null> {
  return outcome.ok ? { ok: true, value: null } : outcome;
}

function lossOf(logits: Float32Array, classes: number, label: number): number {
  return label < 0 ? Number.NaN : crossEntropy(logits, 0, classes, label);
}
