import type { Column, Scores } from '../../app/scores.svelte.js';
import type { DataMapState } from '../../app/data-map.svelte.js';
import { isTrainingSignal, type SignalName } from '../../app/view.svelte.js';
import type { SignalName as TrainingSignal } from '../../domain/signals.js';
import { extentOf, niceDomain, padded, type Domain } from '../../domain/axes.js';

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

/** A signal's values for all rows; NaN = none. A new wrapper whenever the scores or the training's signals have changed. */
export function signalColumn(scores: Scores, training: DataMapState, signal: SignalName): Column<Float32Array> {
  if (isTrainingSignal(signal)) return { value: training.values(signal, scores.rows) };
  switch (signal) {
    case 'self_confidence':
      return scores.selfConfidence;
    case 'normalized_margin':
      return scores.margin;
    case 'entropy':
      return scores.entropy;
    case 'loss':
      return scores.loss;
    case 'tokens':
      return { value: tokensAsFloats(scores.tokens.value) };
  }
}

/** The values an axis can show: all possible ones where they are limited, as probabilities are, else round numbers around what is there, from 0. */
export function naturalDomain(signal: SignalName, values: Float32Array): Domain {
  const limit = isTrainingSignal(signal) ? LIMITS[signal] : signal === 'loss' || signal === 'tokens' ? undefined : 1;
  if (limit !== undefined) return { min: 0, max: limit };
  const extent = extentOf(values);
  return niceDomain(extent && { min: 0, max: extent.max });
}

/** The range that an axis spans on screen: its natural one, with a margin. */
export function axisDomain(natural: Domain): Domain {
  return padded(natural, MARGIN);
}

/** Token counts as floats, 0 (not scored) as NaN. */
function tokensAsFloats(tokens: Uint16Array): Float32Array {
  const floats = new Float32Array(tokens.length);
  for (let row = 0; row < tokens.length; row += 1)
    floats[row] = tokens[row] === 0 ? Number.NaN : (tokens[row] as number);
  return floats;
}
