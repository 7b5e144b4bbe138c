import { isClassNumber, normalizeName } from '../domain/label-match.js';

/** A label that can be given to a row. */
export interface LabelOption {
  /** Place among the options, from 0. */
  readonly index: number;
  readonly name: string;
  /** The name, and the class it is matched to where that is called otherwise: `0 · World`. */
  readonly title: string;
  /** Index into the project's labels; -1 = a class of the model that no label is matched to. */
  readonly label: number;
  /** Class of the model, -1 = none. */
  readonly class: number;
}

/**
 * Every label that can be given, in an order that does not change from row to row: the project's labels as they are numbered,
 * then the classes of the model that no label is matched to, under their own names, unless a name is no more than a
 * number and the labels are none. `classOf`: class of a label by index, -1 = none.
 */
export function labelOptions(
  labels: readonly string[],
  classes: readonly string[],
  classOf: (label: number) => number,
): readonly LabelOption[] {
  const options: LabelOption[] = labels.map((name, label) => {
    const classIndex = classOf(label);
    return { index: label, name, title: titleOf(name, classes[classIndex]), label, class: classIndex };
  });
  const matched = new Set(options.map((option) => option.class));
  const names = new Set(labels);
  const numbered = labels.some(isClassNumber);
  for (const [index, name] of classes.entries()) {
    if (isClassNumber(name) && !numbered) continue;
    if (matched.has(index) || names.has(name)) continue;
    options.push({ index: options.length, name, title: name, label: -1, class: index });
  }
  return options;
}

function titleOf(name: string, className: string | undefined): string {
  if (className === undefined || className === name || normalizeName(className) === normalizeName(name)) return name;
  return `${name} · ${className}`;
}

/** The first option of each class. */
export function optionsByClass(options: readonly LabelOption[]): ReadonlyMap<number, LabelOption> {
  const byClass = new Map<number, LabelOption>();
  for (const option of options) if (!byClass.has(option.class)) byClass.set(option.class, option);
  return byClass;
}

/**
 * The label that the model suggests for a row: the given one where its class is the predicted one, else the first
 * of that class; null without a prediction or a label for it. `byClass`: see `optionsByClass`.
 */
export function suggestedOption(
  options: readonly LabelOption[],
  byClass: ReadonlyMap<number, LabelOption>,
  predicted: number,
  given: number,
): LabelOption | null {
  if (predicted < 0) return null;
  const own = options[given];
  if (own?.label === given && own.class === predicted) return own;
  return byClass.get(predicted) ?? null;
}
