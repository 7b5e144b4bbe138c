import { withRoom } from '../bytes/typed-array.js';
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
  /** Terms of a row that are kept. Of longer rows the share is estimated from the terms with the smallest hashes. */
  readonly mostTerms: number;
}

const OF_FOLDS: NearOptions = { near: NEAR, bands: 8, inBand: 4, mostTerms: Infinity };
/** Keeps the terms of a pair's second text apart from those of its first. */
const SECOND_TEXT = 0x5bd1e995;
/** Rows of one band's bucket that a row is compared with at most. */
const MOST_COMPARED = 8;
/** Terms of one piece of the growing list. A row is never in two pieces. A longer row has a piece of its own. */
const PIECE = 1 << 20;

/**
 * Finds rows of the same or nearly the same text by MinHash (Broder 1997) and joins them to groups. Rows are added one
 * after the other. A row without any term is a group of its own. Rows of the same set of terms are always joined. Takes
 * 4 bytes for each kept term of a row, and 4 for each band: the bands are compared one after the other.
 */
export class NearDuplicates {
  rows = 0;
  /** Distinct terms of the rows, sorted, one row after the other. */
  readonly #pieces: Uint32Array[] = [];
  /** Free place in the last piece. */
  #free = PIECE;
  /** By row: the place of its first term, counted over all pieces, and its number of kept terms. */
  #place = new Uint32Array(1024);
  #length = new Uint32Array(1024);
  /** By row: the hash of all its terms. */
  #setKey = new Uint32Array(1024);
  /** By band, by row: the hash of the row's minimum hashes. */
  readonly #bandKeys: Uint32Array[];
  readonly #minimum: Uint32Array;
  readonly #options: NearOptions;

  constructor(options: NearOptions = OF_FOLDS) {
    this.#options = options;
    this.#bandKeys = Array.from({ length: options.bands }, () => new Uint32Array(1024));
    this.#minimum = new Uint32Array(options.bands * options.inBand);
  }

