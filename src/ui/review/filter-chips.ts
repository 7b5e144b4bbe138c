import { isTrainingSignal, type SignalName } from '../../domain/review/signals.js';
import { activeRanges, NO_FILTERS, withRange, type Axis, type Filters } from '../../app/rows/view-choices.js';
import type { RowMarks } from '../../app/rows/row-marks.svelte.js';
import type { RowView } from '../../app/rows/row-view.svelte.js';
import type { SourceColumns } from '../../app/rows/source-columns.svelte.js';
import { isOpen, type ColumnCondition } from '../../domain/review/column-values.js';
import type { ValueRange } from '../../domain/map/histogram.js';
import { reasonsIn, type Reason } from '../../domain/review/reasons.js';
import type { Language } from '../../i18n/language.svelte.js';
import { dayText } from './range-input.js';

/** An active filter: its text, and a function that removes it. */
export interface FilterChip {
  readonly key: string;
  readonly text: string;
  /** Whether it filters by a reason, which a pressed button shows too. */
  readonly isReason?: boolean;
  remove(view: RowView): void;
}

/** The state that chips are made from. */
export interface Narrowing extends Pick<RowView, 'filters' | 'brushes' | 'map' | 'subset' | 'available'> {
  readonly marks: Pick<RowMarks, 'bothDoubt' | 'conflicts' | 'reasons'>;
  readonly columns: Pick<SourceColumns, 'names' | 'valuesOf'>;
}

/** All active filters, in the order of their controls, then the choices on the map. */
export function filterChips(view: Narrowing, language: Language): readonly FilterChip[] {
  const { t } = language;
  const { filters, brushes, map } = view;
  const texts: Readonly<Record<Exclude<keyof Filters, 'ranges' | 'columns' | 'reason'>, string>> = {
    search: filters.search && t('review.chip-search', { value: filters.search }),
    label: filters.label && t('review.chip-label', { value: filters.label }),
    predicted: filters.predicted && t('review.chip-predicted', { value: filters.predicted }),
    status: filters.status && t('review.chip-status', { value: t(`review.status-${filters.status}`) }),
    agreement: agreementText(view, language),
    top: filters.top === null ? '' : t('review.chip-top', { count: filters.top }),
  };
  const chips: FilterChip[] = (Object.keys(texts) as (keyof typeof texts)[])
    .filter((key) => texts[key] !== '')
    .map((key) => ({ key, text: texts[key], remove: (of) => of.filter({ [key]: NO_FILTERS[key] }) }));
  for (const [signal, range] of activeRanges(filters, view.available.length > 0)) {
    const remove = (of: RowView): void => of.filter({ ranges: withRange(of.filters.ranges, signal, null) });
    chips.push({ key: `range-${signal}`, text: rangeText(signal, range, language), remove });
  }
  for (const condition of filters.columns) {
    const text = columnText(condition, view.columns, language);
    const remove = (of: RowView): void => {
      of.filter({ columns: of.filters.columns.filter((one) => one.place !== condition.place) });
    };
    if (text !== '') chips.push({ key: `column-${condition.place}`, text, remove });
  }
  for (const reason of filters.reason.filter((chosen) => isKnown(view, chosen))) {
    const text = t('reasons.chip', { reason: t(`reasons.${reason}`) });
    const remove: FilterChip['remove'] = (of) =>
      of.filter({ reason: of.filters.reason.filter((other) => other !== reason) });
    chips.push({ key: `reason-${reason}`, text, isReason: true, remove });
  }
  for (const axis of ['y', 'x'] satisfies Axis[]) {
    const range = brushes[axis];
    if (range) {
      const text = rangeText(map[axis], range, language);
      chips.push({ key: `brush-${axis}`, text, remove: (of) => of.brush(axis, null) });
    }
  }
  if (view.subset) {
    chips.push({ key: 'subset', text: t('review.chip-map'), remove: (of) => of.clearSubset() });
  }
  return chips;
}

/** Whether rows were looked at for the reason. If not, a filter by it has no effect. */
function isKnown({ marks }: Narrowing, reason: Reason): boolean {
  return reasonsIn(marks.reasons?.known ?? 0).includes(reason);
}

/** The text of a filter by agreement. Empty for a filter by marks that do not exist, because it then has no effect. */
function agreementText({ filters, marks }: Narrowing, { t }: Language): string {
  const { agreement } = filters;
  if (agreement === 'both') return marks.bothDoubt ? t('review.chip-both') : '';
  if (agreement === 'conflict') return marks.conflicts ? t('review.chip-conflict') : '';
  return agreement && t('review.chip-agreement', { value: t(`review.${agreement}`) });
}

/** The text of a filter by a column. Empty where it keeps every row. */
function columnText(condition: ColumnCondition, columns: Narrowing['columns'], language: Language): string {
  const { place, words, range } = condition;
  const values = columns.valuesOf(place);
  if (!values || isOpen(condition)) return '';
  const column = columns.names.find((one) => one.place === place)?.name ?? '';
  if (values.kind === 'words') return language.t('review.chip-column', { column, value: words.trim() });
  return range ? boundsText(column, range, values.kind === 'date' ? dayText : language.n, language) : '';
}

function rangeText(name: SignalName, range: ValueRange, language: Language): string {
  return boundsText(isTrainingSignal(name) ? name : language.t(`map.signal.${name}`), range, language.n, language);
}

function boundsText(signal: string, { min, max }: ValueRange, n: (value: number) => string, { t }: Language): string {
  if (min === -Infinity) return t('review.chip-up-to', { signal, to: n(max) });
  if (max === Infinity) return t('review.chip-from', { signal, from: n(min) });
  return t('review.chip-between', { signal, from: n(min), to: n(max) });
}
