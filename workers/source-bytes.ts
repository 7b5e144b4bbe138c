import type { ReadSettings } from '../src/domain/dataset.js';
import { binaryKind, isGzip } from '../src/domain/magic.js';
import { readSlice, SourceFault } from './source-fault.js';
import { GzipBytes } from './source-gzip.js';

/** The bytes of a file in order, piece by piece, inflated where the file is gzip. */
export interface ByteSource {
  /** The next piece, of about `wantedBytes` at most. Null at the end. Throws `SourceFault`. */
  next(wantedBytes: number): Promise<Uint8Array | null>;
  /** Bytes of the file (not inflated) that have been read. */
  readonly bytesRead: number;
  /** Releases the file. */
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

/**
 * The bytes of a source's records: those of the file, inflated where it is gzip. Of a Parquet file its rows as JSONL.
 */
export function openRecords(file: Blob, settings: ReadSettings): ByteSource {
  return settings.format === 'parquet' ? new LazyParquetBytes(file) : openBytes(file, settings.gzip);
}

/**
 * The first `size` (inflated) bytes, and whether the file ends there. In a damaged gzip file they end with the sound
 * part, and the reading of the file reports the damage.
 */
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
  } catch (error) {
    const partly = error instanceof SourceFault && error.fault.code === 'file-gzip-member';
    if (partly) return { bytes: bytes.slice(0, length), complete: false };
    throw error;
  } finally {
    source.cancel();
  }
}

class PlainBytes implements ByteSource {
  bytesRead = 0;
  readonly #file: Blob;

  constructor(file: Blob) {
    this.#file = file;
  }

  async next(wantedBytes: number): Promise<Uint8Array | null> {
    if (this.bytesRead >= this.#file.size) return null;
    const end = Math.min(this.#file.size, this.bytesRead + wantedBytes);
    const piece = await readSlice(this.#file, this.bytesRead, end);
    this.bytesRead = end;
    return piece;
  }

  cancel(): void {
    this.bytesRead = this.#file.size;
  }
}

/** Loads the Parquet reader with the first Parquet file. */
class LazyParquetBytes implements ByteSource {
  readonly #file: Blob;
  #source: ByteSource | null = null;
  #cancelled = false;

  constructor(file: Blob) {
    this.#file = file;
  }

  get bytesRead(): number {
    return this.#source?.bytesRead ?? 0;
  }

  async next(wantedBytes: number): Promise<Uint8Array | null> {
    if (this.#source === null) {
      const { ParquetBytes } = await import('./source-parquet.js');
      this.#source = new ParquetBytes(this.#file);
    }
    return this.#cancelled ? null : this.#source.next(wantedBytes);
  }

  cancel(): void {
    this.#cancelled = true;
    this.#source?.cancel();
  }
}
