import type { Language } from '../../i18n/language.svelte.js';
import type { SuspectCounts } from './suspects.js';

/** The counts in one line, such as "Suspected 214 · fixed 36 · left 178". It names kept and discarded rows if there are any. */
export function suspectsLine(counts: SuspectCounts, language: Language): string {
  return language.t(counts.settled > 0 ? 'shell.suspects-settled' : 'shell.suspects', { ...counts });
}
