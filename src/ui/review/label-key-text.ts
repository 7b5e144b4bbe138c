import type { KeyAnswer } from '../../app/desk.svelte.js';
import type { Language, MessageKey } from '../../i18n/language.svelte.js';
import type { Verb } from '../../app/keyboard.js';

/** What an action is called in the help; those that have no letter are called by nothing. */
const ACTIONS: Partial<Record<Verb, MessageKey>> = {
  accept: 'review.key-accept',
  discard: 'review.key-discard',
  next: 'review.key-next',
  previous: 'review.key-previous',
  'find-label': 'review.key-find-label',
};

/** What is said after a key was pressed for a label. */
export function keyAnswerText(answer: KeyAnswer, key: string, label: string, { t }: Language): string {
  switch (answer.at) {
    case 'had':
      return t('review.key-had', { key, label });
    case 'action': {
      const action = ACTIONS[answer.verb];
      return t('review.key-action', { key, action: action ? t(action) : '' });
    }
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
