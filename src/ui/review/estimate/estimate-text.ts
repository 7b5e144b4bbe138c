import type { Remaining } from '../../../domain/review/estimate/total.js';
import type { YieldPoint } from '../../../domain/review/estimate/yield-curve.js';
import type { Language } from '../../../i18n/language.svelte.js';
import { probabilityText, shareText } from '../../controls/quantity.js';

/** The estimate as a whole number within its interval; null = no estimate yet. */
export function roundedEstimate({ estimate }: Remaining): number | null {
  return estimate === null ? null : Math.round(estimate);
}

/** The estimate, its interval and its width in sentences. `undecided`: pending and unsure rows. */
export function remainingSentences(remaining: Remaining, undecided: number, language: Language): readonly string[] {
  const { t, locale } = language;
  const { low, high, sampled, open } = remaining;
  if (undecided === 0) return [t('estimate.known')];
  const count = roundedEstimate(remaining);
  const first = count === null ? t('estimate.none') : t('estimate.about', { count, low, high });
  if (open.sampled === 0) return [first];
  const share = shareText(high / undecided, locale);
  return [
    first,
    t('estimate.basis', { count: sampled }),
    t('estimate.width', { wrong: open.wrong, count: open.sampled, share }),
    ...(open.unsure > 0 ? [t('estimate.unsure', { count: open.unsure })] : []),
    t('estimate.narrower'),
    t('estimate.watching'),
  ];
}

/** A p value with its sign: `p = 0.031`, `p < 0.0001`. */
export function pValueText(p: number, locale: string): string {
  const text = probabilityText(p, locale);
  return text.startsWith('<') ? `p < ${text.slice(1)}` : `p = ${text}`;
}

/** The yield curve in words: the shares of wrong labels in its first tenth and in all of it. */
export function yieldSentence(curve: readonly YieldPoint[], language: Language): string {
  const first = curve[Math.ceil(curve.length / 10) - 1];
  const all = curve.at(-1);
  if (!first || !all) return language.t('estimate.yield-none');
  const shareOf = ({ wrong, reviewed }: YieldPoint): string => shareText(wrong / reviewed, language.locale);
  return language.t('estimate.yield-text', {
    first: first.reviewed,
    firstShare: shareOf(first),
    all: all.reviewed,
    allShare: shareOf(all),
  });
}
