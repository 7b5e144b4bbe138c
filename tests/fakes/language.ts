import { en } from '../../src/i18n/en.js';
import { Language, type Dictionary, type Locale } from '../../src/i18n/language.svelte.js';
import { zhCN } from '../../src/i18n/zh-CN.js';

const DICTIONARIES: Readonly<Record<Locale, Dictionary>> = { en, 'zh-CN': zhCN };

/** A page's language. */
export function languageOf(locale: Locale): Language {
  return new Language(locale, DICTIONARIES[locale]);
}

/** Loads the dictionary of any language. */
export function loadDictionary(locale: Locale): Promise<Dictionary> {
  return Promise.resolve(DICTIONARIES[locale]);
}
