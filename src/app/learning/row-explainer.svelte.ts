import type { Dataset } from '../../domain/reading/dataset.js';
import { textOf } from '../../domain/bytes/text-column.js';
import type { Fault } from '../../protocol/fault.js';
import type { Explanation } from '../../protocol/learning-wire.js';
import type { LearningWorker } from '../../protocol/ports.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { hasEnded } from '../project/turn.js';

export interface RowExplainerDeps {
  readonly predictions: Predictions;
  readonly dataset: () => Dataset | null;
  /** A worker with the texts and the labels. Null where no worker exists and none may start. */
  readonly worker: () => Promise<LearningWorker | null>;
  /** Called when the worker returns a fault. Returns whether to ask another one. */
  readonly failed: (worker: LearningWorker, fault: Fault) => boolean;
}

/** Most workers to ask for one explanation: a worker that dies is replaced. */
const MOST_TRIES = 2;

/** Explains the row on the card. Only the latest row counts. */
export class RowExplainer {
  /** The explanation of the latest row. Null while it is not known. */
  shown = $state.raw<{ readonly row: number; readonly value: Explanation } | null>(null);

  /** The latest row. -1 = none. */
  #wanted = -1;
  /** The open question about that row. The next question ends it. Null after the answer. */
  #turn: AbortController | null = null;
  /** Settles when no question is open. Each question waits for the previous one. */
  #asking: Promise<void> = Promise.resolve();
  readonly #deps: RowExplainerDeps;

  constructor(deps: RowExplainerDeps) {
    this.#deps = deps;
  }

  /** Explains a row in `shown`. Settles after the answer, or when the caller asks about another row. */
  ask(row: number): Promise<void> {
    if (this.#turn && row === this.#wanted) return this.#asking;
    if (this.shown?.row !== row) this.shown = null;
    return this.#ask(row);
  }

  /** Explains the latest row if it still waits. Called when the workers can explain. */
  async askUnknown(): Promise<void> {
    if (this.#wanted >= 0 && this.shown === null) await this.ask(this.#wanted);
  }

  /** Explains the row again. Called after the results changed. */
  askAgain(): void {
    this.shown = null;
    void this.#ask(this.#wanted);
  }

  /** Forgets the row and its explanation. */
  forget(): void {
    this.#turn?.abort();
    this.#turn = null;
    this.shown = null;
    this.#wanted = -1;
  }

  #ask(row: number): Promise<void> {
    this.#wanted = row;
    this.#turn?.abort();
    const turn = new AbortController();
    this.#turn = turn;
    const explain = (): Promise<void> =>
      this.#explain(turn.signal, row).finally(() => {
        if (this.#turn === turn) this.#turn = null;
      });
    this.#asking = this.#asking.then(explain, explain);
    return this.#asking;
  }

  async #explain(signal: AbortSignal, row: number): Promise<void> {
    if (row < 0 || this.shown?.row === row || hasEnded(signal)) return;
    const value = await this.#explanationOf(row);
    if (value && !hasEnded(signal)) this.shown = { row, value };
  }

  async #explanationOf(row: number): Promise<Explanation | null> {
    const { predictions, worker, failed } = this.#deps;
    const dataset = this.#deps.dataset();
    if (!dataset) return null;
    const given = predictions.labelClassOf(row);
    const rival = rivalOf(predictions, row, given);
    if (given < 0 || rival < 0) return null;
    const second = dataset.textB ? textOf(dataset.textB, row) : null;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const asked = await worker();
      if (!asked) return null;
      const answer = await asked.explain(row, textOf(dataset.text, row), second, given, rival);
      if (answer.ok) return answer.value;
      if (!failed(asked, answer.fault)) return null;
    }
    return null;
  }
}

/** The strongest class other than the given one: the predicted class, or the next best if the prediction agrees. */
function rivalOf(predictions: Predictions, row: number, given: number): number {
  const { length: width } = predictions.classes;
  let best = -1;
  for (let k = 0; k < width; k++) {
    if (k === given) continue;
    const z = predictions.logits.value[row * width + k] ?? NaN;
    if (!Number.isNaN(z) && (best < 0 || z > (predictions.logits.value[row * width + best] ?? NaN))) best = k;
  }
  return best;
}
