import { isConfidentIssue, meanConfidence } from '../../domain/predictions/confident-learning.js';
import { softmaxRow } from '../../domain/predictions/loss.js';
import { isSureAgainst } from '../../domain/review/reasons.js';
import type { Slices } from '../shell/slices.js';
import type { Column, Predictions } from './predictions.svelte.js';

/** Doubts about the labels of the source. Each column has a value for each row. */
export interface LabelDoubtColumns {
  /** 1 = confident learning names the label as wrong. */
  readonly issue: Uint8Array;
  /** 1 = the prediction is sure, and is not the label. */
  readonly sureAgainst: Uint8Array;
}

/** Rows between two looks at the clock. */
const ROWS_AT_ONCE = 2048;

/** The doubts of the shown predictions about labels. Computed once for each state of the predictions, in steps. */
export class LabelDoubts {
  #found: {
    readonly loss: Column<Float32Array>;
    readonly columns: Promise<LabelDoubtColumns>;
  } | null = null;
  readonly #predictions: Predictions;

  constructor(predictions: Predictions) {
    this.#predictions = predictions;
  }

  /** The doubts for the present predictions. A row whose prediction lacks probabilities has none. */
  find(slices: Pick<Slices, 'rest'>): Promise<LabelDoubtColumns> {
    // Each change of predictions or of their labels' classes gives the loss a new wrapper.
    const { loss } = this.#predictions;
    if (this.#found?.loss !== loss) this.#found = { loss, columns: this.#compute(slices) };
    return this.#found.columns;
  }

  async #compute(slices: Pick<Slices, 'rest'>): Promise<LabelDoubtColumns> {
    const { rows, classes: names, selfConfidence, logits, entropy, predicted } = this.#predictions;
    const { length: classes } = names;
    const given = new Int32Array(rows);
    for (let row = 0; row < rows; row++) given[row] = this.#predictions.labelClassOf(row);
    const thresholds = meanConfidence(selfConfidence.value, classes, given);
    const probs = new Float64Array(classes);
    const issue = new Uint8Array(rows);
    const sureAgainst = new Uint8Array(rows);
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      for (let row = from; row < Math.min(rows, from + ROWS_AT_ONCE); row++) {
        // A prediction from a file can lack probabilities. It has no entropy then.
        if (Number.isNaN(entropy.value[row])) continue;
        softmaxRow(logits.value, row * classes, classes, probs);
        const best = predicted.value[row] as number;
        const own = given[row] as number;
        if (isSureAgainst(best, own, probs[best] ?? NaN)) sureAgainst[row] = 1;
        if (isConfidentIssue(probs, 0, thresholds, own)) issue[row] = 1;
      }
      await slices.rest();
    }
    return { issue, sureAgainst };
  }
}
