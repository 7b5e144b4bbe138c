import type { ActionName, KeyAnswer, KeyLoser } from '../../app/review/key-actions.js';
import type { Language } from '../../i18n/language.svelte.js';

/** The sentences after a person pressed a key for a label. */
export function labelKeyText(answer: KeyAnswer, key: string, label: string, language: Language): string {
  const { t } = language;
  switch (answer.at) {
    case 'had':
      return t('review.key-had', { key, label });
    case 'action':
      return t('review.key-action', { key, action: t(`review.key-${answer.action}`) });
    case 'given':
      return joined([t('review.key-given', { key, label }), ...losersText(answer.losers, language)], language);
  }
}

/** The sentences after a person pressed a key for an action, or took its key away (empty). */
export function actionKeyText(answer: KeyAnswer, key: string, name: ActionName, language: Language): string {
  const { t } = language;
  const action = t(`review.key-${name}`);
  if (key === '') return t('review.key-taken-action', { action });
  if (answer.at !== 'given') return t('review.key-had-action', { key, action });
  return joined([t('review.key-given-action', { key, action }), ...losersText(answer.losers, language)], language);
}

/** The name of a control with its key in brackets, for a tooltip. `key`: empty = none. */
export function titleWithKey(title: string, key: string): string {
  return key === '' ? title : `${title} (${key})`;
}

function losersText(losers: readonly KeyLoser[], language: Language): readonly string[] {
  return losers.map((loser) => loserText(loser, language));
}

function loserText(loser: KeyLoser, { t }: Language): string {
  switch (loser.lost) {
    case 'action-here':
      return t('review.key-yielded', { action: t(`review.key-${loser.action}`) });
    case 'action': {
      const action = t(`review.key-${loser.action}`);
      if (loser.key === '') return t('review.key-taken-action', { action });
      return t('review.key-moved-action', { action, left: loser.key });
    }
    case 'label': {
      const { title: other, key: left } = loser;
      return left === '' ? t('review.key-taken', { other }) : t('review.key-moved', { other, left });
    }
  }
}

function joined(sentences: readonly string[], { locale }: Language): string {
  return sentences.join(locale === 'zh-CN' ? '' : ' ');
}
