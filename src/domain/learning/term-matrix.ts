import { log } from './arithmetic.js';
import { withRoom } from '../typed-array.js';
import type { Allocate, SparseRows } from './sparse.js';

/** Entries of one piece of the growing lists. */
const PIECE = 1 << 20;
/** Numbers of a term while rows are read: a power of two, so that they share a line of the cache. */
const WIDTH = 4;
const LAST_ENTRY = 1;
const ROWS = 2;
/** A term counts at most this often in a row. */
const MOST_TIMES = 255;

interface MatrixOptions {
  /** Terms of fewer rows are dropped, as far as `maxFeatures` allows: an estimate from one row is no estimate. */
  readonly minRows: number;
  /** The rarest terms are dropped until this many remain, and of equally rare ones those of the largest hashes. */
  readonly maxFeatures: number;
  readonly allocate: Allocate;
}

/** A finished matrix, and the term of each of its features. */
export interface TermMatrix extends SparseRows {
  /** Hash of each feature's term. */
  readonly hashes: Uint32Array;
  /** Inverse document frequency of each feature. */
  readonly idf: Float32Array;
}

/** Rows of term counts, one term at a time, to be weighted by TF-IDF when all are known. */
export class TermMatrixBuilder {
  rows = 0;
  /** Entries so far: distinct terms of each row, summed over the rows. */
  entries = 0;
  readonly #table = new TermTable();
  readonly #ids: Uint32Array[] = [];
  readonly #times: Uint8Array[] = [];
  #offsets = new Uint32Array(1024);
  /**
   * By term, four numbers side by side: the row of its last occurrence, plus 1, its entry there, its number of rows, 0.
   */
  #seen = new Uint32Array(1024 * WIDTH);
  readonly #skip: number;

  /** `share`: only every 2^share-th term is kept, chosen by its hash. 0 = all. */
  constructor(share = 0) {
    this.#skip = share === 0 ? 0 : 32 - share;
  }

