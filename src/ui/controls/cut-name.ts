/** Number of characters at a name's end that are always shown. */
const END = 6;
/** A shorter name stays in one part. */
const WORTH = 2 * END;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A name of at most `most` characters, as a reader counts them. An ellipsis replaces the middle of a longer name. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const characters = Array.from(segmenter.segment(name), ({ segment }) => segment);
  if (characters.length <= most) return name;
  const kept = most - 1;
  return `${characters.slice(0, Math.ceil(kept / 2)).join('')}…${characters.slice(-Math.floor(kept / 2)).join('')}`;
}

/**
 * A name in two parts, so that CSS can shorten it in its middle: names in a dataset often begin alike. A short name has an
 * empty end. The two parts joined are the name. No character, as a reader sees it, is cut in two.
 */
export function nameParts(name: string): readonly [start: string, end: string] {
  if (name.length <= WORTH) return [name, ''];
  const starts = Array.from(segmenter.segment(name), ({ index }) => index);
  if (starts.length <= WORTH) return [name, ''];
  const at = starts[starts.length - END] ?? name.length;
  return [name.slice(0, at), name.slice(at)];
}
