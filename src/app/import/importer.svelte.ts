import { labelDoubt, type LabelDoubt } from '../../domain/labels/doubt.js';
import type { JoinedResults } from '../../domain/predictions/join.js';
import type { ColumnRoles, ReadSettings } from '../../domain/reading/dataset.js';
import { filesDiffer, type LayoutChoice } from '../../domain/reading/part-layouts.js';
import type { ResultsGuess } from '../../domain/reading/roles.js';
import type { JoinBasis } from '../../domain/training/join.js';
import type { Fault } from '../../protocol/fault.js';
import { ok } from '../../protocol/outcome.js';
import type { CopyBytes, ProjectRecord, Store } from '../../protocol/ports.js';
import type {
  Inspection,
  Preview,
  ReadProgress,
  ReadResult,
  ResultsReadResult,
  SourceWire,
} from '../../protocol/source-wire.js';
import { guarded } from '../project/guarded.js';
import type { Project } from '../project/project.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';
import type { Notices } from '../shell/notices.svelte.js';
import { bareRows, type ReadyResults, type ReadySource, type RejectsReading } from './confirmed.js';
import { chosenSource, filesLeft, type FileChoice, type NamedFile } from './file-choice.js';
import { ImportedFile } from './imported-file.js';
import { projectsWith, rememberedRoles, rememberRoles } from './known-mappings.js';
import { Mapping, type ImportTarget } from './mapping.svelte.js';
import { fitsDataset, ResultsJoin } from './results-join.svelte.js';
import { WaitingResults } from './waiting-results.js';
import { WholeReading } from './whole-reading.svelte.js';

/** The mapping dialog: closed, inspecting a file, or open with its mapping. */
export type ImportState =
  | { readonly at: 'idle' }
  | { readonly at: 'inspecting'; readonly name: string }
  | { readonly at: 'mapping'; readonly name: string };

/** Inspects a dropped file, offers its mapping, reads it whole behind the dialog and returns its rows. */
export class Importer {
  state = $state.raw<ImportState>({ at: 'idle' });
  inspection = $state.raw<Inspection | null>(null);
  /** The files dropped together, if there are several. */
  choice = $state.raw<FileChoice | null>(null);
  /** Earlier projects on the same content, newest first. */
  known = $state.raw<readonly ProjectRecord[]>([]);

