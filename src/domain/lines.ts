import { resized } from './typed-array.js';

/** A longer physical line is set aside instead of being held in memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The unread part of a byte stream: `bytes[start .. end)`, always one piece, which moves to the front with each push. A
 * UTF-8 byte order mark at the very beginning is skipped.
 */
export class ByteWindow {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** `bytes[0 .. end)`, for searches that must not run into the spare room behind. */
  protected filled: Uint8Array<ArrayBuffer> = this.bytes;
  start = 0;
  end = 0;
  /** Position in the stream of `bytes[0]`. */
  base = 0;
  /** No more bytes will follow. */
  final = false;
  /** 1-based number of the line that `start` is on. */
  line = 1;
  #begun = false;

  /** Appends a copy of a chunk. */
  push(chunk: Uint8Array): void {
    const pending = this.end - this.start;
    if (pending + chunk.length > this.bytes.length) {
      const room = Math.max(pending + chunk.length, Math.ceil(this.bytes.length * 1.5));
      this.bytes = resized(this.bytes.subarray(this.start, this.end), room);
    } else if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.end);
    }
    this.moved(-this.start);
    this.base += this.start;
    this.start = 0;
    this.end = pending + chunk.length;
    this.bytes.set(chunk, pending);
    this.filled = this.bytes.subarray(0, this.end);
  }

  /** Called before pending bytes move by `distance` in the window. */
  protected moved(_distance: number): void {
    // A subclass moves positions of its own.
  }

  /** Whether reading can begin. False until it is known whether the stream begins with a byte order mark. */
  ready(): boolean {
    if (this.#begun) return true;
    const { bytes, end } = this;
    const possible = bytes[0] === 0xef && (end < 2 || bytes[1] === 0xbb) && (end < 3 || bytes[2] === 0xbf);
    if (end > 0 && end < 3 && possible && !this.final) return false;
    if (end === 0) return this.final;
    this.#begun = true;
    if (end >= 3 && possible) this.start = 3;
    return true;
  }

  /** Position in the stream of the first unread byte. */
  consumed(): number {
    return this.base + this.start;
  }

  /** Number of the line of the next pushed byte. */
  lineAtEnd(): number {
    return this.line + countLineEnds(this.bytes, this.start, this.end);
  }
}

/** Number of line ends (LF, CRLF, CR) in `bytes[start .. end)`. */
export function countLineEnds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === LF || (byte === CR && !(i + 1 < end && bytes[i + 1] === LF))) count++;
  }
  return count;
}

/** Finds a byte again and again, each time further on, with the host's own search. It remembers the last result. */
class ByteFinder {
  readonly #value: number;
  #found = -1;

  constructor(value: number) {
    this.#value = value;
  }

  /** The first position from `from` that holds the byte. `bytes.length` = none. */
  next(bytes: Uint8Array, from: number): number {
    if (this.#found >= from) return this.#found;
    const found = bytes.indexOf(this.#value, from);
    this.#found = found < 0 ? bytes.length : found;
    return this.#found;
  }

  /** Call it when the bytes have changed. */
  forget(): void {
    this.#found = -1;
  }
}

/**
 * The result of `LineWindow.find`: `none` = more bytes are needed (or no bytes remain), `line` = a whole line, `long` =
 * the first part of a line over `MAX_LINE_BYTES`, `rest` = a further part of it.
 */
type LineFind = 'none' | 'line' | 'long' | 'rest';

/** Finds physical lines (ended by LF, CRLF or CR, the last one by the end of the stream) in a window of bytes. */
export class LineWindow extends ByteWindow {
  /** End of the found line's content. */
  lineEnd = 0;
  /** Start of the line after the found one. */
  next = 0;
  /** For `long` and `rest`: the line continues behind `lineEnd`. */
  open = false;
  readonly #lineFeed = new ByteFinder(LF);
  readonly #carriageReturn = new ByteFinder(CR);
  readonly #quote = new ByteFinder(QUOTE);
  readonly #backslash = new ByteFinder(BACKSLASH);
  #scanned = 0;
  #insideLong = false;
  readonly #maxLineBytes: number;

  constructor(maxLineBytes = MAX_LINE_BYTES) {
    super();
    this.#maxLineBytes = maxLineBytes;
  }

  protected override moved(distance: number): void {
    this.#scanned += distance;
    this.#lineFeed.forget();
    this.#carriageReturn.forget();
    this.#quote.forget();
    this.#backslash.forget();
  }

  /** Whether the found line holds a double quote. */
  hasQuote(): boolean {
    return this.#quote.next(this.filled, this.start) < this.lineEnd;
  }

  /** Whether the found line holds a backslash. */
  hasBackslash(): boolean {
    return this.#backslash.next(this.filled, this.start) < this.lineEnd;
  }

  /** Looks for the line that begins at `start`. Call `pass` or `advance` before the next `find`. */
  find(): LineFind {
    if (!this.ready()) return 'none';
    const { bytes, start, end } = this;
    if (start === end) {
      if (this.#insideLong && this.final) return this.#closeLong(end, end);
      return 'none';
    }
    if (bytes[start] === LF && !this.#insideLong) {
      // Runs of empty lines are not worth a search each.
      this.lineEnd = start;
      this.next = start + 1;
      return 'line';
    }
    const from = Math.max(this.#scanned, start);
    const i = Math.min(this.#lineFeed.next(this.filled, from), this.#carriageReturn.next(this.filled, from));
    this.#scanned = i;
    const waiting = i === end || (bytes[i] === CR && i + 1 === end);
    if (waiting && !this.final) return this.#unfinished(i);
    const crlf = bytes[i] === CR && i + 1 < end && bytes[i + 1] === LF;
    const next = Math.min(end, crlf ? i + 2 : i + 1);
    if (this.#insideLong) return this.#closeLong(i, next);
    this.lineEnd = i;
    this.next = next;
    this.open = false;
    return i - start > this.#maxLineBytes ? 'long' : 'line';
  }

  #unfinished(i: number): LineFind {
    if (!this.#insideLong && i - this.start <= this.#maxLineBytes) return 'none';
    if (this.#insideLong && i === this.start) return 'none';
    const kind = this.#insideLong ? 'rest' : 'long';
    this.#insideLong = true;
    this.open = true;
    this.lineEnd = i;
    this.next = i;
    return kind;
  }

  #closeLong(lineEnd: number, next: number): LineFind {
    this.#insideLong = false;
    this.open = false;
    this.lineEnd = lineEnd;
    this.next = next;
    return 'rest';
  }

  /** Whether the found line holds nothing but spaces and tabs. */
  isBlank(): boolean {
    const { bytes, start, lineEnd } = this;
    for (let i = start; i < lineEnd; i++) if (bytes[i] !== SPACE && bytes[i] !== TAB) return false;
    return true;
  }

  /** Consumes the line, or the part of a line, that was found. */
  pass(): void {
    this.advance(this.next, this.open ? 0 : 1);
  }

  /** Consumes up to `to`, which lies `lines` lines further. */
  advance(to: number, lines: number): void {
    this.start = to;
    this.#scanned = to;
    this.line += lines;
  }
}
