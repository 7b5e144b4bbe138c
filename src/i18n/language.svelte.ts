import { en } from './en.js';
import { zhCN } from './zh-CN.js';
import { fill, formatNumber, type Message, type Params } from './message.js';

export type Locale = 'en' | 'zh-CN';
export const LOCALES: readonly Locale[] = ['en', 'zh-CN'];

/** Every key of the English dictionary: the Chinese one has the same (its type says so). */
export type MessageKey = keyof typeof en;
export type Dictionary = Readonly<Record<MessageKey, Message>>;

const DICTIONARIES: Readonly<Record<Locale, Dictionary>> = { en, 'zh-CN': zhCN };

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
  locale = $state.raw<Locale>('en');

  constructor(locale: Locale) {
    this.locale = locale;
  }

  /** The sentence of `key`, its placeholders filled. */
  t = (key: MessageKey, params: Params = {}): string => fill(DICTIONARIES[this.locale][key], params, this.locale);

  /** A number as this locale writes it. */
  n = (value: number): string => formatNumber(value, this.locale);
}
