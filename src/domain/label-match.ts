import { isClass } from './dataset.js';

/** A distinct label of a dataset with the number of its rows. */
export interface CountedLabel {
  readonly name: string;
  /** The value, where `name` is the file's own name (see `DatasetLabel`). */
  readonly value?: string;
  readonly count: number;
  /** Present for a list of several labels or of none, which is no class. */
  readonly several?: readonly string[];
}

/**
 * The basis of a proposal. `name`: labels and classes have the same names. `integer-0`, `integer-1`: the labels are
 * class numbers from 0 or from 1. `integer-ambiguous`: class numbers, taken from 0, but they may count from 1. `none`:
 * no basis. `chosen`: a person set it.
 */
export type MatchBasis = 'name' | 'integer-0' | 'integer-1' | 'integer-ambiguous' | 'none' | 'chosen';

/** A proposed map from labels to classes. A person always reviews it. */
export interface LabelMatch {
  readonly basis: MatchBasis;
  /** For each label the class index, or -1. No class is proposed for two labels. */
  readonly classes: Int32Array<ArrayBuffer>;
  readonly unmatchedLabels: number;
  /** Rows with several labels or none, and rows with an unmatched label. They will have no loss. */
  readonly unmatchedRows: number;
}

/**
 * Proposes a class for each label: by name (first the file's own), if any name agrees. Otherwise by number, if most
 * labels are class numbers and there are about as many of them as classes. Where the file names its numbers, it does so
 * only if the classes have no names of their own. Other labels stay unmatched, without a guess.
 */
export function matchLabels(labels: readonly CountedLabel[], classes: readonly string[]): LabelMatch {
  const single = labels.filter(isClass);
  if (single.length < labels.length) {
    const match = matchLabels(single, classes);
    let next = 0;
    const ids = labels.map((label) => (isClass(label) ? (match.classes[next++] ?? -1) : -1));
    return describe(match.basis, ids, labels);
  }
  const byName = matchNames(labels, classes);
  const isNamed = byName.some((id) => id >= 0);
  if (isNamed) return describe('name', byName, labels);
  const hasNames = labels.some(({ value }) => value !== undefined);
  const byNumber =
    hasNames && !classes.every(isClassNumber)
      ? null
      : matchNumbers(
          labels.map(({ name, value = name, count }) => ({ name: value, count })),
          classes.length,
        );
  const none = labels.map(() => -1);
  return byNumber ? describe(byNumber.basis, [...byNumber.classes], labels) : describe('none', none, labels);
}

/** The map that a person set: a class index or -1 for each label. */
export function chosenMatch(labels: readonly CountedLabel[], classes: readonly number[]): LabelMatch {
  return describe('chosen', classes, labels);
}

/** A name of which no letter has another form. */
const ASCII = /^[\x20-\x7e]*$/;
/** A name of ASCII words, and perhaps a number behind them, so that only letters and digits remain of it. */
const WORDS = /^ *[A-Za-z][A-Za-z ]*[0-9]* *$/;

/**
 * A name without the spaces around it, and with full-width letters, digits and signs as ordinary ones. Equal results
 * are one name: `Ｓｐｏｒｔｓ` and ` Sports`.
 */
export function plainName(name: string): string {
  if (ASCII.test(name)) return name.trim();
  return name
    .replace(/[\u3000\uFF00-\uFFEF]+/g, (wide) => wide.normalize('NFKC'))
    .normalize('NFC')
    .trim();
}

