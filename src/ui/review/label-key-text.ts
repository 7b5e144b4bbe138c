import type { KeyAnswer } from '../../app/review/actions.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';

/** The sentence after a person pressed a key for a label. */
export function keyAnswerText(answer: KeyAnswer, key: string, label: string, { t }: Language): string {
  switch (answer.at) {
    case 'had':
      return t('review.key-had', { key, label });
    case 'action':
      return t('review.key-action', { key, action: t(`review.key-${answer.verb}`) });
    case 'given': {
      const { from } = answer;
      if (from === null) return t('review.key-given', { key, label });
      const { title: other, key: left } = from;
      return left === ''
        ? t('review.key-taken', { key, label, other })
        : t('review.key-swapped', { key, label, other, left });
    }
  }
}
