import { isTrainingSignal, type SignalName } from '../../app/rows/view-choices.js';
import type { SignalName as TrainingSignal } from '../../domain/training/signals.js';
import { extentOf, niceDomain, padded, type Domain } from '../../domain/map/axes.js';

/** Room between the outermost values and the edge of the plot, as a share of the axis. */
const MARGIN = 0.03;

/** The largest value that a training signal can have; others are counts, without a limit. */
const LIMITS: Partial<Record<TrainingSignal, number>> = {
  correct_ratio: 1,
  avg_probs: 1,
  max_label_probs: 1,
  min_label_probs: 1,
  confidence: 1,
  label_var: 0.25,
  threshold_closeness: 0.25,
  aleatoric: 0.25,
  variability: 0.5,
};

/** Signals that measure how far a probability moves, and the value of each where its variance is `variance`. */
const SPREADS: Partial<Record<SignalName, (variance: number) => number>> = {
  label_var: (variance) => variance,
  variability: (variance) => Math.sqrt(variance),
};
/** A spread that fills no more than this share of what is possible gets an axis of its own size. */
const NARROW = 0.5;

/**
 * The values an axis can show: all possible ones where they are limited, as probabilities are, else round numbers around
 * what is there, from 0. `varianceBound`: no row's `label_var` is larger after any evaluation, NaN = not known; an axis of
 * spreads that are all small ends there.
 */
export function naturalDomain(signal: SignalName, values: Float32Array, varianceBound = NaN): Domain {
  const limit = isTrainingSignal(signal) ? LIMITS[signal] : signal === 'loss' || signal === 'tokens' ? undefined : 1;
  if (limit === undefined) {
    const extent = extentOf(values);
    return niceDomain(extent && { min: 0, max: extent.max });
  }
  const largest = SPREADS[signal]?.(varianceBound) ?? NaN;
  return largest > 0 && largest < NARROW * limit ? niceDomain({ min: 0, max: largest }) : { min: 0, max: limit };
}

/** The range that an axis spans on screen: its natural one, with a margin. */
export function axisDomain(natural: Domain): Domain {
  return padded(natural, MARGIN);
}

/** Signals that count something. */
const WHOLE: readonly SignalName[] = [
  'tokens',
  'correct_times',
  'correctness',
  'forgetting_times',
  'learnt_times',
  'first_forget',
  'first_learn',
  'forgetfulness',
];

/** Whether a signal's values are whole numbers. */
export function isWhole(signal: SignalName): boolean {
  return WHOLE.includes(signal);
}
