import type { LabelOption } from '../../app/labels/options.js';
import type { NameIndex } from '../controls/name-index.js';

/**
 * The options to list, by place. Where `typed` is null: all of them in their own order, which never changes. Else, for a
 * list too long to see: those whose title holds every typed word, the most probable first where there are probabilities.
 * With an empty `typed` the given label comes second. `titles`: of the options.
 */
export function findOptions(
  options: readonly LabelOption[],
  titles: NameIndex,
  probabilities: Float64Array | null,
  typed: string | null,
  given: number,
): readonly number[] {
  const found = titles.find(typed ?? '');
  if (typed === null) return found;
  const listed = probabilities ? byChance(found, options, probabilities) : found;
  if (typed.trim() === '') pinSecond(listed, given);
  return listed;
}

/**
 * The two options that are always visible, by place, or all where there are fewer: the suggested one and the given one (-1 =
 * none), then the most probable ones. Their number is constant, so that the other options keep their room.
 */
export function pinnedOptions(
  options: readonly LabelOption[],
  probabilities: Float64Array | null,
  suggested: LabelOption | null,
  given: number,
): readonly number[] {
  const pinned = [suggested?.index ?? -1, given].filter((index, at, all) => index >= 0 && all.indexOf(index) === at);
  const chance = (index: number): number => probabilities?.[options[index]?.class ?? -1] ?? -1;
  while (pinned.length < Math.min(2, options.length)) {
    let best = -1;
    for (const { index } of options) {
      if (!pinned.includes(index) && (best < 0 || chance(index) > chance(best))) best = index;
    }
    pinned.push(best);
  }
  return pinned;
}

/** Options without a class of the model have no probability. They keep their order, after all others. */
function byChance(found: readonly number[], options: readonly LabelOption[], probabilities: Float64Array): number[] {
  const chance = (index: number): number => probabilities[options[index]?.class ?? -1] ?? -1;
  const likely = found.filter((index) => chance(index) >= 0);
  likely.sort((a, b) => chance(b) - chance(a) || a - b);
  return likely.length === found.length ? likely : [...likely, ...found.filter((index) => !(chance(index) >= 0))];
}

function pinSecond(indexes: number[], pinned: number): void {
  const at = indexes.indexOf(pinned);
  if (at > 1) indexes.splice(1, 0, ...indexes.splice(at, 1));
}
