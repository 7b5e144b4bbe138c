import { ByteWriter, sameBytes } from './bytes.js';
import type { TextColumn } from './dataset.js';
import { withRoom } from './typed-array.js';

/** Builds a column of texts as one UTF-8 arena. */
export class TextColumnBuilder {
  /** The arena. Write a text's bytes here, then call `endRow`. */
  readonly arena: ByteWriter;
  rows = 0;
  #offsets = new Uint32Array(1024);

  /** `sizeHint`: bytes that the arena is expected to need at most. Unused room costs address space, not memory. */
  constructor(sizeHint = 0) {
    this.arena = new ByteWriter(Math.max(sizeHint, 256));
  }

  /** Ends the row at what has been written. Throws `RangeError` past 4 GiB of text. */
  endRow(): void {
    if (this.arena.length > 0xffff_ffff) throw new RangeError('more than 4 GiB of text');
    this.rows++;
    this.#offsets = withRoom(this.#offsets, this.rows + 1);
    this.#offsets[this.rows] = this.arena.length;
  }

  /** Arena position where the row being written starts. */
  rowStart(): number {
    return this.#offsets[this.rows] ?? 0;
  }

  finish(): TextColumn {
    const offsets = this.#offsets.slice(0, this.rows + 1);
    return { bytes: this.arena.take(), offsets };
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text of row `row`. A row outside the column is empty. */
export function textOf(column: { readonly bytes: Uint8Array; readonly offsets: Uint32Array }, row: number): string {
  return decoder.decode(column.bytes.subarray(column.offsets[row] ?? 0, column.offsets[row + 1] ?? 0));
}

/** A set of byte strings, each with its number: 0, 1, ... in order of adding. Open addressing over one arena. */
export class ByteIndex {
  readonly #arena = new ByteWriter();
  #offsets = new Uint32Array(64);
  /** Number + 1 of the string in each slot; 0 = free. */
  #slots = new Uint32Array(64);
  #hashes = new Uint32Array(64);
  count = 0;

  /** Number of the string `bytes[start .. end)`, -1 = not there. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return (this.#slots[this.#slotOf(bytes, start, end, hashOf(bytes, start, end))] ?? 0) - 1;
  }

  /** Adds a string that is not there yet. Returns its number. */
  add(bytes: Uint8Array, start: number, end: number): number {
    if ((this.count + 1) * 2 > this.#slots.length) this.#rehash();
    const hash = hashOf(bytes, start, end);
    const slot = this.#slotOf(bytes, start, end, hash);
    const number = this.count++;
    this.#arena.append(bytes, start, end);
    this.#offsets = withRoom(this.#offsets, this.count + 1);
    this.#offsets[this.count] = this.#arena.length;
    this.#hashes = withRoom(this.#hashes, this.count);
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    return number;
  }

  /** String `number` as text. */
  text(number: number): string {
    const bytes = this.#arena.bytes.subarray(this.#offsets[number] ?? 0, this.#offsets[number + 1] ?? 0);
    return decoder.decode(bytes);
  }

  /** Appends string `number` as it was added. */
  appendTo(out: ByteWriter, number: number): void {
    out.append(this.#arena.bytes, this.#offsets[number] ?? 0, this.#offsets[number + 1] ?? 0);
  }

  /** The slot that holds this string, or the free one where it belongs. */
  #slotOf(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const hashes = this.#hashes;
    const offsets = this.#offsets;
    const arena = this.#arena.bytes;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] ?? 0) - 1;
      if (number < 0) return slot;
      const from = offsets[number] ?? 0;
      const length = (offsets[number + 1] ?? 0) - from;
      if (hashes[number] === hash && length === end - start && sameBytes(arena, from, bytes, start, length))
        return slot;
    }
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a with a final mix, so that strings differing in the last byte spread. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
