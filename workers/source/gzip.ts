import { gzipHeaderAt } from '../../src/domain/bytes/file-signature.js';
import { errorText, type Fault } from '../../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { ByteSource } from './bytes.js';
import { CarriedFault, readSlice } from './fault.js';

/** A gzip file with more inflated bytes is refused. */
const MAX_INFLATED_BYTES = 4 * 1024 ** 3;
/**
 * Beyond this many bytes, an inflation of more than `MAX_RATIO` is refused too. Text reaches 20, the format itself
 * 1,032. The file is read ahead.
 */
const RATIO_FREE_BYTES = 64 * 1024 ** 2;
const MAX_RATIO = 600;
const FORMAT_RATIO = 1032;
/** Inflated bytes that are returned at once. */
const GATHERED_BYTES = 1024 ** 2;
const PIECE_BYTES = 64 * 1024;
/** Bytes of a member's header, of its trailer, and of the shortest member. */
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const SHORTEST_MEMBER = 20;
/** Zeros that the trailer and the last block of a member may end with. */
const OWN_ZEROS = 11;
/** A file with no more zeros than these at its end counts as one without padding. */
const USUAL_ZEROS = 3;

/**
 * The inflated bytes of a gzip file: of all its members, one after the other. Zeros behind the last member are padding.
 * The fault is `file-gzip-member` (with the number of the `member`, from 2) for a damaged member behind the first, after
 * all bytes that could be inflated, and `file-gzip-broken` for the first.
 */
