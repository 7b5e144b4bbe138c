import { normalizeName, plainName, type CountedLabel } from './label-match.js';

/** Labels that look like spellings of one label. */
export interface SpellingGroup {
  /** Index of the label that the others are spellings of. */
  readonly to: number;
  /** The others, by index. */
  readonly labels: readonly number[];
}

/** A label without a class, and the class that its spelling points at, both by index. */
export interface SpelledLabel {
  readonly label: number;
  readonly class: number;
}

/** Each label's name without its spelling (`normalizeName`). */
export function spellingKeys(labels: readonly CountedLabel[]): readonly string[] {
  return labels.map(({ name }) => normalizeName(name));
}

/**
 * Labels that differ in case, width, spaces or punctuation alone, in the order of the first of each group. `keys`: see
 * `spellingKeys`. The main spelling is the label with the most rows. Among equal ones it is a plain name, then one with
 * both cases, then one in small letters, then the first.
 */
export function spellingGroups(labels: readonly CountedLabel[], keys: readonly string[]): readonly SpellingGroup[] {
  // Of tens of thousands of labels few have another spelling.
  const firsts = new Map<string, number>();
  const groups = new Map<string, [number, ...number[]]>();
  for (const [index, key] of keys.entries()) {
    const first = firsts.get(key);
    const known = groups.get(key);
    if (first === undefined) firsts.set(key, index);
    else if (known) known.push(index);
    else groups.set(key, [first, index]);
  }
  return Array.from(groups.values())
    .sort((a, b) => a[0] - b[0])
    .map((group) => {
      const to = group.reduce((best, index) => (isBetter(labels[index], labels[best]) ? index : best));
      return { to, labels: group.filter((index) => index !== to) };
    });
}

/**
 * The labels without a class that have the spelling of a class, or of a label with one. `keys`: see `spellingKeys`.
 * `classOf`: class of each label, -1 = none. Where labels of one spelling have several classes, or several classes one
 * spelling, there is no proposal.
 */
export function spelledAlike(
  keys: readonly string[],
  classes: readonly string[],
  classOf: ArrayLike<number>,
): readonly SpelledLabel[] {
  const unmatched = keys.flatMap((_, label) => ((classOf[label] ?? -1) < 0 ? [label] : []));
  if (unmatched.length === 0) return [];
  const byClass = new Map<string, number>();
  for (const [index, name] of classes.entries()) note(byClass, normalizeName(name), index);
  const byLabel = new Map<string, number>();
  for (const [label, key] of keys.entries()) {
    const known = classOf[label] ?? -1;
    if (known >= 0) note(byLabel, key, known);
  }
  return unmatched.flatMap((label) => {
    const key = keys[label] ?? '';
    const found = byLabel.get(key) ?? byClass.get(key) ?? -1;
    return found >= 0 ? [{ label, class: found }] : [];
  });
}

/** The value of a key. -1 for a key with several. */
function note(values: Map<string, number>, key: string, value: number): void {
  const known = values.get(key);
  values.set(key, known === undefined || known === value ? value : -1);
}

function isBetter(label: CountedLabel | undefined, than: CountedLabel | undefined): boolean {
  if (!label || !than) return false;
  const ranks = ({ name, count }: CountedLabel): readonly number[] => [
    count,
    name === plainName(name) ? 1 : 0,
    name === name.toUpperCase() ? 0 : name === name.toLowerCase() ? 1 : 2,
  ];
  const [own, others] = [ranks(label), ranks(than)];
  const differs = own.findIndex((rank, i) => rank !== others[i]);
  return differs >= 0 && (own[differs] ?? 0) > (others[differs] ?? 0);
}
