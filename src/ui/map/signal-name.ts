import { isTrainingSignal, type SignalName } from '../../app/view-choices.js';
import type { Language } from '../../i18n/language.svelte.js';

/** What a signal is called where there is little room: those of a training by the name that files give them. */
export function shortSignalName(signal: SignalName, { t }: Language): string {
  return isTrainingSignal(signal) ? signal : t(`map.short.${signal}`);
}

/** Widths of a letter and of a Chinese character at 12 px, at most, in CSS pixels. */
const LETTER_PX = 6.6;
const WIDE_PX = 12;

/** The name of an axis: with its explanation where its length, in CSS pixels, has room for that. */
export function axisName(signal: SignalName, lengthPx: number, language: Language): string {
  const whole = language.t(`map.axis.${signal}`);
  let widthPx = 0;
  for (const letter of whole) widthPx += letter > '\u2e7f' ? WIDE_PX : LETTER_PX;
  return widthPx <= lengthPx ? whole : shortSignalName(signal, language);
}
