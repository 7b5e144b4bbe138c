import type { DatasetLabel } from './dataset.js';
import { isClass } from './dataset.js';
import { numberIn } from './label-match.js';

/** A label with its name and its place among classes. */
type NamedLabel = Pick<DatasetLabel, 'name' | 'value' | 'count' | 'several'>;

/** Class of each label by its own name. -1 = no class has it, or the label is a list of several or of none. */
export function classesByName(labels: readonly NamedLabel[], classes: readonly string[]): Int32Array<ArrayBuffer> {
  const places = new Map(classes.map((name, index) => [name, index]));
  return Int32Array.from(labels, (label) => (isClass(label) ? (places.get(label.name) ?? -1) : -1));
}

/** How a class without rows is named. */
export interface NewClassName {
  readonly name: string;
  /** The labels of most rows are numbers, or booleans, and this label would be a name among them. */
  readonly among: 'numbers' | 'booleans' | null;
}

/** A label and the class that it is matched to. */
interface Matched {
  readonly label: NamedLabel;
  readonly class: number;
}

/**
 * Names for the classes of a model that no label is matched to, in the style of the matched labels. Class 2 among `0`,
 * `1`, `3` is `2`, among `LABEL_0`, `LABEL_1` it is `LABEL_2`. `Business` among `world`, `sports` is `business`, among
 * ` World`, ` Sports` it is ` Business`. Without a style it is the class's own name. `classOf`: class of a label by
 * index, -1 = none.
 */
export function newClassNames(
  labels: readonly NamedLabel[],
  classes: readonly string[],
  classOf: (label: number) => number,
): ReadonlyMap<number, NewClassName> {
  const names = new Map<number, NewClassName>();
  const matched = labels.flatMap((label, index) => {
    const known = isClass(label) ? classOf(index) : -1;
    return known >= 0 && known < classes.length ? [{ label, class: known }] : [];
  });
  const found = new Set(matched.map((entry) => entry.class));
  if (found.size === classes.length) return names;
  const taken = new Set(labels.map(({ name }) => name));
  const style = styleOf(matched, classes);
  const numbering = numberingOf(matched, taken, classes.length);
  const among = amongLabels(labels);
  for (const [index, own] of classes.entries()) {
    if (found.has(index)) continue;
    const derived = style?.(own) ?? numbering?.(index) ?? otherBoolean(matched, taken, classes.length) ?? own;
    const name = taken.has(derived) ? own : derived;
    names.set(index, { name, among: among(name) });
  }
  return names;
}

/**
 * The label of each class: the one with the class's name, else the one of most rows, else the first. `classOf` as
 * above. Labels without a class are left out.
 */
export function labelOfClasses(
  labels: readonly NamedLabel[],
  classes: readonly string[],
  classOf: (label: number) => number,
): ReadonlyMap<number, number> {
  const best = new Map<number, number>();
  for (const [index, label] of labels.entries()) {
    const known = classOf(index);
    if (known < 0 || !isClass(label)) continue;
    const before = labels[best.get(known) ?? -1];
    const isOwn = label.name === classes[known];
    const better = before && before.name !== classes[known] && (isOwn || label.count > before.count);
    if (!before || better) best.set(known, index);
  }
  return best;
}

/**
 * The kind of labels that a name would be among: most rows have numbers, or booleans. Null where the name is one
 * itself.
 */
export function amongLabels(labels: readonly NamedLabel[]): (name: string) => NewClassName['among'] {
  const single = labels.filter(isClass);
  const isNumber = (name: string): boolean => numberIn(name) !== null;
  const rowsWith = (fits: (name: string) => boolean): number =>
    single.reduce((sum, { name, value = name, count }) => (fits(value) ? sum + count : sum), 0);
  const half = rowsWith(() => true) / 2;
  if (rowsWith(isNumber) > half) return (name) => (isNumber(name) ? null : 'numbers');
  if (rowsWith(isBoolean) > half) return (name) => (isBoolean(name) ? null : 'booleans');
  return () => null;
}

function isBoolean(name: string): boolean {
  return /^\s*(true|false)\s*$/i.test(name);
}

const CASES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toLowerCase(),
  (name) => name.toUpperCase(),
];
/** The separator between words. Null = the separator of the class's name. */
const SEPARATORS = [null, '_', '-', ' ', ''] as const;

