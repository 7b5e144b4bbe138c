import type { ReadSettings } from '../src/domain/dataset.js';
import { binaryKind, isGzip } from '../src/domain/magic.js';
import type { Fault } from '../src/protocol/fault.js';

/** An expected failure on its way to the wire, where it becomes a value. */
export class SourceFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** Inflated bytes past which a gzip file is refused. */
const MAX_INFLATED_BYTES = 4 * 1024 ** 3;
/** Past this much, an inflation of more than `MAX_RATIO` is refused too: text reaches 20, the format itself 1,032; the file is read ahead. */
const RATIO_FREE_BYTES = 64 * 1024 ** 2;
const MAX_RATIO = 600;
/** Inflated bytes that are handed on at once. */
const GATHERED_BYTES = 1024 ** 2;

/** The bytes of a file in order, inflated where it is gzip, asked for piece by piece. */
export interface ByteSource {
  /** The next piece, of about `wantedBytes` at most; null at the end. Throws `SourceFault`. */
  next(wantedBytes: number): Promise<Uint8Array | null>;
  /** Bytes of the file (not inflated) that have been read. */
  readonly bytesRead: number;
  /** Lets go of the file. */
  cancel(): void;
}

/** Whether a file is Parquet, by its first bytes. */
export async function isParquetFile(file: Blob): Promise<boolean> {
  return binaryKind(await readSlice(file, 0, 4)) === 'Parquet';
}

/** Whether a file is gzip, by its first bytes. */
export async function isGzipFile(file: Blob): Promise<boolean> {
  return isGzip(await readSlice(file, 0, 2));
}

/** A byte source over a file. */
export function openBytes(file: Blob, gzip: boolean): ByteSource {
  return gzip ? new GzipBytes(file) : new PlainBytes(file);
}

/** The bytes of a source's records: those of the file, inflated where it is gzip; of a Parquet file its rows as JSONL. */
export function openRecords(file: Blob, settings: ReadSettings): ByteSource {
  return settings.format === 'parquet' ? new LazyParquetBytes(file) : openBytes(file, settings.gzip);
}

/** Bytes `start .. end` of a file. Throws `SourceFault` when the file cannot be read (removed, changed, forbidden). */
export async function readSlice(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (error) {
    throw new SourceFault({ code: 'file-unreadable', detail: String(error) });
  }
}

/** The first `size` (inflated) bytes, and whether that is all of them. */
export async function readStart(
  file: Blob,
  gzip: boolean,
  size: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; complete: boolean }> {
  const source = openBytes(file, gzip);
  const bytes = new Uint8Array(size);
  let length = 0;
  try {
    while (length < size) {
      const piece = await source.next(size - length);
      if (piece === null) return { bytes: bytes.slice(0, length), complete: true };
      const part = piece.subarray(0, size - length);
      bytes.set(part, length);
      length += part.length;
      if (part.length < piece.length) return { bytes, complete: false };
    }
    return { bytes, complete: (await source.next(1)) === null };
  } finally {
    source.cancel();
  }
}

class PlainBytes implements ByteSource {
  bytesRead = 0;
  private readonly file: Blob;

  constructor(file: Blob) {
    this.file = file;
  }

  async next(wantedBytes: number): Promise<Uint8Array | null> {
    if (this.bytesRead >= this.file.size) return null;
    const end = Math.min(this.file.size, this.bytesRead + wantedBytes);
    const piece = await readSlice(this.file, this.bytesRead, end);
    this.bytesRead = end;
    return piece;
  }

  cancel(): void {
    this.bytesRead = this.file.size;
  }
}

class GzipBytes implements ByteSource {
  bytesRead = 0;
  private inflated = 0;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly file: Blob;

  constructor(file: Blob) {
    this.file = file;
    this.reader = this.countedStream().pipeThrough(new DecompressionStream('gzip')).getReader();
  }

  /** Small pieces are put together: a reader that waits for a record's end looks at all of it again with each. */
  async next(): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (length < GATHERED_BYTES) {
      const piece = await this.nextPiece();
      if (piece === null) break;
      pieces.push(piece);
      length += piece.length;
    }
    if (pieces.length === 0) return null;
    const gathered = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      gathered.set(piece, at);
      at += piece.length;
    }
    return gathered;
  }

  private async nextPiece(): Promise<Uint8Array | null> {
    let piece: ReadableStreamReadResult<Uint8Array>;
    try {
      piece = await this.reader.read();
    } catch (error) {
      if (error instanceof SourceFault) throw error;
      throw new SourceFault({ code: 'file-gzip-broken', detail: String(error) });
    }
    if (piece.done) return null;
    this.inflated += piece.value.length;
    const tooDense = this.inflated > RATIO_FREE_BYTES && this.inflated > this.bytesRead * MAX_RATIO;
    if (tooDense || this.inflated > MAX_INFLATED_BYTES) {
      this.cancel();
      throw new SourceFault({ code: 'file-gzip-bomb' });
    }
    return piece.value;
  }

  cancel(): void {
    // A stream that has failed refuses to be cancelled; there is nothing left to let go of then.
    this.reader.cancel().catch(() => undefined);
  }

  private countedStream(): ReadableStream<BufferSource> {
    const PIECE_BYTES = 64 * 1024;
    return new ReadableStream<BufferSource>({
      pull: async (controller) => {
        if (this.bytesRead >= this.file.size) {
          controller.close();
          return;
        }
        const end = Math.min(this.file.size, this.bytesRead + PIECE_BYTES);
        controller.enqueue(await readSlice(this.file, this.bytesRead, end));
        this.bytesRead = end;
      },
    });
  }
}

/** The Parquet reader is loaded when the first one is read. */
class LazyParquetBytes implements ByteSource {
  private readonly file: Blob;
  private source: ByteSource | null = null;
  private cancelled = false;

  constructor(file: Blob) {
    this.file = file;
  }

  get bytesRead(): number {
    return this.source?.bytesRead ?? 0;
  }

  async next(wantedBytes: number): Promise<Uint8Array | null> {
    if (this.source === null) {
      const { ParquetBytes } = await import('./source-parquet.js');
      this.source = new ParquetBytes(this.file);
    }
    return this.cancelled ? null : this.source.next(wantedBytes);
  }

  cancel(): void {
    this.cancelled = true;
    this.source?.cancel();
  }
}
