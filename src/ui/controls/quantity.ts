import type { SignalName } from '../../domain/review/signals.js';
import type { Language } from '../../i18n/language.svelte.js';
import { isWhole } from '../map/signals.js';

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

/** The time left in words: seconds below two minutes, then minutes, then hours and minutes. */
export function timeLeftText(seconds: number, language: Language): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 120) return language.t('run.left-seconds', { count: whole });
  const minutes = Math.round(whole / 60);
  if (minutes < 120) return language.t('run.left-minutes', { count: minutes });
  return language.t('run.left-hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number with exactly `digits` decimals. */
export function fixed(value: number, digits: number, locale: string): string {
  return formatOf(locale, 'decimal', digits).format(value);
}

/** A probability: three decimals, four below 0.001. A value that would round to 0 is written `<0.0001`. */
export function probabilityText(probability: number, locale: string): string {
  if (probability < 0.00005) return `<${fixed(0.0001, 4, locale)}`;
  return fixed(probability, probability < 0.001 ? 4 : 3, locale);
}

/**
 * A share in percent. Only 0 is written `0%` and only 1 is written `100%`. Values close to them are `<0.01%` and 99.9 %.
 */
export function shareText(share: number, locale: string): string {
  if (share === 0 || share === 1) return formatOf(locale, 'percent', 0).format(share);
  if (share < 0.0001) return `<${formatOf(locale, 'percent', 2).format(0.0001)}`;
  if (share < 0.01) return formatOf(locale, 'percent', share < 0.001 ? 2 : 1).format(share);
  if (share < 0.995) return formatOf(locale, 'percent', 0).format(share);
  return formatOf(locale, 'percent', 1).format(Math.min(Math.round(share * 1000) / 1000, 0.999));
}

/** A loss (nats): two decimals, three below 0.1. */
export function lossText(loss: number, locale: string): string {
  return fixed(loss, loss < 0.0995 ? 3 : 2, locale);
}

/** Signals whose values are at most 0.25. */
const VARIANCES: readonly SignalName[] = ['label_var', 'threshold_closeness', 'aleatoric'];

/** A value of a signal: counts without decimals, losses as `lossText`, variances with four decimals, all others with three. */
export function signalText(signal: SignalName, value: number, locale: string): string {
  if (signal === 'loss') return lossText(value, locale);
  return fixed(value, isWhole(signal) ? 0 : VARIANCES.includes(signal) ? 4 : 3, locale);
}

function formatOf(locale: string, style: 'decimal' | 'percent', digits: number): Intl.NumberFormat {
  const key = `${locale} ${style} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style, minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format;
}
