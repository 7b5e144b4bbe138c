import type { ByteWriter } from '../bytes/bytes.js';
import { hotColumns } from '../reading/computed-columns.js';
import { DISCARDED, type SourceFormat } from '../reading/dataset.js';
import type { RoleColumns } from '../reading/dataset-builder.js';
import type { ExportRows } from './json.js';
import { appendWithoutLineEnds, ObjectWriter, RowCursor } from './json.js';
import { CorrectedLabels } from './labels.js';
import { appendLooseAsJson } from '../reading/json/loose-write.js';
import { appendJsonContent } from '../reading/json/strings.js';
import { skipValue } from '../reading/json/scan.js';
import type { RawRecord, RawReject, RecordSink } from '../reading/records.js';

/** What the text of a record is written under that cannot be read. */
const SET_ASIDE = 'set_aside';

/**
 * The corrected dataset as JSONL, with or without the rows that were discarded, of a source that is no JSONL itself (see
 * `SourceEdits`): every well-formed record, in order, those that could not be rows too. Elements of a JSON array come one a
 * line, as they stand but for line ends between tokens, and as JSON where they are Python dicts. A record of a delimited
 * source or of fastText lines becomes an object with all columns in order; every value is a string. A record that cannot be
 * read keeps its place: it becomes an object with its text under `set_aside` and null in all columns, or is copied where it
 * is a JSON value.
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
  /** What an object begins with that holds the text of a record which cannot be read. */
  readonly #setAside: string;
  /** Such an object is not closed yet: more of its text may come. */
  #pending = false;

  constructor(format: SourceFormat, names: readonly string[], roles: RoleColumns, rows: ExportRows, out: ByteWriter) {
    this.cursor = new RowCursor(rows.sourceRow);
    this.#json = format !== 'delimited' && format !== 'fasttext';
    this.#rows = rows;
    this.#names = names;
    this.#corrected = new CorrectedLabels(rows, names, roles.label);
    this.#out = out;
    this.#object = new ObjectWriter(out);
    this.#setAside = `{${[...this.#emptyColumns(), JSON.stringify(freeName(SET_ASIDE, names))].join(',')}:"`;
  }

  record(record: RawRecord): void {
    this.close();
    const row = this.cursor.rowAt(record.sourceRow);
    if (row >= 0 && this.#rows.withoutDiscarded === true && this.#rows.status[row] === DISCARDED) return;
    if (this.#json) this.#writeJson(record, row);
    else this.#writeObject(record, this.#corrected.cellsOf(record, row));
  }

  reject(reject: RawReject): void {
    this.close();
    const { bytes, start, end, reason } = reject;
    if (this.#json && reason === 'not-an-object') {
      this.#copy(bytes, start, end, skipValue(bytes, start, end) < 0);
      this.#out.push(10);
      return;
    }
    this.#out.text(this.#setAside);
    appendJsonContent(bytes, start, end, this.#out);
    this.#pending = true;
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    if (this.#pending) appendJsonContent(bytes, start, end, this.#out);
  }

  /** Ends the export's last line. */
  close(): void {
    if (this.#pending) this.#out.text('"}\n');
    this.#pending = false;
  }

  /** A table has its columns in each record. */
  #emptyColumns(): string[] {
    if (this.#json) return [];
    return this.#names.filter((name) => hotColumns(name) === null).map((name) => `${JSON.stringify(name)}:null`);
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

/** The name, with `_` in front while a column is called so. */
function freeName(name: string, columns: readonly string[]): string {
  return columns.includes(name) ? freeName(`_${name}`, columns) : name;
}
