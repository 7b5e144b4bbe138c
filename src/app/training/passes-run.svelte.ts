import type { LoadedModel } from '../../protocol/model-wire.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { ModelEntry } from '../../protocol/ports.js';
import { modelHashSetting } from '../../protocol/setting-keys.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { hasEnded } from '../project/turn.js';
import { RunMachine, type RunState } from '../scoring/run-machine.svelte.js';
import type { ScoringStep } from '../scoring/run.svelte.js';
import { evaluateRows, type EvaluationDeps } from './passes-evaluation.js';
import {
  checkpointsFor,
  FIRST_CHOICE,
  movedCheckpoint,
  planOf,
  type Evaluation,
  type PassesChoice,
  type PassesPlan,
  type Picked,
} from './passes-plan.js';
import { PassesResults, type PassesResultsDeps } from './passes-results.js';
import { StoredChoice, type StoredChoiceDeps } from './stored-choice.js';

export interface PassesDeps extends EvaluationDeps, StoredChoiceDeps, PassesResultsDeps {
  /** The results of the ordinary run. Their losses rank the suspicious rows. */
  readonly predictions: Predictions;
  readonly labelMap: LabelMap;
}

/** Most passes that a person can request. */
export const MOST_PASSES = 50;

/**
 * Evaluates a dataset several times, for a data map without any training run: with one model under seeded masks, or
 * with each of several checkpoints. Stores each evaluation like an ordinary run's results, and does not run it again.
 */
