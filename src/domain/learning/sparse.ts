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

/** Makes buffers. Shared ones can be read by several workers. */
export type Allocate = (bytes: number) => ArrayBuffer | SharedArrayBuffer;

/** Turns rows into columns. A feature of more than `most` rows is left out: its column is empty. */
export function columnsOf(
  matrix: SparseRows,
  most = Infinity,
  allocate: Allocate = (bytes) => new ArrayBuffer(bytes),
): SparseColumns {
  const { rows, features, offsets, index, value } = matrix;
  const counts = new Uint32Array(features);
  for (const feature of index) counts[feature] = (counts[feature] as number) + 1;
  const starts = new Uint32Array(allocate((features + 1) * 4));
  const next = new Uint32Array(features);
  let total = 0;
  for (let f = 0; f < features; f++) {
    starts[f] = total;
    next[f] = total;
    if ((counts[f] as number) <= most) total += counts[f] as number;
  }
  starts[features] = total;
  const row = new Uint32Array(allocate(total * 4));
  const values = new Float32Array(allocate(total * 4));
  for (let r = 0; r < rows; r++) {
    const end = offsets[r + 1] as number;
    for (let e = offsets[r] as number; e < end; e++) {
      const feature = index[e] as number;
      if ((counts[feature] as number) > most) continue;
      const at = next[feature] as number;
      row[at] = r;
      values[at] = value[e] as number;
      next[feature] = at + 1;
    }
  }
  return { offsets: starts, row, value: values };
}
