import type { RowSignals } from '../training/row-signals.svelte.js';
import type { Column, Predictions } from '../predictions/predictions.svelte.js';
import { isTrainingSignal, type ScoreSignal, type SignalName } from '../../domain/review/signals.js';

/** A signal's values by row; NaN = none. A new wrapper after each change of the scores or the training signals. */
export function axisColumn(predictions: Predictions, signals: RowSignals, signal: SignalName): Column<Float32Array> {
  if (isTrainingSignal(signal)) return { value: signals.values(signal, predictions.rows) };
  return scoreColumn(predictions, signal);
}

/** A score's values by row, for the labels of the source; NaN = none. A new wrapper after each change of the scores. */
export function scoreColumn(predictions: Predictions, signal: ScoreSignal): Column<Float32Array> {
  switch (signal) {
    case 'self_confidence':
      return predictions.selfConfidence;
    case 'normalized_margin':
      return predictions.margin;
    case 'entropy':
      return predictions.entropy;
    case 'loss':
      return predictions.loss;
    case 'tokens':
      return { value: tokensAsFloats(predictions.tokens.value) };
  }
}

/** Token counts as floats, 0 (not scored) as NaN. */
function tokensAsFloats(tokens: Uint16Array): Float32Array {
  const floats = new Float32Array(tokens.length);
  for (let row = 0; row < tokens.length; row += 1)
    floats[row] = tokens[row] === 0 ? Number.NaN : (tokens[row] as number);
  return floats;
}
