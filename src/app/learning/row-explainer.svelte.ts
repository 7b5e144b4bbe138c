import type { Dataset } from '../../domain/reading/dataset.js';
import { textOf } from '../../domain/bytes/text-column.js';
import type { Fault } from '../../protocol/fault.js';
import type { Explanation } from '../../protocol/learning-wire.js';
import type { LearningWorker } from '../../protocol/ports.js';
import type { Predictions } from '../predictions/predictions.svelte.js';

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

/** Why the row on the card stands where it does: asked for by row, and only the latest row counts. */
export class RowExplainer {
  /** The explanation of the row asked for; null while it is not known. */
  shown = $state.raw<{ readonly row: number; readonly value: Explanation } | null>(null);

  /** The row whose explanation is wanted; -1 = none. */
  #wanted = -1;
  #asking = false;
  readonly #deps: RowExplainerDeps;

  constructor(deps: RowExplainerDeps) {
    this.#deps = deps;
  }

  /** Asks for the explanation of a row, to be found in `shown`. */
  async ask(row: number): Promise<void> {
    this.#wanted = row;
    if (this.shown?.row !== row) this.shown = null;
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#wanted >= 0 && this.shown?.row !== this.#wanted) {
        const asked = this.#wanted;
        const value = await this.#explanationOf(asked);
        if (value === null) break;
        if (asked === this.#wanted) this.shown = { row: asked, value };
      }
    } finally {
      this.#asking = false;
    }
  }

  /** The workers can explain now: the row asked for is explained where it is not yet. */
  async askUnknown(): Promise<void> {
    if (this.#wanted >= 0 && this.shown === null) await this.ask(this.#wanted);
  }

  /** Other results are shown: what is explained is explained anew. */
  askAgain(): void {
    this.shown = null;
    void this.ask(this.#wanted);
  }

  /** Nothing is explained any more. */
  forget(): void {
    this.shown = null;
    this.#wanted = -1;
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
