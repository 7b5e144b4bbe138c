import type { ByteWriter } from './bytes.js';
import type { SourceFormat } from './dataset.js';
import type { RoleColumns } from './dataset-builder.js';
import type { ExportRows } from './export-json.js';
import { appendWithoutLineEnds, ObjectWriter, RowCursor } from './export-json.js';
import type { RawRecord, RawReject, RecordSink } from './records.js';
import { jsonRange } from './records.js';

/**
 * The corrected dataset as JSONL: every well-formed record of the source, in order, those that could not be rows too.
 * A JSONL source comes back byte for byte (marks, line ends, blank and broken lines) but for the label values of rows
 * whose label was changed. Elements of a JSON array come one a line, as they stand but for line ends between tokens. A
 * record of a delimited source or of fastText lines becomes an object with all columns in order; every value is a string. So does a row of a
 * Parquet file, with values of their own types.
 */
export class DatasetExport implements RecordSink {
  readonly cursor: RowCursor;
  private readonly format: SourceFormat;
  private readonly names: readonly string[];
  private readonly labelColumn: number;
  private readonly rows: ExportRows;
  private readonly out: ByteWriter;
  private readonly object: ObjectWriter;

  constructor(format: SourceFormat, names: readonly string[], roles: RoleColumns, rows: ExportRows, out: ByteWriter) {
    this.cursor = new RowCursor(rows.sourceRow);
    // A Parquet file's rows are read as JSONL.
    this.format = format === 'parquet' ? 'jsonl' : format;
    this.names = names;
    this.labelColumn = roles.label;
    this.rows = rows;
    this.out = out;
    this.object = new ObjectWriter(out);
  }

  record(record: RawRecord): void {
    const token = this.newToken(this.cursor.rowAt(record.sourceRow));
    if (!record.json) {
      this.writeObject(record, token);
      return;
    }
    const { bytes, start, end } = record;
    if (token === null) {
      this.copy(bytes, start, end);
    } else {
      const [labelStart, labelEnd] = jsonRange(record.fields, this.labelColumn);
      this.copy(bytes, start, labelStart);
      this.out.text(token);
      this.copy(bytes, labelEnd, end);
    }
    if (this.format === 'json-array') this.out.push(10);
  }

  reject(reject: RawReject): void {
    const element = this.format === 'json-array' && reject.reason === 'not-an-object';
    if (this.format !== 'jsonl' && !element) return;
    this.copy(reject.bytes, reject.start, reject.end);
    if (element) this.out.push(10);
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    if (this.format === 'jsonl') this.out.append(bytes, start, end);
  }

  gap(bytes: Uint8Array, start: number, end: number): void {
    this.out.append(bytes, start, end);
  }

  private copy(bytes: Uint8Array, start: number, end: number): void {
    if (this.format === 'json-array') appendWithoutLineEnds(bytes, start, end, this.out);
    else this.out.append(bytes, start, end);
  }

  /** JSON of the label that replaces the source's, null = it stays. */
  private newToken(row: number): string | null {
    const { label, originalLabel, labels } = this.rows;
    const now = row < 0 ? undefined : label[row];
    if (now === undefined || now === originalLabel[row]) return null;
    return labels[now]?.token ?? null;
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