export class GzipBytes implements ByteSource {
  bytesRead = 0;
  #inflated = 0;
  readonly #file: Blob;
  /** End of the last member. -1 = unknown. */
  #end: number;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #members = 0;
  /** Inflated bytes of the member. */
  #memberInflated = 0;
  /** Bytes of the file in memory. */
  #window: { readonly offset: number; readonly bytes: Uint8Array<ArrayBuffer> } = {
    offset: 0,
    bytes: new Uint8Array(0),
  };
  /** The fault that ended the inflation. It is returned after all bytes that came before it. */
  #failure: Fault | null = null;
  #cancelled = false;

  constructor(file: Blob, end = -1) {
    this.#file = file;
    this.#end = end;
  }

  /** Joins small pieces: a reader that waits for the end of a record looks at all of it again with each piece. */
  async next(): Promise<Outcome<Uint8Array | null>> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (this.#failure === null && length < GATHERED_BYTES) {
      const piece = await this.#nextPiece();
      if (!piece.ok) this.#failure = piece.fault;
      else if (piece.value === null) break;
      else {
        pieces.push(piece.value);
        length += piece.value.length;
      }
    }
    if (pieces.length === 0) return this.#failure === null ? ok(null) : failed(this.#failure);
    const gathered = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      gathered.set(piece, at);
      at += piece.length;
    }
    return ok(gathered);
  }

  cancel(): void {
    this.#cancelled = true;
    // A stream that has failed refuses to be cancelled. Then it holds nothing any more.
    this.#reader?.cancel().catch(() => undefined);
  }

  async #nextPiece(): Promise<Outcome<Uint8Array | null>> {
    if (this.#end < 0) {
      const end = await soundEnd(this.#file);
      if (!end.ok) return end;
      this.#end = end.value;
    }
    for (;;) {
      if (this.#cancelled) return ok(null);
      if (this.#reader === null) {
        if (this.bytesRead >= this.#end) return ok(null);
        this.#openMember();
      }
      const piece = await this.#readMember();
      if (!piece.ok || piece.value !== null) return piece;
      this.#reader = null;
    }
  }

  #openMember(): void {
    this.#members++;
    this.#memberInflated = 0;
    this.#reader = this.#memberStream().pipeThrough(new DecompressionStream('gzip')).getReader();
  }

  /** The next piece of the member. Null at its end. */
  async #readMember(): Promise<Outcome<Uint8Array | null>> {
    const reader = this.#reader;
    if (reader === null) return ok(null);
    let piece: ReadableStreamReadResult<Uint8Array>;
    try {
      piece = await reader.read();
    } catch (error) {
      if (error instanceof CarriedFault) return failed(error.fault);
      const detail = errorText(error);
      if (this.#members < 2) return failed({ code: 'file-gzip-broken', detail });
      return failed({ code: 'file-gzip-member', params: { member: this.#members }, detail });
    }
    if (piece.done) return ok(null);
    this.#inflated += piece.value.length;
    this.#memberInflated += piece.value.length;
    const tooDense = this.#inflated > RATIO_FREE_BYTES && this.#inflated > this.bytesRead * MAX_RATIO;
    if (tooDense || this.#inflated > MAX_INFLATED_BYTES) {
      this.cancel();
      return failed({ code: 'file-gzip-bomb' });
    }
    return ok(piece.value);
  }

  /** The compressed bytes of the member that begins at the present position. */
  #memberStream(): ReadableStream<BufferSource> {
    const start = this.bytesRead;
    return new ReadableStream<BufferSource>({
      pull: async (controller) => {
        const from = this.bytesRead;
        await this.#fill(from);
        const { bytes, offset } = this.#window;
        const to = Math.min(this.#end, offset + bytes.length - (offset + bytes.length < this.#end ? HEADER_BYTES : 0));
        const next = this.#nextMember(Math.max(from, start + SHORTEST_MEMBER), start, to);
        const end = next < 0 ? to : next;
        if (end > from) controller.enqueue(bytes.slice(from - offset, end - offset));
        this.bytesRead = end;
        if (next >= 0 || end >= this.#end) controller.close();
      },
    });
  }

  /** Fills the window from `from` on: a piece and a header of it, and a trailer before. */
  async #fill(from: number): Promise<void> {
    const { offset, bytes } = this.#window;
    const held = offset + bytes.length;
    if (from - TRAILER_BYTES >= offset && (held >= this.#end || from + HEADER_BYTES < held)) return;
    const begin = Math.max(0, from - TRAILER_BYTES);
    const end = Math.min(this.#end, from + PIECE_BYTES + HEADER_BYTES);
    const read = await readSlice(this.#file, begin, end);
    if (!read.ok) throw new CarriedFault(read.fault);
    this.#window = { offset: begin, bytes: read.value };
  }

  /** Position in the file where the member behind the one at `start` begins. -1 = none from `from` to `to`. */
  #nextMember(from: number, start: number, to: number): number {
    const { bytes, offset } = this.#window;
    for (let i = bytes.indexOf(0x1f, from - offset); i >= 0 && offset + i < to; i = bytes.indexOf(0x1f, i + 1)) {
      if (gzipHeaderAt(bytes, i) && this.#canEnd(bytes, i, offset + i - start)) return offset + i;
    }
    return -1;
  }

  /** Whether the four bytes before `at` can be the inflated size of a member with `length` compressed bytes. */
  #canEnd(bytes: Uint8Array, at: number, length: number): boolean {
    const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at - 4, true);
    return size >= this.#memberInflated && size <= FORMAT_RATIO * length;
  }
}

/**
 * End of the last member of a gzip file. A trailer may end with zeros of its own. A file with many zeros is inflated to
 * find out which of them belong to the trailer.
 */
async function soundEnd(file: Blob): Promise<Outcome<number>> {
  const found = await zerosAtEnd(file);
  if (!found.ok) return found;
  const zeros = found.value;
  if (zeros <= USUAL_ZEROS || zeros === file.size) return ok(file.size);
  const last = file.size - zeros;
  for (let own = 0; own <= Math.min(zeros, OWN_ZEROS); own++) {
    const fault = await inflationFault(new GzipBytes(file, last + own));
    if (fault === null) return ok(last + own);
    // A file that is too large must not be inflated again and again.
    if (fault.code === 'file-gzip-bomb') return failed(fault);
  }
  return ok(file.size);
}

async function zerosAtEnd(file: Blob): Promise<Outcome<number>> {
  let zeros = 0;
  while (zeros < file.size) {
    const end = file.size - zeros;
    const bytes = await readSlice(file, Math.max(0, end - PIECE_BYTES), end);
    if (!bytes.ok) return bytes;
    const other = bytes.value.findLastIndex((byte) => byte !== 0);
    zeros += bytes.value.length - 1 - other;
    if (other >= 0) break;
  }
  return ok(zeros);
}

/** Why a file does not inflate to its end. Null = it does. */
async function inflationFault(source: GzipBytes): Promise<Fault | null> {
  for (;;) {
    const piece = await source.next();
    if (!piece.ok) return piece.fault;
    if (piece.value === null) return null;
  }
}
