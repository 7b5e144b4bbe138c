import type { SparseRows } from './sparse.js';

/** What learning needs to know of the rows. */
export interface Lesson {
  readonly rows: SparseRows;
  /** Class of each row, -1 = not learnt from. */
  readonly label: Int32Array;
  readonly classes: number;
  /** Fold of each row. */
  readonly fold: Uint8Array;
}

/** The rows of a fold, ascending. */
export function rowsOfFold(fold: Uint8Array, number: number): Uint32Array<ArrayBuffer> {
  let count = 0;
  for (const own of fold) if (own === number) count++;
  const rows = new Uint32Array(count);
  for (let row = 0, at = 0; row < fold.length; row++) if (fold[row] === number) rows[at++] = row;
  return rows;
}

/** Share of each class among the rows that are learnt from outside of fold `without` (-1 = among all). */
export function sharesOfClasses(
  { label, classes, fold }: Pick<Lesson, 'label' | 'classes' | 'fold'>,
  without: number,
): Float64Array<ArrayBuffer> {
  const shares = new Float64Array(classes);
  let count = 0;
  for (let row = 0; row < label.length; row++) {
    const own = label[row] as number;
    if (own < 0 || fold[row] === without) continue;
    count++;
    shares[own] = (shares[own] as number) + 1;
  }
  for (let k = 0; k < classes; k++) shares[k] = (shares[k] as number) / Math.max(count, 1);
  return shares;
}
