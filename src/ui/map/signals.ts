import { isTrainingSignal, type SignalName } from '../../domain/review/signals.js';
import type { SignalName as TrainingSignal } from '../../domain/training/signals.js';
import { extentOf, niceDomain, padded, type Domain } from '../../domain/map/axes.js';

/** Distance between the outermost values and the edge of the plot, as a share of the axis. */
const MARGIN = 0.03;

/** The largest value of a training signal. All others are counts without a limit. */
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

/** Signals that measure the spread of a probability, and the value of each for a variance of `variance`. */
const SPREADS: Partial<Record<SignalName, (variance: number) => number>> = {
  label_var: (variance) => variance,
  variability: (variance) => Math.sqrt(variance),
};
/** A spread that fills no more than this share of the possible range gets an axis of its own size. */
const NARROW = 0.5;

/**
 * The values of an axis: the whole range of a limited signal, such as a probability, else round numbers from 0 around the
 * values. `varianceBound`: a bound on every row's `label_var` after any evaluation, NaN = not known. An axis of small
 * spreads ends there.
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

/** The visible range of a whole axis: its natural range, with a margin. */
export function axisDomain(natural: Domain): Domain {
  return padded(natural, MARGIN);
}

/** Signals that are counts. */
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
