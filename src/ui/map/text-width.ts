/** Largest widths of a letter and of a Chinese, Japanese or Korean character, as shares of the font size. */
const LETTER = 0.56;
const WIDE = 1;
const FIRST_WIDE = '\u2e80';

/** An upper estimate of a line's width in CSS pixels. It measures nothing, so that it forces no layout. */
export function textWidthPx(text: string, sizePx: number): number {
  return Array.from(text).reduce((sum, letter) => sum + (letter >= FIRST_WIDE ? WIDE : LETTER) * sizePx, 0);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Number of characters at a name's end that are always shown: names in a dataset often begin alike. */
const END = 6;

/** A text of at most `roomPx`: whole, or with an ellipsis in place of its middle. No character is cut in two. */
export function shortened(text: string, sizePx: number, roomPx: number): string {
  if (textWidthPx(text, sizePx) <= roomPx) return text;
  const characters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  const end = characters.slice(-END).join('');
  let start = '';
  for (const character of characters.slice(0, -END)) {
    if (textWidthPx(`${start}${character}…${end}`, sizePx) > roomPx) break;
    start += character;
  }
  return `${start}…${end}`;
}
