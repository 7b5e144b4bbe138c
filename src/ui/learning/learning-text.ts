import type { LearningRun } from '../../app/learning/learning-run.svelte.js';
import type { Learned } from '../../app/learning/learning-state.js';
import type { Language } from '../../i18n/language.svelte.js';
import { timeLeftText } from '../controls/quantity.js';
import { shareText } from '../controls/quantity.js';
import { announcedPercent } from '../scoring/run-text.js';

/** The fields of a learning run that the sentences need. */
export type LearningFacts = Pick<LearningRun, 'state' | 'share' | 'etaS' | 'learned' | 'again'>;

/** The state in the words of a model's run: `loading` = it reads words, `scoring` = it learns. */
type LearningStep = 'idle' | 'loading' | 'scoring' | 'paused' | 'done' | 'failed';

/** See `LearningStep`. */
export function stepOf({ state }: Pick<LearningFacts, 'state'>): LearningStep {
  if (state.at !== 'learning') return state.at;
  return state.phase.at === 'reading' ? 'loading' : 'scoring';
}

/** The current step of learning, in one short line. */
export function learningText({ state, learned }: LearningFacts, { t }: Language): string {
  if (state.at === 'learning') {
    const { phase } = state;
    return t(`learning.phase-${phase.at}`, 'fold' in phase ? { fold: phase.fold, folds: phase.folds } : {});
  }
  if (state.at === 'done') return t('learning.done', { count: learned?.rows ?? 0 });
  return t(`learning.${state.at}`);
}

/** The second line: the time left, or the result; '' = none. */
export function learningDetail({ state, etaS, learned }: LearningFacts, language: Language): string {
  if (state.at === 'learning') return etaS === null ? '' : timeLeftText(etaS, language);
  if (learned === null) return '';
  return language.t('learning.right', { accuracy: shareText(learned.accuracy, language.locale) });
}

/** The announcement for a screen reader. It changes at the start, at every quarter and at the end. */
export function learningAnnouncement({ state, share }: LearningFacts, { t }: Language): string {
  if (state.at === 'idle') return '';
  if (state.at !== 'learning') return t(`learning.say-${state.at}`);
  const percent = announcedPercent(share);
  return percent > 0 ? t('learning.say-percent', { percent }) : t('learning.say-begun');
}

/** The text of the button that learns again, with the number of new decisions. */
export function relearnText(newDecisions: number, { t, n }: Language): string {
  return newDecisions > 0 ? `${t('learning.again')} (${n(newDecisions)})` : t('learning.again');
}

/** The button's title: the meaning of the number, and the effect of learning again. A line each. */
export function relearnTitle(newDecisions: number, { t }: Language): string {
  const hint = t('learning.again-hint');
  return newDecisions > 0 ? `${t('learning.again-with', { count: newDecisions })}\n${hint}` : hint;
}

/** The quality of the learned results, a sentence for each fact. */
export function summarySentences(learned: Learned, language: Language): readonly string[] {
  const { t, locale } = language;
  const figures = {
    accuracy: shareText(learned.accuracy, locale),
    majority: shareText(learned.majority, locale),
    label: learned.majorityLabel,
  };
  if (learned.majority === 1) return [t('learning.summary-one-label', figures), t('learning.summary-more-labels')];
  if (learned.noOpinion === learned.rows) return [t('learning.summary-too-few'), t('learning.summary-too-few-now')];
  if (!learned.useful) return [t('learning.summary-nothing', figures), t('learning.summary-what-now')];
  const sentences = [t('learning.summary', figures)];
  const points = Math.round(100 * uncertaintyOf(learned));
  if (points >= ROUGH_POINTS) sentences.push(t('learning.summary-rough', { points }));
  if (learned.decisions > 0) sentences.push(t('learning.summary-decisions', { count: learned.decisions }));
  if (learned.noOpinion > 0) sentences.push(t('learning.summary-no-opinion', { count: learned.noOpinion }));
  return sentences;
}

/** From this many percentage points of error on, the accuracy is called rough. */
const ROUGH_POINTS = 4;

/** Two standard errors of the accuracy. */
function uncertaintyOf({ accuracy, rows }: Learned): number {
  return 2 * Math.sqrt((accuracy * (1 - accuracy)) / Math.max(rows, 1));
}
