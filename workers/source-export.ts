import { ByteWriter } from '../src/domain/bytes.js';
import type { ColumnRoles, ReadSettings } from '../src/domain/dataset.js';
import { rejectReasonOf, roleColumns } from '../src/domain/dataset-builder.js';
import { DatasetExport } from '../src/domain/export-dataset.js';
import type { RowCursor } from '../src/domain/export-json.js';
import { RejectsExport } from '../src/domain/export-rejects.js';
import { AuditExport, ChangesExport } from '../src/domain/export-rows.js';
import type { RawRecord, RawReject, RecordSink } from '../src/domain/records.js';
import { resultsRejectReasonOf } from '../src/domain/results-file.js';
import type { ExportColumns, ExportKind } from '../src/protocol/export-spec.js';
import { SourceFault, withRowsRead } from './source-fault.js';
import { RecordStream } from './source-read.js';

/** Source bytes that one step reads: small, because a row of an audit can be far longer than its source. */
const STEP_BYTES = 512 * 1024;

interface ExportSink extends RecordSink {
  readonly cursor: RowCursor;
  close?(): void;
}

/** Passes a source's records on and counts them. */
class CountedRecords implements RecordSink {
  count = 0;
  private readonly sink: RecordSink;

  constructor(sink: RecordSink) {
    this.sink = sink;
  }

  record(record: RawRecord): void {
    this.count++;
    this.sink.record(record);
  }

  reject(reject: RawReject): void {
    this.count++;
    this.sink.reject(reject);
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    this.sink.more?.(bytes, start, end);
  }

  gap(bytes: Uint8Array, start: number, end: number): void {
    this.sink.gap?.(bytes, start, end);
  }
}

/** One export on its way: the source is read again and written out in another form, step by step. */
export class SourceExport {
  private readonly out = new ByteWriter(STEP_BYTES);
  private readonly sink: ExportSink;
  private readonly counted: CountedRecords;
  /** Records that the source must give. */
  private readonly records: number;
  private readonly stream: RecordStream;

  /** `names`: the columns that the reader needs, as `readerColumns` gives them. */
  constructor(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    names: readonly string[],
    kind: ExportKind,
    columns: ExportColumns,
  ) {
    const positions = roleColumns(roles, names);
    const scratch = new ByteWriter();
    const sinks: Record<ExportKind, () => ExportSink> = {
      dataset: () => new DatasetExport(settings, names, positions, columns, this.out),
      changes: () => new ChangesExport(names, positions, columns, this.out),
      audit: () => new AuditExport(names, positions, columns, this.out),
      rejects: () => new RejectsExport((record) => rejectReasonOf(record, positions, scratch), columns, this.out),
      'results-rejects': () =>
        new RejectsExport((record) => resultsRejectReasonOf(record, positions.id, scratch), columns, this.out),
    };
    this.sink = sinks[kind]();
    this.counted = new CountedRecords(this.sink);
    this.records = columns.records;
    this.stream = new RecordStream(file, settings, names, this.counted);
  }

  /**
   * The bytes that the next part of the source gives (none is possible), null at the end. Throws `SourceFault`:
   * `file-changed` where the source did not give every row at its place and as many records as when it was read.
   */
  async next(): Promise<Uint8Array<ArrayBuffer> | null> {
    if (this.stream.done) return null;
    if (await this.advance()) {
      this.sink.close?.();
      if (!this.sink.cursor.finished() || this.counted.count !== this.records)
        throw new SourceFault({ code: 'file-changed' });
    }
    return this.out.take();
  }

  private async advance(): Promise<boolean> {
    try {
      return await this.stream.advance(STEP_BYTES);
    } catch (error) {
      throw withRowsRead(error, this.counted.count);
    }
  }

  cancel(): void {
    this.stream.cancel();
  }
}
