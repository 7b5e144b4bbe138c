import type { ByteWriter } from './bytes.js';

/** Consecutive pieces of a stream that are still needed. They are kept without a copy. */
export class HeldBytes {
  /** Position in the stream behind the last byte. */
  end = 0;
  #pieces: Uint8Array[] = [];
  /** Position in the stream of the first piece. */
  #start = 0;

  push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.end += piece.length;
  }

  /** A copy of the bytes at `from .. to`, which must be held. */
  slice(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(to - from);
    let at = 0;
    this.#each(from, to, (piece, start, end) => {
      bytes.set(piece.subarray(start, end), at);
      at += end - start;
    });
    return bytes;
  }

  /** Appends the bytes at `from .. to`, which must be held. */
  copy(from: number, to: number, out: ByteWriter): void {
    this.#each(from, to, (piece, start, end) => out.append(piece, start, end));
  }

  /** Drops the pieces in front of a position. */
  drop(position: number): void {
    let count = 0;
    for (const piece of this.#pieces) {
      if (this.#start + piece.length > position) break;
      this.#start += piece.length;
      count++;
    }
    if (count > 0) this.#pieces = this.#pieces.slice(count);
  }

  #each(from: number, to: number, use: (piece: Uint8Array, start: number, end: number) => void): void {
    let at = this.#start;
    for (const piece of this.#pieces) {
      const start = Math.max(0, from - at);
      const end = Math.min(piece.length, to - at);
      if (end > start) use(piece, start, end);
      at += piece.length;
      if (at >= to) return;
    }
  }
}
