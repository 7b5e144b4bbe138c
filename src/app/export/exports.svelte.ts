import type { Dataset, SourceFiles } from '../../domain/reading/dataset.js';
import type { AuditReport, AuditWords } from '../../domain/review/estimate/audit-report.js';
import { auditRequest } from './audit-report.js';
import { downloadName, downloadNames } from '../../domain/export/download-name.js';
import { isOneDownload, sourceEnding, writtenAs } from '../../domain/export/form.js';
import type { ExportColumns, ExportKind, WorkExport } from '../../protocol/export-spec.js';
import { failed, ok } from '../../protocol/outcome.js';
import type { SourceWire } from '../../protocol/source-wire.js';
import type { DownloadFacts, DownloadParts, DownloadQueue } from './download-queue.svelte.js';
import type { Downloaded } from './downloaded.svelte.js';
import { exportsByFile, type FileExport } from './export-files.js';
import { exportColumns, exportFacts, exportParts, untouchedColumns, type ExportReading } from './exporting.js';
import { summaryRequest } from './signals-summary.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { Importer } from '../import/importer.svelte.js';
import type { Clock } from '../../protocol/ports.js';
import type { AppliedSignals } from '../training/applied-signals.svelte.js';
import type { Preferences } from '../shell/preferences.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';

export interface ExportsDeps {
  /** A worker for exports alone. It writes a file while other workers read files. */
  readonly source: SourceWire;
  readonly downloads: DownloadQueue;
  readonly downloaded: Downloaded;
  readonly importer: Importer;
  readonly review: Review;
  readonly predictions: Predictions;
  readonly labelMap: Pick<LabelMap, 'classes'>;
  readonly project: Project;
  readonly preferences: Pick<Preferences, 'withoutDiscarded'>;
  readonly signals: AppliedSignals;
  readonly clock: Clock;
}

/** The part of a file's name for each kind of export. */
const PARTS: Readonly<Record<ExportKind, string>> = {
  source: 'corrected',
  dataset: 'corrected',
  changes: 'changes',
  audit: 'audit',
  rejects: 'set-aside',
  'results-rejects': 'set-aside',
};

/** Downloads of the open project, and of the data in the mapping dialog. Each fixes its content at the request. */
export class Exports {
  readonly #deps: ExportsDeps;

  constructor(deps: ExportsDeps) {
    this.#deps = deps;
  }

  /** Downloads the corrected file in the format of its source, or as JSONL if Rinse does not write that format. */
  async writeCorrected(): Promise<void> {
    const { record } = this.#deps.project;
    if (record) await this.write(isOneDownload(record.settings) ? 'dataset' : 'source');
  }

  /** Writes one of the exports of the open dataset and hands it to the browser as a download. */
  async write(kind: WorkExport): Promise<void> {
    const { project, review, predictions, labelMap, preferences, downloaded } = this.#deps;
    const { record, dataset, file, rejectedCount } = project;
    if (!record || !dataset || !file) return;
    const { id, name, settings, roles } = record;
    const decided = [review.labels, review.label, review.status, review.updatedAt, review.notes];
    const withResults = kind === 'audit' || kind === 'changes';
    const results = withResults ? [labelMap.classes, predictions.logits, predictions.loss, predictions.predicted] : [];
    const { withoutDiscarded } = preferences;
    const content = [id, dataset, file, withoutDiscarded, ...decided, ...results];
    const columns = (): ExportColumns => ({
      ...exportColumns(dataset, rejectedCount, review, predictions, withoutDiscarded),
      classes: labelMap.classes,
    });
    const reading = { file, settings, roles };
    const files = settings.parts ? dataset.files : undefined;
    const moment = downloaded.moment();
    const corrected = kind === 'dataset' || kind === 'source';
    const written = corrected ? writtenAs(kind, settings) : kind;
    const done =
      corrected && files
        ? await this.#downloadEach(kind, files, content, reading, columns)
        : await this.#download({ kind: written, name, content, reading, columns, ...filesOf(dataset, reading) });
    if (corrected && done) await downloaded.finish(moment);
  }

