import type { en } from './en.js';
import { fill, formatNumber, type Message, type Params } from './message.js';

export type Locale = 'en' | 'zh-CN';
export const LOCALES: readonly Locale[] = ['en', 'zh-CN'];

/** Every key of the English dictionary: the Chinese one has the same (its type says so). */
export type MessageKey = keyof typeof en;
export type Dictionary = Readonly<Record<MessageKey, Message>>;

/** Loads the sentences of a language, a part of the page of their own; null where they cannot be loaded. */
export type LoadDictionary = (locale: Locale) => Promise<Dictionary | null>;

/** The best of our locales for a list of wishes, most wanted first (`navigator.languages`). */
export function matchLocale(wishes: readonly string[]): Locale {
  for (const wish of wishes) {
    const tag = wish.toLowerCase();
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}

/** The language of the page. Components call `t`, which re-runs when the locale changes. */
export class Language {
  #shown = $state.raw() as { readonly locale: Locale; readonly dictionary: Dictionary };

  constructor(locale: Locale, dictionary: Dictionary) {
    this.#shown = { locale, dictionary };
  }

  get locale(): Locale {
    return this.#shown.locale;
  }

  /** Changes the language of the page at once. */
  show(locale: Locale, dictionary: Dictionary): void {
    this.#shown = { locale, dictionary };
  }

  /** The sentence of `key`, its placeholders filled. */
  t = (key: MessageKey, params: Params = {}): string => {
    const { locale, dictionary } = this.#shown;
    return fill(dictionary[key], params, locale);
  };

  /** A number as this locale writes it. */
  n = (value: number): string => formatNumber(value, this.locale);
}
