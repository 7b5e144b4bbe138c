import { encodeText, SHIFT_BACK, type Encoded } from './byte-encoder.js';
import type { ByteWriter } from './bytes.js';
import type { SourceEncoding } from './dataset.js';
import { HeldBytes } from './held-bytes.js';
import { sourcePositions, type SourcePositions } from './source-positions.js';

/** A range of the source as UTF-8, and the text in its place. */
interface Patch extends Encoded {
  readonly start: number;
  readonly end: number;
}

/**
 * Copies a source's bytes and replaces ranges of them. Ranges are positions in the source as UTF-8. The source's bytes
 * and the replacements are in the source's encoding. Only bytes that a range may still replace are held.
 */
export class PatchedBytes {
  readonly #encoding: SourceEncoding;
  readonly #out: ByteWriter;
  readonly #held = new HeldBytes();
  readonly #positions: SourcePositions;
  #patches: Patch[] = [];
  /** Position in the source up to which it is written or left out. */
  #written = 0;

  constructor(encoding: SourceEncoding, out: ByteWriter) {
    this.#encoding = encoding;
    this.#out = out;
    this.#positions = sourcePositions(encoding, this.#held);
  }

  /** The next bytes of the source. They are kept, and must not change. */
  push(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.#positions.read();
  }

  /** Replaces `start .. end` by a text. Ranges must not overlap. Throws `NotEncodable`. */
  replace(start: number, end: number, text: string): void {
    this.#patches.push({ start, end, ...encodeText(text, this.#encoding) });
  }

  /** Writes the bytes in front of a position, where no more ranges will be. */
  settle(position: number): void {
    // The bytes behind a range are needed, so a range that ends here waits.
    this.#apply((patch) => patch.end < position);
    const next = this.#patches[0]?.start ?? Infinity;
    this.#copyTo(this.#positions.before(Math.min(position, next)));
    this.#held.drop(this.#positions.drop(this.#written));
  }

  /** Writes the remaining bytes. */
  end(): void {
    this.#apply(() => true);
    this.#copyTo(this.#held.end);
  }

  #apply(isDue: (patch: Patch) => boolean): void {
    const ordered = this.#patches.every(({ start }, i) => i === 0 || start >= (this.#patches[i - 1]?.end ?? 0));
    if (!ordered) this.#patches.sort((a, b) => a.start - b.start);
    let count = 0;
    for (const patch of this.#patches) {
      if (!isDue(patch)) break;
      this.#write(patch);
      count++;
    }
    if (count > 0) this.#patches = this.#patches.slice(count);
  }

  #write({ start, end, bytes, shifted }: Patch): void {
    const from = this.#positions.of(start);
    const to = this.#positions.of(end);
    if (from < this.#written) throw new Error('ranges overlap');
    this.#copyTo(from);
    this.#out.append(bytes, 0, bytes.length);
    if (shifted) this.#out.append(SHIFT_BACK, 0, SHIFT_BACK.length);
    this.#written = to + (this.#shiftsBackAt(to) ? SHIFT_BACK.length : 0);
  }

  /** Whether the source leaves the two-byte state of ISO-2022-JP here, because the replaced text was in it. */
  #shiftsBackAt(position: number): boolean {
    if (this.#encoding !== 'iso-2022-jp') return false;
    const next = this.#held.slice(position, Math.min(position + SHIFT_BACK.length, this.#held.end));
    return next.length === SHIFT_BACK.length && next.every((byte, i) => byte === SHIFT_BACK[i]);
  }

  #copyTo(position: number): void {
    if (position <= this.#written) return;
    this.#held.copy(this.#written, position, this.#out);
    this.#written = position;
  }
}