/** How most rows' labels differ from the names of their classes: in case, or by a prefix. */
function styleOf(matched: readonly Matched[], classes: readonly string[]): ((name: string) => string) | null {
  let most = 0;
  let best: ((name: string) => string) | null = null;
  let rows = 0;
  for (const { label } of matched) rows += label.count;
  for (const separator of SEPARATORS) {
    for (const inCase of CASES) {
      const written = (name: string): string =>
        inCase(separator === null ? name : name.replace(/[^\p{L}\p{M}\p{N}]+/gu, separator));
      for (const [around, count] of surroundings(matched, classes, written)) {
        if (count <= most) continue;
        const [before = '', after = ''] = JSON.parse(around) as string[];
        most = count;
        best = (name) => before + written(name) + after;
      }
    }
  }
  return most * 2 > rows ? best : null;
}

/** Rows by the text before and after the name of the class in their labels, as JSON. */
function surroundings(
  matched: readonly Matched[],
  classes: readonly string[],
  written: (name: string) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label, class: index } of matched) {
    const name = written(classes[index] ?? '');
    const at = name === '' ? -1 : label.name.indexOf(name);
    if (at < 0) continue;
    const around = JSON.stringify([label.name.slice(0, at), label.name.slice(at + name.length)]);
    counts.set(around, (counts.get(around) ?? 0) + label.count);
  }
  return counts;
}

const NUMBERED = /^(?<before>\P{Nd}*)(?<digits>[0-9]{1,9}|[\uff10-\uff19]{1,9})(?<decimals>\.0+)?(?<after>\P{Nd}*)$/u;
const FULL_WIDTH = 0xff10 - 0x30;

interface Numbered {
  readonly number: number;
  readonly class: number;
  readonly rows: number;
  readonly write: (number: number) => string;
  /** Equal for labels of the same style. */
  readonly form: string;
}

/** The labels' numbers, where all of them have one: class numbers from 0 or 1, or a count with one number missing. */
function numberingOf(
  matched: readonly Matched[],
  taken: ReadonlySet<string>,
  classes: number,
): ((index: number) => string) | null {
  const numbered = matched.flatMap(readNumber);
  if (numbered.length === 0 || numbered.length < matched.length) return null;
  const rowsOf = new Map<string, number>();
  for (const { form, rows } of numbered) rowsOf.set(form, (rowsOf.get(form) ?? 0) + rows);
  const [form] = [...rowsOf].sort(([, a], [, b]) => b - a)[0] ?? [];
  const usual = numbered.find((entry) => entry.form === form);
  if (!usual) return null;
  const shift = usual.number - usual.class;
  const inOrder = (shift === 0 || shift === 1) && numbered.every((entry) => entry.number - entry.class === shift);
  if (inOrder) return (index) => usual.write(index + shift);
  const left = leftOut(new Set(numbered.map(({ number }) => number)), classes).filter(
    (number) => !taken.has(usual.write(number)),
  );
  const [only] = left;
  const oneClassIsLeft = new Set(numbered.map((entry) => entry.class)).size === classes - 1;
  return only !== undefined && left.length === 1 && oneClassIsLeft ? () => usual.write(only) : null;
}

/** Numbers that would make the others a count of all classes, from 0 or from 1. */
function leftOut(used: ReadonlySet<number>, classes: number): readonly number[] {
  return [0, 1].flatMap((first) => {
    if ([...used].some((number) => number < first || number >= first + classes)) return [];
    const missing = Array.from({ length: classes }, (_, i) => first + i).filter((number) => !used.has(number));
    return missing.length === 1 ? missing : [];
  });
}

function readNumber({ label, class: index }: Matched): readonly Numbered[] {
  const { before = '', digits = '', decimals = '', after = '' } = NUMBERED.exec(label.name)?.groups ?? {};
  if (digits === '' || /^\s*[-+]$/.test(before)) return [];
  const wide = digits.charCodeAt(0) >= 0xff10;
  const plain = digits.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - FULL_WIDTH));
  const width = plain.length > 1 && plain.startsWith('0') ? plain.length : 1;
  const write = (number: number): string => {
    const text = String(number).padStart(width, '0');
    const written = wide ? text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + FULL_WIDTH)) : text;
    return before + written + decimals + after;
  };
  const form = JSON.stringify([before, decimals, after, wide, width]);
  return [{ number: Number(plain), class: index, rows: label.count, write, form }];
}

/** Of two classes, one is `true` or `false` in the data. The other one is the opposite, in the same spelling. */
function otherBoolean(matched: readonly Matched[], taken: ReadonlySet<string>, classes: number): string | null {
  const [one, ...others] = matched;
  if (!one || others.length > 0 || classes !== 2 || taken.size !== 1 || !isBoolean(one.label.name)) return null;
  const opposite = /true/i.test(one.label.name) ? 'false' : 'true';
  return one.label.name.replace(/true|false/i, (word) => {
    if (word === word.toUpperCase()) return opposite.toUpperCase();
    return word === word.toLowerCase() ? opposite : opposite.charAt(0).toUpperCase() + opposite.slice(1);
  });
}
