import { byteDecoder } from './byte-decoder.js';
import type { SourceEncoding } from './dataset.js';
import type { HeldBytes } from './held-bytes.js';

/** Finds positions of a source as UTF-8 in its own bytes. */
export interface SourcePositions {
  /** Takes the bytes that `held` has got since the last call. */
  read(): void;
  /** Where the character before this position ends in the source's bytes. */
  of(position: number): number;
  /** Such a position at or in front of this one, found without looking at bytes. */
  before(position: number): number;
  /** Positions in front of this one, in the source's bytes, are not asked for any more. Returns from where bytes are needed. */
  drop(position: number): number;
}

/** The positions of a source of which `held` has the bytes. */
export function sourcePositions(encoding: SourceEncoding, held: HeldBytes): SourcePositions {
  return encoding === 'utf-8' ? SAME : new DecodedPositions(encoding, held);
}

const SAME: SourcePositions = {
  read: () => undefined,
  of: (position) => position,
  before: (position) => position,
  drop: (position) => position,
};

/** Lines are put together to blocks of at least so many bytes. */
const BLOCK_BYTES = 1024;
const LF = 10;
const ESCAPE = 0x1b;

/** A place behind a line end, where no character is open. */
interface Block {
  /** Its position in the source, and in the source as UTF-8. */
  readonly raw: number;
  readonly text: number;
  /** The escape sequence that counts there. */
  readonly state: Uint8Array;
}

const encoder = new TextEncoder();
const NONE = new Uint8Array(0);

/** Remembers where blocks of lines begin; inside a block positions are found by decoding parts of it. */
class DecodedPositions implements SourcePositions {
  readonly #held: HeldBytes;
  readonly #unit: 'byte' | 'little' | 'big';
  readonly #escapes: boolean;
  readonly #lineEnd: Uint8Array;
  readonly #decoder: ReturnType<typeof byteDecoder>;
  readonly #probe: ReturnType<typeof byteDecoder>;
  #blocks: Block[] = [{ raw: 0, text: 0, state: NONE }];
  /** Bytes that are decoded, and the length of their text as UTF-8. */
  #decoded = 0;
  #length = 0;

  constructor(encoding: SourceEncoding, held: HeldBytes) {
    this.#held = held;
    this.#unit = encoding === 'utf-16le' ? 'little' : encoding === 'utf-16be' ? 'big' : 'byte';
    this.#escapes = encoding === 'iso-2022-jp';
    this.#lineEnd = Uint8Array.from(this.#unit === 'byte' ? [LF] : this.#unit === 'little' ? [LF, 0] : [0, LF]);
    this.#decoder = byteDecoder(encoding, false);
    this.#probe = byteDecoder(encoding, false);
  }

  read(): void {
    const held = this.#held;
    const base = this.#decoded;
    const piece = held.slice(base, held.end);
    let from = 0;
    for (;;) {
      const { raw } = this.#last();
      const cut = this.#afterLineEnd(piece, Math.max(from, raw + BLOCK_BYTES - base), base);
      if (cut < 0) break;
      this.#decode(piece.subarray(from, cut));
      const state = this.#escapes ? this.#stateIn(held.slice(raw, base + cut)) : NONE;
      this.#blocks.push({ raw: base + cut, text: this.#length, state });
      from = cut;
    }
    this.#decode(piece.subarray(from));
  }

  of(position: number): number {
    const at = this.#blockAt(position);
    const { raw, text, state } = this.#blocks[at] ?? this.#last();
    const end = this.#blocks[at + 1]?.raw ?? this.#held.end;
    const bytes = this.#held.slice(raw, end);
    const mark = raw === 0 ? this.#markLength(bytes) : 0;
    // A line end in front: without it a byte order mark inside the source would vanish.
    const lineEnd = this.#lineEnd;
    const probed = new Uint8Array(lineEnd.length + state.length + bytes.length - mark);
    probed.set(state);
    probed.set(lineEnd, state.length);
    probed.set(bytes.subarray(mark), lineEnd.length + state.length);
    const head = lineEnd.length + state.length;
    let low = 0;
    let high = probed.length - head;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#lengthOf(probed.subarray(0, head + middle)) - 1 >= position - text) high = middle;
      else low = middle + 1;
    }
    return raw + mark + low;
  }

  before(position: number): number {
    return (this.#blocks[this.#blockAt(position)] ?? this.#last()).raw;
  }

  drop(position: number): number {
    let count = 0;
    while ((this.#blocks[count + 1]?.raw ?? Infinity) <= position) count++;
    if (count > 0) this.#blocks = this.#blocks.slice(count);
    return (this.#blocks[0] ?? this.#last()).raw;
  }

  #last(): Block {
    return this.#blocks.at(-1) ?? { raw: 0, text: 0, state: NONE };
  }

  #blockAt(position: number): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#blocks[middle]?.text ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Place behind the first line end from `from`, -1 = there is none. `base`: position of the piece in the source. */
  #afterLineEnd(piece: Uint8Array, from: number, base: number): number {
    for (let i = piece.indexOf(LF, from); i >= 0; i = piece.indexOf(LF, i + 1)) {
      if (this.#unit === 'byte') return i + 1;
      const even = (base + i) % 2 === 0;
      if (this.#unit === 'little' && even && piece[i + 1] === 0) return i + 2;
      if (this.#unit === 'big' && !even && piece[i - 1] === 0) return i + 1;
    }
    return -1;
  }

  #decode(bytes: Uint8Array): void {
    this.#length += encoder.encode(this.#decoder.decode(bytes, { stream: true })).length;
    this.#decoded += bytes.length;
  }

  #lengthOf(bytes: Uint8Array): number {
    const text = this.#probe.decode(bytes, { stream: true });
    this.#probe.decode();
    return encoder.encode(text).length;
  }

  #markLength(bytes: Uint8Array): number {
    const [first, second] = bytes;
    if (this.#unit === 'byte' || bytes.length < 2) return 0;
    const marked = this.#unit === 'little' ? first === 0xff && second === 0xfe : first === 0xfe && second === 0xff;
    return marked ? 2 : 0;
  }

  #stateIn(bytes: Uint8Array): Uint8Array {
    const at = bytes.lastIndexOf(ESCAPE);
    return at < 0 ? this.#last().state : bytes.slice(at, at + 3);
  }
}
