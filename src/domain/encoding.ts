import { byteDecoder, type ByteDecoder } from './byte-decoder.js';
import type { SourceEncoding } from './dataset.js';

/** The UTF-8 bytes before bytes that are invalid in the chosen encoding. */
export class InvalidEncoding extends Error {
  readonly valid: Uint8Array;

  constructor(valid: Uint8Array) {
    super('bytes are not valid in this encoding');
    this.valid = valid;
  }
}

/** Strict UTF-8 validation of a stream in pieces (no overlong forms, no surrogates, nothing above U+10FFFF). */
export class Utf8Checker {
  /** Continuation bytes still to come, and the range of the next one. */
  #needed = 0;
  #low = 0x80;
  #high = 0xbf;

  /** Position of the first byte of `chunk` that cannot be UTF-8, -1 = none. */
  check(chunk: Uint8Array): number {
    const { length } = chunk;
    let i = 0;
    for (;;) {
      while (this.#needed > 0 && i < length) {
        const byte = chunk[i] ?? 0;
        if (byte < this.#low || byte > this.#high) return i;
        this.#low = 0x80;
        this.#high = 0xbf;
        this.#needed--;
        i++;
      }
      while (i < length && (chunk[i] ?? 0) < 0x80) i++;
      if (i >= length) return -1;
      if (!this.#lead(chunk[i] ?? 0)) return i;
      i++;
    }
  }

  /** Whether the stream may end here. False inside a character. */
  complete(): boolean {
    return this.#needed === 0;
  }

  #lead(byte: number): boolean {
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.#needed = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte === 0xe0) this.#low = 0xa0;
    else if (byte === 0xed) this.#high = 0x9f;
    else if (byte === 0xf0) this.#low = 0x90;
    else if (byte === 0xf4) this.#high = 0x8f;
    return true;
  }
}

/** Turns a stream of bytes into UTF-8, piece by piece. Throws `InvalidEncoding`, and never writes U+FFFD instead. */
export interface Transcoder {
  push(chunk: Uint8Array): Uint8Array;
  /** The remaining bytes at the end of the stream. */
  end(): Uint8Array;
}

/** Passes UTF-8 on unchanged, byte order mark included. Removes the mark of UTF-16. */
export function createTranscoder(encoding: SourceEncoding): Transcoder {
  return encoding === 'utf-8' ? new Utf8Passage() : new DecodingTranscoder(encoding);
}

const NOTHING = new Uint8Array(0);

class Utf8Passage implements Transcoder {
  readonly #checker = new Utf8Checker();

  push(chunk: Uint8Array): Uint8Array {
    const bad = this.#checker.check(chunk);
    if (bad >= 0) throw new InvalidEncoding(chunk.subarray(0, bad));
    return chunk;
  }

  end(): Uint8Array {
    if (!this.#checker.complete()) throw new InvalidEncoding(NOTHING);
    return NOTHING;
  }
}

class DecodingTranscoder implements Transcoder {
  readonly #encoding: SourceEncoding;
  readonly #decoder: ByteDecoder;
  readonly #encoder = new TextEncoder();

  constructor(encoding: SourceEncoding) {
    this.#encoding = encoding;
    this.#decoder = byteDecoder(encoding, true);
  }

  push(chunk: Uint8Array): Uint8Array {
    try {
      return this.#encoder.encode(this.#decoder.decode(chunk, { stream: true }));
    } catch {
      const lenient = byteDecoder(this.#encoding, false).decode(chunk, { stream: true });
      const bad = lenient.indexOf('\ufffd');
      throw new InvalidEncoding(this.#encoder.encode(bad < 0 ? lenient : lenient.slice(0, bad)));
    }
  }

  end(): Uint8Array {
    try {
      return this.#encoder.encode(this.#decoder.decode());
    } catch {
      throw new InvalidEncoding(NOTHING);
    }
  }
}
