/** A distinct label of a dataset with the number of its rows. */
export interface CountedLabel {
  readonly name: string;
  /** The value, where `name` is what the file itself calls it (see `DatasetLabel`). */
  readonly value?: string;
  readonly count: number;
}

/**
 * What a proposal rests on. `name`: labels and classes are called alike. `integer-0`, `integer-1`: the labels are class
 * numbers from 0 or from 1. `integer-ambiguous`: class numbers, taken from 0, but nothing rules out from 1. `none`:
 * nothing in common. `chosen`: a person set it.
 */
export type MatchBasis = 'name' | 'integer-0' | 'integer-1' | 'integer-ambiguous' | 'none' | 'chosen';

/** A proposed map from labels to classes, always shown for review. */
export interface LabelMatch {
  readonly basis: MatchBasis;
  /** For each label the class index, or -1. No class is proposed for two labels. */
  readonly classes: Int32Array<ArrayBuffer>;
  readonly unmatchedLabels: number;
  /** Rows that carry an unmatched label: they will have no loss. */
  readonly unmatchedRows: number;
}

/**
 * Proposes a class for each label: by name (first the one that the file itself gives), if any name agrees; else by number, if most labels are class numbers. What
 * fits neither is left unmatched, never guessed.
 */
export function matchLabels(labels: readonly CountedLabel[], classes: readonly string[]): LabelMatch {
  const byName = matchNames(labels, classes);
  if (byName.some((id) => id >= 0)) return describe('name', byName, labels);
  // No name that the file gives is a class: then its values may be.
  if (labels.some(({ value }) => value !== undefined)) {
    return matchLabels(
      labels.map(({ name, value = name, count }) => ({ name: value, count })),
      classes,
    );
  }
  return (
    matchNumbers(labels, classes.length) ??
    describe(
      'none',
      labels.map(() => -1),
      labels,
    )
  );
}

/** The map that a person set: a class index or -1 for each label. */
export function chosenMatch(labels: readonly CountedLabel[], classes: readonly number[]): LabelMatch {
  return describe('chosen', classes, labels);
}

/**
 * A name without what spelling adds to it: case, accents' composition, spaces and punctuation. `Sci/Tech`, `sci_tech`
 * and `SCI TECH` are one. Letters and digits of every script stay, and a point between digits; a name of signs alone
 * stays as it is. Numbers are one when their values are: `3` and `3.0`, but not `1` and `-1`.
 */
export function normalizeName(name: string): string {
  const folded = name.normalize('NFKC').toLowerCase();
  const number = numberIn(folded);
  if (number !== null) return String(number);
  const letters = folded.replace(/((?<=\p{N})\.(?=\p{N}))|[^\p{L}\p{M}\p{N}]/gu, '$1');
  return letters === '' ? folded.trim() : letters;
}

/** The number that a name is, in decimal digits; null for any other name. */
export function numberIn(name: string): number | null {
  return /^\s*[+-]?\d{1,15}(\.\d{1,15})?\s*$/.test(name) ? Number(name) + 0 : null;
}

/** Names as the labels spell them: a number that is a label's takes its spelling (`3.0` of 3); other names stay. */
export function spelledAs(names: readonly string[], labels: readonly string[]): readonly string[] {
  const spelled = new Map<number, string>();
  for (const label of labels) {
    const number = numberIn(label);
    if (number !== null && !spelled.has(number)) spelled.set(number, label);
  }
  const known = new Set(labels);
  return names.map((name) => (known.has(name) ? name : (spelled.get(numberIn(name) ?? NaN) ?? name)));
}

/** Name by name; a name that several labels or several classes share, once normalised, only matches letter by letter. */
function matchNames(labels: readonly CountedLabel[], classes: readonly string[]): number[] {
  const labelNames = labels.map((label) => normalizeName(label.name));
  const exact = placesOf(classes);
  const byClassName = placesOf(classes.map(normalizeName));
  const byLabelName = placesOf(labelNames);
  const found = labels.map((label) => exact.get(label.name) ?? -1);
  const taken = new Set(found.filter((id) => id >= 0));
  return found.map((id, i) => {
    const name = labelNames[i] ?? '';
    // A place of -1 is a name that several share.
    if (id >= 0 || (byLabelName.get(name) ?? -1) < 0) return id;
    const match = byClassName.get(name) ?? -1;
    return taken.has(match) ? -1 : match;
  });
}

/** Where each value stands in a list; -1 for one that stands there several times. */
function placesOf<T>(values: readonly T[]): Map<T, number> {
  const places = new Map<T, number>();
  for (const [place, value] of values.entries()) places.set(value, places.has(value) ? -1 : place);
  return places;
}

/** Whether a name is no more than a class number: `3`, `LABEL_3`. */
export function isClassNumber(name: string): boolean {
  return classNumber(name) !== null;
}

/** The number in `3`, `3.0`, `LABEL_3`, `class 3`; null for anything else. */
function classNumber(name: string): number | null {
  const found = /^\s*(?:(?:label|class)[\s_-]*)?(\d{1,9})(?:\.0+)?\s*$/i.exec(name);
  return found === null ? null : Number(found[1]);
}

/**
 * From 0 or from 1: a 0 decides it, and without one the number of classes itself, which from 0 would be one too many.
 * Null when fewer than half of the labels are numbers in range.
 */
function matchNumbers(labels: readonly CountedLabel[], classes: number): LabelMatch | null {
  const numbers = labels.map((label) => classNumber(label.name));
  const basis = numbers.includes(0) ? 'integer-0' : numbers.includes(classes) ? 'integer-1' : 'integer-ambiguous';
  const first = basis === 'integer-1' ? 1 : 0;
  const places = placesOf(numbers);
  const ids = numbers.map((number) => {
    // `1` and `1.0` are two labels: neither is proposed.
    if (number === null || (places.get(number) ?? -1) < 0) return -1;
    return number >= first && number - first < classes ? number - first : -1;
  });
  const matched = ids.filter((id) => id >= 0).length;
  return matched > 0 && matched * 2 >= labels.length ? describe(basis, ids, labels) : null;
}

function describe(basis: MatchBasis, ids: readonly number[], labels: readonly CountedLabel[]): LabelMatch {
  const unmatched = labels.filter((_, i) => (ids[i] ?? -1) < 0);
  return {
    basis,
    classes: Int32Array.from(ids),
    unmatchedLabels: unmatched.length,
    unmatchedRows: unmatched.reduce((sum, label) => sum + label.count, 0),
  };
}
