import type { ByteWriter } from '../../bytes/bytes.js';
import { appendLiteralText } from '../python/values.js';

const BACKSLASH = 92;

/** Byte ranges of an object's top-level members, in order. Keys lie inside their quotes, values include theirs. */
export class Members {
  readonly keyStart: number[] = [];
  readonly keyEnd: number[] = [];
  readonly valueStart: number[] = [];
  readonly valueEnd: number[] = [];
  /** Whether a value holds a string escape. */
  readonly valueEscaped: boolean[] = [];
  count = 0;

  /** Position of the last member with this key, which is the one that counts. -1 = none. */
  find(bytes: Uint8Array, key: Uint8Array, scratch: ByteWriter): number {
    for (let i = this.count - 1; i >= 0; i--) if (this.keyIs(bytes, i, key, scratch)) return i;
    return -1;
  }

  /** Whether member `i` has this key, escapes resolved. */
  keyIs(bytes: Uint8Array, i: number, key: Uint8Array, scratch: ByteWriter): boolean {
    const [source, start, end] = this.key(bytes, i, scratch);
    if (end - start !== key.length) return false;
    for (let k = 0; k < key.length; k++) if (source[start + k] !== key[k]) return false;
    return true;
  }

  /** Bytes of member `i`'s key with escapes resolved: in place where it has none, else in `scratch`. */
  key(bytes: Uint8Array, i: number, scratch: ByteWriter): [bytes: Uint8Array, start: number, end: number] {
    const start = this.keyStart[i] ?? 0;
    const end = this.keyEnd[i] ?? 0;
    if (!hasEscape(bytes, start, end)) return [bytes, start, end];
    scratch.length = 0;
    appendLiteralText(bytes, start, end, scratch);
    return [scratch.bytes, 0, scratch.length];
  }
}

/** Whether `bytes[start .. end)` holds a backslash. */
export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}
