import type { ByteWriter } from './bytes.js';
import { hotColumns } from './computed-columns.js';
import { DISCARDED, type SourceFormat } from './dataset.js';
import type { RoleColumns } from './dataset-builder.js';
import type { ExportRows } from './export-json.js';
import { appendWithoutLineEnds, ObjectWriter, RowCursor } from './export-json.js';
import { CorrectedLabels } from './export-labels.js';
import { appendLooseAsJson } from './json-loose-write.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';

/**
 * The corrected dataset as JSONL, with or without the discarded rows, of a source that is no JSONL itself (see
 * `SourceEdits`): every well-formed record, in order, also those that could not be rows. Elements of a JSON array
 * become one line each, unchanged except for line ends between tokens, and as JSON where they are Python dicts. A
 * record of a delimited source or of fastText lines becomes an object with all columns in order, with strings as
 * values.
 */
export class DatasetExport implements RecordSink {
  readonly cursor: RowCursor;
  /** Records are JSON objects already. */
  readonly #json: boolean;
  readonly #names: readonly string[];
  readonly #corrected: CorrectedLabels;
  readonly #out: ByteWriter;
  readonly #object: ObjectWriter;
  readonly #rows: ExportRows;

  constructor(format: SourceFormat, names: readonly string[], roles: RoleColumns, rows: ExportRows, out: ByteWriter) {
    this.cursor = new RowCursor(rows.sourceRow);
    this.#json = format !== 'delimited' && format !== 'fasttext';
    this.#rows = rows;
    this.#names = names;
    this.#corrected = new CorrectedLabels(rows, names, roles.label);
    this.#out = out;
    this.#object = new ObjectWriter(out);
  }

  record(record: RawRecord): void {
    const row = this.cursor.rowAt(record.sourceRow);
    if (row >= 0 && this.#rows.withoutDiscarded === true && this.#rows.status[row] === DISCARDED) return;
    if (this.#json) this.#writeJson(record, row);
    else this.#writeObject(record, this.#corrected.cellsOf(record, row));
  }

  reject(reject: RawReject): void {
    if (!this.#json || reject.reason !== 'not-an-object') return;
    this.#copy(reject.bytes, reject.start, reject.end, false);
    this.#out.push(10);
  }

  #writeJson(record: RawRecord, row: number): void {
    const { bytes, start, end } = record;
    const loose = record.loose === true;
    let from = start;
    for (const patch of this.#corrected.patchesOf(record, row) ?? []) {
      this.#copy(bytes, from, patch.start, loose);
      this.#out.text(patch.text.replace(/[\r\n]/g, ''));
      from = patch.end;
    }
    this.#copy(bytes, from, end, loose);
    this.#out.push(10);
  }

  #copy(bytes: Uint8Array, start: number, end: number, loose: boolean): void {
    if (loose) appendLooseAsJson(bytes, start, end, this.#out);
    else appendWithoutLineEnds(bytes, start, end, this.#out);
  }

  #writeObject(record: RawRecord, changes: ReadonlyMap<string, string> | null): void {
    const object = this.#object;
    const names = this.#names;
    object.open();
    names.forEach((name, column) => {
      const change = changes?.get(name);
      if (change !== undefined) object.json(name, change);
      else if (hotColumns(name) === null) object.field(name, record, column);
    });
    for (const [name, text] of changes ?? []) if (!names.includes(name)) object.json(name, text);
    object.close();
  }
}
