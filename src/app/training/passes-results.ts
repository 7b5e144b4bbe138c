import { signalsOfEvaluations, type EvaluationResults } from '../../domain/training/passes.js';
import { Predictions } from '../predictions/predictions.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import { hasEnded } from '../project/turn.js';
import type { Notices } from '../shell/notices.svelte.js';
import { resultsKey, type Evaluation, type PassesPlan } from './passes-plan.js';
import type { Training } from './training.js';

export interface PassesResultsDeps {
  readonly outbox: Outbox;
  readonly notices: Notices;
  /** Shows the signals. */
  readonly training: Training;
}

const SIGNALS_EVERY_MS = 5000;

/** The results of a plan's finished and present evaluations, and the signals that follow from them. */
export class PassesResults {
  /** The columns of the present evaluation. */
  readonly columns = new Predictions();
  /** Project and key of the columns. '' = the columns belong to no evaluation. */
  #columnsOf = '';
  #plan: PassesPlan | null = null;
  #present = -1;
  #results: (EvaluationResults & { readonly rows: number })[] = [];
  /** Whether a person has requested signals that are not shown yet. */
  #asked = false;
  /** Time of the last shown signals, in monotonic ms. */
  #shownAt = 0;
  readonly #deps: PassesResultsDeps;

  constructor(deps: PassesResultsDeps) {
    this.#deps = deps;
  }

  /** Number of the present evaluation. -1 = none yet. */
  get present(): number {
    return this.#present;
  }

  /** Number of evaluated rows over all evaluations. */
  get rows(): number {
    return this.#results.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Begins with a plan. Null = none. Keeps the columns, because this plan may have the same evaluation. */
  begin(plan: PassesPlan | null): void {
    this.#plan = plan;
    this.#present = -1;
    this.#results = [];
  }

  /** Records that a person requests the signals of the plan, at `now` in monotonic ms. */
  ask(now: number): void {
    this.#asked = true;
    this.#shownAt = now;
  }

  /** Clears the request of a person. Reads the columns again, because another tab may have stored more. */
  forgetColumns(): void {
    this.#asked = false;
    this.#columnsOf = '';
  }

  /**
   * Makes an evaluation the present one and reads its stored results. Results survive a dead worker and a pause.
   * `hash`: hash of its model. False where `signal` ends before that.
   */
  async prepare(
    signal: AbortSignal,
    evaluation: Evaluation,
    hash: string,
    classes: readonly string[],
  ): Promise<boolean> {
    const plan = this.#plan;
    if (!plan) return false;
    const key = resultsKey(hash, evaluation, plan);
    const columnsOf = `${plan.projectId} ${key}`;
    if (this.#columnsOf === columnsOf) {
      this.columns.relabel(plan.labelClass);
    } else {
      const { notices, outbox } = this.#deps;
      const chunks = await outbox.chunks(plan.projectId, key);
      if (hasEnded(signal)) return false;
      this.columns.reset(plan.dataset.rows, classes, plan.labelClass);
      this.#columnsOf = columnsOf;
      if (chunks.ok) for (const chunk of chunks.value) this.columns.restore(chunk);
      else notices.raise(chunks.fault, 'warning');
    }
    this.#present = plan.evaluations.indexOf(evaluation);
    this.fold();
    return true;
  }

  /** Copies the numbers for the signals from the columns of the present evaluation. */
  fold(): void {
    const plan = this.#plan;
    if (!plan || this.#present < 0) return;
    let rows = 0;
    const labelProb = new Float32Array(plan.dataset.rows).fill(NaN);
    const predicted = new Int16Array(plan.dataset.rows).fill(-1);
    for (const row of plan.rows) {
      if (!this.columns.isScored(row)) continue;
      rows++;
      labelProb[row] = this.columns.selfConfidence.value[row] ?? NaN;
      predicted[row] = this.columns.predicted.value[row] ?? -1;
    }
    this.#results[this.#present] = { labelProb, predicted, rows };
  }

  /** Shows the signals of all results. A request without results yet keeps the shown signals. */
  show(): void {
    const plan = this.#plan;
    if (!plan) return;
    const { training } = this.#deps;
    // Evaluations without a result do not count.
    const results = this.#results.filter(({ rows }) => rows > 0);
    if (results.length > 0) {
      const asked = this.#asked;
      this.#asked = false;
      void training.adopt(signalsOfEvaluations(plan.dataset, plan.chosen.classes, plan.classOfLabel, results), asked);
    } else if (!this.#asked) void training.adopt(null, false);
  }

  /** Shows the signals every few seconds during an evaluation. */
  showWhenDue(now: number): void {
    if (now - this.#shownAt < SIGNALS_EVERY_MS) return;
    this.fold();
    this.show();
    this.#shownAt = now;
  }
}
