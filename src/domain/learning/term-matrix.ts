import { log } from './arithmetic.js';
import type { Allocate, SparseRows } from './sparse.js';

/** Entries of one piece of the growing lists. */
const PIECE = 1 << 20;
/** A term counts no more often than this in a row. */
const MOST_TIMES = 255;

export interface MatrixOptions {
  /** Terms of fewer rows are dropped, as far as `maxFeatures` allows: an estimate from one row is no estimate. */
  readonly minRows: number;
  /** The rarest terms are dropped until no more are left. */
  readonly maxFeatures: number;
  readonly allocate: Allocate;
}

/** A finished matrix, and which term each of its features is. */
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
  private readonly table = new TermTable();
  private readonly ids: Uint32Array[] = [];
  private readonly times: Uint8Array[] = [];
  private offsets = new Uint32Array(1024);
  /** By term: the row it was seen in last, plus 1, its entry there, and how many rows have it. */
  private lastRow = new Uint32Array(1024);
  private lastEntry = new Uint32Array(1024);
  private rowsOfTerm = new Uint32Array(1024);
  private readonly skip: number;

  /** `share`: of the terms only every 2^share-th is kept, chosen by its hash; 0 = all. */
  constructor(share = 0) {
    this.skip = share === 0 ? 0 : 32 - share;
  }

  /** Counts a term in the row being written. */
  add(hash: number): void {
    if (this.skip !== 0 && hash >>> this.skip !== 0) return;
    const id = this.table.idOf(hash);
    if (id >= this.lastRow.length) {
      this.lastRow = doubled(this.lastRow);
      this.lastEntry = doubled(this.lastEntry);
      this.rowsOfTerm = doubled(this.rowsOfTerm);
    }
    if (this.lastRow[id] === this.rows + 1) {
      const entry = this.lastEntry[id] as number;
      const piece = this.times[entry >>> 20] as Uint8Array;
      const times = piece[entry & (PIECE - 1)] as number;
      if (times < MOST_TIMES) piece[entry & (PIECE - 1)] = times + 1;
      return;
    }
    const entry = this.entries++;
    if ((entry & (PIECE - 1)) === 0) {
      this.ids.push(new Uint32Array(PIECE));
      this.times.push(new Uint8Array(PIECE));
    }
    (this.ids[entry >>> 20] as Uint32Array)[entry & (PIECE - 1)] = id;
    (this.times[entry >>> 20] as Uint8Array)[entry & (PIECE - 1)] = 1;
    this.lastRow[id] = this.rows + 1;
    this.lastEntry[id] = entry;
    this.rowsOfTerm[id] = (this.rowsOfTerm[id] as number) + 1;
  }

  endRow(): void {
    this.rows++;
    if (this.rows >= this.offsets.length) this.offsets = doubled(this.offsets);
    this.offsets[this.rows] = this.entries;
  }

  /**
   * The rows as TF-IDF vectors of length 1 (a row without any kept term is empty): (1 + ln times) x idf, idf = ln((1 +
   * rows) / (1 + rows with the term)) + 1. Features are numbered in order of first appearance. Ends the builder.
   */
  finish({ minRows, maxFeatures, allocate }: MatrixOptions): TermMatrix {
    const { rows } = this;
    const featureOf = this.numberFeatures(this.leastRows(minRows, maxFeatures));
    const features = featureOf.count;
    const hashes = new Uint32Array(allocate(features * 4));
    const idf = new Float32Array(allocate(features * 4));
    for (let id = 0; id < this.table.count; id++) {
      const feature = (featureOf.number[id] as number) - 1;
      if (feature < 0) continue;
      hashes[feature] = this.table.hashOf(id);
      idf[feature] = log((1 + rows) / (1 + (this.rowsOfTerm[id] as number))) + 1;
    }
    const offsets = new Uint32Array(allocate((rows + 1) * 4));
    const total = this.countKept(featureOf.number, offsets);
    const index = new Uint32Array(allocate(total * 4));
    const value = new Float32Array(allocate(total * 4));
    this.fill(featureOf.number, idf, index, value);
    for (let row = 0; row < rows; row++) toUnitLength(value, offsets[row] as number, offsets[row + 1] as number);
    return { rows, features, offsets, index, value, hashes, idf };
  }

  /** The least number of rows that a term must have so that no more than `most` terms are left. */
  private leastRows(minRows: number, most: number): number {
    const termsWith = new Map<number, number>();
    let left = 0;
    for (let id = 0; id < this.table.count; id++) {
      const count = this.rowsOfTerm[id] as number;
      if (count < minRows) continue;
      left++;
      termsWith.set(count, (termsWith.get(count) ?? 0) + 1);
    }
    let least = minRows;
    while (left > most) left -= termsWith.get(least++) ?? 0;
    return least;
  }

  /** Number + 1 of each term's feature, 0 = dropped. */
  private numberFeatures(least: number): { readonly number: Uint32Array; readonly count: number } {
    const number = new Uint32Array(this.table.count);
    let count = 0;
    for (let id = 0; id < number.length; id++) if ((this.rowsOfTerm[id] as number) >= least) number[id] = ++count;
    return { number, count };
  }

  private countKept(numberOf: Uint32Array, offsets: Uint32Array): number {
    let kept = 0;
    for (let row = 0, entry = 0; row < this.rows; row++) {
      for (const end = this.offsets[row + 1] as number; entry < end; entry++) {
        const id = (this.ids[entry >>> 20] as Uint32Array)[entry & (PIECE - 1)] as number;
        if ((numberOf[id] as number) > 0) kept++;
      }
      offsets[row + 1] = kept;
    }
    return kept;
  }

  /** Writes the kept entries, and gives each piece up when it has been read. */
  private fill(numberOf: Uint32Array, idf: Float32Array, index: Uint32Array, value: Float32Array): void {
    const weightOfTimes = Float64Array.from({ length: MOST_TIMES + 1 }, (_, times) =>
      times === 0 ? 0 : 1 + log(times),
    );
    let at = 0;
    for (let p = 0, left = this.entries; p < this.ids.length; p++) {
      const ids = this.ids[p] as Uint32Array;
      const times = this.times[p] as Uint8Array;
      for (let i = 0; i < PIECE && left > 0; i++, left--) {
        const feature = (numberOf[ids[i] as number] as number) - 1;
        if (feature < 0) continue;
        index[at] = feature;
        value[at++] = (weightOfTimes[times[i] as number] as number) * (idf[feature] as number);
      }
      this.ids[p] = new Uint32Array(0);
      this.times[p] = new Uint8Array(0);
    }
  }
}

