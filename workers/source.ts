import type { ColumnRoles, ReadSettings } from '../src/domain/dataset.js';
import { guessRoles } from '../src/domain/roles.js';
import type { ExportColumns, ExportKind } from '../src/protocol/export-spec.js';
import type { Outcome } from '../src/protocol/outcome.js';
import type {
  Inspection,
  Preview,
  ReadProgress,
  ReadResult,
  ResultsReadResult,
  SourceWire,
} from '../src/protocol/source-wire.js';
import { outcomeOf } from './outcome-of.js';
import { SourceFault } from './source-bytes.js';
import { SourceExport } from './source-export.js';
import { headOf, inspectFile } from './source-head.js';
import { readDataset, readerColumns, readResults, type SourceRead } from './source-read.js';

/** Records that a preview shows. */
const PREVIEW_RECORDS = 50;

/** The source worker's work, free of messaging: see `SourceWire` for what each method promises. */
export class Source implements SourceWire {
  private reading: SourceRead<ReadResult> | null = null;
  private readingResults: SourceRead<ResultsReadResult> | null = null;
  private exporting: SourceExport | null = null;
  /** Number of the job begun last. */
  private job = 0;

  inspect(file: Blob): Promise<Outcome<Inspection>> {
    return outcomeOf(() => inspectFile(file));
  }

  preview(file: Blob, settings: ReadSettings): Promise<Outcome<Preview>> {
    return outcomeOf(async () => {
      const { columns, records } = await headOf(file, settings);
      if (columns.length === 0) throw new SourceFault({ code: 'file-no-rows' });
      return { columns, records: records.slice(0, PREVIEW_RECORDS) };
    });
  }

  guessRoles(columns: readonly string[], records: readonly (readonly string[])[]): Promise<ColumnRoles> {
    return Promise.resolve(guessRoles(columns, records));
  }

  begin(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    const job = this.replaceJob();
    return outcomeOf(async () => {
      const columns = await readerColumns(file, settings, roles);
      const reading = readDataset(file, settings, roles, columns);
      if (job === this.job) this.reading = reading;
      else reading.cancel();
      return reading.progress();
    });
  }

  advance(): Promise<Outcome<ReadProgress>> {
    return outcomeOf(() => begun(this.reading ?? this.readingResults).advance());
  }

  take(): Promise<Outcome<ReadResult>> {
    return outcomeOf(() => {
      const result = begun(this.reading).take();
      this.reading = null;
      return Promise.resolve(result);
    });
  }

  beginResults(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    const job = this.replaceJob();
    return outcomeOf(async () => {
      const columns = await readerColumns(file, settings, roles);
      const reading = readResults(file, settings, roles, columns);
      if (job === this.job) this.readingResults = reading;
      else reading.cancel();
      return reading.progress();
    });
  }

  takeResults(): Promise<Outcome<ResultsReadResult>> {
    return outcomeOf(() => {
      const result = begun(this.readingResults).take();
      this.readingResults = null;
      return Promise.resolve(result);
    });
  }

  beginExport(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    kind: ExportKind,
    columns: ExportColumns,
  ): Promise<Outcome<null>> {
    const job = this.replaceJob();
    return outcomeOf(async () => {
      const names = await readerColumns(file, settings, roles);
      const exporting = new SourceExport(file, settings, roles, names, kind, columns);
      if (job === this.job) this.exporting = exporting;
      else exporting.cancel();
      return null;
    });
  }

  nextExport(): Promise<Outcome<Uint8Array<ArrayBuffer> | null>> {
    return outcomeOf(() => begun(this.exporting).next());
  }

  /** A new job replaces the one that was going on, also one that is only being prepared. Returns its number. */
  private replaceJob(): number {
    this.reading?.cancel();
    this.readingResults?.cancel();
    this.exporting?.cancel();
    this.reading = null;
    this.readingResults = null;
    this.exporting = null;
    return ++this.job;
  }
}

function begun<T>(job: T | null): T {
  if (job === null) throw new Error('nothing has been begun');
  return job;
}
