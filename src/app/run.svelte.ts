import type { Dataset } from '../domain/dataset.js';
import type { Fault } from '../protocol/fault.js';
import type { DeviceKind, DownloadState, LoadedModel, ModelSource, ParityReport } from '../protocol/model-wire.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Clock, ResultsChunk, ThreadLimit } from '../protocol/ports.js';
import type { Engine, LoadingPhase } from './engine.svelte.js';
import type { Notices } from './notices.svelte.js';
import { RateMeter } from './rate.js';
import type { Scores } from './scores.svelte.js';
import { scoreRows } from './scoring.js';

/** What a run is doing. */
export type RunState =
  | { readonly at: 'idle' }
  | { readonly at: 'loading'; readonly phase: LoadingPhase }
  | { readonly at: 'scoring' }
  | { readonly at: 'paused' }
  | { readonly at: 'done' }
  | { readonly at: 'failed'; readonly fault: Fault };

/** What a run scores, and where its results go. */
export interface RunPlan {
  readonly dataset: Dataset;
  readonly source: ModelSource;
  /** Stores a chunk; a failure is reported by the receiver, not here. */
  keep(chunk: ResultsChunk): Promise<void>;
}

const PUBLISH_EVERY_MS = 250;

/** Scores a dataset: loads the model, plans batches, asks for one at a time. Pausing is not asking. */
export class Run {
  state = $state.raw<RunState>({ at: 'idle' });
  total = $state.raw(0);
  rowsPerS = $state.raw(0);
  /** Seconds left at the present rate; null = not known yet. */
  etaS = $state.raw<number | null>(null);
  /** The results came with the dataset: nothing was run. */
  given = $state.raw(false);
  busy = $derived(this.state.at === 'loading' || this.state.at === 'scoring');

  /** Called once a model is loaded: prepares the scores (classes, stored chunks); false = cannot be scored. */
  onModel: (model: LoadedModel) => Promise<Outcome<null>> = () => Promise.resolve({ ok: true, value: null });

  /** Called whenever new results have been published. */
  onResults: () => void = () => {};

  #generation = 0;
  #lastPublished = 0;
  /** The model that the scores are prepared for. */
  #preparedFor: LoadedModel | null = null;
  readonly #engine: Engine;
  readonly #scores: Scores;
  readonly #clock: Clock;
  readonly #notices: Notices;

  constructor(engine: Engine, scores: Scores, clock: Clock, notices: Notices) {
    this.#engine = engine;
    this.#scores = scores;
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
    const generation = ++this.#generation;
    this.found(plan.dataset.rows, this.#scores.done);
    if (this.state.at === 'done') return;
    this.#engine.take(this);
    const stopped = (): boolean => generation !== this.#generation;
    const outcome = await this.#engine.perform({
      source: plan.source,
      dataset: plan.dataset,
      loading: (phase) => (this.state = { at: 'loading', phase }),
      work: (model) => this.#work(plan, model, stopped),
      stopped,
    });
    if (stopped()) return;
    this.#scores.publish();
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
    this.#generation++;
    this.#scores.publish();
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
    this.#generation++;
    this.#scores.publish();
    this.state = { at: 'idle' };
    this.etaS = null;
  }

  async #work(plan: RunPlan, model: LoadedModel, stopped: () => boolean): Promise<Outcome<null>> {
    if (this.#preparedFor !== model) {
      const prepared = await this.onModel(model);
      if (!prepared.ok || stopped()) return prepared;
      this.#preparedFor = model;
    }
    this.state = { at: 'scoring' };
    const meter = new RateMeter(this.#clock.ticks());
    return scoreRows(this.#engine, this.#clock, {
      dataset: plan.dataset,
      scores: this.#scores,
      wants: () => true,
      shown: (tokens) => tokens,
      keep: (chunk) => plan.keep(chunk),
      scored: (rows, now) => {
        meter.add(now, rows);
        this.#report(meter, now);
      },
      stopped,
    });
  }

  /** Results and rates for the eye. */
  #report(meter: RateMeter, now: number): void {
    if (now - this.#lastPublished < PUBLISH_EVERY_MS) return;
    this.#lastPublished = now;
    this.#scores.publish();
    this.onResults();
    this.rowsPerS = meter.rowsPerS(now);
    this.etaS = this.rowsPerS > 0 ? (this.total - this.#scores.done) / this.rowsPerS : null;
  }
}
