import { CORRECTED, DISCARDED } from '../../domain/reading/dataset.js';
import { classHealth, type ClassHealth } from '../../domain/review/class-health.js';
import {
  blockOrder,
  cellsOf,
  confusedPairs,
  confusionOf,
  mostConfused,
  type ConfusedPair,
  type ConfusionCell,
} from '../../domain/review/confusion.js';
import type { Clock } from '../../protocol/ports.js';
import type { LabelMap } from '../labels/map.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';
import type { LabelDoubts } from '../predictions/label-doubts.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { Slices } from '../shell/slices.js';
import type { Review } from './review.svelte.js';

/** More labels than this are not drawn as a matrix. */
const MATRIX_LABELS = 200;
const PAIRS_SHOWN = 10;

export interface HealthReport {
  /** Labels with rows, in their order. Indexes are those of `review.labels`. */
  readonly classes: readonly ClassHealth[];
  /** Undecided rows that confident learning names as wrong. */
  readonly issues: number;
  /** Rows that have a prediction. */
  readonly predicted: number;
  /** The labels of the matrix, in an order that shows blocks. */
  readonly order: readonly number[];
  readonly cells: readonly ConfusionCell[];
  /** Labels that the matrix leaves out, because there are too many. */
  readonly leftOut: number;
  /** The pairs of labels that are confused most. */
  readonly pairs: readonly ConfusedPair[];
}

export interface ClassHealthReportDeps {
  readonly review: Review;
  readonly predictions: Predictions;
  readonly doubts: LabelDoubts;
  readonly labelMap: LabelMap;
  readonly clock: Clock;
}

/** How often each label is wrong, and which labels are confused with each other. Computed on request. */
export class ClassHealthReport {
  /** Null until it is computed. */
  report = $state.raw<HealthReport | null>(null);
  readonly #turns = new Turns();
  readonly #deps: ClassHealthReportDeps;

  constructor(deps: ClassHealthReportDeps) {
    this.#deps = deps;
  }

  /** Computes the report for the present labels and results, in steps. */
  async open(): Promise<void> {
    this.report = null;
    const signal = this.#turns.next();
    const report = await this.#work(signal);
    if (!hasEnded(signal)) this.report = report;
  }

  /** Stops the computation and forgets the report. */
  close(): void {
    this.#turns.end();
    this.report = null;
  }

  async #work(signal: AbortSignal): Promise<HealthReport | null> {
    const { review, predictions, doubts, labelMap, clock } = this.#deps;
    const slices = new Slices(clock);
    const labels = review.labels.length;
    const { issue } = await doubts.find(slices);
    if (hasEnded(signal)) return null;
    const predicted = this.#predictedLabels();
    await slices.rest();
    const confusion = confusionOf(review.label.value, predicted, labels);
    await slices.rest();
    const health = classHealth(
      {
        labels,
        original: review.original,
        label: review.label.value,
        status: review.status.value,
        issue,
        right: (status) => status !== CORRECTED && status !== DISCARDED,
      },
      confusion,
    );
    await slices.rest();
    const classes = health.filter(({ label, rows }) => rows > 0 && labelMap.classOf(label) >= 0);
    const shown = mostConfused(confusion, MATRIX_LABELS).filter((label) =>
      classes.some((known) => known.label === label),
    );
    const order = blockOrder(confusion, shown);
    if (hasEnded(signal)) return null;
    return {
      classes,
      issues: classes.reduce((sum, { issues }) => sum + issues, 0),
      predicted: predictions.done,
      order,
      cells: cellsOf(confusion, order),
      leftOut: Math.max(0, classes.length - order.length),
      pairs: confusedPairs(confusion).slice(0, PAIRS_SHOWN),
    };
  }

  /** The predicted label of each row: its own label if that has the predicted class, else the first label of the class. */
  #predictedLabels(): Int32Array {
    const { predictions, review, labelMap } = this.#deps;
    const classOf = Int32Array.from(review.labels, (_, label) => labelMap.classOf(label));
    const labelOf = new Int32Array(predictions.classes.length).fill(-1);
    classOf.forEach((known, label) => {
      if (known >= 0 && labelOf[known] === -1) labelOf[known] = label;
    });
    const now = review.label.value;
    const found = new Int32Array(now.length).fill(-1);
    for (let row = 0; row < found.length; row++) {
      const predicted = predictions.predicted.value[row] ?? -1;
      if (predicted < 0) continue;
      const own = now[row] as number;
      found[row] = classOf[own] === predicted ? own : (labelOf[predicted] ?? -1);
    }
    return found;
  }
}
