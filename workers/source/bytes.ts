import type { ReadSettings } from '../../src/domain/reading/dataset.js';
import { binaryKind, isGzip } from '../../src/domain/bytes/file-signature.js';
import { ok, type Outcome } from '../../src/protocol/outcome.js';
import { readSlice } from './fault.js';
import { GzipBytes } from './gzip.js';

/** The bytes of a file in order, piece by piece, inflated where the file is gzip. */
export interface ByteSource {
  /** The next piece, of about `wantedBytes` at most. Null at the end. */
  next(wantedBytes: number): Promise<Outcome<Uint8Array | null>>;
  /** Bytes of the file (not inflated) that have been read. */
  readonly bytesRead: number;
  /** Releases the file. */
  cancel(): void;
}

/** Whether a file is Parquet, by its first bytes. */
export async function isParquetFile(file: Blob): Promise<Outcome<boolean>> {
  const bytes = await readSlice(file, 0, 4);
  return bytes.ok ? ok(binaryKind(bytes.value) === 'Parquet') : bytes;
}

/** Whether a file is gzip, by its first bytes. */
export async function isGzipFile(file: Blob): Promise<Outcome<boolean>> {
  const bytes = await readSlice(file, 0, 2);
  return bytes.ok ? ok(isGzip(bytes.value)) : bytes;
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
): Promise<Outcome<{ bytes: Uint8Array<ArrayBuffer>; complete: boolean }>> {
  const source = openBytes(file, gzip);
  const bytes = new Uint8Array(size);
  let length = 0;
  try {
    for (;;) {
      const piece = await source.next(Math.max(1, size - length));
      if (!piece.ok) {
        const partly = piece.fault.code === 'file-gzip-member';
        return partly ? ok({ bytes: bytes.slice(0, length), complete: false }) : piece;
      }
      if (piece.value === null) return ok({ bytes: bytes.slice(0, length), complete: true });
      if (length === size) return ok({ bytes, complete: false });
      const part = piece.value.subarray(0, size - length);
      bytes.set(part, length);
      length += part.length;
      if (part.length < piece.value.length) return ok({ bytes, complete: false });
    }
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

  async next(wantedBytes: number): Promise<Outcome<Uint8Array | null>> {
    if (this.bytesRead >= this.#file.size) return ok(null);
    const end = Math.min(this.#file.size, this.bytesRead + wantedBytes);
    const piece = await readSlice(this.#file, this.bytesRead, end);
    if (piece.ok) this.bytesRead = end;
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

  async next(wantedBytes: number): Promise<Outcome<Uint8Array | null>> {
    if (this.#source === null) {
      const { ParquetBytes } = await import('./parquet.js');
      this.#source = new ParquetBytes(this.#file);
    }
    return this.#cancelled ? ok(null) : this.#source.next(wantedBytes);
  }

  cancel(): void {
    this.#cancelled = true;
    this.#source?.cancel();
  }
}
