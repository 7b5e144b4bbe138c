import { isTrainingSignal, type SignalName } from '../../domain/review/signals.js';
import type { Language } from '../../i18n/language.svelte.js';
import { textWidthPx } from './text-width.js';

/** The short name of a signal. A training signal has the name that files give it. */
export function shortSignalName(signal: SignalName, { t }: Language): string {
  return isTrainingSignal(signal) ? signal : t(`map.short.${signal}`);
}

/** Font size of an axis's name, in CSS pixels. */
const NAME_PX = 12;

/** The name of an axis, with its explanation where the axis is long enough, in CSS pixels. */
export function axisName(signal: SignalName, lengthPx: number, language: Language): string {
  const whole = language.t(`map.axis.${signal}`);
  return textWidthPx(whole, NAME_PX) <= lengthPx ? whole : shortSignalName(signal, language);
}
