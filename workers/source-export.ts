import { ByteWriter } from '../src/domain/bytes.js';
import type { ColumnRoles, ReadSettings } from '../src/domain/dataset.js';
import { rejectReasonOf, roleColumns } from '../src/domain/dataset-builder.js';
import { DatasetExport } from '../src/domain/export-dataset.js';
import type { RowCursor } from '../src/domain/export-json.js';
import { RejectsExport } from '../src/domain/export-rejects.js';
import { AuditExport, ChangesExport } from '../src/domain/export-rows.js';
import type { RecordSink } from '../src/domain/records.js';
import { resultsRejectReasonOf } from '../src/domain/results-file.js';
import type { ExportColumns, ExportKind } from '../src/protocol/export-spec.js';
import { SourceFault } from './source-bytes.js';
import { RecordStream } from './source-read.js';

/** Source bytes that one step reads: small, because a row of an audit can be far longer than its source. */
const STEP_BYTES = 512 * 1024;

interface ExportSink extends RecordSink {
  readonly cursor: RowCursor;
  close?(): void;
}

/** One export on its way: the source is read again and written out in another form, step by step. */
export class SourceExport {
  private readonly out = new ByteWriter(STEP_BYTES);
  private readonly sink: ExportSink;
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
      dataset: () => new DatasetExport(settings.format, names, positions, columns, this.out),
      changes: () => new ChangesExport(names, positions, columns, this.out),
      audit: () => new AuditExport(names, columns, this.out),
      rejects: () => new RejectsExport((record) => rejectReasonOf(record, positions, scratch), columns, this.out),
      'results-rejects': () =>
        new RejectsExport((record) => resultsRejectReasonOf(record, positions.id, scratch), columns, this.out),
    };
    this.sink = sinks[kind]();
    this.stream = new RecordStream(file, settings, names, this.sink);
  }

  /** The bytes that the next part of the source gives (none is possible), null at the end. Throws `SourceFault`. */
  async next(): Promise<Uint8Array<ArrayBuffer> | null> {
    if (this.stream.done) return null;
    if (await this.stream.advance(STEP_BYTES)) {
      this.sink.close?.();
      if (!this.sink.cursor.finished()) throw new SourceFault({ code: 'file-changed' });
    }
    return this.out.take();
  }

  cancel(): void {
    this.stream.cancel();
  }
}
