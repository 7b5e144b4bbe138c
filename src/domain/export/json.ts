import { ByteWriter } from '../bytes/bytes.js';
import { appendLooseAsJson } from '../reading/json/loose-write.js';
import { appendJsonString } from '../reading/json/strings.js';
import type { WrittenLabel } from '../labels/writer.js';
import type { RawRecord } from '../reading/records.js';
import { appendField, jsonRange, MISSING } from '../reading/records.js';

/** The rows of a dataset for an export. Columns are indexed by row id (see `Dataset`). */
export interface ExportRows {
  readonly rows: number;
  /** Position in the source of each row's record, increasing. */
  readonly sourceRow: Uint32Array;
  /** Name of the file, where it is one of several. The export writes it beside every position. '' = each record has it. */
  readonly file?: string;
  /**
   * Label names and how the source writes them: first the source's labels, then labels added since (without a token).
   */
  readonly labels: readonly WrittenLabel[];
  readonly originalLabel: Uint16Array;
  /** The present label of each row: index into `labels`. */
  readonly label: Uint16Array;
  /** See `STATUSES`. */
  readonly status: Uint8Array;
  /** Time of each row's last decision, ms since 1970. 0 = never. */
  readonly updatedAt: Float64Array;
  /** The note of each row that has one, by row id. Absent = no row has one. */
  readonly notes?: ReadonlyMap<number, string>;
  /** Cross-entropy in nats, NaN = none. Null without any results. */
  readonly loss: Float32Array | null;
  /** rows x classes, row-major. Null without any results. */
  readonly probs: Float32Array | null;
  /** Predicted class of each row, -1 = none. Null without any results. */
  readonly predicted: Int16Array | null;
  readonly classes: readonly string[];
  /** The corrected dataset leaves discarded rows out. */
  readonly withoutDiscarded?: boolean;
}

/** Finds the row id of each record. Call it in source order. */
export class RowCursor {
  readonly #sourceRow: Uint32Array;
  #next = 0;

  constructor(sourceRow: Uint32Array) {
    this.#sourceRow = sourceRow;
  }

  /** Row id of the record at this position. -1 = the record is no row. */
  rowAt(position: number): number {
    return this.#sourceRow[this.#next] === position ? this.#next++ : -1;
  }

  /** Whether every row was found. False means that the rows came from another source. */
  finished(): boolean {
    return this.#next === this.#sourceRow.length;
  }
}

/** Writes JSON objects member by member, one line each. */
export class ObjectWriter {
  readonly #out: ByteWriter;
  #first = true;
  readonly #scratch = new ByteWriter();

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  open(): void {
    this.#out.push(123);
    this.#first = true;
  }

  close(): void {
    this.#out.push(125);
    this.#out.push(10);
  }

  /** Writes a member's name. Its value must follow. */
  key(name: string): void {
    if (!this.#first) this.#out.push(44);
    this.#first = false;
    this.#out.text(JSON.stringify(name));
    this.#out.push(58);
  }

  /** A member whose value is already JSON. */
  json(name: string, json: string): void {
    this.key(name);
    this.#out.text(json);
  }

  /** A member whose value is JSON of the source, which may have line ends between its tokens. */
  sourceJson(name: string, json: string): void {
    this.json(name, json.replace(/[\r\n]/g, ''));
  }

  /**
   * A number as the shortest decimal that gives the same double (so a float32 is kept exactly). Null for a number that
   * is not finite.
   */
  number(name: string, value: number): void {
    this.json(name, JSON.stringify(value));
  }

  string(name: string, value: string): void {
    this.json(name, JSON.stringify(value));
  }

  /** A source field: its own JSON where the source is JSON, else a string. Writes nothing for a missing field. */
  field(name: string, record: RawRecord, column: number): void {
    const { fields, bytes } = record;
    if (fields.kind[column] === MISSING) return;
    this.key(name);
    if (record.json) {
      const [start, end] = jsonRange(fields, column);
      if (record.loose === true) appendLooseAsJson(bytes, start, end, this.#out);
      else appendWithoutLineEnds(bytes, start, end, this.#out);
    } else {
      this.#scratch.length = 0;
      appendField(record, column, this.#scratch);
      appendJsonString(this.#scratch.bytes, 0, this.#scratch.length, this.#out);
    }
  }
}

/** Appends JSON source text without its line ends, which in JSON occur only between tokens. */
export function appendWithoutLineEnds(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  let from = start;
  for (let i = start; i < end; i++) {
    if (bytes[i] !== 10 && bytes[i] !== 13) continue;
    out.append(bytes, from, i);
    from = i + 1;
  }
  out.append(bytes, from, end);
}