  /** Counts a term in the present row. */
  add(hash: number): void {
    if (this.#skip !== 0 && hash >>> this.#skip !== 0) return;
    const id = this.#table.idOf(hash);
    const at = id * WIDTH;
    this.#seen = withRoom(this.#seen, at + WIDTH);
    const seen = this.#seen;
    if (seen[at] === this.rows + 1) {
      const entry = seen[at + LAST_ENTRY] as number;
      const piece = this.#times[entry >>> 20] as Uint8Array;
      const times = piece[entry & (PIECE - 1)] as number;
      if (times < MOST_TIMES) piece[entry & (PIECE - 1)] = times + 1;
      return;
    }
    const entry = this.entries++;
    if ((entry & (PIECE - 1)) === 0) {
      this.#ids.push(new Uint32Array(PIECE));
      this.#times.push(new Uint8Array(PIECE));
    }
    (this.#ids[entry >>> 20] as Uint32Array)[entry & (PIECE - 1)] = id;
    (this.#times[entry >>> 20] as Uint8Array)[entry & (PIECE - 1)] = 1;
    seen[at] = this.rows + 1;
    seen[at + LAST_ENTRY] = entry;
    seen[at + ROWS] = (seen[at + ROWS] as number) + 1;
  }

  endRow(): void {
    this.rows++;
    this.#offsets = withRoom(this.#offsets, this.rows + 1);
    this.#offsets[this.rows] = this.entries;
  }

  /**
   * The rows as TF-IDF vectors of length 1 (a row without any kept term is empty): (1 + ln times) x idf, idf = ln((1 +
   * rows) / (1 + rows with the term)) + 1. Features are numbered in order of first appearance. Ends the builder.
   */
  finish({ minRows, maxFeatures, allocate }: MatrixOptions): TermMatrix {
    const { rows } = this;
    const featureOf = this.#numberFeatures(minRows, maxFeatures);
    const features = featureOf.count;
    const hashes = new Uint32Array(allocate(features * 4));
    const idf = new Float32Array(allocate(features * 4));
    for (let id = 0; id < this.#table.count; id++) {
      const feature = (featureOf.number[id] as number) - 1;
      if (feature < 0) continue;
      hashes[feature] = this.#table.hashOf(id);
      idf[feature] = log((1 + rows) / (1 + this.#rowsOf(id))) + 1;
    }
    const offsets = new Uint32Array(allocate((rows + 1) * 4));
    const total = this.#countKept(featureOf.number, offsets);
    const index = new Uint32Array(allocate(total * 4));
    const value = new Float32Array(allocate(total * 4));
    this.#fill(featureOf.number, idf, index, value);
    for (let row = 0; row < rows; row++) toUnitLength(value, offsets[row] as number, offsets[row + 1] as number);
    return { rows, features, offsets, index, value, hashes, idf };
  }

  /** Rows that have a term. */
  #rowsOf(id: number): number {
    return this.#seen[id * WIDTH + ROWS] as number;
  }

  /**
   * The least number of rows of a kept term, so that at most `most` terms remain, and the largest hash of a term with
   * one row less, so that exactly `most` remain. -1 = none of those remains.
   */
  #limits(minRows: number, most: number): { readonly least: number; readonly largestHash: number } {
    const termsWith = new Map<number, number>();
    let left = 0;
    for (let id = 0; id < this.#table.count; id++) {
      const count = this.#rowsOf(id);
      if (count < minRows) continue;
      left++;
      termsWith.set(count, (termsWith.get(count) ?? 0) + 1);
    }
    let least = minRows;
    while (left > most) left -= termsWith.get(least++) ?? 0;
    if (least === minRows || left === most) return { least, largestHash: -1 };
    const hashes = new Uint32Array(termsWith.get(least - 1) ?? 0);
    for (let id = 0, at = 0; id < this.#table.count; id++) {
      if (this.#rowsOf(id) === least - 1) hashes[at++] = this.#table.hashOf(id);
    }
    return { least, largestHash: hashes.sort()[most - left - 1] ?? -1 };
  }

  /** Number + 1 of each term's feature, 0 = dropped. */
  #numberFeatures(minRows: number, most: number): { readonly number: Uint32Array; readonly count: number } {
    const { least, largestHash } = this.#limits(minRows, most);
    const number = new Uint32Array(this.#table.count);
    let count = 0;
    for (let id = 0; id < number.length; id++) {
      const rows = this.#rowsOf(id);
      if (rows >= least || (rows === least - 1 && this.#table.hashOf(id) <= largestHash)) number[id] = ++count;
    }
    return { number, count };
  }

  #countKept(numberOf: Uint32Array, offsets: Uint32Array): number {
    let kept = 0;
    for (let row = 0, entry = 0; row < this.rows; row++) {
      for (const end = this.#offsets[row + 1] as number; entry < end; entry++) {
        const id = (this.#ids[entry >>> 20] as Uint32Array)[entry & (PIECE - 1)] as number;
        if ((numberOf[id] as number) > 0) kept++;
      }
      offsets[row + 1] = kept;
    }
    return kept;
  }

  /** Writes the kept entries, and frees each piece after reading it. */
  #fill(numberOf: Uint32Array, idf: Float32Array, index: Uint32Array, value: Float32Array): void {
    const weightOfTimes = Float64Array.from({ length: MOST_TIMES + 1 }, (_, times) =>
      times === 0 ? 0 : 1 + log(times),
    );
    let at = 0;
    for (let p = 0, left = this.entries; p < this.#ids.length; p++) {
      const ids = this.#ids[p] as Uint32Array;
      const times = this.#times[p] as Uint8Array;
      for (let i = 0; i < PIECE && left > 0; i++, left--) {
        const feature = (numberOf[ids[i] as number] as number) - 1;
        if (feature < 0) continue;
        index[at] = feature;
        value[at++] = (weightOfTimes[times[i] as number] as number) * (idf[feature] as number);
      }
      this.#ids[p] = new Uint32Array(0);
      this.#times[p] = new Uint8Array(0);
    }
  }
}

/** Numbers hashes 0, 1, ... in order of first appearance. Open addressing. */
export class TermTable {
  count = 0;
  /** Two numbers a slot: number + 1 of a hash, 0 = free, and the hash. */
  #slots = new Uint32Array(2 * 4096);
  #hashes = new Uint32Array(1024);

  /** The number of a hash. A new hash is added. */
  idOf(hash: number): number {
    const slots = this.#slots;
    const at = slotOf(slots, hash);
    const id = (slots[at] as number) - 1;
    return id < 0 ? this.#add(hash, at) : id;
  }

  /** The number of a hash. -1 = missing. */
  find(hash: number): number {
    return (this.#slots[slotOf(this.#slots, hash)] as number) - 1;
  }

  hashOf(id: number): number {
    return this.#hashes[id] as number;
  }

  #add(hash: number, at: number): number {
    const id = this.count++;
    this.#hashes = withRoom(this.#hashes, this.count);
    this.#hashes[id] = hash;
    this.#slots[at] = id + 1;
    this.#slots[at + 1] = hash;
    if (this.count * 4 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (let id = 0; id < this.count; id++) {
      const at = slotOf(slots, this.hashOf(id));
      slots[at] = id + 1;
      slots[at + 1] = this.hashOf(id);
    }
    this.#slots = slots;
  }
}

/** Place of the slot that holds a hash, or of the free one where it belongs. */
function slotOf(slots: Uint32Array, hash: number): number {
  const mask = slots.length / 2 - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const at = slot * 2;
    if (slots[at] === 0 || slots[at + 1] === hash) return at;
  }
}

function toUnitLength(value: Float32Array, start: number, end: number): void {
  let squares = 0;
  for (let i = start; i < end; i++) squares += (value[i] as number) * (value[i] as number);
  const length = Math.sqrt(squares);
  for (let i = start; i < end; i++) value[i] = (value[i] as number) / length;
}
