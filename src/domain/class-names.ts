import { isClass, type DatasetLabel } from './dataset.js';
import { readLabelToken } from './label-token.js';

/**
 * The names of a column's classes by number, from the metadata of the `datasets` library about the columns (the JSON
 * under `huggingface` in a Parquet file). A dot leads into a struct. Null where there are no names, or two equal ones.
 */
export function classNamesIn(json: string, column: string): readonly string[] | null {
  let features: unknown;
  try {
    features = member(member(JSON.parse(json), 'info'), 'features');
  } catch {
    return null;
  }
  const feature = elementOf(member(features, column) ?? column.split('.').reduce(memberOf, features));
  const names = member(feature, '_type') === 'ClassLabel' ? member(feature, 'names') : null;
  if (!Array.isArray(names) || names.length === 0) return null;
  const all: readonly unknown[] = names;
  if (!all.every((name) => typeof name === 'string' && name.trim() !== '')) return null;
  return new Set(all).size === all.length ? (all as readonly string[]) : null;
}

/** The element type of a column's lists, where it has lists. */
function elementOf(feature: unknown): unknown {
  if (Array.isArray(feature)) return feature.length === 1 ? elementOf(feature[0]) : undefined;
  return /^(?:Sequence|List|LargeList)$/.test(String(member(feature, '_type')))
    ? elementOf(member(feature, 'feature'))
    : feature;
}

/** A member by a part of a column's name. A place leads into a list. */
function memberOf(feature: unknown, key: string): unknown {
  return /^\d+$/.test(key) ? elementOf(feature) : member(elementOf(feature), key);
}

function member(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, key)) return undefined;
  return (object as Record<string, unknown>)[key];
}

/**
 * Labels that are class numbers under the names that the file gives, with their numbers as `value`, and then the
 * classes without rows. Labels of which none is the number of a class stay as they are. At most `limit` labels.
 */
export function namedLabels(
  labels: readonly DatasetLabel[],
  names: readonly string[],
  limit: number,
): readonly DatasetLabel[] {
  const numbers = labels.map((label) => (isClass(label) ? classNumber(label.token, names.length) : -1));
  if (numbers.every((number) => number < 0)) return labels;
  const known = new Set(numbers);
  const named = labels.map((label, i): DatasetLabel => {
    const name = names[numbers[i] ?? -1];
    if (label.several)
      return { ...label, several: label.several.map((value) => names[classNumber(value, names.length)] ?? value) };
    return name === undefined ? label : { ...label, name, value: label.name };
  });
  const unused = [...names.keys()].filter((number) => !known.has(number)).slice(0, Math.max(0, limit - named.length));
  return [
    ...named,
    ...unused.map((number) => ({ name: names[number] ?? '', token: String(number), count: 0, value: String(number) })),
  ];
}

/** Replaces names that are the value of a label by that label's name. Other names stay. */
export function namesOfValues(
  names: readonly string[],
  labels: readonly Pick<DatasetLabel, 'name' | 'value'>[],
): readonly string[] {
  const byValue = new Map(labels.flatMap(({ name, value }) => (value === undefined ? [] : [[value, name] as const])));
  const known = new Set(labels.map(({ name }) => name));
  return names.map((name) => (known.has(name) ? name : (byValue.get(name) ?? name)));
}

/** The class that a JSON number names, out of `classes`. -1 = none. */
export function classNumber(token: string, classes: number): number {
  const { names, kind, core } = readLabelToken(token);
  const number = names?.length === 1 && kind !== 'string' && /^\d+(\.0+)?$/.test(core) ? Number(core) : -1;
  return number < classes ? number : -1;
}
