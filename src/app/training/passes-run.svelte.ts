import type { Dataset } from '../../domain/reading/dataset.js';
import { MASK_PERCENT, maskTokens } from '../../domain/models/mask.js';
import { rowsToEvaluate, signalsOfEvaluations, type EvaluationResults } from '../../domain/training/passes.js';
import type { LoadedModel } from '../../protocol/model-wire.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { Clock, ModelEntry } from '../../protocol/ports.js';
import { modelHashSetting, projectSetting } from '../../protocol/setting-keys.js';
import type { Engine } from '../scoring/engine.svelte.js';
import type { LabelMap } from '../labels/map.svelte.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import { RateMeter } from '../scoring/rate.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { RunState } from '../scoring/run.svelte.js';
import { Predictions } from '../predictions/predictions.svelte.js';
import { scoreRows } from '../scoring/scoring.js';
import type { Training } from './training.js';

export interface PassesDeps {
  readonly engine: Engine;
  readonly models: Models;
  /** The results of the ordinary run: they say which rows are suspicious. */
  readonly predictions: Predictions;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly project: Project;
  readonly labelMap: LabelMap;
  /** Shows the signals that are made here. */
  readonly training: Training;
}

/** What is evaluated: one model under masks, or several checkpoints of one model in the order of their training. */
export type PassesKind = 'masks' | 'checkpoints';

/** The most suspicious rows as they were when passes over so many of them were started. */
interface Picked {
  readonly most: number;
  readonly rows: Uint32Array;
}

/** What a person chose, remembered with the dataset and the model. */
interface Choice {
  readonly kind: PassesKind;
  readonly passes: number;
  readonly most: number | 'all';
  /** Null where all rows are chosen; earlier versions did not remember it. */
  readonly picked: Picked | null;
  readonly seed: number;
  readonly maskPercent: number;
  /** Keys of models, first evaluation first. */
  readonly checkpoints: readonly string[];
}

const FIRST_CHOICE: Choice = {
  kind: 'masks',
  passes: 8,
  most: 'all',
  picked: null,
  seed: 1,
  maskPercent: MASK_PERCENT.largest,
  checkpoints: [],
};

/** One evaluation of every row. */
interface Evaluation {
  readonly entry: ModelEntry;
  /** Number of the masked pass; null = the texts as they are. */
  readonly pass: number | null;
}

/** What one start works on; it does not change while it runs. */
interface Scope {
  readonly projectId: string;
  readonly dataset: Dataset;
  readonly chosen: ModelEntry;
  readonly classOfLabel: Int32Array;
  readonly labelClass: Int32Array;
  readonly rows: Uint32Array;
  readonly wanted: Uint8Array;
  readonly seed: number;
  readonly maskPercent: number;
  readonly evaluations: readonly Evaluation[];
}

/** More passes than this cannot be asked for. */
export const MOST_PASSES = 50;
const PUBLISH_EVERY_MS = 250;
const SIGNALS_EVERY_MS = 5000;

/**
 * Evaluates a dataset several times, for a data map without any training run: with one model under seeded masks, or with
 * each of several checkpoints. Each evaluation is stored like an ordinary run's results, and not run again.
 */
