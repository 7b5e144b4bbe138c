import { crossEntropy, softmaxRow } from './loss.js';
import { confidenceWeightedEntropy, normalizedMargin, selfConfidence } from './quality.js';

/** Signals of a row that depend on its label. */
export const LABEL_SIGNALS = ['loss', 'self_confidence', 'normalized_margin', 'confidence_weighted_entropy'] as const;
export type LabelSignal = (typeof LABEL_SIGNALS)[number];

/**
 * A signal of the row of logits `logits[from .. from + classes)` with the label `label`. `possible`: the number of classes
 * that can occur.
 */
export function labelSignal(
  signal: LabelSignal,
  logits: Float32Array,
  from: number,
  classes: number,
  label: number,
  possible: number,
): number {
  if (signal === 'loss') return crossEntropy(logits, from, classes, label);
  const probs = new Float64Array(classes);
  softmaxRow(logits, from, classes, probs);
  if (signal === 'self_confidence') return selfConfidence(probs, 0, label);
  return signal === 'normalized_margin'
    ? normalizedMargin(probs, 0, classes, label)
    : confidenceWeightedEntropy(probs, 0, classes, label, possible);
}
