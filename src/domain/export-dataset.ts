import type { ByteWriter } from './bytes.js';
import { DISCARDED, type SourceFormat } from './dataset.js';
import type { RoleColumns } from './dataset-builder.js';
import type { ExportRows } from './export-json.js';
import { appendWithoutLineEnds, CorrectedLabels, ObjectWriter, RowCursor } from './export-json.js';
import { appendLooseAsJson } from './json-loose-write.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';
import { jsonRange } from './records.js';

/**
 * The corrected dataset as JSONL, with or without the rows that were discarded, of a source that is no JSONL itself (see
 * `SourceEdits`): every well-formed record, in order, those that could not be rows too. Elements of a JSON array come one a
 * line, as they stand but for line ends between tokens, and as JSON where they are Python dicts. A record of a delimited
 * source or of fastText lines becomes an object with all columns in order; every value is a string.
 */
export class DatasetExport implements RecordSink {
  readonly cursor: RowCursor;
  /** Records are JSON objects already. */
  private readonly json: boolean;
  private readonly names: readonly string[];
  private readonly labelColumn: number;
  private readonly corrected: CorrectedLabels;
  private readonly out: ByteWriter;
  private readonly object: ObjectWriter;
  private readonly rows: ExportRows;

  constructor(format: SourceFormat, names: readonly string[], roles: RoleColumns, rows: ExportRows, out: ByteWriter) {
    this.cursor = new RowCursor(rows.sourceRow);
    this.json = format !== 'delimited' && format !== 'fasttext';
    this.rows = rows;
    this.names = names;
    this.labelColumn = roles.label;
    this.corrected = new CorrectedLabels(rows, roles.label);
    this.out = out;
    this.object = new ObjectWriter(out);
  }

  record(record: RawRecord): void {
    const row = this.cursor.rowAt(record.sourceRow);
    if (row >= 0 && this.rows.withoutDiscarded === true && this.rows.status[row] === DISCARDED) return;
    const token = this.corrected.tokenOf(record, row);
    if (!this.json) {
      this.writeObject(record, token);
      return;
    }
    const { bytes, start, end } = record;
    const loose = record.loose === true;
    if (token === null) {
      this.copy(bytes, start, end, loose);
    } else {
      const [labelStart, labelEnd] = jsonRange(record.fields, this.labelColumn);
      this.copy(bytes, start, labelStart, loose);
      this.out.text(token.replace(/[\r\n]/g, ''));
      this.copy(bytes, labelEnd, end, loose);
    }
    this.out.push(10);
  }

  reject(reject: RawReject): void {
    if (!this.json || reject.reason !== 'not-an-object') return;
    this.copy(reject.bytes, reject.start, reject.end, false);
    this.out.push(10);
  }

  private copy(bytes: Uint8Array, start: number, end: number, loose: boolean): void {
    if (loose) appendLooseAsJson(bytes, start, end, this.out);
    else appendWithoutLineEnds(bytes, start, end, this.out);
  }

  private writeObject(record: RawRecord, token: string | null): void {
    const { object, names, labelColumn } = this;
    object.open();
    names.forEach((name, column) => {
      if (token !== null && column === labelColumn) object.json(name, token);
      else object.field(name, record, column);
    });
    object.close();
  }
}
