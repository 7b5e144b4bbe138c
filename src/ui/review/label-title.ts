import type { ReviewActions } from '../../app/review/actions.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';

/** How a label is called in sentences, by its index in `review.labels`: several labels as a list, none as none. */
export function labelTitle(actions: ReviewActions, label: number, language: Language): string {
  const several = actions.severalOf(label);
  return several ? namesInSentence(several, language) : actions.titleOf(label);
}

/** The names of several labels, or that there is none. */
export function namesInSentence(names: readonly string[], language: Language): string {
  if (names.length === 0) return language.t('review.unlabelled');
  // In Chinese an "and" would stick to names in Latin letters.
  if (language.locale === 'zh-CN') return names.join('、');
  return new Intl.ListFormat(language.locale, { type: 'conjunction' }).format(names);
}
