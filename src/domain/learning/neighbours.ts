import { exp, log } from './arithmetic.js';
import type { SparseColumns, SparseRows } from './sparse.js';

/**
 * Rows that are examined for one row at most, counted once for each shared feature. The limit is lower where there are
 * many rows.
 */
const MOST_POSTINGS = { few: 20_000, many: 10_000 };
const MANY_ROWS = 20_000;
/** Candidates that are compared exactly where not all shared features were examined. */
export const CANDIDATES = 100;
/** A neighbour at cosine distance d has the weight exp(-SHARPNESS d). */
const SHARPNESS = 4;
const LEAST_WEIGHT = 1e-9;
/** Share of the labels' frequencies in a vote. */
const PRIOR_SHARE = 0.05;

/** Nearest rows of some rows: row i has `row[i * k .. (i + 1) * k)`, nearest first. -1 = fewer were found. */
export interface Neighbours {
  readonly k: number;
  readonly row: Int32Array<ArrayBuffer>;
  /** Cosine similarity, 0..1. */
  readonly similarity: Float32Array<ArrayBuffer>;
}

/** Searches the nearest rows by cosine over an inverted index. Rows are vectors of length 1. */
export class NeighbourSearch {
  readonly #rows: SparseRows;
  readonly #columns: SparseColumns;
  /** Sum of products by row, and the rows that have one. */
  readonly #products: Float64Array;
  readonly #touched: Uint32Array;
  #touchedCount = 0;
  /** Values of one row by feature. 0 between two searches. */
  readonly #spreadOut: Float64Array;
  /** The best rows so far, best first. */
  readonly #bestRow = new Uint32Array(CANDIDATES);
  readonly #bestProduct = new Float64Array(CANDIDATES);
  #bestCount = 0;

  constructor(rows: SparseRows, columns: SparseColumns) {
    this.#rows = rows;
    this.#columns = columns;
    this.#products = new Float64Array(rows.rows);
    this.#touched = new Uint32Array(rows.rows);
    this.#spreadOut = new Float64Array(rows.features);
  }