  /** Adds a row by its terms (hashes, in any order, also repeatedly). */
  add(hashes: Uint32Array): void {
    const row = this.rows++;
    const own = distinct(hashes);
    this.#keep(row, own.subarray(0, Math.min(own.length, this.#options.mostTerms)));
    let setKey = 0;
    for (const term of own) setKey = mix(setKey, term);
    this.#setKey = withRoom(this.#setKey, this.rows);
    this.#setKey[row] = setKey;
    this.#findMinimum(own);
    const { inBand } = this.#options;
    for (let band = 0; band < this.#bandKeys.length; band++) {
      let key = band;
      for (let i = 0; i < inBand; i++) key = mix(key, this.#minimum[band * inBand + i] as number);
      const keys = withRoom(this.#bandKeys[band] as Uint32Array, this.rows);
      keys[row] = key;
      this.#bandKeys[band] = keys;
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
    const { rows } = this;
    const { near, mostTerms } = this.#options;
    const groups = new JoinedRows(rows);
    const chains = new Chains(rows);
    /** 1 = the row has no terms, or those of an earlier row. The buckets of the earlier row hold for both. */
    const isLeftOut = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) if (this.#length[row] === 0) isLeftOut[row] = 1;
    chains.pass(this.#setKey, isLeftOut, Infinity, (row, other) => {
      if (similarity(this.#termsOf(row), this.#termsOf(other)) !== 1) return false;
      groups.join(row, other);
      isLeftOut[row] = 1;
      return true;
    });
    for (const keys of this.#bandKeys) {
      chains.pass(keys, isLeftOut, MOST_COMPARED, (row, other) => {
        if (groups.rootOf(row) === groups.rootOf(other)) return false;
        if (similarity(this.#termsOf(row), this.#termsOf(other), mostTerms) >= near) groups.join(row, other);
        return false;
      });
    }
    return groups.roots();
  }

  #keep(row: number, terms: Uint32Array): void {
    if (this.#free + terms.length > PIECE) {
      this.#pieces.push(new Uint32Array(Math.max(PIECE, terms.length)));
      this.#free = 0;
    }
    this.#pieces.at(-1)?.set(terms, this.#free);
    this.#place = withRoom(this.#place, row + 1);
    this.#length = withRoom(this.#length, row + 1);
    this.#place[row] = (this.#pieces.length - 1) * PIECE + this.#free;
    this.#length[row] = terms.length;
    this.#free += terms.length;
  }

  #termsOf(row: number): Uint32Array {
    const place = this.#place[row] as number;
    const piece = this.#pieces[Math.floor(place / PIECE)] as Uint32Array;
    return piece.subarray(place % PIECE, (place % PIECE) + (this.#length[row] as number));
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
}

/** Groups of rows that grow together. The first row of a group is its root. */
class JoinedRows {
  readonly #parent: Uint32Array<ArrayBuffer>;

  constructor(rows: number) {
    this.#parent = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) this.#parent[row] = row;
  }

  rootOf(row: number): number {
    const parent = this.#parent;
    let root = row;
    while ((parent[root] as number) !== root) root = parent[root] as number;
    for (let at = row; at !== root;) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const rootA = this.rootOf(a);
    const rootB = this.rootOf(b);
    this.#parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  roots(): Uint32Array<ArrayBuffer> {
    return this.#parent.map((_, row) => this.rootOf(row));
  }
}

/** Rows with equal keys, each key's rows as a chain. One table serves one column of keys after the other. */
class Chains {
  readonly #rows: number;
  /** By slot: the first row of a chain, plus 1. Open addressing. */
  readonly #slots: Uint32Array;
  /** By row: the next row of its chain, plus 1. */
  readonly #next: Uint32Array;

  constructor(rows: number) {
    this.#rows = rows;
    let size = 16;
    while (size < rows * 2) size *= 2;
    this.#slots = new Uint32Array(size);
    this.#next = new Uint32Array(rows);
  }

  /**
   * Lets each row meet the earlier rows with its key, of which a chain has the first `most`, until `meet` returns true:
   * the row then joins no chain. Rows with `isLeftOut` do not take part.
   */
  pass(keys: Uint32Array, isLeftOut: Uint8Array, most: number, meet: (row: number, earlier: number) => boolean): void {
    const slots = this.#slots.fill(0);
    const next = this.#next.fill(0);
    for (let row = 0; row < this.#rows; row++) {
      if (isLeftOut[row] === 1) continue;
      const slot = this.#slotOf(keys, keys[row] as number);
      if (slots[slot] === 0) {
        slots[slot] = row + 1;
        continue;
      }
      let count = 0;
      let last = -1;
      let isMet = false;
      for (let other = (slots[slot] as number) - 1; other >= 0 && !isMet; other = (next[other] as number) - 1) {
        isMet = meet(row, other);
        last = other;
        count++;
      }
      if (!isMet && count < most) next[last] = row + 1;
    }
  }

  #slotOf(keys: Uint32Array, key: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = key & mask; ; slot = (slot + 1) & mask) {
      const first = slots[slot] as number;
      if (first === 0 || keys[first - 1] === key) return slot;
    }
  }
}

function distinct(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i] as number;
  }
  return sorted.subarray(0, count);
}

/**
 * Share of the terms of two sorted sets that is in both. A set of `most` terms may have lost the larger ones: then the
 * share is that among the `most` smallest terms of both sets together.
 */
export function similarity(a: Uint32Array, b: Uint32Array, most = Infinity): number {
  const compared = a.length < most && b.length < most ? Infinity : most;
  let both = 0;
  let all = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length && all < compared) {
    const left = a[i] as number;
    const right = b[j] as number;
    if (left === right) both++;
    if (left <= right) i++;
    if (right <= left) j++;
    all++;
  }
  return both / Math.min(compared, all + (a.length - i) + (b.length - j));
}
