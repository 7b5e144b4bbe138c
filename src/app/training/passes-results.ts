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

/** The results of a plan's evaluations, finished and under way, and the signals that are made of them. */
export class PassesResults {
  /** The columns of the evaluation under way. */
  readonly columns = new Predictions();
  /** Project and key that the columns are about; '' = they are about nothing. */
  #columnsOf = '';
  #plan: PassesPlan | null = null;
  #present = -1;
  #results: (EvaluationResults & { readonly rows: number })[] = [];
  /** A person has asked for signals, and none were shown since. */
  #asked = false;
  /** When signals were shown last, in monotonic ms. */
  #shownAt = 0;
  readonly #deps: PassesResultsDeps;

  constructor(deps: PassesResultsDeps) {
    this.#deps = deps;
  }

  /** Number of the evaluation under way; -1 = none yet. */
  get present(): number {
    return this.#present;
  }

  /** Rows that are evaluated, all evaluations together. */
  get rows(): number {
    return this.#results.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** Begins with a plan, null = none. The columns stay: the evaluation may be one of this plan too. */
  begin(plan: PassesPlan | null): void {
    this.#plan = plan;
    this.#present = -1;
    this.#results = [];
  }

  /** A person asks for the signals of the plan, at `now` in monotonic ms. */
  ask(now: number): void {
    this.#asked = true;
    this.#shownAt = now;
  }

  /** Nobody has asked. The columns are read again: another tab may have stored more. */
  forgetColumns(): void {
    this.#asked = false;
    this.#columnsOf = '';
  }

  /**
   * Makes an evaluation the one under way, with its stored results: a dead worker or a pause takes nothing away. `hash`: of
   * its model. False where `signal` ends before that.
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

  /** Copies the numbers that the signals need out of the columns of the evaluation under way. */
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

  /** Shows the signals of all results. Where a person has asked and there are none yet, the shown ones stay. */
  show(): void {
    const plan = this.#plan;
    if (!plan) return;
    const { training } = this.#deps;
    // Evaluations without a result yet are none.
    const results = this.#results.filter(({ rows }) => rows > 0);
    if (results.length > 0) {
      const asked = this.#asked;
      this.#asked = false;
      void training.adopt(signalsOfEvaluations(plan.dataset, plan.chosen.classes, plan.classOfLabel, results), asked);
    } else if (!this.#asked) void training.adopt(null, false);
  }

  /** Shows the signals while rows are evaluated, every few seconds. */
  showWhenDue(now: number): void {
    if (now - this.#shownAt < SIGNALS_EVERY_MS) return;
    this.fold();
    this.show();
    this.#shownAt = now;
  }
}