  /**
   * The `k` nearest (at most `CANDIDATES`) of the rows that `may` be neighbours, for each of the rows `of`. Features of
   * many rows are left out of the search where the other features name enough rows, and then the best candidates are
   * compared exactly. Of equally near rows the earlier one is first.
   */
  nearest(of: Uint32Array, k: number, may: (row: number, neighbour: number) => boolean): Neighbours {
    const row = new Int32Array(of.length * k).fill(-1);
    const similarity = new Float32Array(of.length * k);
    for (let i = 0; i < of.length; i++) {
      const own = of[i] as number;
      const exact = this.#gather(own);
      this.#choose(own, exact ? k : CANDIDATES, may);
      if (!exact) this.#compareExactly(own);
      for (let place = 0; place < Math.min(k, this.#bestCount); place++) {
        row[i * k + place] = this.#bestRow[place] as number;
        similarity[i * k + place] = Math.min(1, this.#bestProduct[place] as number);
      }
      for (let t = 0; t < this.#touchedCount; t++) this.#products[this.#touched[t] as number] = 0;
    }
    return { k, row, similarity };
  }

  /** Sums products with every row that shares one of the rarer features, rarest first. Returns whether all were summed. */
  #gather(own: number): boolean {
    const products = this.#products;
    const touched = this.#touched;
    const columns = this.#columns;
    const { offsets, index, value } = this.#rows;
    const start = offsets[own] as number;
    const most = this.#rows.rows > MANY_ROWS ? MOST_POSTINGS.many : MOST_POSTINGS.few;
    const entries = byRarity(columns, index, start, offsets[own + 1] as number);
    let count = 0;
    let postings = 0;
    // A feature of the row itself has a column at least of that row. An empty one was left out.
    let exact = entries.length === (offsets[own + 1] as number) - start;
    for (const e of entries) {
      const f = index[e] as number;
      const from = columns.offsets[f] as number;
      const to = columns.offsets[f + 1] as number;
      postings += to - from;
      if (postings > most && count > 0) {
        exact = false;
        break;
      }
      const x = value[e] as number;
      for (let c = from; c < to; c++) {
        const other = columns.row[c] as number;
        const before = products[other] as number;
        if (before === 0) touched[count++] = other;
        products[other] = before + x * (columns.value[c] as number);
      }
    }
    this.#touchedCount = count;
    return exact;
  }

  /** Keeps the `most` touched rows with the largest products, in order. */
  #choose(own: number, most: number, may: (row: number, neighbour: number) => boolean): void {
    const touched = this.#touched;
    const products = this.#products;
    this.#bestCount = 0;
    let least = -1;
    for (let t = 0; t < this.#touchedCount; t++) {
      const row = touched[t] as number;
      const product = products[row] as number;
      if (product < least || row === own || !may(own, row)) continue;
      this.#insert(row, product, most);
      if (this.#bestCount === most) least = this.#bestProduct[most - 1] as number;
    }
  }

  #insert(row: number, product: number, most: number): void {
    const bestRow = this.#bestRow;
    const bestProduct = this.#bestProduct;
    let at = this.#bestCount;
    while (at > 0) {
      const before = bestProduct[at - 1] as number;
      if (before > product || (before === product && (bestRow[at - 1] as number) < row)) break;
      at--;
    }
    if (at === most) return;
    if (this.#bestCount < most) this.#bestCount++;
    for (let i = this.#bestCount - 1; i > at; i--) {
      bestRow[i] = bestRow[i - 1] as number;
      bestProduct[i] = bestProduct[i - 1] as number;
    }
    bestRow[at] = row;
    bestProduct[at] = product;
  }

  /** Replaces the products of the best rows by those over all features, and puts them in order again. */
  #compareExactly(own: number): void {
    const spreadOut = this.#spreadOut;
    const { offsets, index, value } = this.#rows;
    const start = offsets[own] as number;
    const end = offsets[own + 1] as number;
    for (let e = start; e < end; e++) spreadOut[index[e] as number] = value[e] as number;
    const candidates = this.#bestRow.slice(0, this.#bestCount);
    this.#bestCount = 0;
    for (const other of candidates) {
      let product = 0;
      const last = offsets[other + 1] as number;
      for (let e = offsets[other] as number; e < last; e++) {
        product += (value[e] as number) * (spreadOut[index[e] as number] as number);
      }
      this.#insert(other, product, candidates.length);
    }
    for (let e = start; e < end; e++) spreadOut[index[e] as number] = 0;
  }
}

/**
 * Entries of a row in order of the rows that have their feature, fewest first. Entries without a column are left out.
 */
function byRarity(columns: SparseColumns, index: Uint32Array, start: number, end: number): Uint32Array {
  const entries = new Uint32Array(end - start);
  // Rarity and place in one number, so that the sort needs no function.
  const keys = new Float64Array(end - start);
  let count = 0;
  for (let e = start; e < end; e++) {
    const f = index[e] as number;
    const rows = (columns.offsets[f + 1] as number) - (columns.offsets[f] as number);
    if (rows > 0) keys[count++] = rows * 4294967296 + (e - start);
  }
  const sorted = keys.subarray(0, count).sort();
  for (let i = 0; i < count; i++) entries[i] = start + ((sorted[i] as number) % 4294967296);
  return entries.subarray(0, count);
}

/**
 * Log-probabilities by a vote of the first `most` neighbours of each row, weighted by nearness, mixed with `prior` (the
 * share of each class). `label`: the class of each row, -1 = has no vote. Row-major. A class without a prior is
 * -Infinity where no neighbour votes for it.
 */
export function vote(
  { k, row, similarity }: Neighbours,
  most: number,
  label: Int32Array,
  prior: Float64Array,
): Float32Array<ArrayBuffer> {
  const classes = prior.length;
  const count = row.length / k;
  const out = new Float32Array(count * classes);
  const votes = new Float64Array(classes);
  for (let i = 0; i < count; i++) {
    votes.fill(0);
    let total = 0;
    for (let place = 0; place < Math.min(most, k); place++) {
      const neighbour = row[i * k + place] as number;
      const own = neighbour < 0 ? -1 : (label[neighbour] as number);
      if (own < 0) continue;
      const weight = exp(-SHARPNESS * (1 - (similarity[i * k + place] as number))) + LEAST_WEIGHT;
      votes[own] = (votes[own] as number) + weight;
      total += weight;
    }
    for (let c = 0; c < classes; c++) {
      const share = prior[c] as number;
      const p = total === 0 ? share : (1 - PRIOR_SHARE) * ((votes[c] as number) / total) + PRIOR_SHARE * share;
      out[i * classes + c] = log(p);
    }
  }
  return out;
}
