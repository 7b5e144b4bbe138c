import type { Dataset } from '../domain/dataset.js';
import type { ExportColumns, ExportKind, WorkExport } from '../protocol/export-spec.js';
import type { Downloads, ProjectRecord } from '../protocol/ports.js';
import type { SourceWire } from '../protocol/source-wire.js';
import { exportColumns, exportParts, untouchedColumns, type ExportReading } from './exporting.js';
import type { Importer } from './importer.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';

/** The open work, as far as exports need it. */
export interface ExportsHost {
  readonly dataset: Dataset | null;
  readonly record: ProjectRecord | null;
  /** The dataset's source. */
  readonly file: Blob | null;
}

export interface ExportsParts {
  readonly source: SourceWire;
  readonly downloads: Downloads;
  readonly notices: Notices;
  readonly importer: Importer;
  readonly review: Review;
  readonly scores: Scores;
  readonly host: ExportsHost;
}

const ENDINGS: Readonly<Record<ExportKind, string>> = {
  dataset: 'corrected',
  changes: 'changes',
  audit: 'audit',
  rejects: 'set-aside',
  'results-rejects': 'set-aside',
};

/** Everything that is downloaded. */
export class Exports {
  /** What is being written now. */
  writing = $state.raw<ExportKind | null>(null);
  readonly #parts: ExportsParts;

  constructor(parts: ExportsParts) {
    this.#parts = parts;
  }

  /** Writes one of the exports of the open dataset and hands it to the browser as a download. */
  async write(kind: WorkExport): Promise<void> {
    const { host, review, scores } = this.#parts;
    const { record, dataset, file } = host;
    if (!record || !dataset || !file) return;
    const { name, settings, roles } = record;
    await this.#download(kind, name, { file, settings, roles }, exportColumns(dataset, review, scores));
  }

  /** Downloads the records that the mapping dialog set aside, before anything is opened. */
  async writeRejects(): Promise<void> {
    const reading = this.#parts.importer.reading();
    if (!reading) return;
    const kind = reading.target === 'results' ? 'results-rejects' : 'rejects';
    await this.#download(kind, reading.name, reading, untouchedColumns(reading.rows));
  }

  /** Downloads a picture of the map. */
  async savePicture(kind: 'png' | 'svg', make: (title: string) => Promise<Blob>): Promise<void> {
    const { host, downloads, notices } = this.#parts;
    const { record } = host;
    if (!record) return;
    const parts = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      const blob = await make(record.name);
      yield new Uint8Array(await blob.arrayBuffer());
    };
    const type = kind === 'png' ? 'image/png' : 'image/svg+xml';
    const saved = await downloads.save(`${record.name}.map.${kind}`, type, parts());
    if (!saved.ok) notices.raise(saved.fault);
  }

  async #download(kind: ExportKind, name: string, reading: ExportReading, columns: ExportColumns): Promise<void> {
    const { source, downloads, notices } = this.#parts;
    this.writing = kind;
    notices.withdraw('export-failed');
    const base = name.replace(/(\.(tsv|csv|jsonl|ndjson|json|txt|gz|parquet))+$/i, '');
    const parts = exportParts(source, reading, kind, columns);
    const saved = await downloads.save(`${base}.${ENDINGS[kind]}.jsonl`, 'application/x-ndjson', parts);
    this.writing = null;
    if (!saved.ok) notices.raise(saved.fault);
  }
}