  /** Downloads the records that the mapping dialog set aside, before a dataset is opened. */
  async writeRejects(): Promise<void> {
    const reading = this.#deps.importer.reading();
    if (!reading) return;
    const { file, settings, roles, rows, rejected, target, name } = reading;
    const kind = target === 'results' ? 'results-rejects' : 'rejects';
    const columns = (): ExportColumns => untouchedColumns(rows, rejected);
    const content = [file, settings, roles, rows.sourceRow];
    await this.#download({
      kind,
      name,
      content,
      reading: { file, settings, roles },
      columns,
      ...filesOf(rows, reading),
    });
  }

  /** Downloads the summary of the shown training signals. Does nothing without signals. */
  async writeSignals(): Promise<void> {
    const { signals, project, downloads, clock } = this.#deps;
    const { shown } = signals;
    if (shown) await downloads.add(summaryRequest(shown.result, project.record?.name ?? 'training', clock));
  }

  /** Downloads the report of an audit, in the words of the page. */
  async writeReport(report: AuditReport, form: 'json' | 'md', words: AuditWords): Promise<void> {
    await this.#deps.downloads.add(auditRequest(report, form, words));
  }

  /** Downloads a picture of the map in its current state. */
  async savePicture(kind: 'png' | 'svg', make: (title: string) => Promise<Blob>): Promise<void> {
    const { project, downloads } = this.#deps;
    const { record } = project;
    if (!record) return;
    const { name } = record;
    const picture = make(name);
    // The picture enters the queue once it is drawn, so no file waits for it.
    await Promise.allSettled([picture]);
    await downloads.add({
      fileName: downloadName(name, 'map', kind),
      mimeType: kind === 'png' ? 'image/png' : 'image/svg+xml',
      of: name,
      content: [],
      parts: () => bytesOf(picture),
      facts: () => ({ kind: 'picture', count: 0, leftOut: 0 }),
    });
  }

  /** Downloads a corrected file for each file of the source, in order, all of one moment. False if one is missing. */
  async #downloadEach(
    kind: 'dataset' | 'source',
    files: SourceFiles,
    content: readonly unknown[],
    reading: ExportReading,
    columns: () => ExportColumns,
  ): Promise<boolean> {
    let all: ExportColumns | null = null;
    const ofAll = (): ExportColumns => (all ??= columns());
    const byFile = exportsByFile(reading, files);
    const kinds = byFile.map((file) => writtenAs(kind, file.reading.settings));
    const endings = byFile.map((file, place) => endingOf(kinds[place] ?? kind, file.name, file.reading));
    const fileNames = downloadNames(files.names, PARTS[kind], endings);
    const each = byFile.map((file, place) =>
      this.#download({
        kind: kinds[place] ?? kind,
        name: file.name,
        fileName: fileNames[place],
        content: [...content, file.name],
        reading: file.reading,
        columns: () => file.columns(ofAll()),
      }),
    );
    return (await Promise.all(each)).every((done) => done);
  }

  #download({ kind, name, fileName, content, reading, columns, files }: ExportRequest): Promise<boolean> {
    const { source, downloads } = this.#deps;
    let facts: DownloadFacts = { kind, count: 0, leftOut: 0 };
    return downloads.add({
      fileName: fileName ?? downloadName(name, PARTS[kind], endingOf(kind, name, reading)),
      mimeType: kind === 'source' ? 'application/octet-stream' : 'application/x-ndjson',
      of: name,
      content: [kind, ...content],
      parts: () => {
        const all = columns();
        facts = exportFacts(kind, all);
        // The records of splits name their split.
        const own = reading.settings.splits && all.file === undefined ? { ...all, file: '' } : all;
        if (!files) return exportParts(source, reading, kind, own);
        const each = exportsByFile(reading, files);
        return inTurn(each, (file) => exportParts(source, file.reading, kind, file.columns(all)));
      },
      facts: () => facts,
    });
  }
}

/** A file to write. */
interface ExportRequest {
  readonly kind: ExportKind;
  /** Name of the data. The file's name derives from it. */
  readonly name: string;
  /** The file's own name, if it does not derive from the data's name alone. */
  readonly fileName?: string | undefined;
  /** The inputs of the file beside its kind. */
  readonly content: readonly unknown[];
  readonly reading: ExportReading;
  readonly columns: () => ExportColumns;
  /** The files of the source. Their exports follow each other in one file. */
  readonly files?: SourceFiles;
}

/** The file extensions of a download of this kind. */
function endingOf(kind: ExportKind, name: string, { settings }: ExportReading): string {
  return kind === 'source' ? sourceEnding(name, settings) : 'jsonl';
}

/** Files whose bytes follow each other. The splits of one document are read together. */
function filesOf(
  { files }: Pick<Dataset, 'files'>,
  { settings }: Pick<ExportReading, 'settings'>,
): Pick<ExportRequest, 'files'> {
  return files && settings.parts ? { files } : {};
}

/** The parts of the exports of several files, in order. A fault is the last part and names its file. */
async function* inTurn(files: readonly FileExport[], partsOf: (file: FileExport) => DownloadParts): DownloadParts {
  for (const file of files) {
    for await (const part of partsOf(file)) {
      if (!part.ok) {
        yield failed({ ...part.fault, params: { name: file.name, ...part.fault.params } });
        return;
      }
      yield part;
    }
  }
}

async function* bytesOf(picture: Promise<Blob>): DownloadParts {
  const blob = await picture;
  yield ok(new Uint8Array(await blob.arrayBuffer()));
}
