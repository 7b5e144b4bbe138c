import { NO_FILTERS, type Filters } from '../../app/view.svelte.js';
import type { Language } from '../../i18n/language.svelte.js';

/** A filter that narrows now, as it is shown, and what takes it away. */
export interface FilterChip {
  readonly key: keyof Filters;
  readonly text: string;
  readonly without: Partial<Filters>;
}

/** The filters that narrow, in the order of the controls. */
export function filterChips(filters: Filters, t: Language['t']): readonly FilterChip[] {
  const texts: Readonly<Record<keyof Filters, string>> = {
    search: filters.search && t('review.chip-search', { value: filters.search }),
    label: filters.label && t('review.chip-label', { value: filters.label }),
    predicted: filters.predicted && t('review.chip-predicted', { value: filters.predicted }),
    status: filters.status && t('review.chip-status', { value: t(`review.status-${filters.status}`) }),
    agreement: filters.agreement && t('review.chip-agreement', { value: t(`review.${filters.agreement}`) }),
    minLoss: filters.minLoss === null ? '' : t('review.chip-loss', { value: filters.minLoss }),
  };
  return (Object.keys(texts) as (keyof Filters)[])
    .filter((key) => texts[key] !== '')
    .map((key) => ({ key, text: texts[key], without: { [key]: NO_FILTERS[key] } }));
}