  readonly settings: ReadSettings | null = $derived.by(() => this.#mapping.settings);
  readonly roles: ColumnRoles = $derived.by(() => this.#mapping.roles);
  readonly target: ImportTarget = $derived.by(() => this.#mapping.target);
  readonly encodingChosen: boolean = $derived.by(() => this.#mapping.encodingChosen);
  readonly preview: Preview | null = $derived.by(() => this.#mapping.preview);
  readonly complete: boolean = $derived.by(() => this.#mapping.complete);
  readonly guess: ResultsGuess | null = $derived.by(() => this.#mapping.guess);
  readonly companions: readonly string[] = $derived.by(() => this.#mapping.companions);
  readonly spread: string = $derived.by(() => this.#mapping.spread);
  readonly progress: ReadProgress | null = $derived.by(() => this.#reading.progress);
  readonly result: ReadResult | null = $derived.by(() => this.#reading.result);
  readonly resultsRead: ResultsReadResult | null = $derived.by(() => this.#reading.resultsRead);
  /** The fault under the current settings. The dialog stays open so that a person can change them. */
  readonly fault: Fault | null = $derived.by(() => this.#reading.fault);
  readonly joined: JoinedResults | null = $derived.by(() => this.#join.joined);
  readonly joinBases: readonly JoinBasis[] = $derived.by(() => this.#join.bases);
  /** The doubt about the chosen label. Null = no doubt, or the file is not read. */
  readonly labelDoubt: LabelDoubt | null = $derived.by(() =>
    this.settings && this.result ? labelDoubt(this.settings, this.roles, this.result.dataset) : null,
  );

  /** Every change ends the turn and its reading. */
  readonly #turns = new Turns();
  #file: ImportedFile | null = null;
  readonly #waiting: WaitingResults;
  readonly #mapping: Mapping;
  readonly #reading: WholeReading;
  readonly #join: ResultsJoin;
  readonly #source: SourceWire;
  readonly #store: Store;
  readonly #notices: Notices;
  readonly #copyBytes: CopyBytes;
  /** The open project, which results can be added to. */
  readonly #project: Project;

  constructor(source: SourceWire, store: Store, notices: Notices, copyBytes: CopyBytes, project: Project) {
    this.#source = source;
    this.#store = store;
    this.#notices = notices;
    this.#copyBytes = copyBytes;
    this.#project = project;
    this.#waiting = new WaitingResults(notices);
    this.#mapping = new Mapping(source);
    this.#reading = new WholeReading(source);
    this.#join = new ResultsJoin(project, this.#reading);
  }

  /**
   * Inspects a file and opens the mapping dialog, or raises a notice with the fault. `results`: a file to open after
   * it (see `openWaiting`).
   */
  async open(file: Blob, name: string, results: NamedFile | null = null): Promise<void> {
    await this.#open({ file, name, inspection: null }, results, null);
  }

  /** Opens the chosen one of several files like `open`. */
  async openChoice(choice: FileChoice, results: NamedFile | null): Promise<void> {
    const source = chosenSource(choice);
    if (source) await this.#open(source, results, choice);
  }

  /** Chooses another one of the files dropped together, or the files that form one dataset. */
  async choose(chosen: FileChoice['chosen']): Promise<void> {
    if (!this.choice) return;
    await this.openChoice({ ...this.choice, chosen }, this.#waiting.take());
  }

  /** Changes the target of the file. */
  async changeTarget(target: ImportTarget): Promise<void> {
    this.#mapping.keepTarget();
    if (target === this.target || (target === 'results' && !this.#project.dataset)) return;
    const signal = this.#turns.next();
    const roles = await this.#mapping.rolesUnder(target);
    if (hasEnded(signal)) return;
    if (roles.ok) {
      this.#mapping.switchTo(target, roles.value);
      await this.#read();
    } else this.#fail(roles.fault);
  }

  /**
   * Changes the settings of the reading, in all files or in the file with the name `file`. Guesses the roles again if
   * the columns change.
   */
  async changeSettings(change: Partial<ReadSettings>, file?: string): Promise<void> {
    this.#mapping.changeSettings(change, file);
    await this.#read();
  }

  /** Whether the found values of a setting differ between the files. */
  foundApart(choice: LayoutChoice): boolean {
    return this.inspection !== null && filesDiffer(this.inspection.settings, choice);
  }

  /** Reads each file with the value of this setting that was found in it. */
  async leaveToFiles(choice: LayoutChoice): Promise<void> {
    if (!this.inspection) return;
    this.#mapping.leaveToFiles(this.inspection.settings, choice);
    await this.#read();
  }

  async changeRoles(change: Partial<ColumnRoles>): Promise<void> {
    this.#mapping.changeRoles(change);
    await this.#read();
  }

  /** Takes the mapping of an earlier project on this content. */
  async adopt(project: ProjectRecord): Promise<void> {
    this.#mapping.adopt(project);
    await this.#read();
  }

  /** Chooses the basis for joining results to the open dataset. */
  joinBy(basis: JoinBasis): void {
    this.#join.basis = basis;
  }

  /** Closes the dialog and returns the rows. Null while the reading is not done or has failed. */
  confirm(): ReadySource | null {
    const { inspection, settings, roles, result } = this;
    if (!this.#file || !inspection || !settings || !result) return null;
    void rememberRoles(this.#store, inspection, roles);
    const { bytes: file, name } = this.#file;
    const [left] = this.choice ? filesLeft(this.choice) : [];
    if (left) this.#notices.raise({ code: 'file-second', params: { name: left.name } }, 'warning');
    this.close();
    return { file, name, inspection, settings, roles, result };
  }

  /** Closes the dialog and returns the joined results. Null if they are not read or match no row. */
  confirmResults(): ReadyResults | null {
    const { joined, resultsRead } = this;
    if (!this.#file || !resultsRead || !joined || joined.results.report.usable === 0) return null;
    const { name } = this.#file;
    this.close();
    return { name, results: joined.results, fileReport: resultsRead.file.results.report };
  }

  /** Opens the results that were dropped with the open dataset. Without a dataset, a notice names them as not read. */
  async openWaiting(): Promise<void> {
    if (!this.#project.dataset) this.#waiting.drop();
    const results = this.#waiting.take();
    if (results) await this.open(results.file, results.name);
  }

  /** The reading, for an export of the records set aside. Null before the file is read. */
  reading(): RejectsReading | null {
    const { settings, roles, target, result, resultsRead } = this;
    const rows = result?.dataset ?? (resultsRead && bareRows(resultsRead.file));
    if (!this.#file || !settings || !rows) return null;
    const { bytes: file, name } = this.#file;
    const rejected = (result ?? resultsRead)?.rejectedCount ?? 0;
    return { file, name, settings, roles, rows, rejected, target };
  }

  /** Closes the dialog. Forgets the file and the results that were dropped with it. */
  cancel(): void {
    this.#waiting.drop();
    this.close();
  }

  /** Closes the dialog before a project opens. Results that were dropped with the file still wait. */
  close(): void {
    this.#turns.end();
    this.#clear();
    this.state = { at: 'idle' };
  }

  async #open(
    { file, name, inspection: known }: NamedFile & { readonly inspection: Inspection | null },
    results: NamedFile | null,
    choice: FileChoice | null,
  ): Promise<void> {
    const signal = this.#turns.next();
    this.#waiting.replace(results);
    this.#clear();
    this.choice = choice;
    this.#file = new ImportedFile(file, name, this.#copyBytes);
    this.state = { at: 'inspecting', name };
    const inspected = known ? ok(known) : await guarded(this.#source.inspect(file, name));
    if (hasEnded(signal)) return;
    if (!inspected.ok) {
      this.#notices.raise({ ...inspected.fault, params: { name, ...inspected.fault.params } });
      this.cancel();
      return;
    }
    const inspection = inspected.value;
    const projects = await projectsWith(this.#store, inspection.hash);
    const remembered = await rememberedRoles(this.#store, inspection);
    if (hasEnded(signal)) return;
    this.known = projects;
    this.inspection = inspection;
    const { dataset, record } = this.#project;
    const own = record?.sourceHash === inspection.hash;
    this.#mapping.begin(inspection, remembered, dataset !== null && !own && projects.length === 0);
    this.state = { at: 'mapping', name };
    await this.#read();
  }

  /** Reads the file under the current mapping: the first records if needed, then the whole file. */
  async #read(): Promise<void> {
    const signal = this.#turns.next();
    const file = this.#file;
    this.#reading.clear();
    this.#join.basis = null;
    if (!file || !this.encodingChosen) return;
    const fitted = await this.#mapping.fit(signal, file.bytes);
    if (hasEnded(signal)) return;
    if (!fitted.ok) this.#fail(fitted.fault);
    else if (this.complete) await this.#readWhole(signal, file);
  }

  /** Reads a copy of the file, so that rows, store and exports have the same bytes after the file changes. */
  async #readWhole(signal: AbortSignal, file: ImportedFile): Promise<void> {
    const { inspection, settings, target } = this;
    if (!inspection || !settings) return;
    const copy = await file.copied(inspection.hash, settings);
    if (hasEnded(signal)) return;
    if (!copy.ok) {
      this.#fail(copy.fault);
      return;
    }
    const fault = await this.#reading.read(signal, { file: copy.value, settings, roles: { ...this.roles }, target });
    if (hasEnded(signal)) return;
    if (fault) this.#fail(fault);
    else await this.#reconsider();
  }

  /** Opens a file of texts and results as a dataset of its own if it does not fit the open dataset. */
  async #reconsider(): Promise<void> {
    if (!this.#mapping.guessing || !this.joined) return;
    if (fitsDataset(this.joined)) this.#mapping.keepTarget();
    else await this.changeTarget('dataset');
  }

  #fail(fault: Fault): void {
    this.#reading.fail({ ...fault, params: { name: this.#file?.name ?? '', ...fault.params } });
  }

  #clear(): void {
    this.#file = null;
    this.choice = null;
    this.inspection = null;
    this.known = [];
    this.#mapping.clear();
    this.#reading.clear();
    this.#join.basis = null;
  }
}
