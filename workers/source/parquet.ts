import type { FileMetaData, SchemaElement } from 'hyparquet';
import { parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { decimalJson, jsonOf, momentOf } from '../../src/domain/reading/parquet-json.js';
import type { ByteSource } from './bytes.js';
import { errorText, type Fault } from '../../src/protocol/fault.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import { CarriedFault, readSlice } from './fault.js';

/** Rows decoded first, so that a look at the head does not decode a whole row group. */
const HEAD_ROWS = 1000;
/** A row group is decoded at once. A larger one is refused. */
const MAX_GROUP_ROWS = 20_000_000;
const MAX_GROUP_BYTES = 2 * 1024 ** 3;

interface RowRange {
  readonly start: number;
  readonly end: number;
}

interface ParquetFile {
  /** The reader gets decimals as the whole numbers that represent them. */
  readonly metadata: FileMetaData;
  readonly columns: readonly string[];
  /** Digits behind the point of the decimal columns, by place. */
  readonly scales: ReadonlyMap<number, number>;
  readonly ranges: readonly RowRange[];
  readonly rows: number;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A Parquet file as the bytes of a JSONL file: an object with all columns, in order, for each row. It decodes one row
 * group at a time. The fault is `file-parquet-broken` for content that cannot be decoded.
 */
export class ParquetBytes implements ByteSource {
  bytesRead = 0;
  readonly #file: Blob;
  readonly #encoder = new TextEncoder();
  #opened: ParquetFile | null = null;
  /** Range to decode next. */
  #nextRange = 0;
  #rows: readonly (readonly unknown[])[] = [];
  /** Position in `rows`, and rows returned before them. */
  #at = 0;
  #given = 0;
  #keys: readonly string[] = [];

  constructor(file: Blob) {
    this.#file = file;
  }

  async next(wantedBytes: number): Promise<Outcome<Uint8Array | null>> {
    while (this.#at >= this.#rows.length) {
      const decoded = await this.#decodeNext();
      if (!decoded.ok) return decoded;
      if (!decoded.value) return ok(null);
    }
    let text = '';
    const from = this.#at;
    while (this.#at < this.#rows.length && text.length < wantedBytes) text += this.#line(this.#rows[this.#at++] ?? []);
    this.#given += this.#at - from;
    this.bytesRead = Math.floor((this.#file.size * this.#given) / Math.max(1, this.#opened?.rows ?? 0));
    return ok(this.#encoder.encode(text));
  }

  cancel(): void {
    this.#rows = [];
    this.#at = 0;
    this.#nextRange = Infinity;
  }

  #line(row: readonly unknown[]): string {
    const { scales } = this.#opened ?? { scales: new Map<number, number>() };
    return `{${this.#keys.map((key, i) => key + valueJson(row[i], scales.get(i))).join(',')}}\n`;
  }

  /** Decodes the next rows; false at the end. */
  async #decodeNext(): Promise<Outcome<boolean>> {
    try {
      this.#opened ??= await openParquet(this.#file);
      const { columns, ranges } = this.#opened;
      this.#keys = columns.map((name) => `${JSON.stringify(name)}:`);
      const range = ranges[this.#nextRange++];
      if (range === undefined) return ok(false);
      this.#rows = [];
      this.#rows = await decodeRows(this.#file, this.#opened, range);
      this.#at = 0;
      return ok(true);
    } catch (error) {
      return failed(faultOf(error));
    }
  }
}

function asyncBuffer(file: Blob): { byteLength: number; slice: (start: number, end?: number) => Promise<ArrayBuffer> } {
  return {
    byteLength: file.size,
    slice: async (start, end) => {
      const bytes = await readSlice(file, start, end ?? file.size);
      if (!bytes.ok) throw new CarriedFault(bytes.fault);
      return bytes.value.buffer;
    },
  };
}

async function openParquet(file: Blob): Promise<ParquetFile> {
  const found = await parquetMetadataAsync(asyncBuffer(file), { geoparquet: false });
  const elements = parquetSchema(found).children.map(({ element }) => element);
  const columns = elements.map(({ name }) => name);
  const decimals = new Set(elements.filter(({ converted_type: type }) => type === 'DECIMAL'));
  const scales = new Map(elements.flatMap((element, i) => (decimals.has(element) ? [[i, element.scale ?? 0]] : [])));
  const metadata = {
    ...found,
    schema: found.schema.map((element) => (decimals.has(element) ? raw(element) : element)),
  };
  if (new Set(columns).size < columns.length) throw new Error('two columns have the same name');
  const ranges: RowRange[] = [];
  let rows = 0;
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows);
    const sizeBytes = group.columns.reduce(
      (sum, chunk) => sum + Number(chunk.meta_data?.total_uncompressed_size ?? 0),
      0,
    );
    if (count > MAX_GROUP_ROWS || sizeBytes > MAX_GROUP_BYTES) throw new CarriedFault({ code: 'file-too-large' });
    if (count < 0) throw new Error('a row group has a negative number of rows');
    const first = ranges.length === 0 ? Math.min(HEAD_ROWS, count) : count;
    ranges.push({ start: rows, end: rows + first }, { start: rows + first, end: rows + count });
    rows += count;
  }
  if (rows !== Number(metadata.num_rows)) throw new Error(`row groups hold ${rows} rows of ${metadata.num_rows}`);
  return { metadata, columns, ranges: ranges.filter(({ start, end }) => end > start), rows, scales };
}

/** A column without the annotation that makes floating-point numbers of its decimals. */
function raw({ converted_type: _converted, logical_type: _logical, ...element }: SchemaElement): SchemaElement {
  return element;
}

function valueJson(value: unknown, scale: number | undefined): string {
  return scale === undefined ? jsonOf(value) : decimalJson(value, scale);
}

/** The metadata of the `datasets` library about the columns. Null where there is none, or the file is damaged. */
export async function featuresJson(file: Blob): Promise<string | null> {
  try {
    const { key_value_metadata: entries } = await parquetMetadataAsync(asyncBuffer(file), { geoparquet: false });
    return entries?.find(({ key }) => key === 'huggingface')?.value ?? null;
  } catch {
    return null;
  }
}

async function decodeRows(file: Blob, opened: ParquetFile, range: RowRange): Promise<readonly (readonly unknown[])[]> {
  let decoded: readonly (readonly unknown[])[] = [];
  await parquetRead({
    file: asyncBuffer(file),
    metadata: opened.metadata,
    columns: [...opened.columns],
    rowStart: range.start,
    rowEnd: range.end,
    compressors,
    geoparquet: false,
    // Bytes that are not declared as text become text where they are UTF-8. See `jsonOf`.
    utf8: false,
    // JSON columns keep their text. Text must be UTF-8, and is never repaired silently.
    parsers: {
      stringFromBytes: textOf,
      jsonFromBytes: textOf,
      timestampFromMicroseconds: (micros: bigint) => momentOf(micros, 6),
      timestampFromNanoseconds: (nanos: bigint) => momentOf(nanos, 9),
    },
    onComplete: (rows: unknown[][]) => {
      decoded = rows;
    },
  });
  if (decoded.length !== range.end - range.start) throw new Error('rows are missing');
  return decoded;
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && strictUtf8.decode(bytes);
}

function faultOf(error: unknown): Fault {
  if (error instanceof CarriedFault) return error.fault;
  const detail = errorText(error);
  return { code: /allocation failed|out of memory/i.test(detail) ? 'file-too-large' : 'file-parquet-broken', detail };
}
