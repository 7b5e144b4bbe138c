import type { PassesRun } from '../../app/training/passes-run.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';
import { timeLeftText } from '../controls/quantity.js';

/** The fields of passes that the sentences need. */
export type PassesFacts = Pick<PassesRun, 'state' | 'done' | 'total' | 'present' | 'evaluations' | 'etaS'>;

/** The state of passes in one line; empty before the first pass. */
export function passesText(passes: PassesFacts, language: Language): string {
  const { state, done, total, etaS } = passes;
  switch (state.at) {
    case 'idle':
      return '';
    case 'loading':
      return language.t(`run.phase-${state.phase}`);
    case 'scoring': {
      const counts = { pass: passes.present + 1, passes: passes.evaluations, done, total };
      if (etaS === null) return language.t('run.passes-scoring', counts);
      return language.t('run.passes-scoring-left', { ...counts, left: timeLeftText(etaS, language) });
    }
    default:
      return language.t(`run.passes-${state.at}`, { done, total });
  }
}

/** The typed text as a whole number, clamped to the limits; null where it is none. */
export function wholeNumber(typed: string, least: number, largest: number): number | null {
  const value = Number(typed);
  if (typed.trim() === '' || !Number.isFinite(value)) return null;
  return Math.min(largest, Math.max(least, Math.round(value)));
}
