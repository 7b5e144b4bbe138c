import type { ColumnRoles, ReadSettings } from '../../src/domain/reading/dataset.js';
import { guessRoles } from '../../src/domain/reading/roles.js';
import type { ColumnValues } from '../../src/domain/review/column-values.js';
import type { ExportColumns, ExportKind } from '../../src/protocol/export-spec.js';
import type { JobId } from '../../src/protocol/job.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type {
  Inspection,
  Preview,
  ReadProgress,
  ReadResult,
  ResultsReadResult,
  SourceWire,
} from '../../src/protocol/source-wire.js';
import { JobSlot, type Job } from '../shared/job-slot.js';
import { outcomeOf } from '../shared/outcome-of.js';
import { classNamingOf } from './class-names.js';
import { SourceExport } from './export.js';
import { headOf, inspectFile, PREVIEW_RECORDS, previewOf } from './head.js';
import { readColumn, readDataset, readerColumns, readResults, type SourceRead } from './read.js';

/** A reading of any sort. */
type Reading =
  | { readonly of: 'dataset'; readonly read: SourceRead<ReadResult> }
  | { readonly of: 'results'; readonly read: SourceRead<ResultsReadResult> }
  | { readonly of: 'column'; readonly read: SourceRead<ColumnValues | null> };

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
      if (!head.ok) return head;
      return head.value.columns.length === 0 ? failed({ code: 'file-no-rows' }) : ok(previewOf(head.value));
    });
  }

  guessRoles(columns: readonly string[], records: readonly (readonly string[])[]): Promise<ColumnRoles> {
    return Promise.resolve(guessRoles(columns, records, records.length < PREVIEW_RECORDS));
  }

  begin(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    return this.#beginReading(async () => {
      const columns = await readerColumns(file, settings, roles);
      if (!columns.ok) return columns;
      const naming = await classNamingOf(file, settings, roles.label);
      return ok({ of: 'dataset', read: readDataset(file, settings, roles, columns.value, naming) });
    });
  }

  beginResults(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    return this.#beginReading(async () => {
      const columns = await readerColumns(file, settings, roles);
      return columns.ok ? ok({ of: 'results', read: readResults(file, settings, roles, columns.value) }) : columns;
    });
  }

  advance(job: JobId): Promise<Outcome<ReadProgress>> {
    return outcomeOf(async () => {
      const progress = await this.#readings.piece(job, ({ read }) => read.advance());
      return progress.ok ? ok({ job, ...progress.value }) : progress;
    });
  }

  take(job: JobId): Promise<Outcome<ReadResult>> {
    return this.#takeReading(job, (reading) => (reading.of === 'dataset' ? reading.read.take() : mixedUp()));
  }

  takeResults(job: JobId): Promise<Outcome<ResultsReadResult>> {
    return this.#takeReading(job, (reading) => (reading.of === 'results' ? reading.read.take() : mixedUp()));
  }

  beginColumn(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    column: string,
    sourceRow: Uint32Array,
  ): Promise<Outcome<ReadProgress>> {
    return this.#beginReading(async () => {
      const columns = await readerColumns(file, settings, roles);
      return columns.ok
        ? ok({ of: 'column', read: readColumn(file, settings, columns.value, column, sourceRow) })
        : columns;
    });
  }

  async takeColumn(job: JobId): Promise<Outcome<ColumnValues>> {
    const taken = await this.#takeReading(job, (reading) =>
      reading.of === 'column' ? reading.read.take() : mixedUp(),
    );
    if (!taken.ok) return taken;
    return taken.value ? ok(taken.value) : failed({ code: 'file-changed' });
  }

  beginExport(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    kind: ExportKind,
    columns: ExportColumns,
  ): Promise<Outcome<JobId>> {
    return outcomeOf(async () => {
      const begun = await this.#exports.begin(async () => {
        const names = await readerColumns(file, settings, roles);
        return names.ok ? ok(new SourceExport(file, settings, roles, names.value, kind, columns)) : names;
      });
      return begun.ok ? ok(begun.value.id) : begun;
    });
  }

  nextExport(job: JobId): Promise<Outcome<Uint8Array<ArrayBuffer> | null>> {
    return outcomeOf(async () => {
      const bytes = await this.#exports.piece(job, (exporting) => exporting.next());
      if (bytes.ok && bytes.value === null) this.#exports.end(job);
      return bytes;
    });
  }

  end(job: JobId): Promise<Outcome<null>> {
    this.#readings.end(job);
    this.#exports.end(job);
    return Promise.resolve(ok(null));
  }

  #beginReading(prepare: () => Promise<Outcome<Reading>>): Promise<Outcome<ReadProgress>> {
    return outcomeOf(async () => {
      const begun = await this.#readings.begin(async () => {
        const prepared = await prepare();
        if (!prepared.ok) return prepared;
        const reading = prepared.value;
        return ok({ ...reading, cancel: () => reading.read.cancel() });
      });
      return begun.ok ? ok({ job: begun.value.id, ...begun.value.job.read.progress() }) : begun;
    });
  }

  #takeReading<T>(job: JobId, take: (reading: Reading) => Outcome<T>): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      const taken = await this.#readings.piece(job, take);
      if (taken.ok) this.#readings.end(job);
      return taken;
    });
  }
}

function mixedUp(): never {
  throw new Error('the job is a reading of another sort');
}
