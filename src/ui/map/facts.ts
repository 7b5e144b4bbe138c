import type { Predictions } from '../../app/predictions/predictions.svelte.js';
import { clip } from '../../domain/bytes/cut-text.js';
import { logSumExp } from '../../domain/predictions/loss.js';

/** What is said of one point. */
export interface PointFacts {
  readonly row: number;
  readonly text: string;
  /** The label that the row has now. */
  readonly label: string;
  readonly predicted: string;
  /** Probability of the predicted class, NaN without a prediction. */
  readonly probability: number;
  /** NaN = none. */
  readonly loss: number;
}

const TEXT_MAX = 280;

/** The facts of a row; without scores the prediction is empty. */
export function factsOf(
  row: number,
  predictions: Predictions,
  textOf: (row: number) => string,
  labelOf: (row: number) => string,
): PointFacts {
  const { value: logits } = predictions.logits;
  const classes = predictions.classes.length;
  const predicted = predictions.predicted.value[row] ?? -1;
  const scored = predicted >= 0;
  const logit = scored ? (logits[row * classes + predicted] ?? Number.NaN) : Number.NaN;
  return {
    row,
    text: clip(textOf(row), TEXT_MAX),
    label: labelOf(row),
    predicted: predictions.classes[predicted] ?? '',
    probability: scored ? Math.exp(logit - logSumExp(logits, row * classes, classes)) : Number.NaN,
    loss: predictions.loss.value[row] ?? Number.NaN,
  };
}
