import type { ReviewActions } from '../../app/review/actions.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';

/** The name of a label in sentences, by its index in `review.labels`: several labels as a list, or a word for none. */
export function labelTitle(actions: ReviewActions, label: number, language: Language): string {
  const several = actions.severalOf(label);
  return several ? namesInSentence(several, language) : actions.titleOf(label);
}

/** The names of several labels, or a word for none. */
export function namesInSentence(names: readonly string[], language: Language): string {
  if (names.length === 0) return language.t('review.unlabelled');
  // A Chinese "and" would touch names in Latin letters.
  if (language.locale === 'zh-CN') return names.join('、');
  return new Intl.ListFormat(language.locale, { type: 'conjunction' }).format(names);
}