/** Punctuation that separates or decorates words. Characters with a meaning stay: symbols, and `#`, `%`, `*`, `@`. */
const DECORATION = /[^\p{L}\p{M}\p{N}\p{S}#%*@]/gu;
/** A sign that stays: one between digits, and a dash at either end (`A-`). */
const KEPT = /(?<=\p{N})[.,:/_\s\p{Pd}](?=\p{N})|^\p{Pd}|\p{Pd}$/gu;

/**
 * A name without its spelling: case, width, accents' composition, spaces and punctuation. `Sci/Tech`, `sci_tech` and
 * `SCI TECH` are one. Letters, digits and symbols stay (`C++`, `C#` and `C` are three), and a name of signs alone stays
 * unchanged. Numbers are one when their values are: `3` and `3.0`, but not `1` and `-1`.
 */
export function normalizeName(name: string): string {
  // Among tens of thousands of labels most are of this form, and the way below takes ten times as long.
  if (WORDS.test(name)) return name.toLowerCase().replaceAll(' ', '');
  const folded = name.normalize('NFKC').toLowerCase().trim();
  const number = numberIn(folded);
  if (number !== null) return String(number);
  if (!/[\p{L}\p{N}]/u.test(folded)) return folded;
  let bare = '';
  let from = 0;
  for (const kept of folded.matchAll(KEPT)) {
    bare += folded.slice(from, kept.index).replace(DECORATION, '') + kept[0];
    from = kept.index + kept[0].length;
  }
  return bare + folded.slice(from).replace(DECORATION, '');
}

/** The number of a name in decimal digits of any width. Null for any other name. */
export function numberIn(name: string): number | null {
  const plain = plainName(name);
  return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(plain) ? Number(plain) + 0 : null;
}

/** Names in the labels' spelling: a number that is a label's takes its spelling (`3.0` of 3). Other names stay. */
export function spelledAs(names: readonly string[], labels: readonly string[]): readonly string[] {
  const spelled = new Map<number, string>();
  for (const label of labels) {
    const number = numberIn(label);
    if (number !== null && !spelled.has(number)) spelled.set(number, label);
  }
  const known = new Set(labels);
  return names.map((name) => (known.has(name) ? name : (spelled.get(numberIn(name) ?? NaN) ?? name)));
}

/**
 * Name by name: letter by letter, then as plain names (`plainName`), then by spelling (`normalizeName`). Labels that
 * are several spellings of one name share a class only if they are one plain name.
 */
function matchNames(labels: readonly CountedLabel[], classes: readonly string[]): number[] {
  const names = labels.map(({ name }) => name);
  const plain = names.map(plainName);
  const spelling = names.map(normalizeName);
  const exact = placesOf(classes);
  const byPlain = placesOf(classes.map(plainName));
  const bySpelling = placesOf(classes.map(normalizeName));
  const plainOf = soleValues(spelling, plain);
  const found = names.map((name, i) => exact.get(name) ?? byPlain.get(plain[i] ?? '') ?? -1);
  const taken = new Set(found.filter((id) => id >= 0));
  return found.map((id, i) => {
    const key = spelling[i] ?? '';
    if (id >= 0 || plainOf.get(key) === null) return id;
    const match = bySpelling.get(key) ?? -1;
    return taken.has(match) ? -1 : match;
  });
}

/** The value of each key. Null for a key with several values. */
function soleValues<K>(keys: readonly K[], values: readonly string[]): Map<K, string | null> {
  const sole = new Map<K, string | null>();
  for (const [i, key] of keys.entries()) {
    const known = sole.get(key);
    sole.set(key, known === undefined || known === values[i] ? (values[i] ?? '') : null);
  }
  return sole;
}

/** The place of each value in a list. -1 for a repeated one. */
function placesOf<T>(values: readonly T[]): Map<T, number> {
  const places = new Map<T, number>();
  for (const [place, value] of values.entries()) places.set(value, places.has(value) ? -1 : place);
  return places;
}

/** Whether a name is only a class number: `3`, `LABEL_3`. */
export function isClassNumber(name: string): boolean {
  return classNumber(name) !== null;
}

/** The number in `3`, `３`, `3.0`, `LABEL_3`, `class 3`. Null for any other name. */
function classNumber(name: string): number | null {
  const found = /^(?:(?:label|class)[\s_-]*)?(\d{1,9})(?:\.0+)?$/i.exec(plainName(name));
  return found === null ? null : Number(found[1]);
}

/**
 * Whether numbers count from 0 or from 1. A 0 decides it, and without one the number of classes itself, which from 0
 * would be one too many. Null when fewer than half of the labels are numbers, or when they are not the numbers of this
 * many classes.
 */
function matchNumbers(labels: readonly CountedLabel[], classes: number): LabelMatch | null {
  const numbers = labels.map((label) => classNumber(label.name));
  const known = new Set(numbers.filter((number) => number !== null));
  if (known.size * 2 < labels.length) return null;
  const basis = known.has(0) ? 'integer-0' : known.has(classes) ? 'integer-1' : 'integer-ambiguous';
  const first = basis === 'integer-1' ? 1 : 0;
  if (!areNumbersOf(known, first, classes)) return null;
  const plainOf = soleValues(
    numbers,
    labels.map((label) => plainName(label.name)),
  );
  const ids = numbers.map((number) => {
    // `1` and `1.0` are two labels, so neither is proposed.
    if (number === null || plainOf.get(number) === null) return -1;
    return number >= first && number - first < classes ? number - first : -1;
  });
  return ids.some((id) => id >= 0) ? describe(basis, ids, labels) : null;
}

/**
 * Whether numbers can be those of `classes` classes, counted from `first`. Few classes may be without a row: one of
 * four or more, a tenth of many, or half of them where the last one has rows. A number after the last belongs to
 * another set of classes.
 */
function areNumbersOf(numbers: ReadonlySet<number>, first: number, classes: number): boolean {
  let within = 0;
  for (const number of numbers) if (number >= first && number < first + classes) within++;
  const few = Math.max(1, Math.floor(classes / 10));
  if (numbers.has(first + classes) || numbers.size - within > few) return false;
  if (within === classes || (classes >= 4 && classes - within <= few)) return true;
  return numbers.has(first + classes - 1) && within * 2 >= classes;
}

function describe(basis: MatchBasis, ids: readonly number[], labels: readonly CountedLabel[]): LabelMatch {
  const classes = new Int32Array(labels.length);
  let [unmatchedLabels, unmatchedRows] = [0, 0];
  for (const [i, label] of labels.entries()) {
    const id = ids[i] ?? -1;
    classes[i] = id;
    if (id >= 0) continue;
    if (isClass(label)) unmatchedLabels++;
    unmatchedRows += label.count;
  }
  return { basis, classes, unmatchedLabels, unmatchedRows };
}
