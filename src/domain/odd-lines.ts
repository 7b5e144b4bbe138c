import { Utf8Checker } from './encoding.js';

const LF = 10;
const CR = 13;
/** Bytes of one line that are kept at most. A line of this length may end inside a character. */
export const ODD_LINE_BYTES = 2048;
/** Bytes of all lines together. */
const TOTAL_BYTES = 128 * 1024;
/** Bytes before the first odd one that a long line keeps. */
const LEAD_BYTES = 80;

/** Whether a kept line is UTF-8. Only one that was cut may end inside a character. */
export function isWholeUtf8(line: Uint8Array): boolean {
  const checker = new Utf8Checker();
  return checker.check(line) < 0 && (checker.complete() || line.length === ODD_LINE_BYTES);
}

/**
 * Collects, from a stream of bytes in pieces of any size, lines with bytes beyond ASCII, and whether all of the stream
 * is UTF-8. Of a long line it keeps the part around the first such byte. The first lines that are not UTF-8 always have
 * a place.
 */
export class OddLines {
  readonly #checker = new Utf8Checker();
  #valid = true;
  readonly #odd: Uint8Array[] = [];
  readonly #broken: Uint8Array[] = [];
  #oddBytes = 0;
  #brokenBytes = 0;
  /** The kept part of the present line. */
  #line = new Uint8Array(ODD_LINE_BYTES);
  #length = 0;
  /** Position in `line` of the first byte beyond ASCII. -1 = none. */
  #first = -1;

  push(chunk: Uint8Array): void {
    if (this.#valid) this.#valid = this.#checker.check(chunk) < 0;
    if (this.#full()) return;
    for (const byte of chunk) {
      if (byte === LF || byte === CR) this.#endLine();
      else this.#add(byte);
    }
  }

  /** Ends the stream. Returns the lines, those that are not UTF-8 first, and whether all bytes were UTF-8. */
  end(): { readonly utf8: boolean; readonly lines: readonly Uint8Array[] } {
    this.#endLine();
    return { utf8: this.#valid && this.#checker.complete(), lines: [...this.#broken, ...this.#odd] };
  }

  /** The same before the end of the stream. An unfinished line or character does not count. */
  endEarly(): ReturnType<OddLines['end']> {
    return { utf8: this.#valid, lines: [...this.#broken, ...this.#odd] };
  }

  #full(): boolean {
    return this.#oddBytes >= TOTAL_BYTES && this.#brokenBytes >= TOTAL_BYTES;
  }

  #add(byte: number): void {
    if (this.#length === ODD_LINE_BYTES) {
      // The end of a long line is not needed after its first odd byte.
      if (this.#first >= 0) return;
      this.#cutFront();
    }
    if (byte >= 0x80 && this.#first < 0) this.#first = this.#length;
    this.#line[this.#length++] = byte;
  }

  /** Drops the front of a line of ASCII, up to a byte that is never the second half of a character. */
  #cutFront(): void {
    let from = ODD_LINE_BYTES - LEAD_BYTES;
    while (from < ODD_LINE_BYTES && (this.#line[from] ?? 0) >= 0x30) from++;
    this.#line.copyWithin(0, from);
    this.#length = ODD_LINE_BYTES - from;
  }

  #endLine(): void {
    const kept = this.#first < 0 ? null : this.#line.slice(0, this.#length);
    this.#length = 0;
    this.#first = -1;
    if (kept === null) return;
    const broken = !isWholeUtf8(kept);
    if (broken && this.#brokenBytes < TOTAL_BYTES) {
      this.#broken.push(kept);
      this.#brokenBytes += kept.length;
    } else if (!broken && this.#oddBytes < TOTAL_BYTES) {
      this.#odd.push(kept);
      this.#oddBytes += kept.length;
    }
  }
}
