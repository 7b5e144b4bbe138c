import type { LabelOption } from '../../app/label-options.js';

/** More buttons than this are not drawn at once. */
export const MAX_OPTIONS = 100;

/** Options to draw, as indexes, and how many more there are. */
export interface FoundOptions {
  readonly indexes: readonly number[];
  readonly left: number;
}

/**
 * The options to draw. `typed` null: all, in their own order, which never changes. Else, of too many to see, those whose
 * title holds every word that was typed (`_`, `-`, `.`, `/` count as spaces, case does not count), the most probable
 * first where there are probabilities. With nothing typed the given label comes second, wherever it stands.
 */
export function findOptions(
  options: readonly LabelOption[],
  probabilities: Float64Array | null,
  typed: string | null,
  given: number,
): FoundOptions {
  const all = options.map((_, index) => index);
  if (typed === null) return { indexes: all, left: 0 };
  const wanted = plain(typed).trim();
  const words = wanted.split(' ');
  const found = all.filter((index) => {
    const title = plain(options[index]?.title ?? '');
    return words.every((word) => title.includes(word));
  });
  const chance = (index: number): number => probabilities?.[options[index]?.class ?? -1] ?? -1;
  if (probabilities) found.sort((a, b) => chance(b) - chance(a) || a - b);
  if (wanted === '') pinSecond(found, given);
  return { indexes: found.slice(0, MAX_OPTIONS), left: Math.max(0, found.length - MAX_OPTIONS) };
}

/** Words as people type them: labels are often written `lost_or_stolen_card`. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_\-./]+/g, ' ');
}

function pinSecond(indexes: number[], pinned: number): void {
  const at = indexes.indexOf(pinned);
  if (at > 1) indexes.splice(1, 0, ...indexes.splice(at, 1));
}
