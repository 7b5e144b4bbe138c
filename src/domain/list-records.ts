import { skipSpace } from './json-scan.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';
import { PLAIN, RecordFields } from './records.js';

/** The column of records that are lists themselves: the result of a pipeline of `transformers`, saved directly. */
export const LIST_COLUMN = 'scores';

const OPEN_BRACKET = 91;

/** Whether a record that was set aside is a list. */
export function isList({ bytes, start, end, reason }: RawReject): boolean {
  return reason === 'not-an-object' && bytes[skipSpace(bytes, start, end)] === OPEN_BRACKET;
}

/** Passes records on. A record that is a list in a JSON source becomes a record whose one value is that list. */
export class ListRecords implements RecordSink {
  readonly #sink: RecordSink;
  readonly #column: number;
  readonly #columns: number;
  readonly #fields = new RecordFields();

  /** `columns`: among them `LIST_COLUMN`. */
  constructor(columns: readonly string[], sink: RecordSink) {
    this.#sink = sink;
    this.#column = columns.indexOf(LIST_COLUMN);
    this.#columns = columns.length;
  }

  record(record: RawRecord): void {
    this.#sink.record(record);
  }

  reject(reject: RawReject): void {
    if (!isList(reject)) {
      this.#sink.reject(reject);
      return;
    }
    const { bytes, start, end, line, sourceRow, place } = reject;
    this.#fields.clear(this.#columns);
    this.#fields.set(this.#column, skipSpace(bytes, start, end), end, PLAIN);
    this.#sink.record({
      bytes,
      start,
      end,
      line,
      sourceRow,
      json: true,
      fields: this.#fields,
      ...(place && { place }),
    });
  }

  file(name: string): void {
    this.#sink.file?.(name);
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    this.#sink.more?.(bytes, start, end);
  }
}