export class PassesRun {
  state = $state.raw<RunState>({ at: 'idle' });
  kind = $state.raw(FIRST_CHOICE.kind);
  /** Masked passes, at least 2. */
  passes = $state.raw(FIRST_CHOICE.passes);
  /** How many of the most suspicious rows. */
  most = $state.raw(FIRST_CHOICE.most);
  seed = $state.raw(FIRST_CHOICE.seed);
  /** Share of a row's tokens that each masked pass hides, within `MASK_PERCENT`. */
  maskPercent = $state.raw(FIRST_CHOICE.maskPercent);
  /** Keys of the checkpoints, in order. */
  checkpoints = $state.raw<readonly string[]>([]);
  /** How often checkpoints were proposed: whoever shows them shows them then. */
  proposals = $state.raw(0);
  /** Rows x evaluations, all and finished. */
  total = $state.raw(0);
  done = $state.raw(0);
  /** The evaluation under way, from 0 (-1 = none yet), and how many there are. */
  present = $state.raw(-1);
  evaluations = $state.raw(0);
  rowsPerS = $state.raw(0);
  etaS = $state.raw<number | null>(null);
  busy = $derived(this.state.at === 'loading' || this.state.at === 'scoring');
  /** Losses are known, which say what is suspicious. */
  rankable = $derived.by(() => this.#deps.predictions.loss.value.some((loss) => !Number.isNaN(loss)));

  #generation = 0;
  /** Started, and nothing handed over since. */
  #asked = false;
  #scope: Scope | null = null;
  #picked: Picked | null = null;
  #results: (EvaluationResults & { readonly rows: number })[] = [];
  /** The evaluation under way: its results, and where they are kept. */
  readonly #scratch = new Predictions();
  #scratchKey = '';
  /** Taken off, and where it was remembered. */
  #dropped: { readonly key: string; readonly choice: Choice } | null = null;
  #publishedAt = 0;
  #signalsAt = 0;
  /** Project and model that the choice is about. */
  #chosenFor = '';
  readonly #deps: PassesDeps;

  constructor(deps: PassesDeps) {
    this.#deps = deps;
  }

  /** A model is chosen, which can be run; results from a file cannot. */
  get runnable(): boolean {
    return this.#deps.models.runnable;
  }

  /** Models with the classes of the chosen one: what can be a checkpoint beside it. */
  get candidates(): readonly ModelEntry[] {
    const { chosen, entries } = this.#deps.models;
    if (!chosen || !this.runnable) return [];
    return entries
      .filter(({ key }) => key !== RESULTS_KEY && key !== LEARNED_KEY)
      .filter((entry) => sameNames(entry.classes, chosen.classes));
  }

  /** Takes a model in as the last checkpoint, or out. */
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
    const from = this.checkpoints.indexOf(key);
    const other = this.checkpoints[from + by];
    if (from < 0 || other === undefined) return;
    const order = [...this.checkpoints];
    order[from] = other;
    order[from + by] = key;
    this.checkpoints = order;
  }

