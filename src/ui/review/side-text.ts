import { DISCARDED, UNSURE, VALIDATED } from '../../domain/reading/dataset.js';
import type { Decision } from '../../domain/review/decisions.js';
import type { Language } from '../../i18n/language.svelte.js';

/** A decision in a word: the label, marked where it is the source's own, or that the row is discarded or unsure. */
export function decisionText({ status, label }: Decision, { t }: Language): string {
  if (status === DISCARDED) return t('review.status-discarded');
  if (status === UNSURE) return t('review.status-unsure');
  return status === VALIDATED ? t('session.kept', { label }) : label;
}
