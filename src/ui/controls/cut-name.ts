/** Characters of a name's end that stay in sight. */
const END = 6;
/** Shorter names are not worth two parts. */
const WORTH = 2 * END;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A name of at most `most` characters, as a reader sees them: the middle of a longer one gives way to an ellipsis. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name;
  const characters = Array.from(segmenter.segment(name), ({ segment }) => segment);
  if (characters.length <= most) return name;
  const kept = most - 1;
  return `${characters.slice(0, Math.ceil(kept / 2)).join('')}…${characters.slice(-Math.floor(kept / 2)).join('')}`;
}

/**
 * A name in two parts, so that it can be shortened in its middle: names in a dataset often begin alike. The end is empty where the
 * name is short. The parts together are the name; no character, as a reader sees it, is cut in two.
 */
export function nameParts(name: string): readonly [start: string, end: string] {
  if (name.length <= WORTH) return [name, ''];
  const starts = Array.from(segmenter.segment(name), ({ index }) => index);
  if (starts.length <= WORTH) return [name, ''];
  const at = starts[starts.length - END] ?? name.length;
  return [name.slice(0, at), name.slice(at)];
}
