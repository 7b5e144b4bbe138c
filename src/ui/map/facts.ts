import type { Predictions } from '../../app/predictions/predictions.svelte.js';
import { clip } from '../../domain/bytes/cut-text.js';
import { logSumExp } from '../../domain/predictions/loss.js';

/** Facts about one point. */
export interface PointFacts {
  readonly row: number;
  readonly text: string;
  /** The label that the row has now. */
  readonly label: string;
  readonly predicted: string;
  /** Probability of the predicted class, NaN without a prediction. */
  readonly probability: number;
  /** Loss in nats, NaN = none. */
  readonly loss: number;
}

const TEXT_MAX = 280;

/** The facts of a row. A row without scores has an empty prediction. */
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
