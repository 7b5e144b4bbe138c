import { ByteWriter } from './bytes.js';

const COMMA = 44;
const OPEN_BRACKET = 91;

/** The bytes between the records of a document on their way to its copy: a record that is left out takes its comma along. */
export class DocumentGaps {
  private readonly out: ByteWriter;
  private readonly pending = new ByteWriter();
  /** What of `pending` stays whatever follows, where the first record of a list was left out; -1 = it was not. */
  private kept = -1;

  constructor(out: ByteWriter) {
    this.out = out;
  }

  /** Bytes behind the record before. */
  add(bytes: Uint8Array, start: number, end: number): void {
    this.pending.append(bytes, start, end);
  }

  /** Writes what is in front of a record that is written, or at the end. */
  write(): void {
    const { out, pending, kept } = this;
    const comma = kept < 0 ? -1 : firstAt(pending, kept);
    if (comma >= 0 && pending.bytes[comma] === COMMA) {
      out.append(pending.bytes, 0, kept);
      const behind = firstAt(pending, comma + 1);
      out.append(pending.bytes, behind < 0 ? pending.length : behind, pending.length);
    } else out.append(pending.bytes, 0, pending.length);
    pending.length = 0;
    this.kept = -1;
  }

  /** The record behind is left out. */
  leaveOut(): void {
    const { pending } = this;
    const isFirst = pending.bytes[lastAt(pending)] === OPEN_BRACKET;
    if (isFirst) this.kept = pending.length;
    else pending.length = Math.max(0, this.kept);
  }
}

/** Position of the first byte from `from` that is no white space, -1 = none. */
function firstAt({ bytes, length }: ByteWriter, from: number): number {
  for (let i = from; i < length; i++) if (!isSpace(bytes[i])) return i;
  return -1;
}

/** The same for the last byte. */
function lastAt({ bytes, length }: ByteWriter): number {
  for (let i = length - 1; i >= 0; i--) if (!isSpace(bytes[i])) return i;
  return -1;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}
