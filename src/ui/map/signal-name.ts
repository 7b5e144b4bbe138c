import { isTrainingSignal, type SignalName } from '../../app/rows/view-choices.js';
import type { Language } from '../../i18n/language.svelte.js';
import { textWidthPx } from './text-width.js';

/** What a signal is called where there is little room: those of a training by the name that files give them. */
export function shortSignalName(signal: SignalName, { t }: Language): string {
  return isTrainingSignal(signal) ? signal : t(`map.short.${signal}`);
}

/** Size of an axis's name. */
const NAME_PX = 12;

/** The name of an axis: with its explanation where its length, in CSS pixels, has room for that. */
export function axisName(signal: SignalName, lengthPx: number, language: Language): string {
  const whole = language.t(`map.axis.${signal}`);
  return textWidthPx(whole, NAME_PX) <= lengthPx ? whole : shortSignalName(signal, language);
}
