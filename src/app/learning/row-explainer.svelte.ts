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
  /** A worker that has read the texts and was taught the labels; null where there is none and none may be started. */
  readonly worker: () => Promise<LearningWorker | null>;
  /** The worker gave a fault in place of an answer. Returns whether another one is worth asking. */
  readonly failed: (worker: LearningWorker, fault: Fault) => boolean;
}

/** Workers that are asked for one explanation, one after the death of the other. */
const MOST_TRIES = 2;

/** Explains the row on the card: by row, and only the latest row counts. */
export class RowExplainer {
  /** The explanation of the row asked for; null while it is not known. */
  shown = $state.raw<{ readonly row: number; readonly value: Explanation } | null>(null);

  /** The row whose explanation is wanted; -1 = none. */
  #wanted = -1;
  /** The question about that row. Ends with the next question, and null once it is answered. */
  #turn: AbortController | null = null;
  /** Settles when no worker is asked: one question waits for the other. */
  #asking: Promise<void> = Promise.resolve();
  readonly #deps: RowExplainerDeps;

  constructor(deps: RowExplainerDeps) {
    this.#deps = deps;
  }

  /** Asks for the explanation of a row, to be found in `shown`. Settles when it is there, or when another row is asked for. */
  ask(row: number): Promise<void> {
    if (this.#turn && row === this.#wanted) return this.#asking;
    if (this.shown?.row !== row) this.shown = null;
    return this.#ask(row);
  }

  /** The workers can explain now: the row asked for is explained where it is not yet. */
  async askUnknown(): Promise<void> {
    if (this.#wanted >= 0 && this.shown === null) await this.ask(this.#wanted);
  }

  /** Other results are shown: the explained row is explained anew. */
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

/** The class that rivals the given label: the one predicted, or where that is the given one the next best. */
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
