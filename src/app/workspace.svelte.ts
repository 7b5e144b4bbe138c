import { chosenMatch, matchLabels, type LabelMatch } from '../domain/label-match.js';
import { PENDING, type ColumnRoles, type Dataset, type ReadSettings } from '../domain/dataset.js';
import type { GivenResults } from '../domain/results-builder.js';
import type { ExportColumns, ExportKind } from '../protocol/export-spec.js';
import type { Fault } from '../protocol/fault.js';
import type { LoadedModel } from '../protocol/model-wire.js';
import { ok, type Outcome } from '../protocol/outcome.js';
import type { Claim, Clock, Downloads, Locks, ProjectRecord, ResultsChunk, Store } from '../protocol/ports.js';
import type { ReadProgress, ReadResult, SourceWire } from '../protocol/source-wire.js';
import { exportColumns, exportParts, untouchedColumns, type ExportReading } from './exporting.js';
import type { Importer, ReadySource } from './importer.svelte.js';
import { RESULTS_KEY, type Models } from './models.svelte.js';
import type { Notices } from './notices.svelte.js';
import { readSource } from './reading.js';
import type { Review } from './review.svelte.js';
import type { Run, RunPlan } from './run.svelte.js';
import type { Scores } from './scores.svelte.js';
import { settingOf } from './training.svelte.js';
import type { View } from './view.svelte.js';

/** What the workspace is made of; main.ts builds it. */
export interface WorkspaceParts {
  readonly source: SourceWire;
  readonly store: Store;
  readonly locks: Locks;
  readonly downloads: Downloads;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly importer: Importer;
  readonly models: Models;
  readonly scores: Scores;
  readonly review: Review;
  readonly run: Run;
  readonly view: View;
}

export type Opening = { readonly name: string; readonly done: number; readonly total: number };

const EXPORT_NAMES: Readonly<Record<ExportKind, string>> = {
  dataset: 'corrected',
  changes: 'changes',
  audit: 'audit',
  rejects: 'set-aside',
};

/** One piece of work: a dataset, its decisions and its results. Opens, closes, exports; everything else is in the parts. */
export class Workspace {
  dataset = $state.raw<Dataset | null>(null);
  record = $state.raw<ProjectRecord | null>(null);
  projects = $state.raw<readonly ProjectRecord[]>([]);
  opening = $state.raw<Opening | null>(null);
  exporting = $state.raw<ExportKind | null>(null);
  rejectedCount = $state.raw(0);
  /** Label map under the chosen model: class of each source label by index, -1 = set aside. */
  match = $state.raw<LabelMatch | null>(null);

  /** Called after a dataset has been opened with all that is stored of it, and after it has been closed. */
  onOpened: () => Promise<void> = () => Promise.resolve();
  onClosed: () => void = () => undefined;
  /** Called after stored results have been read, and after the label map has changed: what rests on them follows. */
  onResultsKnown: () => Promise<void> = () => Promise.resolve();
  /** Called when another tab has taken over. */
  onLost: () => void = () => undefined;

