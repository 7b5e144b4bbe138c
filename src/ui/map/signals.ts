import type { Column, Scores } from '../../app/scores.svelte.js';
import type { SignalName } from '../../app/view.svelte.js';
import { extentOf, niceDomain, padded, type Domain } from '../../domain/axes.js';

/** Room between the outermost values and the edge of the plot, as a share of the axis. */
const MARGIN = 0.03;

/** A signal's values for all rows; NaN = none. A new wrapper whenever the scores have changed. */
export function signalColumn(scores: Scores, signal: SignalName): Column<Float32Array> {
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

/** The values an axis can show: 0..1 for probabilities, else round numbers around what is there, from 0. */
export function naturalDomain(signal: SignalName, values: Float32Array): Domain {
  if (signal !== 'loss' && signal !== 'tokens') return { min: 0, max: 1 };
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
