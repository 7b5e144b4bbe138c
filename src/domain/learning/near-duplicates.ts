import { mix } from './terms.js';

/** Two rows are near-duplicates where this share of all their terms is in both (Jaccard). */
export const NEAR = 0.8;
/** How near rows are joined, and how many are compared. */
export interface NearOptions {
  /** Rows are joined where at least this share of all their terms is in both (Jaccard). */
  readonly near: number;
  /** Rows that share all minimum hashes of one of the bands are compared. */
  readonly bands: number;
  readonly inBand: number;
}

const OF_FOLDS: NearOptions = { near: NEAR, bands: 8, inBand: 4 };
/** Keeps the terms of a pair's second text apart from those of its first. */
const SECOND_TEXT = 0x5bd1e995;
/** Rows of one band's bucket that a row is compared with at most. */
const MOST_COMPARED = 8;

/**
 * Finds rows of the same or nearly the same text by MinHash (Broder 1997) and joins them to groups. Rows are added one
 * after the other. A row without any term is a group of its own. Rows of the same set of terms are always joined.
 */
export class NearDuplicates {
  rows = 0;
  /** Distinct terms of each row, sorted. */
  readonly #terms: Uint32Array[] = [];
  /** By band: rows by the hash of their minimum hashes. */
  readonly #buckets: readonly Map<number, number[]>[];
  /** Rows by the hash of all their terms, one for each set. */
  readonly #sets = new Map<number, number[]>();
  readonly #parent: number[] = [];
  readonly #minimum: Uint32Array;
  readonly #options: NearOptions;

  constructor(options: NearOptions = OF_FOLDS) {
    this.#options = options;
    this.#buckets = Array.from({ length: options.bands }, () => new Map<number, number[]>());
    this.#minimum = new Uint32Array(options.bands * options.inBand);
  }

  /** Adds a row by its terms (hashes, in any order, also repeatedly). */
  add(hashes: Uint32Array): void {
    const row = this.rows++;
    this.#parent.push(row);
    const own = distinct(hashes);
    this.#terms.push(own);
    if (own.length === 0 || this.#joinSame(row, own)) return;
    this.#findMinimum(own);
    const { inBand } = this.#options;
    for (const [band, buckets] of this.#buckets.entries()) {
      let key = band;
      for (let i = 0; i < inBand; i++) key = mix(key, this.#minimum[band * inBand + i] as number);
      this.#meet(row, own, buckets, key);
    }
  }

  /** Adds a row of two texts by the terms of each. */
  addPair(first: Uint32Array, second: Uint32Array): void {
    const both = new Uint32Array(first.length + second.length);
    both.set(first);
    for (let i = 0; i < second.length; i++) both[first.length + i] = mix(SECOND_TEXT, second[i] as number);
    this.add(both);
  }

  /** The group of each row: the number of its first row. */
  groups(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#parent, (_, row) => this.#rootOf(row));
  }

  /** Whether an earlier row has the same terms. Its buckets then hold for both. */
  #joinSame(row: number, own: Uint32Array): boolean {
    let key = 0;
    for (const term of own) key = mix(key, term);
    const others = this.#sets.get(key);
    const same = others?.find((other) => similarity(own, this.#terms[other] as Uint32Array) === 1);
    if (same !== undefined) this.#join(row, same);
    else if (others) others.push(row);
    else this.#sets.set(key, [row]);
    return same !== undefined;
  }

  #meet(row: number, own: Uint32Array, buckets: Map<number, number[]>, key: number): void {
    const others = buckets.get(key);
    if (others === undefined) {
      buckets.set(key, [row]);
      return;
    }
    for (const other of others) {
      if (this.#rootOf(other) === this.#rootOf(row)) continue;
      if (similarity(own, this.#terms[other] as Uint32Array) >= this.#options.near) this.#join(row, other);
    }
    if (others.length < MOST_COMPARED) others.push(row);
  }

  #findMinimum(own: Uint32Array): void {
    const minimum = this.#minimum;
    minimum.fill(0xffffffff);
    for (const term of own) {
      let hash = term;
      for (let i = 0; i < minimum.length; i++) {
        hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d + 2 * i) >>> 0;
        if (hash < (minimum[i] as number)) minimum[i] = hash;
      }
    }
  }

  #rootOf(row: number): number {
    let root = row;
    while ((this.#parent[root] as number) !== root) root = this.#parent[root] as number;
    for (let at = row; at !== root;) {
      const next = this.#parent[at] as number;
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  /** The first row of a group is its root. */
  #join(a: number, b: number): void {
    const rootA = this.#rootOf(a);
    const rootB = this.#rootOf(b);
    this.#parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }
}

function distinct(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i] as number;
  }
  return sorted.slice(0, count);
}

/** Share of the terms of two sorted sets that is in both. */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const left = a[i] as number;
    const right = b[j] as number;
    if (left === right) both++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return both / (a.length + b.length - both);
}