export class PassesRun {
  kind = $state.raw(FIRST_CHOICE.kind);
  /** Masked passes, at least 2. */
  passes = $state.raw(FIRST_CHOICE.passes);
  /** Number of the most suspicious rows to evaluate. */
  most = $state.raw(FIRST_CHOICE.most);
  seed = $state.raw(FIRST_CHOICE.seed);
  /** Share of a row's tokens that each masked pass hides, within `MASK_PERCENT`. */
  maskPercent = $state.raw(FIRST_CHOICE.maskPercent);
  /** Keys of the checkpoints, in order. */
  checkpoints = $state.raw<readonly string[]>([]);
  /** Number of proposals of checkpoints. The setup panel opens with each proposal. */
  proposals = $state.raw(0);
  /** Number of the present evaluation, from 0 (-1 = none yet), and the number of all evaluations. */
  present = $state.raw(-1);
  evaluations = $state.raw(0);
  /** Whether losses are known, which rank the suspicious rows. */
  rankable = $derived.by(() => this.#deps.predictions.loss.value.some((loss) => !Number.isNaN(loss)));

  readonly #machine = new RunMachine<ScoringStep>();
  readonly #results: PassesResults;
  readonly #stored: StoredChoice;
  #picked: Picked | null = null;
  /** Project and model of the choice. */
  #chosenFor = '';
  readonly #deps: PassesDeps;

  constructor(deps: PassesDeps) {
    this.#deps = deps;
    this.#results = new PassesResults(deps);
    this.#stored = new StoredChoice(deps);
  }

  get state(): RunState<ScoringStep> {
    return this.#machine.state;
  }

  get busy(): boolean {
    return this.#machine.busy;
  }

  /** Number of all rows x evaluations. */
  get total(): number {
    return this.#machine.total;
  }

  /** Number of finished rows x evaluations. */
  get done(): number {
    return this.#machine.done;
  }

  /** Seconds left. Null = not known yet. */
  get etaS(): number | null {
    return this.#machine.etaS;
  }

  /** Whether the chosen entry is a model that can run. Results from a file cannot. */
  get runnable(): boolean {
    return this.#deps.models.runnable;
  }

  /** Models with the classes of the chosen model. They can be its checkpoints. */
  get candidates(): readonly ModelEntry[] {
    const { chosen, entries } = this.#deps.models;
    return chosen && this.runnable ? checkpointsFor(chosen, entries) : [];
  }

  /** Adds a model as the last checkpoint, or removes it. */
  useCheckpoint(key: string, use: boolean): void {
    const others = this.checkpoints.filter((known) => known !== key);
    this.checkpoints = use ? [...others, key] : others;
  }

  /** Proposes these models as the checkpoints, in this order. */
  proposeCheckpoints(keys: readonly string[]): void {
    if (this.busy) return;
    this.kind = 'checkpoints';
    this.checkpoints = [...keys];
    this.proposals++;
  }

  /** Moves a checkpoint by one place, earlier (-1) or later (1). */
  moveCheckpoint(key: string, by: -1 | 1): void {
    this.checkpoints = movedCheckpoint(this.checkpoints, key, by);
  }

  /**
   * Starts or resumes. Does not repeat stored evaluations. The most suspicious rows are those of the last start, unless
   * their number has changed. Without any losses evaluates all rows.
   */
  async start(): Promise<void> {
    if (this.busy) return;
    const { engine, clock, notices } = this.#deps;
    if (!this.rankable && this.#picked?.most !== this.most) this.most = 'all';
    const plan = this.#begin();
    if (!plan) {
      this.#machine.stop();
      return;
    }
    engine.take(this);
    const signal = this.#machine.start({ at: 'loading', phase: 'device' });
    if (!signal) return;
    this.#results.ask(clock.ticks());
    await this.#stored.keep(this.#choice());
    let outcome: Outcome<null> = ok(null);
    for (const evaluation of plan.evaluations) {
      if (!outcome.ok || hasEnded(signal)) break;
      outcome = await this.#perform(signal, plan, evaluation);
      if (!hasEnded(signal)) this.#results.show();
    }
    if (this.#machine.finish(signal, outcome) && !outcome.ok) notices.raise(outcome.fault);
  }

  /** Pauses the run. Keeps and shows the evaluated rows. */
  pause(): void {
    if (!this.#machine.pause()) return;
    this.#results.fold();
    this.#results.show();
  }

  /** Stops the run and ends the worker, which frees its memory. Keeps the evaluated rows. */
  cancel(): void {
    this.pause();
    const { engine } = this.#deps;
    if (engine.isOf(this)) engine.forget();
    this.#machine.stop();
  }

  /** Restores the choice for the open dataset and the chosen model, and the stored results of every evaluation. */
  async restore(): Promise<void> {
    this.pause();
    const { project, models, outbox, training } = this.#deps;
    this.#machine.reset();
    this.#expect(null);
    const signal = this.#machine.read();
    if (!signal) return;
    this.#results.forgetColumns();
    const chosenFor = `${project.record?.id ?? ''} ${models.chosenKey}`;
    const choice = await this.#stored.read();
    if (hasEnded(signal)) return;
    // A choice that was not started stays unless a stored choice replaces it.
    if (choice || chosenFor !== this.#chosenFor) this.#choose({ ...FIRST_CHOICE, ...choice });
    this.#chosenFor = chosenFor;
    const plan = choice ? this.#begin() : null;
    if (!plan) {
      void training.adopt(null, false);
      return;
    }
    for (const evaluation of plan.evaluations) {
      const hash = await outbox.setting(modelHashSetting(evaluation.entry));
      if (hasEnded(signal)) return;
      if (!hash.ok || typeof hash.value !== 'string') continue;
      await this.#prepare(signal, evaluation, hash.value, evaluation.entry.classes);
      if (hasEnded(signal)) return;
    }
    this.#results.show();
    this.#machine.settle(this.done === 0 ? 'idle' : this.done === this.total ? 'done' : 'paused');
  }

  /** Removes the shown signals. A later start uses their stored results. */
  async drop(): Promise<void> {
    this.pause();
    const choice = this.total > 0 ? this.#choice() : null;
    this.#machine.reset();
    this.#expect(null);
    await this.#stored.remove(choice);
  }

  /** Restores the signals that `drop` removed. Under another model they wait until a person chooses their own again. */
  async putBack(): Promise<void> {
    if (await this.#stored.putBack()) await this.restore();
  }

  #choice(): PassesChoice {
    const { kind, passes, most, seed, maskPercent, checkpoints } = this;
    return { kind, passes, most, picked: this.#picked, seed, maskPercent, checkpoints: [...checkpoints] };
  }

  #choose({ kind, passes, most, picked, seed, maskPercent, checkpoints }: PassesChoice): void {
    this.kind = kind;
    this.passes = passes;
    this.most = most;
    this.#picked = picked;
    this.seed = seed;
    this.maskPercent = maskPercent;
    const { entries } = this.#deps.models;
    this.checkpoints = checkpoints.filter((key) => entries.some((entry) => entry.key === key));
  }

  #expect(plan: PassesPlan | null): void {
    this.#results.begin(plan);
    this.present = -1;
    this.evaluations = plan?.evaluations.length ?? 0;
    this.#machine.count(0, (plan?.rows.length ?? 0) * this.evaluations);
  }

  /** Plans the present choice and begins with that plan. Null = no evaluation is needed. */
  #begin(): PassesPlan | null {
    const { project, models, labelMap, predictions } = this.#deps;
    const { dataset, record } = project;
    const { match } = labelMap;
    const { chosen } = models;
    this.#expect(null);
    if (!dataset || !record || !match || !chosen || !this.runnable) return null;
    const input = { projectId: record.id, dataset, chosen, classes: match.classes, candidates: this.candidates };
    const { plan, picked } = planOf({ ...input, loss: predictions.loss.value }, this.#choice());
    this.#picked = picked;
    this.#expect(plan);
    return plan;
  }

  #perform(signal: AbortSignal, plan: PassesPlan, evaluation: Evaluation): Promise<Outcome<null>> {
    return this.#deps.engine.perform({
      signal,
      source: evaluation.entry.source,
      dataset: plan.dataset,
      loading: (phase) => this.#machine.enter(signal, { at: 'loading', phase }),
      work: (model) => this.#evaluate(signal, plan, evaluation, model),
    });
  }

  async #evaluate(
    signal: AbortSignal,
    plan: PassesPlan,
    evaluation: Evaluation,
    model: LoadedModel,
  ): Promise<Outcome<null>> {
    await this.#deps.outbox.putSetting(modelHashSetting(evaluation.entry), model.hash);
    if (hasEnded(signal)) return ok(null);
    await this.#prepare(signal, evaluation, model.hash, model.classes);
    if (hasEnded(signal)) return ok(null);
    this.#machine.enter(signal, { at: 'scoring' });
    const { columns } = this.#results;
    const scored = (rows: number, now: number, rowsPerS?: number): void => {
      this.#machine.report(signal, this.done + rows, rowsPerS);
      this.#results.showWhenDue(now);
    };
    const outcome = await evaluateRows(signal, this.#deps, { plan, evaluation, model, columns, scored });
    if (!hasEnded(signal)) this.#results.fold();
    return outcome;
  }

  /** Makes an evaluation the present one and reads its stored results. */
  async #prepare(signal: AbortSignal, evaluation: Evaluation, hash: string, classes: readonly string[]): Promise<void> {
    if (!(await this.#results.prepare(signal, evaluation, hash, classes))) return;
    this.present = this.#results.present;
    this.#machine.count(this.#results.rows, this.total);
  }
}
