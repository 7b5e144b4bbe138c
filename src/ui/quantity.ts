import type { Language } from '../i18n/language.svelte.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number of bytes in the unit that suits it, as the locale writes it: `812 byte`, `31.6 MB`. Decimal units. */
export function sizeText(bytes: number, locale: string): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = value < 99.95 && unit > 0 ? 1 : 0;
  const format = { style: 'unit', unit: UNITS[unit] ?? 'byte', maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, format).format(value);
}

/** How much time is left, in words: seconds below two minutes, then minutes, then hours and minutes. */
export function timeLeftText(seconds: number, language: Language): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 120) return language.t('run.left-seconds', { count: whole });
  const minutes = Math.round(whole / 60);
  if (minutes < 120) return language.t('run.left-minutes', { count: minutes });
  return language.t('run.left-hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** A moment (ms since 1970) as a date and a time of day of this locale. */
export function momentText(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}
