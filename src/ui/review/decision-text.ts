import type { ShownReview } from '../../app/review/as-it-was.js';
import type { ReviewActions, LastDecision } from '../../app/review/actions.svelte.js';
import { cutText } from '../../domain/bytes/cut-text.js';
import { numberOfRow, PENDING, UNSURE, type Dataset } from '../../domain/reading/dataset.js';
import type { Language } from '../../i18n/language.svelte.js';
import { labelTitle } from './label-title.js';

/** The state that the sentences about decisions need. */
interface DecisionWords {
  readonly dataset: Dataset;
  readonly review: ShownReview;
  readonly actions: ReviewActions;
  readonly language: Language;
}

/** A decision to show: `from` is struck out where a label was replaced. */
interface ShownDecision {
  readonly before: string;
  readonly from: string | null;
  readonly to: string;
  /** The undecided rows left, where none is below. Else empty. */
  readonly end: string;
}

/** The last decision while it holds; null after an undo. */
export function lastDecision({ review, actions }: DecisionWords): LastDecision | null {
  const { last } = actions;
  if (!last) return null;
  const status = review.status.value[last.row] ?? PENDING;
  const holds = status === last.status && (last.to === null || review.labelName(last.row) === last.to);
  return holds ? last : null;
}

/** A decision for the line on the card. */
export function shownDecision(last: LastDecision, words: DecisionWords): ShownDecision {
  const { t } = words.language;
  const row = numberOfRow(words.dataset, last.row);
  const end = endText(last, words);
  if (last.to === null) {
    const done = last.status === UNSURE ? 'review.done-unsure' : 'review.done-discarded';
    return { before: t(done, { row }), from: null, to: '', end };
  }
  const to = titleOf(last.to, words);
  if (last.from === last.to) return { before: t('review.done-kept', { row, to }), from: null, to: '', end };
  return { before: t('review.done-row', { row }), from: titleOf(last.from, words), to, end };
}

/** A decision for a screen reader, and the start of the next row's text. `textOf`: a row's text as a person reads it. */
export function spokenDecision(last: LastDecision, textOf: (row: number) => string, words: DecisionWords): string {
  const { t } = words.language;
  const row = numberOfRow(words.dataset, last.row);
  const said =
    last.to === null
      ? t(last.status === UNSURE ? 'review.said-unsure' : 'review.said-discarded', { row })
      : t(last.from === last.to ? 'review.said-kept' : 'review.said-set', { row, label: titleOf(last.to, words) });
  const end = endText(last, words);
  const done = end === '' ? said : t('review.said-end', { done: said, end });
  return last.next < 0 ? done : t('review.said-next', { done, text: cutText(textOf(last.next), MOST_SPOKEN) });
}

/** The undecided rows left, where none is below; else empty. */
function endText({ left }: LastDecision, { language: { t } }: DecisionWords): string {
  if (left === null) return '';
  if (left.pending > 0) return t('review.end-above', { count: left.pending });
  return left.unsure > 0 ? t('review.end-unsure', { count: left.unsure }) : t('review.end-all');
}

/** UTF-16 units. */
const MOST_SPOKEN = 300;

/** A label as it is stored. A list of several labels is written by their names. */
function titleOf(name: string, { review, actions, language }: DecisionWords): string {
  const label = review.labels.indexOf(name);
  return actions.severalOf(label) ? labelTitle(actions, label, language) : name;
}
