import { hexDigits, hexValue, isDigit } from './python-values.js';

/** Kinds of literal. Lists and tuples are both sequences. `null` is `None`, `true` is `True`. */
export const STRING = 1;
export const NUMBER = 2;
export const TRUE = 3;
export const FALSE = 4;
export const NONE = 5;
export const SEQUENCE = 6;
export const DICT = 7;

const MAX_DEPTH = 64;
const WORDS: readonly (readonly [word: string, kind: number])[] = [
  ['True', TRUE],
  ['true', TRUE],
  ['False', FALSE],
  ['false', FALSE],
  ['None', NONE],
  ['null', NONE],
  ['NaN', NUMBER],
  ['nan', NUMBER],
  ['Infinity', NUMBER],
  ['inf', NUMBER],
];
const NUMPY_PREFIXES = ['numpy.', 'np.'];

const NUMPY_TRUTHS: readonly (readonly [word: string, kind: number])[] = [
  ['True_', TRUE],
  ['False_', FALSE],
];

/**
 * The members of a dict or the items of a sequence, as byte ranges. Ranges of strings lie inside the quotes. A numpy
 * scalar's range is the value inside its brackets. Items of a sequence have empty keys.
 */
export class LiteralParts {
  readonly keyStart: number[] = [];
  readonly keyEnd: number[] = [];
  readonly start: number[] = [];
  readonly end: number[] = [];
  readonly kind: number[] = [];
  /** Whether a string holds an escape. */
  readonly escaped: boolean[] = [];
  count = 0;

  /** Position of the last member with this key, which is the one that counts. -1 = none. */
  find(bytes: Uint8Array, key: Uint8Array): number {
    for (let i = this.count - 1; i >= 0; i--) {
      const from = this.keyStart[i] ?? 0;
      if ((this.keyEnd[i] ?? 0) - from !== key.length) continue;
      let k = 0;
      while (k < key.length && bytes[from + k] === key[k]) k++;
      if (k === key.length) return i;
    }
    return -1;
  }
}

/**
 * Reads Python literals in the form of `repr`, and JSON: strings in either quotes, numbers with `nan` and `inf`, True,
 * False, None, lists, tuples, dicts, and numpy's forms of them: scalars (`np.float64(0.5)`, `np.True_`) and arrays
 * (`array([0.5, 1.], dtype=float32)`), whose range is the list inside. It evaluates nothing. Any other content makes a
 * line broken. Bytes must be valid UTF-8.
 */
export class LiteralScanner {
  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  /** Of the value that was scanned last. */
  #kind = 0;
  #from = 0;
  #to = 0;
  #escaped = false;

  /** Reads `bytes[start .. end)` as one dict and lists its members. */
  dict(bytes: Uint8Array, start: number, end: number, parts: LiteralParts): 'ok' | 'broken' | 'not-a-dict' {
    this.#bytes = bytes;
    this.#end = end;
    const first = this.#space(start);
    if (bytes[first] !== 123 || first >= end) return this.#whole(start) ? 'not-a-dict' : 'broken';
    parts.count = 0;
    return this.#closes(this.#members(first, 0, parts)) ? 'ok' : 'broken';
  }

  /** Reads `bytes[start .. end)` as one list or tuple and lists its items. False for other values. */
  sequence(bytes: Uint8Array, start: number, end: number, parts: LiteralParts): boolean {
    this.#bytes = bytes;
    this.#end = end;
    const first = this.#space(start);
    if (first >= end || (bytes[first] !== 91 && bytes[first] !== 40)) return false;
    parts.count = 0;
    return this.#closes(this.#items(first, 0, parts));
  }

