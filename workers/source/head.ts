import type { ReadSettings, SourceEncoding } from '../../src/domain/reading/dataset.js';
import { createTranscoder, InvalidEncoding, Utf8Checker } from '../../src/domain/bytes/encoding.js';
import { detectSettings } from '../../src/domain/reading/detect.js';
import type { Head } from '../../src/domain/reading/preview-reader.js';
import { HEAD_RECORDS, MAX_COLUMNS, readHead } from '../../src/domain/reading/preview-reader.js';
import { binaryKind } from '../../src/domain/bytes/file-signature.js';
import { skipSpace } from '../../src/domain/reading/json/scan.js';
import { isJsonInString } from '../../src/domain/reading/json/wrapped.js';
import { guessRoles } from '../../src/domain/reading/roles.js';
import { sha256, sha256Hex } from '../../src/domain/bytes/sha256.js';
import { partRanges } from '../../src/domain/files/source-parts.js';
import type { Fault } from '../../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { Inspection, Preview } from '../../src/protocol/source-wire.js';
import { isGzipFile, isParquetFile, openRecords, readStart } from './bytes.js';
import { readSlice } from './fault.js';
import { findEncoding, type FoundEncoding } from './encoding.js';

/** Bytes of a source's head. Where they hold no whole record, `LONG_HEAD_BYTES`. */
const HEAD_BYTES = 4 * 1024 * 1024;
const LONG_HEAD_BYTES = 20 * 1024 * 1024;
const MORE_HEAD_BYTES = [4, 16, 64].map((times) => times * LONG_HEAD_BYTES);
/** Records that a preview shows. */
export const PREVIEW_RECORDS = 50;
const HASH_PIECE_BYTES = 4 * 1024 * 1024;

/** The inspection of a file. */
export async function inspectFile(file: Blob): Promise<Outcome<Inspection>> {
  if (file.size === 0) return failed({ code: 'file-empty' });
  const parquet = await isParquetFile(file);
  if (!parquet.ok) return parquet;
  if (parquet.value) return inspectParquet(file);
  const gzip = await isGzipFile(file);
  if (!gzip.ok) return gzip;
  const start = await readStart(file, gzip.value, HEAD_BYTES);
  if (!start.ok) return start;
  const { bytes, complete } = start.value;
  const refusal = noText(bytes);
  if (refusal !== null) return failed(refusal);
  const hashed = await hashFile(file);
  if (!hashed.ok) return hashed;
  const { hash, utf8Valid } = hashed.value;
  const found = await findEncoding(file, gzip.value, bytes, complete, utf8Valid);
  if (!found.ok) return found;
  const { encoding } = found.value;
  const head = toUtf8(bytes, encoding, complete);
  if (isJsonInString(head, complete)) return failed({ code: 'file-json-in-string' });
  const settings = detectSettings(head, complete, encoding, gzip.value);
  return inspection(file, settings, hash, found.value, { bytes: head, complete });
}

async function inspectParquet(file: Blob): Promise<Outcome<Inspection>> {
  const base = { gzip: false, encoding: 'utf-8', delimiter: ',', quote: '"', header: false } as const;
  const hashed = await hashFile(file);
  if (!hashed.ok) return hashed;
  const found = await inspection(file, { ...base, format: 'parquet' }, hashed.value.hash, null);
  return found.ok && found.value.columns.length === 0 ? failed({ code: 'file-no-rows' }) : found;
}

async function inspection(
  file: Blob,
  settings: ReadSettings,
  hash: string,
  encoding: FoundEncoding | null,
  start: Start | null = null,
): Promise<Outcome<Inspection>> {
  const read = await headOf(file, settings, start);
  if (!read.ok) return read;
  const head = read.value;
  return ok({
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
  });
}

/** The first records of a head, as the mapping dialog shows them. */
export function previewOf({ columns, records }: Head): Preview {
  return { columns, records: records.slice(0, PREVIEW_RECORDS) };
}

/**
 * Reads the head of a source under given settings: of several files that of the first. `start`: the first `HEAD_BYTES`
 * of a single file as UTF-8, where they are known.
 */
export async function headOf(source: Blob, given: ReadSettings, start: Start | null = null): Promise<Outcome<Head>> {
  const [first] = partRanges(given, source.size);
  const { settings, ...range } = first ?? { start: 0, end: source.size, settings: given };
  const file = source.slice(range.start, range.end);
  let head: Head = { columns: [], nested: 0, records: [], found: 0, complete: false };
  for (const size of headSizes(settings)) {
    const known = size === HEAD_BYTES ? start : null;
    const read = known === null ? await startOf(file, settings, size) : ok(known);
    if (!read.ok) return read;
    const { bytes, complete } = read.value;
    head = readHead(bytes, complete, settings);
    if (head.columns.length > MAX_COLUMNS) {
      const params = { columns: head.columns.length, limit: MAX_COLUMNS };
      return failed({ code: 'file-too-many-columns', params });
    }
    if (head.found > 0 || complete) break;
  }
  return ok(head);
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
async function startOf(file: Blob, settings: ReadSettings, size: number): Promise<Outcome<Start>> {
  if (settings.format !== 'parquet') {
    const start = await readStart(file, settings.gzip, settings.gzip ? size : Math.min(size, file.size));
    if (!start.ok) return start;
    const { bytes, complete } = start.value;
    return ok({ bytes: toUtf8(bytes, settings.encoding, complete), complete });
  }
  const source = openRecords(file, settings);
  const rows = await source.next(size);
  source.cancel();
  return rows.ok ? ok({ bytes: rows.value ?? new Uint8Array(0), complete: true }) : rows;
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

/** Why a head is no text. Null = it is one. */
function noText(head: Uint8Array): Fault | null {
  const kind = binaryKind(head);
  if (kind !== null) return { code: 'file-binary', params: { kind } };
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return skipSpace(head, start, head.length) === head.length ? { code: 'file-empty' } : null;
}

/** SHA-256 of the SHA-256s of the file's 4 MiB pieces, in hex, and whether all of its bytes are UTF-8. */
async function hashFile(file: Blob): Promise<Outcome<{ hash: string; utf8Valid: boolean }>> {
  const pieces = Math.ceil(file.size / HASH_PIECE_BYTES);
  const digests = new Uint8Array(pieces * 32);
  const checker = new Utf8Checker();
  let utf8Valid = true;
  for (let i = 0; i < pieces; i++) {
    const piece = await readSlice(file, i * HASH_PIECE_BYTES, (i + 1) * HASH_PIECE_BYTES);
    if (!piece.ok) return piece;
    const digest = sha256(piece.value);
    if (utf8Valid) utf8Valid = checker.check(piece.value) < 0;
    digests.set(await digest, i * 32);
  }
  return ok({ hash: await sha256Hex(digests), utf8Valid: utf8Valid && checker.complete() });
}
