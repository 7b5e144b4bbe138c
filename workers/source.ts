import type { ColumnRoles, ReadSettings } from '../src/domain/dataset.js';
import { guessRoles } from '../src/domain/roles.js';
import type { ExportColumns, ExportKind } from '../src/protocol/export-spec.js';
import type { JobId } from '../src/protocol/job.js';
import { ok, type Outcome } from '../src/protocol/outcome.js';
import type {
  Inspection,
  Preview,
  ReadProgress,
  ReadResult,
  ResultsReadResult,
  SourceWire,
} from '../src/protocol/source-wire.js';
import { JobSlot, type Job } from './job-slot.js';
import { outcomeOf } from './outcome-of.js';
import { classNamingOf } from './source-class-names.js';
import { SourceExport } from './source-export.js';
import { SourceFault } from './source-fault.js';
import { headOf, inspectFile, PREVIEW_RECORDS, previewOf } from './source-head.js';
import { readDataset, readerColumns, readResults, type SourceRead } from './source-read.js';

/** A reading of either sort. */
type Reading =
  | { readonly of: 'dataset'; readonly read: SourceRead<ReadResult> }
  | { readonly of: 'results'; readonly read: SourceRead<ResultsReadResult> };

/** The source worker's work without the messages. See `SourceWire` for the promise of each method. */
export class Source implements SourceWire {
  readonly #readings = new JobSlot<Reading & Job>();
  readonly #exports = new JobSlot<SourceExport>();

  inspect(file: Blob): Promise<Outcome<Inspection>> {
    return outcomeOf(() => inspectFile(file));
  }

  preview(file: Blob, settings: ReadSettings): Promise<Outcome<Preview>> {
    return outcomeOf(async () => {
      const head = await headOf(file, settings);
      if (head.columns.length === 0) throw new SourceFault({ code: 'file-no-rows' });
      return previewOf(head);
    });
  }

  guessRoles(columns: readonly string[], records: readonly (readonly string[])[]): Promise<ColumnRoles> {
    return Promise.resolve(guessRoles(columns, records, records.length < PREVIEW_RECORDS));
  }

  begin(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    return this.#beginReading(async () => {
      const columns = await readerColumns(file, settings, roles);
      const naming = await classNamingOf(file, settings, roles.label);
      return { of: 'dataset', read: readDataset(file, settings, roles, columns, naming) };
    });
  }

  beginResults(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    return this.#beginReading(async () => {
      const columns = await readerColumns(file, settings, roles);
      return { of: 'results', read: readResults(file, settings, roles, columns) };
    });
  }

  advance(job: JobId): Promise<Outcome<ReadProgress>> {
    return outcomeOf(async () => ({ job, ...(await this.#readings.piece(job, ({ read }) => read.advance())) }));
  }

  take(job: JobId): Promise<Outcome<ReadResult>> {
    return this.#takeReading(job, (reading) => (reading.of === 'dataset' ? reading.read.take() : mixedUp()));
  }

  takeResults(job: JobId): Promise<Outcome<ResultsReadResult>> {
    return this.#takeReading(job, (reading) => (reading.of === 'results' ? reading.read.take() : mixedUp()));
  }

  beginExport(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    kind: ExportKind,
    columns: ExportColumns,
  ): Promise<Outcome<JobId>> {
    return outcomeOf(async () => {
      const { id } = await this.#exports.begin(async () => {
        const names = await readerColumns(file, settings, roles);
        return new SourceExport(file, settings, roles, names, kind, columns);
      });
      return id;
    });
  }

  nextExport(job: JobId): Promise<Outcome<Uint8Array<ArrayBuffer> | null>> {
    return outcomeOf(async () => {
      const bytes = await this.#exports.piece(job, (exporting) => exporting.next());
      if (bytes === null) this.#exports.end(job);
      return bytes;
    });
  }

  end(job: JobId): Promise<Outcome<null>> {
    this.#readings.end(job);
    this.#exports.end(job);
    return Promise.resolve(ok(null));
  }

  #beginReading(prepare: () => Promise<Reading>): Promise<Outcome<ReadProgress>> {
    return outcomeOf(async () => {
      const { id, job } = await this.#readings.begin(async () => {
        const reading = await prepare();
        return { ...reading, cancel: () => reading.read.cancel() };
      });
      return { job: id, ...job.read.progress() };
    });
  }

  #takeReading<T>(job: JobId, take: (reading: Reading) => T): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      const taken = await this.#readings.piece(job, take);
      this.#readings.end(job);
      return taken;
    });
  }
}

function mixedUp(): never {
  throw new Error('the job is a reading of the other sort');
}