  /**
   * Starts or resumes. What is stored is not run again. The most suspicious rows are those of the last start, unless their
   * number is another; without any losses all rows are evaluated.
   */
  async start(): Promise<void> {
    if (this.busy) return;
    const generation = ++this.#generation;
    const stopped = (): boolean => generation !== this.#generation;
    const { engine, clock, models, notices } = this.#deps;
    if (!this.rankable && this.#picked?.most !== this.most) this.most = 'all';
    const scope = this.#begin();
    if (!scope) return;
    engine.take(this);
    this.#asked = true;
    this.#signalsAt = clock.ticks();
    this.state = { at: 'loading', phase: 'device' };
    await this.#deps.outbox.putSetting(projectSetting('passes', scope.projectId, models.chosenKey), this.#choice());
    for (let index = 0; index < scope.evaluations.length && !stopped(); index++) {
      const outcome = await this.#perform(scope, index, stopped);
      if (stopped()) return;
      this.#handOver();
      if (outcome.ok) continue;
      this.state = { at: 'failed', fault: outcome.fault };
      this.etaS = null;
      notices.raise(outcome.fault);
      return;
    }
    if (stopped()) return;
    this.state = { at: 'done' };
    this.etaS = null;
  }

  /** Stops asking; what was evaluated is kept and shown. */
  pause(): void {
    if (!this.busy) return;
    this.#generation++;
    this.#fold();
    this.#handOver();
    this.state = { at: 'paused' };
    this.etaS = null;
  }

  /** Stops and ends the worker, so that its memory is given back. What was evaluated stays. */
  cancel(): void {
    this.pause();
    const { engine } = this.#deps;
    if (engine.isOf(this)) engine.forget();
    this.state = { at: 'idle' };
  }

  /** Reads what is stored for the open dataset and the chosen model: choices, and the results of every evaluation. */
  async restore(): Promise<void> {
    this.pause();
    const generation = ++this.#generation;
    const { project, models } = this.#deps;
    this.#forget();
    // Another tab may have gone on with it meanwhile.
    this.#scratchKey = '';
    this.#asked = false;
    const projectId = project.record?.id ?? '';
    const kept = await this.#deps.outbox.setting(projectSetting('passes', projectId, models.chosenKey));
    if (generation !== this.#generation) return;
    const choice = kept.ok ? (kept.value as Choice | null | undefined) : null;
    // What is being chosen stays where nothing is stored in its place.
    const chosenFor = `${projectId} ${models.chosenKey}`;
    if (choice || chosenFor !== this.#chosenFor) this.#choose({ ...FIRST_CHOICE, ...choice });
    this.#chosenFor = chosenFor;
    const scope = choice ? this.#begin() : null;
    if (!scope) {
      void this.#deps.training.adopt(null, false);
      return;
    }
    for (let index = 0; index < scope.evaluations.length; index++) {
      const evaluation = scope.evaluations[index];
      const hash = evaluation ? await this.#deps.outbox.setting(modelHashSetting(evaluation.entry)) : null;
      if (generation !== this.#generation) return;
      if (!evaluation || !hash?.ok || typeof hash.value !== 'string') continue;
      await this.#prepare(scope, index, keyOf(hash.value, evaluation, scope), evaluation.entry.classes);
      if (generation !== this.#generation) return;
    }
    this.#handOver();
    this.state = this.done === 0 ? { at: 'idle' } : { at: this.done === this.total ? 'done' : 'paused' };
  }

  /** Takes what is shown off: what is stored of it is used when it is asked for again. */
  async drop(): Promise<void> {
    this.pause();
    this.#generation++;
    const { project, models } = this.#deps;
    const key = projectSetting('passes', project.record?.id ?? '', models.chosenKey);
    const dropped = this.total > 0 ? { key, choice: this.#choice() } : null;
    this.#forget();
    this.#dropped = dropped;
    await this.#deps.outbox.putSetting(key, null);
  }

  /** Brings back what `drop` took off; under another model by now it is there when its own is chosen again. */
  async putBack(): Promise<void> {
    const { project, models } = this.#deps;
    const dropped = this.#dropped;
    this.#dropped = null;
    if (!dropped) return;
    await this.#deps.outbox.putSetting(dropped.key, dropped.choice);
    if (dropped.key === projectSetting('passes', project.record?.id ?? '', models.chosenKey)) await this.restore();
  }

  #choice(): Choice {
    const { kind, passes, most, seed, maskPercent, checkpoints } = this;
    return { kind, passes, most, picked: this.#picked, seed, maskPercent, checkpoints: [...checkpoints] };
  }

  #choose({ kind, passes, most, picked, seed, maskPercent, checkpoints }: Choice): void {
    this.kind = kind;
    this.passes = passes;
    this.most = most;
    this.#picked = picked;
    this.seed = seed;
    this.maskPercent = maskPercent;
    const { entries } = this.#deps.models;
    this.checkpoints = checkpoints.filter((key) => entries.some((entry) => entry.key === key));
  }

  #forget(): void {
    this.#scope = null;
    this.#results = [];
    this.present = -1;
    this.total = 0;
    this.done = 0;
    this.evaluations = 0;
    this.state = { at: 'idle' };
  }

  /** What is to be done by the present choice; null = nothing. */
  #begin(): Scope | null {
    this.#forget();
    const { project, models, labelMap } = this.#deps;
    const { dataset, record } = project;
    const { match } = labelMap;
    const { chosen } = models;
    if (!dataset || !record || !match || !chosen || !this.runnable) return null;
    const classOfLabel = Int32Array.from(match.classes);
    const labelClass = Int32Array.from(dataset.label, (label) => classOfLabel[label] ?? -1);
    const rows = this.#rowsFor(labelClass);
    const wanted = new Uint8Array(dataset.rows);
    for (const row of rows) wanted[row] = 1;
    const evaluations =
      this.kind === 'masks'
        ? Array.from({ length: this.passes }, (_, pass) => ({ entry: chosen, pass }))
        : this.checkpoints.flatMap((key) => {
            const entry = this.candidates.find((candidate) => candidate.key === key);
            return entry ? [{ entry, pass: null }] : [];
          });
    if (rows.length === 0 || evaluations.length === 0) return null;
    const { seed, maskPercent } = this;
    const masks = { seed, maskPercent };
    this.#scope = {
      projectId: record.id,
      dataset,
      chosen,
      classOfLabel,
      labelClass,
      rows,
      wanted,
      ...masks,
      evaluations,
    };
    this.total = rows.length * evaluations.length;
    this.evaluations = evaluations.length;
    return this.#scope;
  }

  /** The rows that the choice stands for. Once picked they stay, whatever losses come in later. */
  #rowsFor(labelClass: Int32Array): Uint32Array {
    const { most } = this;
    const known = this.#picked?.most === most ? this.#picked.rows : new Uint32Array(0);
    const left = known.filter((row) => (labelClass[row] ?? -1) >= 0);
    if (left.length > 0) return left;
    const rows = rowsToEvaluate(labelClass, this.#deps.predictions.loss.value, most);
    this.#picked = most === 'all' ? null : { most, rows };
    return rows;
  }

  #perform(scope: Scope, index: number, stopped: () => boolean): Promise<Outcome<null>> {
    const entry = scope.evaluations[index]?.entry ?? scope.chosen;
    return this.#deps.engine.perform({
      source: entry.source,
      dataset: scope.dataset,
      loading: (phase) => (this.state = { at: 'loading', phase }),
      work: (model) => this.#evaluate(scope, index, model, stopped),
      stopped,
    });
  }

  async #evaluate(scope: Scope, index: number, model: LoadedModel, stopped: () => boolean): Promise<Outcome<null>> {
    const { engine, clock } = this.#deps;
    const evaluation = scope.evaluations[index] ?? { entry: scope.chosen, pass: null };
    const key = keyOf(model.hash, evaluation, scope);
    const { pass } = evaluation;
    await this.#deps.outbox.putSetting(modelHashSetting(evaluation.entry), model.hash);
    if (stopped()) return { ok: true, value: null };
    await this.#prepare(scope, index, key, model.classes);
    if (stopped()) return { ok: true, value: null };
    this.state = { at: 'scoring' };
    const meter = new RateMeter(clock.ticks());
    const { seed, maskPercent } = scope;
    const masking = { rate: maskPercent / 100, seed, maskId: model.maskId, specialIds: model.specialIds };
    const outcome = await scoreRows(engine, clock, {
      dataset: scope.dataset,
      predictions: this.#scratch,
      wants: (row) => scope.wanted[row] === 1,
      shown: (tokens, rows, from) =>
        pass === null ? tokens : maskTokens(tokens, rows, scope.dataset.sourceRow.subarray(from), { ...masking, pass }),
      keep: (chunk) => this.#deps.outbox.putChunk(scope.projectId, key, chunk),
      scored: (rows, now) => {
        meter.add(now, rows);
        this.#report(meter, now, rows);
      },
      stopped,
    });
    if (!stopped()) this.#fold();
    return outcome;
  }

  /** Makes an evaluation the one under way, with what is known of it: a dead worker or a pause takes nothing away. */
  async #prepare(scope: Scope, index: number, key: string, classes: readonly string[]): Promise<void> {
    const scratchKey = `${scope.projectId} ${key}`;
    if (this.#scratchKey === scratchKey) {
      this.#scratch.relabel(scope.labelClass);
    } else {
      const { notices } = this.#deps;
      const generation = this.#generation;
      const chunks = await this.#deps.outbox.chunks(scope.projectId, key);
      if (generation !== this.#generation) return;
      this.#scratch.reset(scope.dataset.rows, classes, scope.labelClass);
      this.#scratchKey = scratchKey;
      if (chunks.ok) for (const chunk of chunks.value) this.#scratch.restore(chunk);
      else notices.raise(chunks.fault, 'warning');
    }
    this.present = index;
    this.#fold();
    this.done = this.#results.reduce((sum, { rows }) => sum + rows, 0);
  }

  #report(meter: RateMeter, now: number, rows: number): void {
    this.done += rows;
    if (now - this.#publishedAt >= PUBLISH_EVERY_MS) {
      this.#publishedAt = now;
      this.rowsPerS = meter.rowsPerS(now);
      this.etaS = this.rowsPerS > 0 ? (this.total - this.done) / this.rowsPerS : null;
    }
    if (now - this.#signalsAt < SIGNALS_EVERY_MS) return;
    this.#fold();
    this.#handOver();
    this.#signalsAt = now;
  }

  /** Keeps of the evaluation under way what the signals need. */
  #fold(): void {
    const scope = this.#scope;
    if (!scope || this.present < 0) return;
    let rows = 0;
    const labelProb = new Float32Array(scope.dataset.rows).fill(NaN);
    const predicted = new Int16Array(scope.dataset.rows).fill(-1);
    for (const row of scope.rows) {
      if (!this.#scratch.isScored(row)) continue;
      rows++;
      labelProb[row] = this.#scratch.selfConfidence.value[row] ?? NaN;
      predicted[row] = this.#scratch.predicted.value[row] ?? -1;
    }
    this.#results[this.present] = { labelProb, predicted, rows };
  }

  #handOver(): void {
    const scope = this.#scope;
    if (!scope) return;
    const asked = this.#asked;
    // Evaluations without a result yet are none.
    const results = this.#results.filter(({ rows }) => rows > 0);
    const made = signalsOfEvaluations(scope.dataset, scope.chosen.classes, scope.classOfLabel, results);
    if (results.length > 0) {
      this.#asked = false;
      void this.#deps.training.adopt(made, asked);
    } else if (!asked) void this.#deps.training.adopt(null, false);
  }
}

/** What the results of an evaluation are kept under: the model alone where nothing is hidden. */
function keyOf(hash: string, { pass }: Evaluation, { seed, maskPercent }: Pick<Scope, 'seed' | 'maskPercent'>): string {
  return pass === null ? hash : `${hash}#mask-${maskPercent}-${seed}-${pass}`;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
