import { gzipSync } from 'node:zlib';
import { i32, i64, list, struct, text, varint, zigzag, type Struct } from './thrift.js';

/** A column of a Parquet file for tests. `null` is a missing value of a nullable column. */
export type ParquetColumn = { readonly name: string; readonly nullable?: boolean } & (
  | { readonly type: 'string' | 'json'; readonly values: readonly (string | null)[] }
  | { readonly type: 'bytes'; readonly values: readonly (Uint8Array | null)[] }
  | { readonly type: 'int32' | 'double' | 'float'; readonly values: readonly (number | null)[] }
  | { readonly type: 'int64'; readonly values: readonly (bigint | null)[] }
  /** Tenths; microseconds since 1970; nanoseconds. */
  | { readonly type: 'decimal' | 'micros' | 'nanos'; readonly values: readonly (bigint | null)[] }
  | { readonly type: 'bool'; readonly values: readonly (boolean | null)[] }
  | { readonly type: 'doubles'; readonly values: readonly (readonly number[])[] }
);

export interface ParquetOptions {
  readonly codec?: 'none' | 'snappy' | 'gzip';
  /** Rows of a row group. Default: all. */
  readonly groupRows?: number;
  /** Adds a row group without rows before and after the others. */
  readonly emptyGroups?: boolean;
  /** Metadata of the columns, as the `datasets` library writes it. */
  readonly features?: unknown;
}

const CODECS = { none: 0, snappy: 1, gzip: 2 } as const;
const PHYSICAL = {
  string: 6,
  json: 6,
  bytes: 6,
  int32: 1,
  int64: 2,
  decimal: 2,
  micros: 2,
  nanos: 2,
  float: 4,
  double: 5,
  doubles: 5,
  bool: 0,
} as const;
const UTF8 = 0;
const LIST = 3;
const JSON_TEXT = 19;
const DECIMAL = 5;
const TIMESTAMP_MICROS = 10;
const encoder = new TextEncoder();

/** A small Parquet file: one plain page for each column of each row group. */
export function parquetFile(columns: readonly ParquetColumn[], options: ParquetOptions = {}): Uint8Array<ArrayBuffer> {
  const rows = columns[0]?.values.length ?? 0;
  const groupRows = options.groupRows ?? Math.max(1, rows);
  const out: number[] = [...encoder.encode('PAR1')];
  const groups: Struct[] = [];
  const starts = Array.from({ length: Math.ceil(rows / groupRows) }, (_, i) => i * groupRows);
  const empty = options.emptyGroups === true ? [rows] : [];
  for (const start of [...empty, ...starts, ...empty]) {
    const end = Math.min(rows, start + groupRows);
    const chunks = columns.map((column) => writeChunk(column, start, end, options.codec ?? 'none', out));
    groups.push([
      [1, list(12, chunks)],
      [2, i64(0)],
      [3, i64(end - start)],
    ]);
  }
  const footer = struct([
    [1, i32(1)],
    [2, list(12, [root(columns.length), ...columns.flatMap(schemaOf)])],
    [3, i64(rows)],
    [4, list(12, groups)],
    ...(options.features === undefined ? [] : [[5, list(12, [aboutColumns(options.features)])] as const]),
  ]);
  const length = new Uint8Array(new Uint32Array([footer.length]).buffer);
  return Uint8Array.from([...out, ...footer, ...length, ...encoder.encode('PAR1')]);
}

function aboutColumns(features: unknown): Struct {
  return [
    [1, text('huggingface')],
    [2, text(JSON.stringify({ info: { features } }))],
  ];
}

function root(children: number): Struct {
  return [
    [4, text('schema')],
    [5, i32(children)],
  ];
}

function schemaOf({ name, type, nullable }: ParquetColumn): Struct[] {
  if (type === 'doubles') {
    return [
      [
        [3, i32(0)],
        [4, text(name)],
        [5, i32(1)],
        [6, i32(LIST)],
      ],
      [
        [3, i32(2)],
        [4, text('list')],
        [5, i32(1)],
      ],
      [
        [1, i32(PHYSICAL[type])],
        [3, i32(0)],
        [4, text('element')],
      ],
    ];
  }
  const kind = KINDS[type] ?? [];
  return [[[1, i32(PHYSICAL[type])], [3, i32(nullable ? 1 : 0)], [4, text(name)], ...kind]];
}

