import type { Dataset } from '../../domain/reading/dataset.js';
import type { Fault } from '../../protocol/fault.js';
import type { DeviceKind, DownloadState, LoadedModel, ModelSource, ParityReport } from '../../protocol/model-wire.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { Clock, ResultsChunk, ThreadLimit } from '../../protocol/ports.js';
import type { Engine, LoadingPhase } from './engine.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import { RateMeter } from './rate.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { scoreRows } from './scoring.js';
import { hasEnded } from '../project/turn.js';

/** What a run is doing. */
export type RunState =
  | { readonly at: 'idle' }
  | { readonly at: 'loading'; readonly phase: LoadingPhase }
  | { readonly at: 'scoring' }
  | { readonly at: 'paused' }
  | { readonly at: 'done' }
  | { readonly at: 'failed'; readonly fault: Fault };

/** What a run scores. */
export interface RunPlan {
  readonly projectId: string;
  readonly dataset: Dataset;
  readonly source: ModelSource;
}

/** Where the results of a run go. */
export interface RunOutput {
  /** Makes the score columns ready for a model that is loaded. A fault says why it cannot score. */
  prepare(signal: AbortSignal, model: LoadedModel): Promise<Outcome<null>>;
  /** Shows results that were published. */
  grew(): void;
  /** Stores a chunk; a failure is reported by the receiver, not here. */
  keep(projectId: string, chunk: ResultsChunk): Promise<void>;
}

const PUBLISH_EVERY_MS = 250;

/** Scores a dataset: loads the model, plans batches, asks for one at a time. Pausing is not asking. */
export class ScoringRun {
  state = $state.raw<RunState>({ at: 'idle' });
  total = $state.raw(0);
  rowsPerS = $state.raw(0);
  /** Seconds left at the present rate; null = not known yet. */
  etaS = $state.raw<number | null>(null);
  /** The results came with the dataset: nothing was run. */
  given = $state.raw(false);
  busy = $derived(this.state.at === 'loading' || this.state.at === 'scoring');

  /** Ends when nobody wants the results any more. */
  #abort = new AbortController();
  #lastPublished = 0;
  /** The model that the scores are prepared for. */
  #preparedFor: LoadedModel | null = null;
  readonly #engine: Engine;
  readonly #predictions: Predictions;
  readonly #output: RunOutput;
  readonly #clock: Clock;
  readonly #notices: Notices;

  constructor(engine: Engine, predictions: Predictions, output: RunOutput, clock: Clock, notices: Notices) {
    this.#engine = engine;
    this.#predictions = predictions;
    this.#output = output;
    this.#clock = clock;
    this.#notices = notices;
  }

  get model(): LoadedModel | null {
    return this.#engine.model;
  }

  get device(): DeviceKind | null {
    return this.#engine.device;
  }

  get download(): DownloadState | null {
    return this.#engine.download;
  }

  get parity(): ParityReport | null {
    return this.#engine.parity;
  }

  /** Why the model has one thread although the machine has more cores, or null. */
  get oneThread(): ThreadLimit['cause'] {
    return this.#engine.threads.cause;
  }

  /** Why the CPU is used although nobody asked for it. */
  get reason(): Fault | null {
    return this.#engine.reason;
  }

  /** A dataset of `rows` rows is open, and this many of them have stored results. */
  found(rows: number, scored: number): void {
    this.total = rows;
    if (this.busy) return;
    this.given = false;
    this.state = scored === 0 ? { at: 'idle' } : { at: scored === rows ? 'done' : 'paused' };
  }

  /** A dataset of `rows` rows is open that brought its results along. */
  takeGiven(rows: number): void {
    if (this.busy) return;
    this.total = rows;
    this.given = true;
    this.state = { at: 'done' };
  }

  /** Starts or resumes. Rows that have results are not scored again. */
  async start(plan: RunPlan): Promise<void> {
    if (this.busy) return;
    this.found(plan.dataset.rows, this.#predictions.done);
    if (this.state.at === 'done') return;
    this.#engine.take(this);
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const stopped = (): boolean => hasEnded(signal);
    const outcome = await this.#engine.perform({
      source: plan.source,
      dataset: plan.dataset,
      loading: (phase) => (this.state = { at: 'loading', phase }),
      work: (model) => this.#work(signal, plan, model),
      stopped,
    });
    if (hasEnded(signal)) return;
    this.#predictions.publish();
    this.state = outcome.ok ? { at: 'done' } : { at: 'failed', fault: outcome.fault };
    this.etaS = null;
    if (!outcome.ok) this.#notices.raise(outcome.fault);
  }

  /** Ends a run before it begins: `fault` says why there is nothing to score. */
  refuse(fault: Fault): void {
    if (this.busy) return;
    this.state = { at: 'failed', fault };
    this.#notices.raise(fault);
  }

  /** Stops asking; the batch under way is finished by the worker and not waited for. */
  pause(): void {
    if (!this.busy) return;
    this.#abort.abort();
    this.#predictions.publish();
    this.state = { at: 'paused' };
    this.etaS = null;
  }

  /** Stops and ends the worker, so that its memory is given back. What was scored stays. */
  cancel(): void {
    if (this.#engine.isOf(this)) this.#engine.forget();
    this.#stop();
  }

  /** Forgets run and model: another dataset or another model comes. */
  reset(): void {
    this.#stop();
    this.#engine.reset();
    this.#preparedFor = null;
    this.total = 0;
    this.given = false;
    this.rowsPerS = 0;
  }

  #stop(): void {
    this.#abort.abort();
    this.#predictions.publish();
    this.state = { at: 'idle' };
    this.etaS = null;
  }

  async #work(signal: AbortSignal, plan: RunPlan, model: LoadedModel): Promise<Outcome<null>> {
    if (this.#preparedFor !== model) {
      const prepared = await this.#output.prepare(signal, model);
      if (!prepared.ok || hasEnded(signal)) return prepared;
      this.#preparedFor = model;
    }
    this.state = { at: 'scoring' };
    const meter = new RateMeter(this.#clock.ticks());
    return scoreRows(this.#engine, this.#clock, {
      dataset: plan.dataset,
      predictions: this.#predictions,
      wants: () => true,
      shown: (tokens) => tokens,
      keep: (chunk) => this.#output.keep(plan.projectId, chunk),
      scored: (rows, now) => {
        meter.add(now, rows);
        this.#report(meter, now);
      },
      stopped: () => hasEnded(signal),
    });
  }

  /** Results and rates for the eye. */
  #report(meter: RateMeter, now: number): void {
    if (now - this.#lastPublished < PUBLISH_EVERY_MS) return;
    this.#lastPublished = now;
    this.#predictions.publish();
    this.#output.grew();
    this.rowsPerS = meter.rowsPerS(now);
    this.etaS = this.rowsPerS > 0 ? (this.total - this.#predictions.done) / this.rowsPerS : null;
  }
}
