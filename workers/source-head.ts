import type { ReadSettings, SourceEncoding } from '../src/domain/dataset.js';
import { createTranscoder, InvalidEncoding, Utf8Checker } from '../src/domain/encoding.js';
import { detectSettings } from '../src/domain/detect.js';
import type { Head } from '../src/domain/head.js';
import { HEAD_RECORDS, MAX_COLUMNS, readHead } from '../src/domain/head.js';
import { binaryKind } from '../src/domain/magic.js';
import { skipSpace } from '../src/domain/json-scan.js';
import { isJsonInString } from '../src/domain/json-wrapped.js';
import { guessRoles } from '../src/domain/roles.js';
import { sha256, sha256Hex } from '../src/domain/sha256.js';
import { partRanges } from '../src/domain/source-parts.js';
import type { Inspection, Preview } from '../src/protocol/source-wire.js';
import { isGzipFile, isParquetFile, openRecords, readStart } from './source-bytes.js';
import { readSlice, SourceFault } from './source-fault.js';
import { findEncoding, type FoundEncoding } from './source-encoding.js';

/** Bytes of a source's head. Where they hold no whole record, `LONG_HEAD_BYTES`. */
const HEAD_BYTES = 4 * 1024 * 1024;
const LONG_HEAD_BYTES = 20 * 1024 * 1024;
const MORE_HEAD_BYTES = [4, 16, 64].map((times) => times * LONG_HEAD_BYTES);
/** Records that a preview shows. */
export const PREVIEW_RECORDS = 50;
const HASH_PIECE_BYTES = 4 * 1024 * 1024;

/** The inspection of a file. Throws `SourceFault`. */
export async function inspectFile(file: Blob): Promise<Inspection> {
  if (file.size === 0) throw new SourceFault({ code: 'file-empty' });
  if (await isParquetFile(file)) return inspectParquet(file);
  const gzip = await isGzipFile(file);
  const { bytes, complete } = await readStart(file, gzip, HEAD_BYTES);
  refuseNoText(bytes);
  const { hash, utf8Valid } = await hashFile(file);
  const found = await findEncoding(file, gzip, bytes, complete, utf8Valid);
  const head = toUtf8(bytes, found.encoding, complete);
  if (isJsonInString(head, complete)) throw new SourceFault({ code: 'file-json-in-string' });
  const settings = detectSettings(head, complete, found.encoding, gzip);
  return inspection(file, settings, hash, found, { bytes: head, complete });
}

async function inspectParquet(file: Blob): Promise<Inspection> {
  const base = { gzip: false, encoding: 'utf-8', delimiter: ',', quote: '"', header: false } as const;
  const found = await inspection(file, { ...base, format: 'parquet' }, (await hashFile(file)).hash, null);
  if (found.columns.length === 0) throw new SourceFault({ code: 'file-no-rows' });
  return found;
}

async function inspection(
  file: Blob,
  settings: ReadSettings,
  hash: string,
  encoding: FoundEncoding | null,
  start: Start | null = null,
): Promise<Inspection> {
  const head = await headOf(file, settings, start);
  return {
    hash,
    sizeBytes: file.size,
    settings,
    columns: head.columns,
    headerSignature: JSON.stringify([
      settings.format,
      settings.header,
      ...head.columns.slice(0, head.columns.length - head.nested),
    ]),
    roles: guessRoles(head.columns, head.records, head.complete && head.records.length < HEAD_RECORDS),
    preview: head.columns.length === 0 ? null : previewOf(head),
    encodings: encoding?.readings ?? [],
    encodingOpen: encoding?.open ?? false,
  };
}

/** The first records of a head, as the mapping dialog shows them. */
export function previewOf({ columns, records }: Head): Preview {
  return { columns, records: records.slice(0, PREVIEW_RECORDS) };
}

/**
 * Reads the head of a source under given settings: of several files that of the first. `start`: the first `HEAD_BYTES`
 * of a single file as UTF-8, where they are known. Throws `SourceFault`.
 */
export async function headOf(source: Blob, given: ReadSettings, start: Start | null = null): Promise<Head> {
  const [first] = partRanges(given, source.size);
  const { settings, ...range } = first ?? { start: 0, end: source.size, settings: given };
  const file = source.slice(range.start, range.end);
  let head: Head = { columns: [], nested: 0, records: [], found: 0, complete: false };
  for (const size of headSizes(settings)) {
    const { bytes, complete } = (size === HEAD_BYTES ? start : null) ?? (await startOf(file, settings, size));
    head = readHead(bytes, complete, settings);
    if (head.columns.length > MAX_COLUMNS) {
      const params = { columns: head.columns.length, limit: MAX_COLUMNS };
      throw new SourceFault({ code: 'file-too-many-columns', params });
    }
    if (head.found > 0 || complete) break;
  }
  return head;
}

/** A JSON table must be in memory as a whole, and has no records before its end. */
function headSizes({ format }: ReadSettings): readonly number[] {
  const sizes = [HEAD_BYTES, LONG_HEAD_BYTES];
  return format === 'json-table' ? [...sizes, ...MORE_HEAD_BYTES] : sizes;
}

/** The first bytes of a file as UTF-8, inflated. `complete`: they are the whole file. */
interface Start {
  readonly bytes: Uint8Array;
  readonly complete: boolean;
}

/** Of a Parquet file the first rows only, because a row group is decoded as a whole. */
async function startOf(file: Blob, settings: ReadSettings, size: number): Promise<Start> {
  if (settings.format !== 'parquet') {
    const { bytes, complete } = await readStart(file, settings.gzip, settings.gzip ? size : Math.min(size, file.size));
    return { bytes: toUtf8(bytes, settings.encoding, complete), complete };
  }
  const source = openRecords(file, settings);
  const bytes = new Uint8Array((await source.next(size)) ?? []);
  source.cancel();
  return { bytes, complete: true };
}

/** The head as UTF-8. Loses a character that the head cuts in two. Ends before the first invalid bytes. */
function toUtf8(bytes: Uint8Array, encoding: SourceEncoding, complete: boolean): Uint8Array {
  const transcoder = createTranscoder(encoding);
  try {
    const head = transcoder.push(bytes);
    if (complete) transcoder.end();
    return head;
  } catch (error) {
    if (error instanceof InvalidEncoding) return error.valid.length > 0 ? error.valid : bytes.subarray(0, 0);
    throw error;
  }
}

function refuseNoText(head: Uint8Array): void {
  const kind = binaryKind(head);
  if (kind !== null) throw new SourceFault({ code: 'file-binary', params: { kind } });
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  if (skipSpace(head, start, head.length) === head.length) throw new SourceFault({ code: 'file-empty' });
}

/** SHA-256 of the SHA-256s of the file's 4 MiB pieces, in hex, and whether all of its bytes are UTF-8. */
async function hashFile(file: Blob): Promise<{ hash: string; utf8Valid: boolean }> {
  const pieces = Math.ceil(file.size / HASH_PIECE_BYTES);
  const digests = new Uint8Array(pieces * 32);
  const checker = new Utf8Checker();
  let utf8Valid = true;
  for (let i = 0; i < pieces; i++) {
    const piece = await readSlice(file, i * HASH_PIECE_BYTES, (i + 1) * HASH_PIECE_BYTES);
    const digest = sha256(piece);
    if (utf8Valid) utf8Valid = checker.check(piece) < 0;
    digests.set(await digest, i * 32);
  }
  return { hash: await sha256Hex(digests), utf8Valid: utf8Valid && checker.complete() };
}
