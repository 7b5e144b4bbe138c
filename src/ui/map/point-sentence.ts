import type { SignalName } from '../../domain/review/signals.js';
import type { Language } from '../../i18n/language.svelte.js';
import { lossText, probabilityText, signalText } from '../controls/quantity.js';
import type { PointFacts } from './facts.js';

/** The sentence of a screen reader about a row of the map. `number`: on the page, from 1; `values`: on both axes, in words. */
export function pointSentence(
  facts: PointFacts,
  number: number,
  values: { readonly x: string; readonly y: string },
  { t, locale }: Language,
): string {
  const known = { ...facts, row: number };
  if (facts.predicted === '') return t('map.point-signals', { ...known, ...values });
  const { probability, loss } = facts;
  return t('map.point', {
    ...known,
    probability: Number.isNaN(probability) ? '–' : probabilityText(probability, locale),
    loss: Number.isNaN(loss) ? '–' : lossText(loss, locale),
  });
}

/** The values of a row on both axes, each after the name of its signal. `place`: the values, NaN = none. */
export function axisValues(
  axes: { readonly x: SignalName; readonly y: SignalName },
  place: { readonly x: number; readonly y: number },
  { t, locale }: Language,
): { readonly x: string; readonly y: string } {
  const value = (signal: SignalName, number: number): string =>
    `${t(`map.signal.${signal}`)} ${signalText(signal, number, locale)}`;
  return { x: value(axes.x, place.x), y: value(axes.y, place.y) };
}
