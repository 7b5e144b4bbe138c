import { ByteWriter } from '../../src/domain/bytes/bytes.js';
import type { ColumnRoles, ReadSettings } from '../../src/domain/reading/dataset.js';
import { rejectReasonOf, roleColumns } from '../../src/domain/reading/dataset-builder.js';
import { DatasetExport } from '../../src/domain/export/dataset.js';
import type { RowCursor } from '../../src/domain/export/json.js';
import { RejectsExport } from '../../src/domain/export/rejects.js';
import { AuditExport, ChangesExport } from '../../src/domain/export/rows.js';
import type { RawRecord, RawReject, RecordSink } from '../../src/domain/reading/records.js';
import { resultsRejectReasonOf } from '../../src/domain/predictions/file.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { ExportColumns, ExportKind } from '../../src/protocol/export-spec.js';
import { withRowsRead } from './fault.js';
import { GzipPieces } from './gzip-write.js';
import { patchedCopy, unwritableFault, type PatchedCopy } from './patched.js';
import { RecordStream } from './stream.js';

/**
 * Source bytes that one step reads. The number is small, because a row of an audit can be far longer than its source.
 */
const STEP_BYTES = 512 * 1024;

interface ExportSink extends RecordSink {
  readonly cursor: RowCursor;
  close?(): void;
}

/** Counts the records of a source and passes them on. */
class CountedRecords implements RecordSink {
  count = 0;
  readonly #sink: RecordSink;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  record(record: RawRecord): void {
    this.count++;
    this.#sink.record(record);
  }

  reject(reject: RawReject): void {
    this.count++;
    this.#sink.reject(reject);
  }

  more(bytes: Uint8Array, start: number, end: number): void {
    this.#sink.more?.(bytes, start, end);
  }
}

/** One export, step by step: it reads the source again and writes it in another form. */
export class SourceExport {
  readonly #out = new ByteWriter(STEP_BYTES);
  readonly #sink: ExportSink;
  readonly #counted: CountedRecords;
  /** Records that the source must have. */
  readonly #records: number;
  readonly #stream: RecordStream;
  readonly #settings: ReadSettings;
  /** The export is a copy of the source. Null = it has another format. */
  readonly #copy: PatchedCopy | null;
  readonly #gzip: GzipPieces | null;

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
    this.#settings = settings;
    this.#copy = patchedCopy(kind, settings, names, positions, columns, this.#out);
    this.#gzip = kind === 'source' && settings.gzip ? new GzipPieces() : null;
    const dataset = (): ExportSink => new DatasetExport(settings.format, names, positions, columns, this.#out);
    const sinks: Record<ExportKind, () => ExportSink> = {
      source: dataset,
      dataset,
      changes: () => new ChangesExport(names, positions, columns, this.#out),
      audit: () => new AuditExport(names, positions, columns, this.#out),
      rejects: () => new RejectsExport((record) => rejectReasonOf(record, positions, scratch), columns, this.#out),
      'results-rejects': () =>
        new RejectsExport((record) => resultsRejectReasonOf(record, positions.id, scratch), columns, this.#out),
    };
    this.#sink = this.#copy?.sink ?? sinks[kind]();
    this.#counted = new CountedRecords(this.#sink);
    this.#records = columns.records;
    this.#stream = new RecordStream(file, settings, names, this.#counted, this.#copy?.tap);
  }

  /**
   * The export's bytes for the next part of the source, possibly none. Null at the end. The fault is `file-changed`
   * where the source did not have every row at its place and as many records as when it was read.
   */
  async next(): Promise<Outcome<Uint8Array<ArrayBuffer> | null>> {
    if (this.#stream.done) return ok(null);
    const done = await this.#advance();
    if (!done.ok) return done;
    if (done.value) {
      if (this.#copy) this.#copy.end();
      else this.#sink.close?.();
      if (!this.#sink.cursor.finished() || this.#counted.count !== this.#records)
        return failed({ code: 'file-changed' });
    } else this.#copy?.settle(this.#stream.consumed());
    const bytes = this.#out.take();
    if (!this.#gzip) return ok(bytes);
    const packed = await this.#gzip.push(bytes);
    return ok(done.value ? joined(packed, await this.#gzip.end()) : packed);
  }

  async #advance(): Promise<Outcome<boolean>> {
    try {
      const done = await this.#stream.advance(STEP_BYTES);
      return done.ok ? done : failed(withRowsRead(done.fault, this.#counted.count));
    } catch (error) {
      const fault = unwritableFault(error, this.#settings);
      if (fault === null) throw error;
      return failed(fault);
    }
  }

  cancel(): void {
    this.#stream.cancel();
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
