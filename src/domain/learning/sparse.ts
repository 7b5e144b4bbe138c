/** Rows as sparse vectors: the entries of row i are `offsets[i] .. offsets[i + 1]` of `index` and `value`, each index once. */
export interface SparseRows {
  readonly rows: number;
  readonly features: number;
  readonly offsets: Uint32Array;
  /** Number of the feature, below `features`. */
  readonly index: Uint32Array;
  readonly value: Float32Array;
}

/** The same entries by feature: those of feature f are `offsets[f] .. offsets[f + 1]`, rows ascending. */
export interface SparseColumns {
  readonly offsets: Uint32Array;
  readonly row: Uint32Array;
  readonly value: Float32Array;
}

/** Turns rows into columns. */
export function columnsOf({ rows, features, offsets, index, value }: SparseRows): SparseColumns {
  const starts = new Uint32Array(features + 2);
  for (let i = 0; i < index.length; i++) {
    const next = (index[i] as number) + 2;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let f = 2; f < starts.length; f++) starts[f] = (starts[f] as number) + (starts[f - 1] as number);
  const row = new Uint32Array(index.length);
  const values = new Float32Array(index.length);
  for (let r = 0; r < rows; r++) {
    for (let i = offsets[r] as number; i < (offsets[r + 1] as number); i++) {
      const column = (index[i] as number) + 1;
      const at = starts[column] as number;
      row[at] = r;
      values[at] = value[i] as number;
      starts[column] = at + 1;
    }
  }
  return { offsets: starts.subarray(0, features + 1), row, value: values };
}
