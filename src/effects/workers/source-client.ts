import type { Remote } from 'comlink';
import type { ColumnRoles, ReadSettings } from '../../domain/reading/dataset.js';
import type { ColumnValues } from '../../domain/review/column-values.js';
import type { ExportColumns, ExportKind } from '../../protocol/export-spec.js';
import type { JobId } from '../../protocol/job.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type {
  Inspection,
  Preview,
  ReadProgress,
  ReadResult,
  ResultsReadResult,
  SourceWire,
} from '../../protocol/source-wire.js';
import { withDeadline } from './deadline.js';
import { WorkerClient, type WorkerLike } from './worker-client.js';

const NO_ROLES: ColumnRoles = { text: '', textJoin: '', textB: '', label: '', id: '', sLabel: '' };

/** How long one piece of a job may take. It is a few MiB, or the columns of a whole dataset. */
const PIECE_MS = 2 * 60_000;

function spawnSourceWorker(): WorkerLike {
  return new Worker(new URL('../../../workers/source/source.worker.ts', import.meta.url), {
    type: 'module',
    name: 'source',
  });
}

/**
 * The page's side of the source worker. Every call settles. A worker that does not answer about a job in time ends with
 * `worker-stalled`. A job under way ends with its worker. The next call that begins something starts a fresh worker.
 */
export class SourceClient implements SourceWire {
  readonly #spawn: () => WorkerLike;
  #worker: WorkerClient<SourceWire>;
  readonly #inspected = new WeakMap<Blob, Inspection>();

  constructor(spawn: () => WorkerLike = spawnSourceWorker) {
    this.#spawn = spawn;
    this.#worker = new WorkerClient(spawn());
  }

  /** Reads a file once. A second call for the same file returns the same inspection. */
  async inspect(file: Blob, name: string): Promise<Outcome<Inspection>> {
    const known = this.#inspected.get(file);
    if (known) return ok(known);
    const inspected = await this.#living().ask((remote) => remote.inspect(file, name));
    if (inspected.ok) this.#inspected.set(file, inspected.value);
    return inspected;
  }

  /** Under the settings that the inspection found it returns the preview of the inspection, without another read. */
  async preview(file: Blob, settings: ReadSettings): Promise<Outcome<Preview>> {
    const known = this.#inspected.get(file);
    const found = known && JSON.stringify(known.settings) === JSON.stringify(settings);
    if (found && known.preview) return ok(known.preview);
    return this.#living().ask((remote) => remote.preview(file, settings));
  }

  guessRoles(columns: readonly string[], records: readonly (readonly string[])[]): Promise<ColumnRoles> {
    return this.#living().askPlain((remote) => remote.guessRoles(columns, records), NO_ROLES);
  }

  begin(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    return this.#ask(this.#living(), (remote) => remote.begin(file, settings, roles));
  }

  beginResults(file: Blob, settings: ReadSettings, roles: ColumnRoles): Promise<Outcome<ReadProgress>> {
    return this.#ask(this.#living(), (remote) => remote.beginResults(file, settings, roles));
  }

  advance(job: JobId): Promise<Outcome<ReadProgress>> {
    return this.#ask(this.#worker, (remote) => remote.advance(job));
  }

  take(job: JobId): Promise<Outcome<ReadResult>> {
    return this.#ask(this.#worker, (remote) => remote.take(job));
  }

  takeResults(job: JobId): Promise<Outcome<ResultsReadResult>> {
    return this.#ask(this.#worker, (remote) => remote.takeResults(job));
  }

  /** Clones `sourceRow`. */
  beginColumn(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    column: string,
    sourceRow: Uint32Array,
  ): Promise<Outcome<ReadProgress>> {
    return this.#ask(this.#living(), (remote) => remote.beginColumn(file, settings, roles, column, sourceRow));
  }

  takeColumn(job: JobId): Promise<Outcome<ColumnValues>> {
    return this.#ask(this.#worker, (remote) => remote.takeColumn(job));
  }

  /** Clones the columns. */
  beginExport(
    file: Blob,
    settings: ReadSettings,
    roles: ColumnRoles,
    kind: ExportKind,
    columns: ExportColumns,
  ): Promise<Outcome<JobId>> {
    return this.#ask(this.#living(), (remote) => remote.beginExport(file, settings, roles, kind, columns));
  }

  nextExport(job: JobId): Promise<Outcome<Uint8Array<ArrayBuffer> | null>> {
    return this.#ask(this.#worker, (remote) => remote.nextExport(job));
  }

  end(job: JobId): Promise<Outcome<null>> {
    return this.#ask(this.#worker, (remote) => remote.end(job));
  }

  #ask<T>(
    worker: WorkerClient<SourceWire>,
    call: (remote: Remote<SourceWire>) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    return withDeadline(worker.ask(call), PIECE_MS, () => {
      worker.end({ code: 'worker-stalled', detail: `no answer for ${PIECE_MS / 1000} s` });
    });
  }

  #living(): WorkerClient<SourceWire> {
    if (this.#worker.fault !== null) this.#worker = new WorkerClient(this.#spawn());
    return this.#worker;
  }
}
