import { classNumber } from './class-names.js';
import type { DatasetLabel } from './dataset.js';
import { readLabelToken } from './label-token.js';
import type { WrittenLabel } from './label-writer.js';

/** Names of class numbers by file, null = the file names none. */
type FileClassNames = readonly (readonly string[] | null)[];

/** How the class numbers of a source get names. */
export interface ClassNaming {
  /** The names that every file gives. Null = the files differ. */
  readonly common: readonly string[] | null;
  /** Then the names for each file. Null = no file gives any. */
  readonly each: FileClassNames | null;
  /** What a person should know about it. Null = nothing. */
  readonly note: ClassNamingNote | null;
}

/** A note for sources whose files do not all name their classes alike. */
export interface ClassNamingNote {
  /** The files with names do not all have the same ones. */
  readonly differ: boolean;
  /** Places of the files without names. Where the other files do not differ, these files are read with their names. */
  readonly without: readonly number[];
}

/**
 * How class numbers are read where each file names its classes like this. A file without names takes those that the
 * other files agree on.
 */
export function classNaming(own: FileClassNames): ClassNaming {
  const named = own.filter((names) => names !== null);
  const [first] = named;
  if (first === undefined) return { common: null, each: null, note: null };
  const differ = named.some((names) => JSON.stringify(names) !== JSON.stringify(first));
  const without = [...own.keys()].filter((place) => own[place] === null);
  if (!differ && without.length === 0) return { common: first, each: null, note: null };
  return { common: null, each: differ ? own : own.map((names) => names ?? first), note: { differ, without } };
}

/**
 * Labels under the names that each file gives its numbers, with the classes without rows. At most `limit`. A number
 * with the same meaning in every file becomes the label's `value`. A number with different meanings is no way of
 * writing the label: see `labelsInFile`.
 */
export function labelsOfFiles(
  labels: readonly DatasetLabel[],
  each: FileClassNames,
  limit: number,
): readonly DatasetLabel[] {
  const width = Math.max(...each.map((names) => names?.length ?? 0));
  const isNumber = (token: string): boolean => classNumber(token, width) >= 0;
  if (!labels.some(({ token, tokens = [token] }) => tokens.some(isNumber))) return labels;
  const numbers = numbersByName(each);
  const named = labels.map((label): DatasetLabel => {
    const number = label.several ? undefined : numbers.get(label.name);
    if (number === undefined) return label;
    const { token, tokens = [token], ...others } = label;
    if (number !== null) return { ...label, value: String(number) };
    return {
      ...others,
      ...written(
        tokens.filter((one) => !isNumber(one)),
        label.name,
      ),
    };
  });
  const known = new Set(labels.map(({ name }) => name));
  const unused = [...numbers].filter(([name]) => !known.has(name)).slice(0, Math.max(0, limit - named.length));
  return [
    ...named,
    ...unused.map(([name, number]) => ({
      name,
      count: 0,
      ...(number === null ? written([], name) : { token: String(number), value: String(number) }),
    })),
  ];
}

/** Labels as written in a file that gives its class numbers these names (null = none). */
export function labelsInFile(
  labels: readonly WrittenLabel[],
  names: readonly string[] | null,
): readonly WrittenLabel[] {
  return labels.map((label) => {
    const { token, tokens = token === undefined ? [] : [token], ...others } = label;
    const number = names?.indexOf(label.name) ?? -1;
    const kept = tokens.filter((one) => isOfName(one, label.name, names));
    const own = number < 0 || kept.some((one) => classNumber(one, Infinity) === number) ? [] : [String(number)];
    const all = [...own, ...kept];
    const [usual] = all;
    return { ...others, ...(usual !== undefined && { token: usual }), ...(all.length > 1 && { tokens: all }) };
  });
}

/** Whether a label's JSON text means the class `name` in a file. Ignores texts that are no single value. */
function isOfName(token: string, name: string, names: readonly string[] | null): boolean {
  const { names: values } = readLabelToken(token);
  if (values?.length !== 1) return true;
  return (names?.[classNumber(token, names.length)] ?? values[0]) === name;
}

/** The number of each class. Null = not the same in all files that name it. */
function numbersByName(each: FileClassNames): ReadonlyMap<string, number | null> {
  const numbers = new Map<string, number | null>();
  for (const names of each) {
    for (const [number, name] of names?.entries() ?? []) {
      const known = numbers.get(name);
      numbers.set(name, known === undefined || known === number ? number : null);
    }
  }
  return numbers;
}

function written(tokens: readonly string[], name: string): Pick<DatasetLabel, 'token' | 'tokens'> {
  return { token: tokens[0] ?? JSON.stringify(name), ...(tokens.length > 1 && { tokens }) };
}
