import type { ColumnRoles, ReadSettings } from './dataset.js';
import { labelOrder } from './label-order.js';
import { baseName } from './path.js';

/** A file by its head. */
export interface FileHead {
  /** Its path inside the drop, or its name. */
  readonly path: string;
  readonly settings: ReadSettings;
  readonly columns: readonly string[];
  readonly roles: ColumnRoles;
}

/** Files that can be opened as one dataset. */
export interface FileSet {
  /** Places in the given list, in reading order. */
  readonly members: readonly number[];
  /** They have the same columns. */
  readonly columnsAgree: boolean;
  /** Their names show that they are pieces of one dataset, and nothing contradicts it. */
  readonly proposed: boolean;
}

const ENDING = /(\.(tsv|tab|csv|jsonl|ndjson|json|txt|parquet|snappy|zst|zstd|gz|gzip|brotli))+$/i;
/** `-00000-of-00002`, with the digits that older tools add after it. */
const SHARD = /[-_.]?\d+[-_]of[-_]\d+(?:-[0-9a-f]{8,})?/i;
/** As Spark and Hadoop number their files. */
const NUMBERED_PART = /^part[-_]\d+/i;
const NUMBER = /^\d{3,}$/;
/** Names of splits, in reading order. */
const SPLITS: readonly RegExp[] = [
  /train(?:ing)?/,
  /val(?:id(?:ation)?)?|dev(?:elopment)?/,
  /test(?:ing)?|eval(?:uation)?/,
].map((name) => new RegExp(`(?<![a-z])(?:${name.source})(?![a-z])`, 'i'));

/** Whether a key of a document names a split and nothing else. */
export function isSplitName(key: string): boolean {
  return SPLITS.some((split) => new RegExp(`^(?:${split.source})$`, 'i').test(key.trim()));
}

/**
 * The files among several (null = the head cannot be read) that can be opened as one dataset: the most that have the
 * same columns, else the most that are of one sort (tables, JSON, ...). They are in the order of their splits
 * (training, validation, test), then of their names. Null where no two are of one sort.
 */
export function fileSet(files: readonly (FileHead | null)[]): FileSet | null {
  const byColumns = largestGroup(files, (file) => JSON.stringify([familyOf(file.settings), file.columns.toSorted()]));
  const byRoles = largestGroup(files, (file) => JSON.stringify([familyOf(file.settings), usedColumns(file)]));
  const alike = (byRoles?.length ?? 0) > (byColumns?.length ?? 0) ? byRoles : byColumns;
  const members = alike ?? largestGroup(files, (file) => familyOf(file.settings));
  if (members === null) return null;
  const paths = members.map((member) => files[member]?.path ?? '');
  const order = labelOrder(paths).sort((a, b) => splitOf(paths[a] ?? '') - splitOf(paths[b] ?? ''));
  const columnsAgree = alike !== null;
  return {
    members: order.map((place) => members[place] ?? 0),
    columnsAgree,
    proposed: columnsAgree && arePieces(paths),
  };
}

/** Names that differ for all files: without folders where that is enough. */
export function namesApart(paths: readonly string[]): readonly string[] {
  const names = paths.map(baseName);
  return distinctNames(new Set(names).size === names.length ? names : paths);
}

/** The names, with a number for repeated ones: `train.jsonl`, `train (2).jsonl`. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const used = new Set<string>();
  return names.map((name) => {
    let own = name;
    const ending = ENDING.exec(name)?.[0] ?? '';
    const stem = name.slice(0, name.length - ending.length);
    for (let number = 2; used.has(own) || (own !== name && taken.has(own)); number++)
      own = `${stem} (${number})${ending}`;
    used.add(own);
    return own;
  });
}

/**
 * A name for several files together, the same in every language: the common part of their names, or the first name and
 * the count.
 */
export function setName(paths: readonly string[]): string {
  const stems = paths.map((path) => stemOf(path).replace(/ \(\d+\)$/, ''));
  const [first = ''] = stems;
  const ending = ENDING.exec(paths[0] ?? '')?.[0] ?? '';
  let length = 0;
  while (length < first.length && stems.every((stem) => stem[length] === first[length])) length++;
  // No half words.
  const shared = first
    .slice(0, length)
    .replace(/[^\s_.-]*$/, '')
    .replace(/[\s_.-]+$/, '');
  return `${shared.length > 1 ? shared : first} ×${paths.length}${ending}`;
}

function largestGroup(
  files: readonly (FileHead | null)[],
  keyOf: (file: FileHead) => string,
): readonly number[] | null {
  const groups = new Map<string, number[]>();
  for (const [place, file] of files.entries()) {
    if (file === null) continue;
    const key = keyOf(file);
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  const largest = [...groups.values()].reduce<number[]>(
    (best, group) => (group.length > best.length ? group : best),
    [],
  );
  return largest.length > 1 ? largest : null;
}

/** What files must have in common. Encoding, quoting, delimiter and the layout of JSON are each file's own. */
function familyOf({ format, header }: ReadSettings): string {
  if (format === 'delimited') return `${format} ${header}`;
  return format === 'jsonl' || format === 'json-array' || format === 'json-table' ? 'json' : format;
}

/** A key of JSON objects can be missing in the head of a file. So the used columns must be the same, and no others. */
function usedColumns({ settings, columns, roles }: FileHead): readonly string[] {
  if (settings.format === 'delimited' || settings.format === 'parquet') return columns.toSorted();
  return [roles.text, roles.textJoin, roles.textB, roles.label];
}

/**
 * Whether names show that files are pieces of one dataset: they differ only by the number of a piece and the name of a
 * split.
 */
function arePieces(paths: readonly string[]): boolean {
  const rests = paths.map(restOf);
  return rests.every((rest) => rest !== null && rest === rests[0]);
}

/** A path without its marks of a piece of a dataset. Null = it has none. */
function restOf(path: string): string | null {
  const folders = path.slice(0, path.length - baseName(path).length);
  const stem = stemOf(path);
  const split = SPLITS[splitOf(path)];
  const isShard = SHARD.test(stem) || NUMBERED_PART.test(stem) || NUMBER.test(stem);
  if (!isShard && split === undefined) return null;
  const rest = `${folders}${stem.replace(SHARD, '').replace(NUMBERED_PART, '').replace(NUMBER, '')}`;
  return (split ? rest.replace(split, '') : rest).toLowerCase();
}

/** Place of a file's split in their order, after all of them where its path names none. */
function splitOf(path: string): number {
  const inName = SPLITS.findIndex((split) => split.test(stemOf(path)));
  const found = inName >= 0 ? inName : SPLITS.findIndex((split) => split.test(path));
  return found < 0 ? SPLITS.length : found;
}

/** The name of the file at a path, without the endings of data files: `news` of `sets/news.tsv.gz`. */
export function stemOf(path: string): string {
  return baseName(path).replace(ENDING, '');
}
