/** The rows of a table of columns. `keys`: the key of each row; null where the columns are lists alone. */
export interface TableRows {
  readonly rows: number;
  readonly keys: readonly string[] | null;
}

/**
 * The rows of columns that have a value for each row: under the row's key, or in an array (its length is given). A row that
 * some columns lack is one too: it comes behind the row that it follows in a column that has it. The n-th row has the n-th
 * element of an array.
 */
export function rowKeys(columns: readonly (ReadonlyMap<string, unknown> | number)[]): TableRows {
  const lengths = columns.filter((column) => typeof column === 'number');
  const longest = Math.max(0, ...lengths);
  if (lengths.length === columns.length) return { rows: longest, keys: null };
  // Each key points to the one behind it.
  const next = new Map<string, string | null>();
  let first: string | null = null;
  for (const column of columns) {
    if (typeof column === 'number') continue;
    let before: string | null = null;
    for (const key of column.keys()) {
      if (!next.has(key)) {
        next.set(key, before === null ? first : (next.get(before) ?? null));
        if (before === null) first = key;
        else next.set(before, key);
      }
      before = key;
    }
  }
  const keys: string[] = [];
  for (let key = first; key !== null; key = next.get(key) ?? null) keys.push(key);
  return { rows: Math.max(keys.length, longest), keys };
}
