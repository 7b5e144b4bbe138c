import type { Language } from '../../i18n/language.svelte.js';
import { clip } from '../../domain/bytes/cut-text.js';

const SHOWN_CHARACTERS = 60;

/** The first file's name and the number of further files; empty without files. */
export function nameOfFiles(names: readonly string[], language: Language): string {
  const first = clip(names[0] ?? '', SHOWN_CHARACTERS);
  return names.length > 1 ? language.t('training.files', { name: first, count: names.length - 1 }) : first;
}
