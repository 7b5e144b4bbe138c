import type { ReviewActions } from '../../app/review/actions.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';

/** The name of a label in sentences, by its index in `review.labels`: several labels as a list, or a word for none. */
export function labelTitle(actions: ReviewActions, label: number, language: Language): string {
  const several = actions.severalOf(label);
  return several ? namesInSentence(several, language) : actions.titleOf(label);
}

/** The names of several labels, or a word for none. */
export function namesInSentence(names: readonly string[], language: Language): string {
  return names.length === 0 ? language.t('review.unlabelled') : listInSentence(names, language);
}

/** A list as a sentence has it. */
export function listInSentence(items: readonly string[], { locale }: Language): string {
  // A Chinese "and" would touch names in Latin letters.
  if (locale === 'zh-CN') return items.join('、');
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
}
