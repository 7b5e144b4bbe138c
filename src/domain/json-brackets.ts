const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Looks for the end of an element that is no JSON, by its brackets and by the layout of the lines. */
export class BracketScan {
  /** White space since the last line start. -1 after other text. */
  column = -1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #seen = 0;
  #errorOffset = 0;
  #indent = 0;

  /** `errorOffset`: lines before it belong to the element for certain. `indent` as in the reader. */
  begin(errorOffset: number, indent: number): void {
    this.column = -1;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#seen = 0;
    this.#errorOffset = errorOffset;
    this.#indent = indent;
  }

  /** Scans `bytes[from .. to)`. Returns the position where reading can resume. -1 = it is not in this piece. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    for (let i = from; i < to; i++, this.#seen++) {
      const byte = bytes[i] ?? 0;
      if (byte === LF || byte === CR) {
        // A line end inside a string: the string was never closed.
        this.#inString = false;
        this.#escaped = false;
        this.column = 0;
        if (this.#depth === 0 && this.#seen > 0) return i;
      } else if (byte === 32 || byte === 9) {
        if (this.column >= 0) this.column++;
        this.#escaped = false;
      } else if (this.#seen > 0 && this.#resumesAt(byte)) {
        return i;
      } else {
        this.column = -1;
        const stop = this.#passByte(byte);
        if (stop >= 0) return i + stop;
      }
    }
    return -1;
  }

  #resumesAt(byte: number): boolean {
    if (byte !== OPEN_BRACE || this.#seen < this.#errorOffset) return false;
    return this.#indent < 0 ? this.column === 0 || this.column === 1 : this.column === this.#indent;
  }

  /**
   * 1 = the element ends behind this byte (its own closing bracket), 0 = in front of it (a separator), -1 = it
   * continues.
   */
  #passByte(byte: number): number {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return -1;
    }
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
    else if (this.#depth > 0 && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) return --this.#depth === 0 ? 1 : -1;
    else if (this.#depth === 0 && (byte === COMMA || byte === CLOSE_BRACKET)) return 0;
    return -1;
  }
}