/** The schema's entry for the values of a type. */
const KINDS: Partial<Record<ParquetColumn['type'], Struct>> = {
  string: [[6, i32(UTF8)]],
  json: [[6, i32(JSON_TEXT)]],
  decimal: [
    [6, i32(DECIMAL)],
    [7, i32(1)],
    [8, i32(18)],
  ],
  micros: [[6, i32(TIMESTAMP_MICROS)]],
  // TIMESTAMP { isAdjustedToUTC: true, unit: NANOS }, where true is a type of its own.
  nanos: [
    [
      10,
      [
        12,
        struct([
          [
            8,
            [
              12,
              struct([
                [1, [1, []]],
                [2, [12, struct([[3, [12, struct([])]]])]],
              ]),
            ],
          ],
        ]),
      ],
    ],
  ],
};

function writeChunk(
  column: ParquetColumn,
  start: number,
  end: number,
  codec: keyof typeof CODECS,
  out: number[],
): Struct {
  const { body, count } = pageOf(column, start, end);
  const packed = pack(body, codec);
  const header = struct([
    [1, i32(0)],
    [2, i32(body.length)],
    [3, i32(packed.length)],
    [
      5,
      [
        12,
        struct([
          [1, i32(count)],
          [2, i32(0)],
          [3, i32(3)],
          [4, i32(3)],
        ]),
      ],
    ],
  ]);
  const offset = out.length;
  for (const byte of header) out.push(byte);
  for (const byte of packed) out.push(byte);
  const path = column.type === 'doubles' ? [column.name, 'list', 'element'] : [column.name];
  return [
    [2, i64(offset)],
    [
      3,
      [
        12,
        struct([
          [1, i32(PHYSICAL[column.type])],
          [2, list(5, [varint(0), varint(zigzag(3))])],
          [
            3,
            list(
              8,
              path.map((part) => text(part)[1]),
            ),
          ],
          [4, i32(CODECS[codec])],
          [5, i64(count)],
          [6, i64(header.length + body.length)],
          [7, i64(header.length + packed.length)],
          [9, i64(offset)],
        ]),
      ],
    ],
  ];
}

function pageOf(column: ParquetColumn, start: number, end: number): { body: number[]; count: number } {
  if (column.type === 'doubles') {
    const lists = column.values.slice(start, end);
    const repeats = lists.flatMap((items) => (items.length === 0 ? [0] : items.map((_, i) => Math.min(i, 1))));
    const defined = lists.flatMap((items) => (items.length === 0 ? [0] : items.map(() => 1)));
    const body = [...levels(repeats), ...levels(defined), ...lists.flat().flatMap((value) => plain('double', value))];
    return { body, count: repeats.length };
  }
  const values: readonly unknown[] = column.values.slice(start, end);
  const present = values.filter((value) => value !== null);
  const defined = column.nullable ? levels(values.map((value) => (value === null ? 0 : 1))) : [];
  const body = column.type === 'bool' ? bits(present) : present.flatMap((value) => plain(column.type, value));
  return { body: [...defined, ...body], count: values.length };
}

/** Levels of one bit, as runs of one value each. */
function levels(values: readonly number[]): number[] {
  const runs = values.flatMap((value) => [...varint(2), value]);
  return [...new Uint8Array(new Uint32Array([runs.length]).buffer), ...runs];
}

function bits(values: readonly unknown[]): number[] {
  const out = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, i) => {
    if (value === true) out[i >> 3] = (out[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return [...out];
}

function plain(type: ParquetColumn['type'], value: unknown): number[] {
  const buffer = new DataView(new ArrayBuffer(8));
  const first = (count: number): number[] => [...new Uint8Array(buffer.buffer, 0, count)];
  switch (type) {
    case 'int32':
      buffer.setInt32(0, Number(value), true);
      return first(4);
    case 'float':
      buffer.setFloat32(0, Number(value), true);
      return first(4);
    case 'int64':
    case 'decimal':
    case 'micros':
    case 'nanos':
      buffer.setBigInt64(0, BigInt(value as bigint), true);
      return first(8);
    case 'double':
      buffer.setFloat64(0, Number(value), true);
      return first(8);
    default: {
      const bytes = value instanceof Uint8Array ? value : encoder.encode(String(value));
      buffer.setUint32(0, bytes.length, true);
      return [...first(4), ...bytes];
    }
  }
}

function pack(body: readonly number[], codec: keyof typeof CODECS): Uint8Array | readonly number[] {
  if (codec === 'gzip') return gzipSync(Uint8Array.from(body));
  return codec === 'snappy' ? snappy(body) : body;
}

/** Snappy with literals only. */
function snappy(body: readonly number[]): number[] {
  const out = varint(body.length);
  for (let at = 0; at < body.length; at += 60) {
    const piece = body.slice(at, at + 60);
    out.push((piece.length - 1) << 2, ...piece);
  }
  return out;
}
