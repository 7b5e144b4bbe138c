/** Widths at most of a letter and of a Chinese, Japanese or Korean character, as shares of the size of the type. */
const LETTER = 0.56;
const WIDE = 1;
const FIRST_WIDE = '\u2e80';

/** About how wide a line of text is, in CSS pixels: rather more than less. Nothing is measured, so that no layout is forced. */
export function textWidthPx(text: string, sizePx: number): number {
  return Array.from(text).reduce((sum, letter) => sum + (letter >= FIRST_WIDE ? WIDE : LETTER) * sizePx, 0);
}
