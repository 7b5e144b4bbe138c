import { SURE, type Reason } from '../../domain/review/reasons.js';
import type { Language } from '../../i18n/language.svelte.js';
import { listInSentence } from './label-title.js';

/** The reason for a row's place in the queue, as one of a few cases. */
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

interface WhyFacts {
  /** The predicted class, -1 = not scored. */
  readonly predicted: number;
  /** The probability of the predicted class. */
  readonly probability: number;
  /** Class of the given label, -1 = the label has no class. */
  readonly given: number;
  /** Loss in nats, NaN = none. Imported results can have a loss without a prediction, or a prediction without probabilities. */
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

/** Facts of a row that its reasons name. */
interface ReasonFacts {
  /** Number of tokens that the model read. */
  readonly tokens: number;
  /** Nearest rows that have a label, and those of them that have the label with the name `label`. */
  readonly labelled: number;
  readonly count: number;
  readonly label: string;
}

/** The reasons of a row in one sentence. */
export function becauseOf(reasons: readonly Reason[], facts: ReasonFacts, language: Language): string {
  const clauses = reasons.map((reason) => language.t(`reasons.because-${reason}`, { ...facts }));
  return language.t('reasons.because', { reasons: listInSentence(clauses, language) });
}
