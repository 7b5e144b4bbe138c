import { resized } from './typed-array.js';

const encoder = new TextEncoder();
/** Below this many bytes a plain loop is quicker than making a view for `set`. */
const SHORT_COPY = 48;
/** Digits of 2^32 - 1, and the byte of '0'. */
const MOST_DIGITS = 10;
const ZERO = 0x30;

/** Bytes that grow at the end. `bytes[0 .. length)` is written. The bytes behind are spare room. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `extra` more bytes. Throws `RangeError` where the host has none. */
  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.bytes.length) return;
    this.bytes = resized(this.bytes, Math.max(needed, Math.ceil(this.bytes.length * 1.5), 256));
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  /** Appends `source[start .. end)`. */
  append(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.reserve(count);
    if (count > SHORT_COPY) {
      this.bytes.set(source.subarray(start, end), this.length);
    } else {
      const { bytes, length } = this;
      for (let i = 0; i < count; i++) bytes[length + i] = source[start + i] ?? 0;
    }
    this.length += count;
  }

  /** Appends a string as UTF-8. */
  text(value: string): void {
    this.reserve(value.length * 3);
    this.length += encoder.encodeInto(value, this.bytes.subarray(this.length)).written;
  }

  /** Appends a whole number, 0 .. 2^32 - 1, in decimal digits. Far quicker than `text`, which calls the host. */
  decimal(value: number): void {
    this.reserve(MOST_DIGITS);
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++;
    let rest = value;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const tenth = Math.floor(rest / 10);
      this.bytes[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.length += digits;
  }

  /**
   * Returns the written bytes and starts again. The buffer may be longer than the array (never by more than the array
   * itself): only the array's own range has a meaning.
   */
  take(): Uint8Array<ArrayBuffer> {
    const taken =
      this.length * 2 < this.bytes.length ? this.bytes.slice(0, this.length) : this.bytes.subarray(0, this.length);
    this.bytes = new Uint8Array(0);
    this.length = 0;
    return taken;
  }
}

/** Bytes as hexadecimal digits in lower case, two for each. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether two byte ranges of equal length hold the same bytes. */
export function sameBytes(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}
