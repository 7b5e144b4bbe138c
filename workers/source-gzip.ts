import { gzipHeaderAt } from '../src/domain/magic.js';
import type { ByteSource } from './source-bytes.js';
import { readSlice, SourceFault } from './source-fault.js';

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
 * Throws `SourceFault`: `file-gzip-member` (with the number of the `member`, from 2) for a damaged member behind the
 * first, after all bytes that could be inflated, and `file-gzip-broken` for the first.
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
  /** The error that ended the inflation. It is thrown after all bytes that came before it. */
  #failure: Error | null = null;
  #cancelled = false;

  constructor(file: Blob, end = -1) {
    this.#file = file;
    this.#end = end;
  }

  /** Joins small pieces: a reader that waits for the end of a record looks at all of it again with each piece. */
  async next(): Promise<Uint8Array | null> {
    this.#throwFailure();
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (length < GATHERED_BYTES) {
      const piece = await this.#nextOrFailure();
      if (piece === null) break;
      pieces.push(piece);
      length += piece.length;
    }
    if (pieces.length === 0) {
      this.#throwFailure();
      return null;
    }
    const gathered = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      gathered.set(piece, at);
      at += piece.length;
    }
    return gathered;
  }

  cancel(): void {
    this.#cancelled = true;
    // A stream that has failed refuses to be cancelled. Then it holds nothing any more.
    this.#reader?.cancel().catch(() => undefined);
  }

  /** The next piece. Null at the end and after a failure, which is kept. */
  async #nextOrFailure(): Promise<Uint8Array | null> {
    try {
      return await this.#nextPiece();
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      return null;
    }
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  async #nextPiece(): Promise<Uint8Array | null> {
    if (this.#end < 0) this.#end = await soundEnd(this.#file);
    for (;;) {
      if (this.#cancelled) return null;
      if (this.#reader === null) {
        if (this.bytesRead >= this.#end) return null;
        this.#openMember();
      }
      const piece = await this.#readMember();
      if (piece !== null) return piece;
      this.#reader = null;
    }
  }

  #openMember(): void {
    this.#members++;
    this.#memberInflated = 0;
    this.#reader = this.#memberStream().pipeThrough(new DecompressionStream('gzip')).getReader();
  }

  /** The next piece of the member. Null at its end. */
  async #readMember(): Promise<Uint8Array | null> {
    const reader = this.#reader;
    if (reader === null) return null;
    let piece: ReadableStreamReadResult<Uint8Array>;
    try {
      piece = await reader.read();
    } catch (error) {
      if (error instanceof SourceFault) throw error;
      const detail = String(error);
      if (this.#members < 2) throw new SourceFault({ code: 'file-gzip-broken', detail });
      throw new SourceFault({ code: 'file-gzip-member', params: { member: this.#members }, detail });
    }
    if (piece.done) return null;
    this.#inflated += piece.value.length;
    this.#memberInflated += piece.value.length;
    const tooDense = this.#inflated > RATIO_FREE_BYTES && this.#inflated > this.bytesRead * MAX_RATIO;
    if (tooDense || this.#inflated > MAX_INFLATED_BYTES) {
      this.cancel();
      throw new SourceFault({ code: 'file-gzip-bomb' });
    }
    return piece.value;
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
    this.#window = { offset: begin, bytes: await readSlice(this.#file, begin, end) };
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
async function soundEnd(file: Blob): Promise<number> {
  const zeros = await zerosAtEnd(file);
  if (zeros <= USUAL_ZEROS || zeros === file.size) return file.size;
  const last = file.size - zeros;
  for (let own = 0; own <= Math.min(zeros, OWN_ZEROS); own++) {
    if (await inflates(new GzipBytes(file, last + own))) return last + own;
  }
  return file.size;
}

async function zerosAtEnd(file: Blob): Promise<number> {
  let zeros = 0;
  while (zeros < file.size) {
    const end = file.size - zeros;
    const bytes = await readSlice(file, Math.max(0, end - PIECE_BYTES), end);
    const other = bytes.findLastIndex((byte) => byte !== 0);
    zeros += bytes.length - 1 - other;
    if (other >= 0) break;
  }
  return zeros;
}

async function inflates(source: GzipBytes): Promise<boolean> {
  try {
    while ((await source.next()) !== null);
    return true;
  } catch (error) {
    // A file that is too large must not be inflated again and again.
    if (error instanceof SourceFault && error.fault.code === 'file-gzip-bomb') throw error;
    return false;
  }
}
