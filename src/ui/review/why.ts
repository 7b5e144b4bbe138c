/** Why a row stands where it stands, as one of a few cases. */
type Why =
  | 'unscored'
  | 'unmatched'
  | 'loss-unmatched'
  | 'sure-against'
  | 'unsure-against'
  | 'unsure-agrees'
  | 'agrees'
  | 'loss-only'
  | 'given-against'
  | 'given-agrees';

/** From this probability on the model counts as sure, whatever the number of classes. */
export const SURE = 0.8;

interface WhyFacts {
  /** The predicted class, -1 = not scored. */
  readonly predicted: number;
  /** Its probability. */
  readonly probability: number;
  /** Class of the given label, -1 = it is matched to none. */
  readonly given: number;
  /** NaN = none. A loss without a prediction or a class, and a prediction without probabilities, come from a file. */
  readonly loss: number;
}

/** The case of a row. */
export function whyOf({ predicted, probability, given, loss }: WhyFacts): Why {
  if (predicted < 0) return Number.isNaN(loss) ? 'unscored' : 'loss-only';
  if (Number.isNaN(probability)) return predicted === given ? 'given-agrees' : 'given-against';
  if (given < 0) return Number.isNaN(loss) ? 'unmatched' : 'loss-unmatched';
  const sure = probability >= SURE;
  if (predicted === given) return sure ? 'agrees' : 'unsure-agrees';
  return sure ? 'sure-against' : 'unsure-against';
}