  #whole(start: number): boolean {
    return this.#closes(this.#value(start, 0));
  }

  #closes(after: number): boolean {
    return after >= 0 && this.#space(after) === this.#end;
  }

  #space(i: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    while (i < end && (bytes[i] === 32 || bytes[i] === 9 || bytes[i] === 10 || bytes[i] === 13)) i++;
    return i;
  }

  /** Skips a value and describes it in the fields. Returns the position behind it, -1 = broken. */
  #value(i: number, depth: number): number {
    i = this.#space(i);
    if (i >= this.#end || depth > MAX_DEPTH) return -1;
    const byte = this.#bytes[i] ?? 0;
    const start = i;
    if (byte === 34 || byte === 39) return this.#text(i, byte);
    if (byte === 123 || byte === 91 || byte === 40) {
      const after = byte === 123 ? this.#members(i, depth, null) : this.#items(i, depth, null);
      return this.#described(byte === 123 ? DICT : SEQUENCE, start, after);
    }
    if (byte === 43 || byte === 45 || byte === 46 || isDigit(byte))
      return this.#described(NUMBER, start, this.#number(i));
    return this.#word(i, depth);
  }

  #described(kind: number, from: number, to: number): number {
    this.#kind = kind;
    this.#from = from;
    this.#to = to;
    this.#escaped = false;
    return to;
  }

  #members(open: number, depth: number, parts: LiteralParts | null): number {
    let i = this.#space(open + 1);
    if (this.#at(i) === 125) return i + 1;
    for (;;) {
      i = this.#value(i, depth + 1);
      if (i < 0 || this.#kind > NONE) return -1;
      const keyStart = this.#from;
      const keyEnd = this.#to;
      i = this.#space(i);
      if (this.#at(i) !== 58) return -1;
      i = this.#value(i + 1, depth + 1);
      if (i < 0) return -1;
      if (parts !== null) this.#file(parts, keyStart, keyEnd);
      i = this.#space(i);
      if (this.#at(i) === 125) return i + 1;
      if (this.#at(i) !== 44) return -1;
      i++;
    }
  }

  #items(open: number, depth: number, parts: LiteralParts | null): number {
    const close = this.#bytes[open] === 91 ? 93 : 41;
    let i = this.#space(open + 1);
    if (this.#at(i) === close) return i + 1;
    for (let count = 1; ; count++) {
      i = this.#value(i, depth + 1);
      if (i < 0) return -1;
      if (parts !== null) this.#file(parts, 0, 0);
      i = this.#space(i);
      // `(1,)` is a tuple, `(1)` is none. Only a tuple may end in a comma.
      if (this.#at(i) === close) return close === 41 && count === 1 ? -1 : i + 1;
      if (this.#at(i) !== 44) return -1;
      i = this.#space(i + 1);
      if (close === 41 && this.#at(i) === close) return i + 1;
    }
  }

  #file(parts: LiteralParts, keyStart: number, keyEnd: number): void {
    const n = parts.count++;
    parts.keyStart[n] = keyStart;
    parts.keyEnd[n] = keyEnd;
    parts.start[n] = this.#from;
    parts.end[n] = this.#to;
    parts.kind[n] = this.#kind;
    parts.escaped[n] = this.#escaped;
  }

  #at(i: number): number {
    return i < this.#end ? (this.#bytes[i] ?? 0) : -1;
  }

  #text(open: number, quote: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let escaped = false;
    for (let i = open + 1; i < end; i++) {
      const byte = bytes[i] ?? 0;
      if (byte === quote) {
        this.#described(STRING, open + 1, i);
        this.#escaped = escaped;
        return i + 1;
      }
      if (byte < 32) return -1;
      if (byte !== 92) continue;
      escaped = true;
      i++;
      const digits = hexDigits(this.#at(i));
      if (digits < 0) return -1;
      for (let k = 1; k <= digits; k++) if (hexValue(this.#at(i + k)) < 0) return -1;
      i += digits;
    }
    return -1;
  }

  /** A decimal number of both languages: no underscores, no leading point, `5.` and `-inf` included. */
  #number(i: number): number {
    if (this.#at(i) === 43 || this.#at(i) === 45) i++;
    if (this.#at(i) === 105 || this.#at(i) === 73) {
      return this.#named(i, this.#at(i) === 105 ? 'inf' : 'Infinity');
    }
    const integer = this.#digits(i);
    if (integer === i) return -1;
    i = integer;
    if (this.#at(i) === 46) i = this.#digits(i + 1);
    if (this.#at(i) === 101 || this.#at(i) === 69) {
      i++;
      if (this.#at(i) === 43 || this.#at(i) === 45) i++;
      const exponent = this.#digits(i);
      if (exponent === i) return -1;
      i = exponent;
    }
    return isNameByte(this.#at(i)) ? -1 : i;
  }

  #digits(i: number): number {
    while (isDigit(this.#at(i))) i++;
    return i;
  }

  #word(i: number, depth: number): number {
    for (const [word, kind] of WORDS) {
      const after = this.#named(i, word);
      if (after >= 0) return this.#described(kind, i, after);
    }
    const prefix = NUMPY_PREFIXES.find((name) => this.#startsWith(i, name)) ?? '';
    const inside = i + prefix.length;
    if (this.#startsWith(inside, 'array(')) return this.#array(inside + 'array('.length, depth);
    return prefix === '' ? -1 : this.#scalar(inside, depth);
  }

  /** A numpy scalar from behind its prefix. */
  #scalar(i: number, depth: number): number {
    for (const [word, kind] of NUMPY_TRUTHS) {
      const after = this.#named(i, word);
      if (after >= 0 && this.#at(after) !== 40) return this.#described(kind, i, after);
    }
    while (isNameByte(this.#at(i)) || this.#at(i) === 46) i++;
    if (this.#at(i) !== 40) return -1;
    const after = this.#value(i + 1, depth + 1);
    if (after < 0 || this.#kind > NONE || this.#at(after) !== 41) return -1;
    return after + 1;
  }

  /** A numpy array from behind its bracket: a list, and maybe the type of its numbers. */
  #array(i: number, depth: number): number {
    i = this.#value(i, depth + 1);
    if (i < 0 || this.#kind !== SEQUENCE) return -1;
    const from = this.#from;
    const to = this.#to;
    i = this.#space(i);
    if (this.#at(i) === 44) {
      i = this.#space(i + 1);
      if (!this.#startsWith(i, 'dtype=')) return -1;
      i += 'dtype='.length;
      while (isNameByte(this.#at(i)) || this.#at(i) === 46) i++;
    }
    return this.#at(i) === 41 ? (this.#described(SEQUENCE, from, to), i + 1) : -1;
  }

  #startsWith(i: number, text: string): boolean {
    for (let k = 0; k < text.length; k++) if (this.#at(i + k) !== text.charCodeAt(k)) return false;
    return true;
  }

  /** Position behind this whole word. -1 = another text is there. */
  #named(i: number, word: string): number {
    return this.#startsWith(i, word) && !isNameByte(this.#at(i + word.length)) ? i + word.length : -1;
  }
}

function isNameByte(byte: number): boolean {
  const lower = byte | 32;
  return byte >= 0 && (isDigit(byte) || (lower >= 97 && lower <= 122) || byte === 95);
}