  #file: Blob | null = null;
  /** The source of the open work, as long as it is not stored: without it nothing is found again. */
  #unkept: Blob | null = null;
  /** Chunks of results that could not be stored. */
  readonly #unkeptChunks = new Set<number>();
  /** Results that the dataset brought along. */
  #results: GivenResults | null = null;
  #claim: Claim | null = null;
  /** Hash of the model that is scoring: results are stored under it. */
  #modelHash = '';
  /** Grows with everything that opens or closes: what began earlier stops. */
  #turn = 0;
  readonly #parts: WorkspaceParts;

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
    parts.run.onModel = (model) => this.#prepareScores(model);
    parts.run.onResults = () => parts.view.resultsChanged(parts.clock.ticks());
    parts.view.classOfLabel = this.classOfLabel;
    parts.review.onSaved = () => void this.#rememberDecided();
    parts.review.storeBase = () => this.#keepBase();
  }

  /** Goes on with the work that was open when the page went away. */
  async resumeLast(): Promise<void> {
    await this.refreshProjects();
    const last = await this.#parts.store.setting('last-project');
    const record = last.ok ? this.projects.find((project) => project.id === last.value) : undefined;
    if (record) await this.openStored(record);
  }

  async refreshProjects(): Promise<void> {
    const projects = await this.#parts.store.projects();
    if (projects.ok) this.projects = [...projects.value].sort((a, b) => b.openedAt - a.openedAt);
  }

  /** Opens what the mapping dialog confirmed, going on with earlier work on the same data read the same way. */
  async openImported(ready: ReadySource): Promise<void> {
    const { clock } = this.#parts;
    const turn = this.#newTurn();
    const id = await projectId(ready);
    await this.refreshProjects();
    const earlier = this.projects.find((project) => project.id === id);
    const { dataset, rejectedCount, results } = ready.result;
    const { chosenKey } = this.#parts.models;
    const now = clock.now();
    const opened = await this.#open(
      {
        id,
        sourceHash: ready.inspection.hash,
        name: ready.name,
        sizeBytes: ready.inspection.sizeBytes,
        settings: { ...ready.settings },
        roles: { ...ready.roles },
        rows: dataset.rows,
        rejected: rejectedCount,
        createdAt: earlier?.createdAt ?? now,
        openedAt: now,
        decided: earlier?.decided ?? 0,
        model: results ? RESULTS_KEY : chosenKey === RESULTS_KEY ? 'default' : chosenKey,
        labelMaps: earlier?.labelMaps ?? [],
        running: false,
      },
      ready.result,
      ready.file,
      turn,
      false,
    );
    if (opened && results) this.#tellDoubts(results, ready.name);
  }

  /** Opens a file of ours without the mapping dialog: the sample, or rows made of something else, by `given` roles. */
  async openDirectly(file: File, given?: ColumnRoles): Promise<void> {
    const { source } = this.#parts;
    const turn = this.#newTurn();
    const inspected = await source.inspect(file, file.name);
    if (turn !== this.#turn) return;
    if (!inspected.ok) {
      this.#raise(inspected.fault, file.name);
      return;
    }
    const { settings } = inspected.value;
    const roles = given ?? inspected.value.roles;
    const result = await this.#read(file, file.name, settings, roles, turn);
    if (result)
      await this.openImported({ file, name: file.name, inspection: inspected.value, settings, roles, result });
  }

  /** Opens earlier work: reads its stored source again. */
  async openStored(record: ProjectRecord): Promise<void> {
    const { store, models, review, clock } = this.#parts;
    const turn = this.#newTurn();
    const file = await store.source(record.sourceHash);
    if (turn !== this.#turn) return;
    if (!file.ok || !file.value) {
      this.#raise(file.ok ? { code: 'file-changed' } : file.fault, record.name);
      return;
    }
    const result = await this.#read(file.value, record.name, record.settings, record.roles, turn);
    if (!result) return;
    models.choose(record.model);
    const opened = await this.#open({ ...record, openedAt: clock.now() }, result, file.value, turn);
    if (opened && record.running && review.writable) await this.start();
  }

  /** Closes the open work; everything is stored already. */
  async close(): Promise<void> {
    const { run, view, review, store, notices } = this.#parts;
    const turn = this.#newTurn();
    await this.#remember({ running: false });
    run.reset();
    await review.settled();
    if (turn !== this.#turn) return;
    view.close();
    review.close();
    this.#claim?.release();
    this.#claim = null;
    notices.withdraw('read-only-tab');
    this.dataset = null;
    this.record = null;
    this.match = null;
    this.#file = null;
    this.onClosed();
    this.#results = null;
    this.#parts.models.offerResults(null);
    // Where another tab works on it, that one goes on with it after a reload.
    if (review.writable) await store.putSetting('last-project', '');
    await this.refreshProjects();
  }

  /** Removes earlier work, unless another tab has it open. */
  async removeProject(record: ProjectRecord): Promise<void> {
    const { locks, store, notices } = this.#parts;
    const claim = await locks.claim(record.id);
    if (claim.writable) {
      const removed = await store.removeProject(record.id);
      if (!removed.ok) notices.raise(removed.fault);
      await store.putSetting(settingOf(record.id), null);
    } else notices.raise({ code: 'read-only-tab' }, 'warning');
    claim.release();
    await this.refreshProjects();
  }

  /** Makes this tab the one that writes. */
  async takeOver(): Promise<void> {
    if (this.#claim && (await this.#claim.takeOver())) await this.#reopen();
  }

  /** Opens the open work once more, with what another tab has written of it. */
  async #reopen(): Promise<void> {
    const { record } = this;
    if (!record) return;
    await this.refreshProjects();
    if (record.id !== this.record?.id) return;
    await this.openStored(this.projects.find((project) => project.id === record.id) ?? record);
  }

  /** Chooses a model for this dataset and shows how its classes meet the labels. */
  async chooseModel(key: string): Promise<void> {
    const { models, run } = this.#parts;
    run.reset();
    models.choose(key);
    this.#matchLabels();
    this.#resetScores([]);
    await this.#remember({ model: key });
    await this.restoreScores();
  }

  /** Sets the class of one source label (-1 = set aside) under the chosen model; losses follow at once. */
  async mapLabel(labelIndex: number, classIndex: number): Promise<void> {
    if (!this.match || !this.dataset) return;
    const classes = [...this.match.classes].map((known, index) => (index === labelIndex ? classIndex : known));
    this.match = chosenMatch(this.dataset.labels, classes);
    if (this.#anyMatched()) this.#parts.notices.withdraw('no-labels-matched');
    if (this.#parts.scores.classes.length > 0) this.#parts.scores.relabel(this.#rowClasses());
    this.#parts.view.refresh();
    await this.#rememberMap();
    await this.onResultsKnown();
  }

  /** Starts or resumes scoring. */
  async start(): Promise<void> {
    const plan = this.#plan();
    if (!plan) return;
    // Before a large model is fetched for nothing.
    if (!this.#anyMatched()) {
      this.#parts.run.refuse({ code: 'no-labels-matched' });
      return;
    }
    const id = this.record?.id;
    await this.#remember({ running: true });
    await this.#parts.run.start(plan);
    if (id !== this.record?.id) return;
    if (this.#parts.run.state.at === 'done') this.#parts.view.settle();
    if (!this.#parts.run.busy) await this.#remember({ running: false });
  }

  async pause(): Promise<void> {
    this.#parts.run.pause();
    await this.#remember({ running: false });
  }

  async cancel(): Promise<void> {
    this.#parts.run.cancel();
    await this.#remember({ running: false });
  }

  /** Writes one of the exports of the open dataset and hands it to the browser as a download. */
  async export(kind: ExportKind): Promise<void> {
    const { record, dataset } = this;
    if (!record || !dataset || !this.#file) return;
    const columns = exportColumns(dataset, this.#parts.review, this.#parts.scores);
    await this.#download(
      kind,
      record.name,
      { file: this.#file, settings: record.settings, roles: record.roles },
      columns,
    );
  }

  /** Downloads the records that the mapping dialog set aside, before anything is opened. */
  async exportRejects(): Promise<void> {
    const reading = this.#parts.importer.reading();
    if (reading) await this.#download('rejects', reading.name, reading, untouchedColumns(reading.result.dataset));
  }

  /** Downloads a picture of the map. */
  async savePicture(kind: 'png' | 'svg', make: (title: string) => Promise<Blob>): Promise<void> {
    const { record } = this;
    if (!record) return;
    const parts = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      const blob = await make(record.name);
      yield new Uint8Array(await blob.arrayBuffer());
    };
    const type = kind === 'png' ? 'image/png' : 'image/svg+xml';
    const saved = await this.#parts.downloads.save(`${record.name}.map.${kind}`, type, parts());
    if (!saved.ok) this.#parts.notices.raise(saved.fault);
  }

  async #download(kind: ExportKind, name: string, reading: ExportReading, columns: ExportColumns): Promise<void> {
    this.exporting = kind;
    this.#parts.notices.withdraw('export-failed');
    const base = name.replace(/(\.(tsv|csv|jsonl|ndjson|json|txt|gz|parquet))+$/i, '');
    const parts = exportParts(this.#parts.source, reading, kind, columns);
    const saved = await this.#parts.downloads.save(
      `${base}.${EXPORT_NAMES[kind]}.jsonl`,
      'application/x-ndjson',
      parts,
    );
    this.exporting = null;
    if (!saved.ok) this.#parts.notices.raise(saved.fault);
  }

  /** Takes the last change back and shows the row it touched. */
  undo(): void {
    this.#show(this.#parts.review.undo());
  }

  redo(): void {
    this.#show(this.#parts.review.redo());
  }

  #show(rows: readonly number[]): void {
    const row = rows[0];
    if (row !== undefined) this.#parts.view.select(row);
  }

  /** Class of a label by its index in `review.labels`, -1 = none. */
  classOfLabel = (labelIndex: number): number => {
    const known = this.match?.classes[labelIndex];
    if (known !== undefined) return known;
    return this.#parts.scores.classes.indexOf(this.#parts.review.labels[labelIndex] ?? '');
  };

  #newTurn(): number {
    this.opening = null;
    return ++this.#turn;
  }

  #raise(fault: Fault, name: string): void {
    this.#parts.notices.raise({ ...fault, params: { name, ...fault.params } });
  }

  /** Reads a file to its end and shows how far it is; null when it cannot be read (which is told) or something else is opened. */
  async #read(
    file: Blob,
    name: string,
    settings: ReadSettings,
    roles: ColumnRoles,
    turn: number,
  ): Promise<ReadResult | null> {
    this.opening = { name, done: 0, total: file.size };
    const progressed = (progress: ReadProgress): void => {
      this.opening = { name, done: progress.bytesRead, total: progress.bytesTotal };
    };
    const wanted = (): boolean => turn === this.#turn;
    const read = await readSource(this.#parts.source, file, settings, roles, progressed, wanted);
    if (!read || !wanted()) return null;
    this.opening = null;
    if (!read.ok) this.#raise(read.fault, name);
    return read.ok ? read.value : null;
  }

  /**
   * Shows a dataset with all that is stored of it; false when something else is opened meanwhile. `stored`: its source is
   * stored already.
   */
  async #open(record: ProjectRecord, result: ReadResult, file: Blob, turn: number, stored = true): Promise<boolean> {
    const { store, locks, review, view, run, notices, models } = this.#parts;
    const { dataset, results } = result;
    const another = this.record !== null && this.record.id !== record.id;
    if (another) await this.#remember({ running: false });
    run.reset();
    await review.settled();
    if (turn !== this.#turn) return false;
    this.#claim?.release();
    this.#claim = null;
    const claim = await locks.claim(record.id);
    const entries = await store.entries(record.id);
    if (turn !== this.#turn) {
      claim.release();
      return false;
    }
    if (another) view.close();
    this.#claim = claim;
    review.writable = claim.writable;
    this.#watchClaim(claim);
    if (!entries.ok) notices.raise(entries.fault);
    this.record = record;
    this.#file = file;
    this.#unkept = stored || !claim.writable ? null : file;
    this.rejectedCount = record.rejected;
    review.open(record.id, dataset, entries.ok ? entries.value : [], this.#unkept === null);
    this.dataset = dataset;
    this.#results = results;
    models.offerResults(results?.classes ?? null);
    models.choose(record.model);
    this.#matchLabels();
    this.#resetScores([]);
    view.open(dataset);
    await this.onOpened();
    if (turn !== this.#turn) return false;
    if (this.#unkept) await review.keep();
    else await this.#remember({});
    await store.putSetting('last-project', record.id);
    await this.restoreScores();
    return turn === this.#turn;
  }

  #watchClaim(claim: Claim): void {
    const { review, notices, run } = this.#parts;
    if (claim.writable) notices.withdraw('read-only-tab');
    else notices.raise({ code: 'read-only-tab' }, 'warning');
    claim.onLost(() => {
      review.writable = false;
      run.pause();
      this.onLost();
      notices.raise({ code: 'read-only-tab' }, 'warning');
      this.#awaitClaim(claim);
    });
    this.#awaitClaim(claim);
  }

  /** When the other tab lets go, what it has written is read, and this tab writes. */
  #awaitClaim(claim: Claim): void {
    void claim.gained.then(() => {
      if (claim === this.#claim) void this.#reopen();
    });
  }

  /** The stored results of the chosen model, without loading it: its hash is remembered from the last run. */
  async restoreScores(): Promise<void> {
    const { models, store, view, run, scores } = this.#parts;
    const entry = models.chosen;
    if (!entry || !this.record) return;
    if (entry.key === RESULTS_KEY) {
      this.#showResults();
      return;
    }
    const { id } = this.record;
    const hash = await store.setting(`loaded-hash:${entry.key}`);
    if (!this.#mayRestore(id, entry.key)) return;
    if (hash.ok && typeof hash.value === 'string') {
      const chunks = await store.chunks(id, hash.value);
      if (!this.#mayRestore(id, entry.key)) return;
      this.#takeChunks(chunks, entry.classes);
    }
    run.found(this.record.rows, scores.done);
    view.refresh();
    if (run.state.at === 'done') view.lookAtFirst();
    await this.onResultsKnown();
  }

  /** The results that the dataset brought along, in place of a model's. */
  #showResults(): void {
    const { view, run, scores } = this.#parts;
    if (!this.#results) return;
    view.suggestAxes(this.#results.classes.length);
    scores.fill(this.#results, this.#rowClasses());
    run.takeGiven(this.#results.report.rows);
    view.refresh();
    view.lookAtFirst();
  }

  /** What of the given results could not be used. */
  #tellDoubts({ report }: GivenResults, name: string): void {
    const { notices } = this.#parts;
    const params = { name, count: report.notNormalised, total: report.rows };
    if (report.notNormalised > 0) notices.raise({ code: 'results-not-normalised', params }, 'warning');
    const missing = report.rows - report.usable;
    if (missing > 0) {
      notices.raise({ code: 'results-missing', params: { ...params, count: missing } }, 'warning');
    }
  }

  /** Whether this dataset is still open and this model still chosen. */
  #isStill(projectId: string, modelKey: string): boolean {
    return this.record?.id === projectId && this.#parts.models.chosenKey === modelKey;
  }

  /** A run that is going on takes stored results in itself. */
  #mayRestore(projectId: string, modelKey: string): boolean {
    return this.#isStill(projectId, modelKey) && !this.#parts.run.busy;
  }

  /** Stored results come in; where they cannot be read the rows count as not scored. */
  #takeChunks(chunks: Outcome<readonly ResultsChunk[]>, classes: readonly string[]): void {
    const { scores, view, notices } = this.#parts;
    this.#resetScores(classes);
    view.suggestAxes(classes.length);
    if (chunks.ok) for (const chunk of chunks.value) scores.restore(chunk);
    else notices.raise(chunks.fault, 'warning');
    scores.publish();
  }

  async #prepareScores(model: LoadedModel): Promise<Outcome<null>> {
    const { models, store, view } = this.#parts;
    const key = models.chosenKey;
    const id = this.record?.id ?? '';
    await store.putSetting(`loaded-hash:${key}`, model.hash);
    if (!this.#anyMatched()) return { ok: false, fault: { code: 'no-labels-matched' } };
    const chunks = await store.chunks(id, model.hash);
    // Then the run has been reset too, and does not go on.
    if (!this.#isStill(id, key)) return { ok: true, value: null };
    this.#takeChunks(chunks, model.classes);
    this.#modelHash = model.hash;
    await this.#rememberMap();
    view.resultsChanged(this.#parts.clock.ticks());
    return { ok: true, value: null };
  }

  #plan(): RunPlan | null {
    const { dataset, record } = this;
    const entry = this.#parts.models.chosen;
    if (!dataset || !record || !entry || entry.key === RESULTS_KEY || !this.#parts.review.writable) return null;
    return {
      dataset,
      source: entry.source,
      keep: async (chunk) => {
        const stored = await this.#parts.store.putChunk(record.id, this.#modelHash, chunk);
        if (stored.ok) return;
        this.#unkeptChunks.add(chunk.index);
        this.#parts.notices.raise(stored.fault, 'warning');
      },
    };
  }

  #anyMatched(): boolean {
    return this.match?.classes.some((index) => index >= 0) ?? false;
  }

  #resetScores(classes: readonly string[]): void {
    this.#unkeptChunks.clear();
    this.#parts.scores.reset(this.dataset?.rows ?? 0, classes, this.#rowClasses());
  }

  #rowClasses(): Int32Array {
    const { dataset, match } = this;
    if (!dataset || !match) return new Int32Array(dataset?.rows ?? 0).fill(-1);
    return Int32Array.from(dataset.label, (label) => match.classes[label] ?? -1);
  }

  /** The confirmed map if there is one for this model, else the proposal. */
  #matchLabels(): void {
    const entry = this.#parts.models.chosen;
    if (!entry || !this.dataset) {
      this.match = null;
      return;
    }
    const { labels } = this.dataset;
    const kept = this.record?.labelMaps.find((map) => map.model === entry.key);
    const byName = new Map(kept?.classes);
    this.match = kept
      ? chosenMatch(
          labels,
          labels.map((label) => inRange(byName.get(label.name), entry.classes)),
        )
      : matchLabels(labels, entry.classes);
  }

  async #rememberMap(): Promise<void> {
    const { match, record, dataset } = this;
    if (!match || !record || !dataset) return;
    const model = this.#parts.models.chosenKey;
    const classes = dataset.labels.map((label, index) => [label.name, match.classes[index] ?? -1] as const);
    const others = record.labelMaps.filter((map) => map.model !== model);
    await this.#remember({ labelMaps: [...others, { model, classes }] });
  }

  /** Stores the open work itself, where that has not happened yet, and results that could not be stored before. */
  async #keepBase(): Promise<Outcome<null>> {
    const { store, review } = this.#parts;
    const { record } = this;
    const source = this.#unkept;
    if (source && record && review.writable) {
      // The record first: a source without one would never be removed.
      const recorded = await store.putProject(record);
      if (!recorded.ok) return recorded;
      const kept = await store.putSource(record.sourceHash, source);
      if (!kept.ok) return kept;
      if (source === this.#unkept) {
        this.#unkept = null;
        await store.putSetting('last-project', record.id);
      }
    }
    await this.#keepChunks();
    return ok(null);
  }

  /** What fails here is scored again one day. */
  async #keepChunks(): Promise<void> {
    const { store, models, scores } = this.#parts;
    const { record } = this;
    if (!record || this.#unkeptChunks.size === 0) return;
    await store.putSetting(`loaded-hash:${models.chosenKey}`, this.#modelHash);
    for (const index of [...this.#unkeptChunks]) {
      const stored = await store.putChunk(record.id, this.#modelHash, scores.chunk(index));
      if (stored.ok) this.#unkeptChunks.delete(index);
    }
  }

  async #remember(change: Partial<ProjectRecord>): Promise<void> {
    if (!this.record || !this.#parts.review.writable) return;
    this.record = { ...this.record, decided: this.#decided(this.record), ...change };
    const stored = await this.#parts.store.putProject(this.record);
    if (!stored.ok) this.#parts.notices.raise(stored.fault, 'warning');
  }

  /** The count in the list of projects keeps up with the journal. It is no more than a count: its failure is not told. */
  async #rememberDecided(): Promise<void> {
    if (!this.record || !this.#parts.review.writable) return;
    this.record = { ...this.record, decided: this.#decided(this.record) };
    await this.#parts.store.putProject(this.record);
  }

  #decided({ rows }: ProjectRecord): number {
    return rows - (this.#parts.review.counts[PENDING] ?? rows);
  }
}

/** A class index of a remembered map: -1 where the model has no such class (any more). */
function inRange(index: number | undefined, classes: readonly string[]): number {
  return index !== undefined && index < classes.length ? index : -1;
}

/** Names a piece of work: the content, how it is read, and which columns play which part. */
async function projectId(ready: ReadySource): Promise<string> {
  const text = JSON.stringify([ready.inspection.hash, ready.settings, withoutEmptyResults(ready.roles)]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Columns of results count only where there are some: without any, a mapping is the one it was before there were such. */
function withoutEmptyResults(roles: ColumnRoles): ColumnRoles {
  const { resultLoss, resultProbs, resultLogits, resultPredicted, ...others } = roles;
  return {
    ...others,
    ...(resultLoss && { resultLoss }),
    ...(resultProbs && { resultProbs }),
    ...(resultLogits && { resultLogits }),
    ...(resultPredicted && { resultPredicted }),
  };
}
