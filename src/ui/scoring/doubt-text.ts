import type { Misfit } from '../../app/scoring/model-fit.svelte.js';
import type { StartDoubt } from '../../app/scoring/setup-advice.js';
import type { RowScript } from '../../domain/models/row-script.js';
import type { Language } from '../../i18n/language.svelte.js';

/** Why the chosen model's losses would mean little, in a sentence; empty without a doubt. */
export function misfitText(misfit: Misfit | null, language: Language): string {
  if (misfit === null) return '';
  if (misfit.why === 'language') return language.t('run.misfit-language');
  return language.t(`run.misfit-${misfit.why}`, { script: scriptName(misfit.script, language) });
}

function scriptName(script: RowScript, language: Language): string {
  return language.t(`run.script-${script === 'latin' ? 'other' : script}`);
}

/** The state that the sentence about a start needs. */
interface DoubtFacts {
  readonly rows: number;
  readonly matchedRows: number;
  /** Whether the model has numbers in place of class names. */
  readonly numbered: boolean;
}

/** Why Start is not the recommended button, beside it; empty where it is, and where a warning already says so. */
export function doubtText(
  doubt: StartDoubt | null,
  { rows, matchedRows, numbered }: DoubtFacts,
  language: Language,
): string {
  if (doubt === null || doubt === 'misfit') return '';
  if (doubt === 'no-labels' && numbered) return language.t('run.doubt-no-names');
  return language.t(`run.doubt-${doubt}`, { count: matchedRows, total: rows });
}
