import { en } from '../../src/i18n/en.js';
import { Language, type Dictionary, type Locale } from '../../src/i18n/language.svelte.js';
import { zhCN } from '../../src/i18n/zh-CN.js';

const DICTIONARIES: Readonly<Record<Locale, Dictionary>> = { en, 'zh-CN': zhCN };

/** The page in this language. */
export function languageOf(locale: Locale): Language {
  return new Language(locale, DICTIONARIES[locale]);
}

/** Every language can be loaded. */
export function loadDictionary(locale: Locale): Promise<Dictionary> {
  return Promise.resolve(DICTIONARIES[locale]);
}
