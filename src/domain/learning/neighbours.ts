import { exp, log } from './arithmetic.js';
import type { SparseColumns, SparseRows } from './sparse.js';

/** Rows that are looked at for one row at most, counted once for each shared feature. */
const MOST_POSTINGS = 20_000;
/** Candidates that are compared exactly where not all shared features were looked at. */
const CANDIDATES = 100;
/** A neighbour at cosine distance d has the weight exp(-SHARPNESS d). */
const SHARPNESS = 4;
const LEAST_WEIGHT = 1e-9;
/** Share of the labels' frequencies in a vote. */
const PRIOR_SHARE = 0.05;

/** Nearest rows of some rows: row i has `row[i * k .. (i + 1) * k)`, nearest first, -1 = fewer were found. */
export interface Neighbours {
  readonly k: number;
  readonly row: Int32Array<ArrayBuffer>;
  /** Cosine similarity, 0..1. */
  readonly similarity: Float32Array<ArrayBuffer>;
}

/** Searches the nearest rows by cosine over an inverted index; rows are vectors of length 1. */
export class NeighbourSearch {
  private readonly rows: SparseRows;
  private readonly columns: SparseColumns;
  /** Sum of products by row, and the rows that have one. */
  private readonly products: Float64Array;
  private readonly touched: Uint32Array;
  /** Values of one row by feature; 0 between two searches. */
  private readonly spreadOut: Float64Array;

  constructor(rows: SparseRows, columns: SparseColumns) {
    this.rows = rows;
    this.columns = columns;
    this.products = new Float64Array(rows.rows);
    this.touched = new Uint32Array(rows.rows);
    this.spreadOut = new Float64Array(rows.features);
  }

  /**
   * The `k` nearest of the rows that `may` be neighbours, for each of the rows `of`. Features of many rows are left out
   * of the search where the others name enough rows; the best candidates are then compared exactly. Of rows equally near
   * the earlier one comes first.
   */
  nearest(of: Uint32Array, k: number, may: (row: number, neighbour: number) => boolean): Neighbours {
    const row = new Int32Array(of.length * k).fill(-1);
    const similarity = new Float32Array(of.length * k);
    for (let i = 0; i < of.length; i++) {
      const own = of[i] as number;
      const { count, exact } = this.gather(own);
      const most = exact ? k : Math.max(k, CANDIDATES);
      const best = this.largest(own, count, most, may);
      if (!exact) {
        this.spread(own);
        for (const candidate of best) candidate.product = this.product(candidate.row);
        this.clear(own);
        best.sort((a, b) => b.product - a.product || a.row - b.row);
      }
      best.slice(0, k).forEach((candidate, place) => {
        row[i * k + place] = candidate.row;
        similarity[i * k + place] = Math.min(1, candidate.product);
      });
      for (let t = 0; t < count; t++) this.products[this.touched[t] as number] = 0;
    }
    return { k, row, similarity };
  }

  /** Sums products with every row that shares one of the rarer features, rarest first. */
  private gather(own: number): { readonly count: number; readonly exact: boolean } {
    const { products, touched, columns } = this;
    const { offsets, index, value } = this.rows;
    const entries: number[] = [];
    for (let e = offsets[own] as number; e < (offsets[own + 1] as number); e++) entries.push(e);
    const rowsOf = (e: number): number => {
      const f = index[e] as number;
      return (columns.offsets[f + 1] as number) - (columns.offsets[f] as number);
    };
    entries.sort((a, b) => rowsOf(a) - rowsOf(b) || a - b);
    let count = 0;
    let postings = 0;
    let exact = true;
    for (const e of entries) {
      postings += rowsOf(e);
      if (postings > MOST_POSTINGS && count > 0) {
        exact = false;
        break;
      }
      const f = index[e] as number;
      const x = value[e] as number;
      for (let c = columns.offsets[f] as number; c < (columns.offsets[f + 1] as number); c++) {
        const other = columns.row[c] as number;
        const before = products[other] as number;
        if (before === 0) touched[count++] = other;
        products[other] = before + x * (columns.value[c] as number);
      }
    }
    return { count, exact };
  }

  private largest(
    own: number,
    count: number,
    most: number,
    may: (row: number, neighbour: number) => boolean,
  ): { row: number; product: number }[] {
    const best: { row: number; product: number }[] = [];
    for (let t = 0; t < count; t++) {
      const row = this.touched[t] as number;
      const product = this.products[row] as number;
      const last = best.at(-1);
      const full = best.length === most;
      if (full && last && (product < last.product || (product === last.product && row > last.row))) continue;
      if (row === own || !may(own, row)) continue;
      if (full) best.pop();
      let at = best.length;
      while (at > 0) {
        const before = best[at - 1] as { row: number; product: number };
        if (before.product > product || (before.product === product && before.row < row)) break;
        at--;
      }
      best.splice(at, 0, { row, product });
    }
    return best;
  }

  /** Writes a row's values out by feature, to be multiplied with other rows. */
  private spread(own: number): void {
    const { offsets, index, value } = this.rows;
    for (let e = offsets[own] as number; e < (offsets[own + 1] as number); e++) {
      this.spreadOut[index[e] as number] = value[e] as number;
    }
  }

  private clear(own: number): void {
    const { offsets, index } = this.rows;
    for (let e = offsets[own] as number; e < (offsets[own + 1] as number); e++) this.spreadOut[index[e] as number] = 0;
  }

  /** Scalar product of a row with the one that is spread out. */
  private product(other: number): number {
    const { offsets, index, value } = this.rows;
    let sum = 0;
    for (let e = offsets[other] as number; e < (offsets[other + 1] as number); e++) {
      sum += (value[e] as number) * (this.spreadOut[index[e] as number] as number);
    }
    return sum;
  }
}

/**
 * Log-probabilities by a vote of the first `most` neighbours of each row, nearer ones more, mixed with `prior` (the
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
