import { NeighbourSearch } from '../learning/neighbours.js';
import { addPairTerms } from '../learning/pairs.js';
import { columnsOf } from '../learning/sparse.js';
import { TermMatrixBuilder } from '../learning/term-matrix.js';

/** Nearest rows that are kept for a row. */
export const NEAREST = 10;
/** Nearest rows of more rows are not looked for: the search takes too much memory and time. */
export const MOST_NEAREST_ROWS = 300_000;
/** Rows below this cosine similarity are not near. Where fewer than `NEAREST` rows are near, fewer are kept. */
const LEAST_SIMILARITY = 0.1;
/** Terms of the matrix at most. Of longer texts together not every term is read. */
const MOST_ENTRIES = 24_000_000;
/** Mean number of terms that a byte of text gives, at most. */
const ENTRIES_PER_BYTE = 0.4;
/** A term of one row is in no other row. A term of many rows does not help to find near ones. */
const LEAST_ROWS = 2;
const MOST_ROWS_OF_TERM = 8000;

/**
 * The rows nearest to each row by the words of their texts, nearest first: row i has the places `i * NEAREST .. (i + 1) *
 * NEAREST`. They do not depend on labels.
 */
export interface NearestRows {
  /** Numbers of rows. -1 = no further row is near. */
  readonly row: Int32Array<ArrayBuffer>;
  /** Cosine similarity of TF-IDF vectors of words and pairs of words, in hundredths. 0 = no row. */
  readonly similarity: Uint8Array<ArrayBuffer>;
}

/** Room for the nearest rows of `rows` rows, none of which is known. */
export function noNearestRows(rows: number): NearestRows {
  return { row: new Int32Array(rows * NEAREST).fill(-1), similarity: new Uint8Array(rows * NEAREST) };
}

/** Finds the nearest rows. Rows are added one after the other. Then `find` answers for any of them. */
export class NearestRowsFinder {
  readonly #words: TermMatrixBuilder;
  #search: NeighbourSearch | null = null;

  /** `textBytes`: UTF-8 bytes of all texts. */
  constructor(textBytes: number) {
    let share = 0;
    for (let left = textBytes * ENTRIES_PER_BYTE; left > MOST_ENTRIES; left /= 2) share++;
    this.#words = new TermMatrixBuilder(share);
  }

  /** Adds a row by the terms of its text; `second`: those of the second text of a pair. */
  add(first: Uint32Array, second: Uint32Array | null): void {
    const words = this.#words;
    if (second) addPairTerms(first, second, (hash) => words.add(hash));
    else for (const hash of first) words.add(hash);
    words.endRow();
  }

  /** The nearest rows of the rows `from` up to `to`. No row can be added after it. Throws `RangeError` where memory is short. */
  find(from: number, to: number): NearestRows {
    this.#search ??= this.#prepare();
    const of = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    const found = this.#search.nearest(of, NEAREST, () => true);
    const nearest = noNearestRows(of.length);
    for (let i = 0; i < found.row.length; i++) {
      const similarity = found.similarity[i] as number;
      if (similarity < LEAST_SIMILARITY) continue;
      nearest.row[i] = found.row[i] as number;
      nearest.similarity[i] = Math.round(similarity * 100);
    }
    return nearest;
  }

  #prepare(): NeighbourSearch {
    const allocate = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);
    const matrix = this.#words.finish({ minRows: LEAST_ROWS, maxFeatures: Infinity, allocate });
    return new NeighbourSearch(matrix, columnsOf(matrix, MOST_ROWS_OF_TERM));
  }
}

/** Restores stored nearest rows of `rows` rows. Null where they are none. */
export function storedNearestRows(stored: unknown, rows: number): NearestRows | null {
  if (typeof stored !== 'object' || stored === null || !('row' in stored) || !('similarity' in stored)) return null;
  const { row, similarity } = stored;
  const isWhole = (column: Int32Array | Uint8Array): boolean => column.length === rows * NEAREST;
  if (!(row instanceof Int32Array) || !(similarity instanceof Uint8Array)) return null;
  if (!isWhole(row) || !isWhole(similarity) || row.some((other) => other < -1 || other >= rows)) return null;
  return { row: row as Int32Array<ArrayBuffer>, similarity: similarity as Uint8Array<ArrayBuffer> };
}
