import { amongLabels, labelOfClasses, newClassNames, type NewClassName } from '../../domain/labels/class-labels.js';
import { isClass, type DatasetLabel } from '../../domain/reading/dataset.js';
import { labelKeys } from '../review/label-key-places.js';
import type { LabelList } from '../review/label-list.svelte.js';
import { isClassNumber, normalizeName } from '../../domain/labels/match.js';
import { unknownFields } from '../../domain/labels/writer.js';

/** A label that a row can get. */
export interface LabelOption {
  /** Place among the options, from 0. */
  readonly index: number;
  /** The label's name, which a decision stores. */
  readonly name: string;
  /** The name, followed by the mapped class if it has another name: `0 · World`. */
  readonly title: string;
  /** A stable identifier: the class's own name for a label without rows in the source, else the label's name. */
  readonly handle: string;
  /** The key that chooses it, as printed on the keyboard; empty = none. */
  readonly key: string;
  /** Index into the project's labels; -1 = a class of the model without a label. */
  readonly label: number;
  /** Class of the model, -1 = none. */
  readonly class: number;
  /** Whether this option is a name although most labels of the source are numbers or booleans. */
  readonly among: NewClassName['among'];
  /** Members of the source's label objects without a known value for this label (an `id`). They would be null. */
  readonly unknown: readonly string[];
}

/** The fields of the open project that options need. */
export interface OptionLabels {
  /** Every label by name, the source's first. */
  readonly names: readonly string[];
  readonly source: readonly DatasetLabel[];
  readonly list: Pick<LabelList, 'isOffered'>;
}

/** Classes that rows can have, and the class of each label. All of them read reactive state. */
export interface OfferedClasses {
  readonly classes: readonly string[];
  /** Class of a label by its index in `review.labels`, -1 = none. */
  readonly classOf: (label: number) => number;
  /** Whether a class counts as another one, because their labels were merged. It is no option then. */
  readonly isMergedClass: (index: number) => boolean;
}

/**
 * Every label that a row can get, in the same order for every row. The project's labels come first, in their order and
 * without lists of several labels. The classes of the model without a label follow, with names like the labels'. If
 * labels are not numbers, the list excludes classes that are only a number. `withKeys` adds the keys.
 */
export function labelOptions(
  { names, source, list }: OptionLabels,
  { classes, classOf, isMergedClass }: OfferedClasses,
): readonly LabelOption[] {
  const options: LabelOption[] = [];
  const known = source.slice(0, names.length);
  const news = newClassNames(known, classes, classOf);
  const among = amongLabels(known);
  const unknown = unknownFields(known);
  const add = (label: number, name: string, classIndex: number): void => {
    const isNew = label < 0 || label >= known.length;
    const own = isNew && news.get(classIndex)?.name === name ? classes[classIndex] : undefined;
    options.push({
      index: options.length,
      key: '',
      name,
      title: titleOf(name, classes[classIndex]),
      handle: own ?? name,
      label,
      class: classIndex,
      among: isNew ? among(name) : null,
      unknown: unknown(label),
    });
  };
  for (const [label, name] of names.entries()) {
    if (isClass(known[label]) && list.isOffered(label)) add(label, name, classOf(label));
  }
  if (news.size > 0) {
    const matched = new Set(options.map((option) => (option.among === null ? option.class : -1)));
    const taken = new Set(names);
    const numbered = names.some(isClassNumber);
    for (const [index, { name }] of news) {
      if (matched.has(index) || isMergedClass(index) || taken.has(name) || (isClassNumber(name) && !numbered)) continue;
      add(-1, name, index);
    }
  }
  return options;
}

/** The options with their keys. `chosen`: keys of labels that a person set, by name. `actions`: actions by key. */
export function withKeys(
  options: readonly LabelOption[],
  chosen: ReadonlyMap<string, string>,
  actions: ReadonlyMap<string, unknown> = new Map(),
): readonly LabelOption[] {
  const keys = labelKeys(
    options.map((option) => option.name),
    chosen,
    new Set(actions.keys()),
  );
  // Most of tens of thousands of options have no key.
  return options.map((option, index) => {
    const key = keys[index] ?? '';
    return key === option.key ? option : { ...option, key };
  });
}

function titleOf(name: string, className: string | undefined): string {
  if (className === undefined || className === name || normalizeName(className) === normalizeName(name)) return name;
  return `${name} · ${className}`;
}

/** The option of each class. Among several spellings: the class's own name, else the label with the most rows. */
export function optionsByClass(
  options: readonly LabelOption[],
  source: readonly DatasetLabel[],
  classes: readonly string[],
): ReadonlyMap<number, LabelOption> {
  const spellings = options.map(({ label, name }) => ({ name, count: source[label]?.count ?? 0 }));
  const byClass = new Map<number, LabelOption>();
  // A name among numbers is the option of a class only if no number is.
  for (const fits of [false, true]) {
    const classOf = (index: number): number => {
      const option = options[index];
      return option && (option.among === null) === fits ? option.class : -1;
    };
    for (const [known, index] of labelOfClasses(spellings, classes, classOf)) {
      const option = options[index];
      if (option) byClass.set(known, option);
    }
  }
  return byClass;
}

/**
 * The label that the model suggests for a row: the given label if its class is the predicted one, else the option of
 * the predicted class. Null without a prediction or an option. `own`: the option of the given label.
 */
export function suggestedOption(
  own: LabelOption | undefined,
  byClass: ReadonlyMap<number, LabelOption>,
  predicted: number,
): LabelOption | null {
  if (predicted < 0) return null;
  return own?.class === predicted ? own : (byClass.get(predicted) ?? null);
}
