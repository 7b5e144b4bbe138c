import type { Language } from '../../i18n/language.svelte.js';
import type { Fault } from '../../protocol/fault.js';

/** The sentence for a fault in the page's language, its placeholders filled. */
export function faultSentence(language: Language, fault: Fault): string {
  return language.t(`fault.${fault.code}`, fault.params);
}