/** Numbers hashes 0, 1, ... in order of first appearance. Open addressing. */
export class TermTable {
  count = 0;
  private slots = new Uint32Array(4096);
  private hashes = new Uint32Array(1024);

  /** The number of a hash, which is added if it is new. */
  idOf(hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.slots[slot] as number) - 1;
      if (id < 0) return this.add(hash, slot);
      if (this.hashes[id] === hash) return id;
    }
  }

  /** The number of a hash, -1 = not there. */
  find(hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.slots[slot] as number) - 1;
      if (id < 0 || this.hashes[id] === hash) return id;
    }
  }

  hashOf(id: number): number {
    return this.hashes[id] as number;
  }

  private add(hash: number, slot: number): number {
    const id = this.count++;
    if (id === this.hashes.length) this.hashes = doubled(this.hashes);
    this.hashes[id] = hash;
    this.slots[slot] = id + 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = (this.hashes[id] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.slots = slots;
  }
}

function toUnitLength(value: Float32Array, start: number, end: number): void {
  let squares = 0;
  for (let i = start; i < end; i++) squares += (value[i] as number) * (value[i] as number);
  const length = Math.sqrt(squares);
  for (let i = start; i < end; i++) value[i] = (value[i] as number) / length;
}

function doubled(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(values.length * 2);
  grown.set(values);
  return grown;
}
