import type { Dataset } from '../../domain/reading/dataset.js';
import type { Fault } from '../../protocol/fault.js';
import type { DeviceKind, DownloadState, LoadedModel, ModelSource, ParityReport } from '../../protocol/model-wire.js';
import type { WorkersInUse } from '../../protocol/app-ports.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { Clock, ResultsChunk, ThreadLimit } from '../../protocol/ports.js';
import type { Engine, LoadingPhase } from './engine.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { hasEnded } from '../project/turn.js';
import { RateMeter } from './rate.js';
import { RunMachine, type RunState } from './run-machine.svelte.js';
import { scoreRows } from './scoring.js';

/** The steps of a run with a model. */
export type ScoringStep = { readonly at: 'loading'; readonly phase: LoadingPhase } | { readonly at: 'scoring' };

/** The rows and the model of a run. */
export interface RunPlan {
  readonly projectId: string;
  readonly dataset: Dataset;
  readonly source: ModelSource;
  /** Called each time the run shows more results. */
  readonly grew: () => void;
}

/** The receiver of a run's results. */
export interface RunOutput {
  /** Prepares the score columns for a loaded model. A fault says why the model cannot score. */
  prepare(signal: AbortSignal, model: LoadedModel): Promise<Outcome<null>>;
  /** Stores a chunk. The receiver reports a failure. */
  keep(projectId: string, chunk: ResultsChunk): Promise<void>;
}

const PUBLISH_EVERY_MS = 250;
/** List and map take a few frames to show results of many rows, and keys wait meanwhile. */
const MANY_ROWS = 20_000;
const PUBLISH_MANY_EVERY_MS = 2000;

/** Scores a dataset: loads the model, plans batches, and requests one batch at a time. A paused run requests none. */
export class ScoringRun {
  /** Whether the results came with the dataset, without a run. */
  given = $state.raw(false);
  readonly #machine = new RunMachine<ScoringStep>();
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

  get state(): RunState<ScoringStep> {
    return this.#machine.state;
  }

  /** Whether the run is loading a model or scoring rows. */
  get busy(): boolean {
    return this.#machine.busy;
  }

  /** Number of rows of the dataset. */
  get total(): number {
    return this.#machine.total;
  }

  get rowsPerS(): number {
    return this.#machine.rate;
  }

  /** Seconds left at the present rate. Null = not known yet. */
  get etaS(): number | null {
    return this.#machine.etaS;
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

  /** The workers that score. Null without a model. */
  get inUse(): WorkersInUse | null {
    return this.#engine.inUse;
  }

  /** Why the model has one thread although the machine has more cores, or null. */
  get oneThread(): ThreadLimit['cause'] {
    return this.#engine.threads.cause;
  }

  /** Why the engine uses the CPU without a request. */
  get reason(): Fault | null {
    return this.#engine.reason;
  }

  /** Sets the state for an open dataset of `rows` rows, of which `scored` have stored results. */
  found(rows: number, scored: number): void {
    this.#machine.count(scored, rows);
    const rest = scored === 0 ? 'idle' : scored === rows ? 'done' : 'paused';
    if (this.#machine.settle(rest)) this.given = false;
  }

  /** Sets the state for an open dataset of `rows` rows that includes its results. */
  takeGiven(rows: number): void {
    if (!this.#machine.settle('done')) return;
    this.#machine.count(rows, rows);
    this.given = true;
  }

  /** Starts or resumes. Rows that have results are not scored again. */
  async start(plan: RunPlan): Promise<void> {
    if (this.busy) return;
    this.found(plan.dataset.rows, this.#predictions.done);
    if (this.state.at === 'done') return;
    this.#engine.take(this);
    const signal = this.#machine.start({ at: 'loading', phase: 'device' });
    if (!signal) return;
    const outcome = await this.#engine.perform({
      signal,
      source: plan.source,
      dataset: plan.dataset,
      loading: (phase) => this.#machine.enter(signal, { at: 'loading', phase }),
      work: (model) => this.#work(signal, plan, model),
    });
    if (hasEnded(signal)) return;
    this.#predictions.publish();
    this.#machine.finish(signal, outcome);
    if (!outcome.ok) this.#notices.raise(outcome.fault);
  }

  /** Ends a run before it begins. `fault` says why it has no rows to score. */
  refuse(fault: Fault): void {
    if (this.#machine.fail(fault)) this.#notices.raise(fault);
  }

  /** Pauses the run. The worker finishes its present batch. The run does not wait for it. */
  pause(): void {
    if (this.#machine.pause()) this.#predictions.publish();
  }

  /** Stops the run and ends the worker, which frees its memory. Keeps the scored rows. */
  cancel(): void {
    if (this.#engine.isOf(this)) this.#engine.forget();
    this.#machine.stop();
    this.#predictions.publish();
  }

  /** Forgets run and model before the dataset or the model changes. */
  reset(): void {
    this.#machine.reset();
    this.#predictions.publish();
    this.#engine.reset();
    this.#preparedFor = null;
    this.given = false;
  }

  async #work(signal: AbortSignal, plan: RunPlan, model: LoadedModel): Promise<Outcome<null>> {
    if (this.#preparedFor !== model) {
      const prepared = await this.#output.prepare(signal, model);
      if (!prepared.ok || hasEnded(signal)) return prepared;
      this.#preparedFor = model;
    }
    this.#machine.enter(signal, { at: 'scoring' });
    const meter = new RateMeter(this.#clock.ticks());
    return scoreRows(signal, this.#engine, this.#clock, {
      dataset: plan.dataset,
      predictions: this.#predictions,
      wants: () => true,
      shown: (tokens) => tokens,
      keep: (chunk) => this.#output.keep(plan.projectId, chunk),
      scored: (rows, now) => {
        meter.add(now, rows);
        this.#report(signal, plan, meter, now);
      },
    });
  }

  /** Shows results and rates. */
  #report(signal: AbortSignal, plan: RunPlan, meter: RateMeter, now: number): void {
    const every = plan.dataset.rows > MANY_ROWS ? PUBLISH_MANY_EVERY_MS : PUBLISH_EVERY_MS;
    if (now - this.#lastPublished < every) return;
    this.#lastPublished = now;
    this.#predictions.publish();
    plan.grew();
    this.#machine.report(signal, this.#predictions.done, meter.rowsPerS(now));
  }
}
