import { ByteWriter } from '../../bytes/bytes.js';
import { scanAnyObject } from './loose.js';
import { Members } from './members.js';
import { skipSpace } from './scan.js';
import { appendLiteralText } from '../python/values.js';

const COMMA = 44;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Writes records that lie under keys with their key as a last member. */
export class NamedRecord {
  readonly #name: Uint8Array;
  readonly #nameJson: string;
  #key = '""';
  readonly #out = new ByteWriter();
  readonly #scratch = new ByteWriter();
  readonly #members = new Members();

  /** `column`: the name of that member. */
  constructor(column: string) {
    this.#name = encoder.encode(column);
    this.#nameJson = JSON.stringify(column);
  }

  /** A key begins at `start`, in quotes of either sort. Its value begins at `valueStart`. */
  begin(bytes: Uint8Array, start: number, valueStart: number): void {
    const scratch = this.#scratch;
    const end = bytes.lastIndexOf(bytes[start] ?? 0, valueStart - 1);
    scratch.length = 0;
    appendLiteralText(bytes, start + 1, end, scratch);
    this.#key = JSON.stringify(decoder.decode(scratch.bytes.subarray(0, scratch.length)));
  }

  /**
   * The object `bytes[start .. end)` with its key, at the same place: the result begins at `start`. Null where it is no
   * object, or has a member of that name. Valid until the next call.
   */
  write(bytes: Uint8Array, start: number, end: number): ByteWriter | null {
    const out = this.#out;
    const members = this.#members;
    const name = this.#name;
    const scratch = this.#scratch;
    const scanned = scanAnyObject(bytes, start, end, members);
    if (scanned === 'broken-json' || scanned === 'not-an-object') return null;
    if (members.find(bytes, name, scratch) >= 0) return null;
    let last = end - 2;
    while (last > start && skipSpace(bytes, last, last + 1) > last) last--;
    out.length = 0;
    out.reserve(last + 1);
    out.length = start;
    out.append(bytes, start, last + 1);
    if (last > start && bytes[last] !== COMMA) out.push(COMMA);
    out.text(`${this.#nameJson}:${this.#key}}`);
    return out;
  }
}
