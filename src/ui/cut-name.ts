/** Characters of a name's end that stay in sight. */
const END = 6;
/** Shorter names are not worth two parts. */
const WORTH = 2 * END;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

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
