import { isTrainingSignal, NO_FILTERS, type Axis, type Filters } from '../../app/rows/view-choices.js';
import type { RowMarks } from '../../app/rows/row-marks.svelte.js';
import type { RowView } from '../../app/rows/row-view.svelte.js';
import type { ValueRange } from '../../domain/map/histogram.js';
import type { Language } from '../../i18n/language.svelte.js';

/** An active filter: its text, and a function that removes it. */
export interface FilterChip {
  readonly key: string;
  readonly text: string;
  remove(view: RowView): void;
}

/** The state that chips are made from. */
export interface Narrowing extends Pick<RowView, 'filters' | 'brushes' | 'map' | 'subset'> {
  readonly marks: Pick<RowMarks, 'bothDoubt' | 'conflicts'>;
}

/** All active filters, in the order of their controls, then the choices on the map. */
export function filterChips(view: Narrowing, language: Language): readonly FilterChip[] {
  const { t } = language;
  const { filters, brushes, map } = view;
  const texts: Readonly<Record<keyof Filters, string>> = {
    search: filters.search && t('review.chip-search', { value: filters.search }),
    label: filters.label && t('review.chip-label', { value: filters.label }),
    predicted: filters.predicted && t('review.chip-predicted', { value: filters.predicted }),
    status: filters.status && t('review.chip-status', { value: t(`review.status-${filters.status}`) }),
    agreement: agreementText(view, language),
    minLoss: filters.minLoss === null ? '' : t('review.chip-loss', { value: filters.minLoss }),
  };
  const chips: FilterChip[] = (Object.keys(texts) as (keyof Filters)[])
    .filter((key) => texts[key] !== '')
    .map((key) => ({ key, text: texts[key], remove: (of) => of.filter({ [key]: NO_FILTERS[key] }) }));
  for (const axis of ['y', 'x'] satisfies Axis[]) {
    const range = brushes[axis];
    if (range) {
      const signal = map[axis];
      const text = brushText(isTrainingSignal(signal) ? signal : t(`map.signal.${signal}`), range, language);
      chips.push({ key: `brush-${axis}`, text, remove: (of) => of.brush(axis, null) });
    }
  }
  if (view.subset) {
    chips.push({ key: 'subset', text: t('review.chip-map'), remove: (of) => of.clearSubset() });
  }
  return chips;
}

/** The text of a filter by agreement. Empty for a filter by marks that do not exist, because it then has no effect. */
function agreementText({ filters, marks }: Narrowing, { t }: Language): string {
  const { agreement } = filters;
  if (agreement === 'both') return marks.bothDoubt ? t('review.chip-both') : '';
  if (agreement === 'conflict') return marks.conflicts ? t('review.chip-conflict') : '';
  return agreement && t('review.chip-agreement', { value: t(`review.${agreement}`) });
}

function brushText(signal: string, { min, max }: ValueRange, { t, n }: Language): string {
  if (min === -Infinity) return t('review.chip-up-to', { signal, to: n(max) });
  if (max === Infinity) return t('review.chip-from', { signal, from: n(min) });
  return t('review.chip-between', { signal, from: n(min), to: n(max) });
}
