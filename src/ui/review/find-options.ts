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
 * name holds what was typed (without case), the most probable first where there are probabilities. With nothing typed
 * the given label comes second, wherever it stands.
 */
export function findOptions(
  options: readonly LabelOption[],
  probabilities: Float64Array | null,
  typed: string | null,
  given: number,
): FoundOptions {
  const all = options.map((_, index) => index);
  if (typed === null) return { indexes: all, left: 0 };
  const wanted = typed.trim().toLowerCase();
  const found = all.filter((index) => options[index]?.name.toLowerCase().includes(wanted));
  const chance = (index: number): number => probabilities?.[options[index]?.class ?? -1] ?? -1;
  if (probabilities) found.sort((a, b) => chance(b) - chance(a) || a - b);
  if (wanted === '') pinSecond(found, given);
  return { indexes: found.slice(0, MAX_OPTIONS), left: Math.max(0, found.length - MAX_OPTIONS) };
}

function pinSecond(indexes: number[], pinned: number): void {
  const at = indexes.indexOf(pinned);
  if (at > 1) indexes.splice(1, 0, ...indexes.splice(at, 1));
}
