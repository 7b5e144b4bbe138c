import type { ByteWriter } from '../bytes/bytes.js';
import type { RejectReason } from '../reading/dataset.js';
import type { ExportRows } from './json.js';
import { RowCursor } from './json.js';
import { appendJsonContent } from '../reading/json/strings.js';
import type { RawRecord, RawReject, RecordSink } from '../reading/records.js';

/**
 * A line for each record that was set aside: `file` where it is one of several, `line` (1-based), `row` (position in
 * the source), `reason`, and the whole `content`.
 */
export class RejectsExport implements RecordSink {
  readonly cursor: RowCursor;
  readonly #reasonOf: (record: RawRecord) => RejectReason | null;
  readonly #out: ByteWriter;
  /** Name of the file. Undefined = there is one file, '' = each record has it. */
  readonly #fileName: string | undefined;
  /** The last content is still open, because more of it may follow. */
  #pending = false;

  /** `reasonOf`: why a well-formed record cannot be a row, whatever the other records hold. */
  constructor(
    reasonOf: (record: RawRecord) => RejectReason | null,
    rows: Pick<ExportRows, 'sourceRow' | 'file'>,
    out: ByteWriter,
  ) {
    this.cursor = new RowCursor(rows.sourceRow);
    this.#reasonOf = reasonOf;
    this.#out = out;
    this.#fileName = rows.file;
  }

  record(record: RawRecord): void {
    this.close();
    if (this.cursor.rowAt(record.sourceRow) >= 0) return;
    // A sound record that is no row although it has all it needs can only have repeated an id.
    this.#write(record, this.#reasonOf(record) ?? 'duplicate-id');
  }

  reject(reject: RawReject): void {
    this.close();
    this.#write(reject, reject.reason);
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    if (this.#pending) appendJsonContent(bytes, start, end, this.#out);
  }

  /** Ends the export's last line. */
  close(): void {
    if (this.#pending) this.#out.text('"}\n');
    this.#pending = false;
  }

  #startOf(file = ''): string {
    return this.#fileName === undefined ? '{' : `{"file":${JSON.stringify(this.#fileName || file)},`;
  }

  #write(record: RawRecord | RawReject, reason: RejectReason): void {
    const { file, line, sourceRow, bytes, start, end } = record;
    this.#out.text(`${this.#startOf(file)}"line":${line},"row":${sourceRow},"reason":"${reason}","content":"`);
    appendJsonContent(bytes, start, end, this.#out);
    this.#pending = true;
  }
}
