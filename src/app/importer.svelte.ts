import { hotColumns } from '../domain/computed-columns.js';
import type { ColumnRoles, ReadSettings } from '../domain/dataset.js';
import { asFound, changedSettings, filesDiffer, type LayoutChoice } from '../domain/part-layouts.js';
import { labelCompanions } from '../domain/label-companions.js';
import { spreadColumns } from '../domain/label-groups.js';
import type { GivenResults, ResultsReport } from '../domain/results-builder.js';
import { columnsOfRole } from '../domain/results-columns.js';
import type { ResultsFile } from '../domain/results-file.js';
import { joinResults, type JoinedResults } from '../domain/results-join.js';
import { guessResultsFile, type ResultsGuess } from '../domain/roles.js';
import { joinBases, type JoinBasis } from '../domain/signals-join.js';
import type { Fault } from '../protocol/fault.js';
import { ok, type Outcome } from '../protocol/outcome.js';
import type { CopyBytes, ProjectRecord, Store } from '../protocol/ports.js';
import type {
  Inspection,
  Preview,
  ReadProgress,
  ReadResult,
  ResultsReadResult,
  SourceWire,
} from '../protocol/source-wire.js';
import { copySource } from './copy-source.js';
import type { ExportedRows } from './exporting.js';
import { chosenSource, filesLeft, type FileChoice, type FileLook, type NamedFile } from './file-choice.js';
import { guarded } from './guarded.js';
import type { Notices } from './notices.svelte.js';
import type { Project } from './project.svelte.js';
import { readSource, readToEnd } from './reading.js';

/** Where the import of one file stands. */
export type ImportState =
  | { readonly at: 'idle' }
  | { readonly at: 'inspecting'; readonly name: string }
  | { readonly at: 'mapping'; readonly name: string };

/** A file whose mapping was confirmed and that was read to its end. */
export interface ReadySource {
  readonly file: Blob;
  readonly name: string;
  readonly inspection: Inspection;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  readonly result: ReadResult;
}

/** What an export of the records set aside needs, before anything is opened. */
export interface RejectsReading extends NamedFile {
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  /** The records that became rows. */
  readonly rows: ExportedRows;
  /** How many records were set aside. */
  readonly rejected: number;
  readonly target: ImportTarget;
}

/** A file of results whose join to the open dataset was confirmed. */
export interface ReadyResults {
  readonly name: string;
  readonly results: GivenResults;
  /** Of the file itself, whatever of it meets the dataset. */
  readonly fileReport: ResultsReport;
}

/** What a file is opened as: a dataset, or results for the dataset that is open. */
export type ImportTarget = 'dataset' | 'results';

const NO_ROLES: ColumnRoles = { text: '', textJoin: '', textB: '', label: '', id: '', sLabel: '' };

/** From a dropped file to rows: inspects, offers the mapping, reads the whole file behind the dialog, hands it over. */
export class Importer {
  state = $state.raw<ImportState>({ at: 'idle' });
  inspection = $state.raw<Inspection | null>(null);
  settings = $state.raw<ReadSettings | null>(null);
  roles = $state.raw<ColumnRoles>(NO_ROLES);
  preview = $state.raw<Preview | null>(null);
  /** Reading of the whole file under the current mapping; null before it starts. */
  progress = $state.raw<ReadProgress | null>(null);
  result = $state.raw<ReadResult | null>(null);
  /** The same for a file that is opened as results. */
  resultsRead = $state.raw<ResultsReadResult | null>(null);
  /** How they are to be joined, where a person has chosen; null = as fits best. */
  basis = $state.raw<JoinBasis | null>(null);
  target = $state.raw<ImportTarget>('dataset');
  /** The files that came together, where there are several. */
  choice = $state.raw<FileChoice | null>(null);
  /** What is wrong under the current settings; the dialog stays open so that they can be changed. */
  fault = $state.raw<Fault | null>(null);
  /** The encoding is known or chosen; until then nothing is read. */
  encodingChosen = $state.raw(true);
  /** Earlier work on the same content, newest first. */
  known = $state.raw<readonly ProjectRecord[]>([]);
  /** Text and label are chosen, or a column of results, so the file can be read. */
  complete = $derived(
    this.target === 'results' ? hasResults(this.roles) : this.roles.text !== '' && this.roles.label !== '',
  );
  /** What the file holds, read as results; null = no column looks like results. */
  guess: ResultsGuess | null = $derived(
    this.preview ? guessResultsFile(this.preview.columns, this.preview.records) : null,
  );
  /** Columns that say the same as the label, which corrections leave as they are. */
  companions: readonly string[] = $derived.by(() => {
    const { label, ...others } = this.roles;
    return this.preview
      ? labelCompanions(this.preview.columns, this.preview.records, label, Object.values(others))
      : [];
  });
  /** The label that several columns of 0 and 1 make together, see `hotName`; '' = there are no such columns. */
  spread: string = $derived.by(() => {
    const { label: _label, ...others } = this.roles;
    return this.preview
      ? spreadColumns(this.preview.columns, this.preview.records, new Set(Object.values(others)))
      : '';
  });
  /** How the results would meet the open dataset. */
  joined: JoinedResults | null = $derived.by(() => {
    const dataset = this.#project.dataset;
    return dataset && this.resultsRead ? joinResults(dataset, this.resultsRead.file, this.basis ?? undefined) : null;
  });
  /** The ways in which results can be joined to the open dataset; without ids in the file there is one. */
  joinBases: readonly JoinBasis[] = $derived.by(() => {
    const dataset = this.#project.dataset;
    return dataset && this.resultsRead?.file.hasIds ? joinBases(dataset) : [];
  });

  /** The target is the first guess and may still be changed by what is read. */
  #tentative = false;
  /** The roles under the other target. */
  #otherRoles: ColumnRoles | null = null;
  /** Results that were dropped together with the dataset that is being opened. */
  #waiting: NamedFile | null = null;
  #file: Blob | null = null;
  /** The file's bytes in a copy of the page's own, once they are asked for: everything that is kept comes from it. */
  #copy: Promise<Outcome<Blob>> | null = null;
  #name = '';
  /** Grows with every change: readings of an older generation stop. */
  #generation = 0;
  /** The preview is not of the current settings, or the roles are not fitted to it yet. */
  #previewDue = false;
  readonly #source: SourceWire;
  readonly #store: Store;
  readonly #notices: Notices;
  readonly #copyBytes: CopyBytes;
  /** The open work, which results can be added to. */
  readonly #project: Project;

  constructor(source: SourceWire, store: Store, notices: Notices, copyBytes: CopyBytes, project: Project) {
    this.#source = source;
    this.#store = store;
    this.#notices = notices;
    this.#copyBytes = copyBytes;
    this.#project = project;
  }

  /** What a file looks like by its head; null where it cannot be read. */
  async lookAt(file: Blob, name: string): Promise<FileLook | null> {
    const inspected = await guarded(this.#source.inspect(file, name));
    if (!inspected.ok) return null;
    const preview = await guarded(this.#source.preview(file, inspected.value.settings));
    if (!preview.ok) return null;
    const guess = guessResultsFile(preview.value.columns, preview.value.records);
    return { kind: guess === null ? 'dataset' : guess.alone ? 'results' : 'both', inspection: inspected.value };
  }

  /**
   * Inspects a file and opens the mapping dialog, or raises a notice saying why not. `results`: a file that is to be
   * opened after it (see `openWaiting`).
   */
  async open(file: Blob, name: string, results: NamedFile | null = null): Promise<void> {
    await this.#open({ file, name, inspection: null }, results, null);
  }

  /** The same for what is chosen among files that came together. */
  async openChoice(choice: FileChoice, results: NamedFile | null): Promise<void> {
    const source = chosenSource(choice);
    if (source) await this.#open(source, results, choice);
  }

  /** Chooses another one of the files that came together, or those that go together. */
  async choose(chosen: FileChoice['chosen']): Promise<void> {
    if (!this.choice) return;
    const waiting = this.#waiting;
    this.#waiting = null;
    await this.openChoice({ ...this.choice, chosen }, waiting);
  }

  async #open(
    { file, name, inspection: known }: NamedFile & { readonly inspection: Inspection | null },
    results: NamedFile | null,
    choice: FileChoice | null,
  ): Promise<void> {
    const generation = ++this.#generation;
    this.#dropWaiting();
    this.#waiting = results;
    this.#clear();
    this.choice = choice;
    this.#file = file;
    this.#name = name;
    this.state = { at: 'inspecting', name };
    const inspected = known ? ok(known) : await guarded(this.#source.inspect(file, name));
    if (generation !== this.#generation) return;
    if (!inspected.ok) {
      this.#giveUp(inspected.fault);
      return;
    }
    const inspection = inspected.value;
    const projects = await this.#knownProjects(inspection.hash);
    const remembered = await this.#rememberedRoles(inspection);
    if (generation !== this.#generation) return;
    this.known = projects;
    this.inspection = inspection;
    this.settings = inspection.settings;
    this.encodingChosen = !inspection.encodingOpen;
    this.roles = remembered ?? inspection.roles;
    const own = this.#project.record?.sourceHash === inspection.hash;
    this.#tentative = this.canAddResults && !own && projects.length === 0;
    this.state = { at: 'mapping', name };
    await this.#readAgain(true);
  }

  /** Whether there is a dataset that results can be added to. */
  get canAddResults(): boolean {
    return this.#project.dataset !== null;
  }

  /** Opens the file as something else. */
  async changeTarget(target: ImportTarget): Promise<void> {
    this.#tentative = false;
    if (target === this.target || (target === 'results' && !this.canAddResults)) return;
    const generation = ++this.#generation;
    const roles = this.#otherRoles ?? (await this.#rolesAs(target));
    if (generation !== this.#generation) return;
    this.#switch(target, roles);
    await this.#readAgain(false);
  }

  /**
   * Changes how bytes become records, of several files in all or in the one with the name `file`; the roles are guessed anew
   * if the columns change.
   */
  async changeSettings(change: Partial<ReadSettings>, file?: string): Promise<void> {
    if (!this.settings) return;
    if (change.encoding !== undefined) this.encodingChosen = true;
    this.settings = changedSettings(this.settings, change, file);
    await this.#readAgain(true);
  }

  /** Whether several files were found to differ in a setting. */
  foundApart(choice: LayoutChoice): boolean {
    return this.inspection !== null && filesDiffer(this.inspection.settings, choice);
  }

  /** Reads each file with this setting as it was found in the file. */
  async leaveToFiles(choice: LayoutChoice): Promise<void> {
    if (!this.settings || !this.inspection) return;
    this.settings = asFound(this.settings, this.inspection.settings, choice);
    await this.#readAgain(true);
  }

  async changeRoles(change: Partial<ColumnRoles>): Promise<void> {
    this.roles = { ...this.roles, ...change };
    await this.#readAgain(false);
  }

  /** Takes over the mapping of earlier work on this content. */
  async adopt(project: ProjectRecord): Promise<void> {
    this.#tentative = false;
    this.target = 'dataset';
    this.encodingChosen = true;
    this.settings = project.settings;
    this.roles = project.roles;
    await this.#readAgain(true);
  }

  /** Closes the dialog and hands the rows over; null while the reading is not done or has failed. */
  confirm(): ReadySource | null {
    const { inspection, settings, result } = this;
    if (!this.#file || !inspection || !settings || !result) return null;
    void this.#store.putSetting(`roles:${inspection.headerSignature}`, { ...this.roles });
    const ready = { file: this.#file, name: this.#name, inspection, settings, roles: this.roles, result };
    const [left] = this.choice ? filesLeft(this.choice) : [];
    if (left) this.#notices.raise({ code: 'file-second', params: { name: left.name } }, 'warning');
    this.close();
    return ready;
  }

  /** Closes the dialog and hands the joined results over; null while they are not read, or nothing of them matches. */
  confirmResults(): ReadyResults | null {
    const { joined, resultsRead } = this;
    if (!resultsRead || !joined || joined.results.report.usable === 0) return null;
    const ready = { name: this.#name, results: joined.results, fileReport: resultsRead.file.results.report };
    this.close();
    return ready;
  }

  /** A dataset was opened: results that were dropped with it are next. Without one they are named as not read. */
  async openWaiting(): Promise<void> {
    const waiting = this.#waiting;
    if (!waiting || !this.canAddResults) {
      this.#dropWaiting();
      return;
    }
    this.#waiting = null;
    await this.open(waiting.file, waiting.name);
  }

  /** What is being mapped, for an export of the records set aside; null while nothing has been read. */
  reading(): RejectsReading | null {
    const { settings, roles, result, resultsRead } = this;
    const rows = result?.dataset ?? (resultsRead && bareRows(resultsRead.file));
    if (!this.#file || !settings || !rows) return null;
    const rejected = (result ?? resultsRead)?.rejectedCount ?? 0;
    return { file: this.#file, name: this.#name, settings, roles, rows, rejected, target: this.target };
  }

  /** Closes the dialog; nothing of the file is kept, nor of results that were dropped with it. */
  cancel(): void {
    this.#dropWaiting();
    this.close();
  }

  /** Closes the dialog because something is opened; results that were dropped with the file go on waiting. */
  close(): void {
    this.#generation++;
    this.#clear();
    this.state = { at: 'idle' };
  }

  #dropWaiting(): void {
    const name = this.#waiting?.name;
    this.#waiting = null;
    if (name !== undefined) this.#notices.raise({ code: 'results-waiting', params: { name } }, 'warning');
  }

  #switch(target: ImportTarget, roles: ColumnRoles): void {
    this.#otherRoles = this.roles;
    this.roles = roles;
    this.target = target;
  }

  async #rolesAs(target: ImportTarget): Promise<ColumnRoles> {
    if (target === 'results' || !this.preview) return this.guess?.roles ?? NO_ROLES;
    return this.#source.guessRoles(this.preview.columns, this.preview.records);
  }

  async #readAgain(columnsMayChange: boolean): Promise<void> {
    const generation = ++this.#generation;
    const { settings } = this;
    if (!this.#file || !settings) return;
    this.result = null;
    this.resultsRead = null;
    this.basis = null;
    this.progress = null;
    this.fault = null;
    // A change of roles can overtake a preview that is under way: then it is still to be made.
    if (columnsMayChange) this.#previewDue = true;
    if (!this.encodingChosen) return;
    if (this.#previewDue) {
      const preview = await guarded(this.#source.preview(this.#file, settings));
      if (generation !== this.#generation) return;
      if (!preview.ok) {
        this.#fail(preview.fault);
        return;
      }
      this.preview = preview.value;
      const roles = await guarded(this.#fittingRoles(preview.value));
      if (generation !== this.#generation) return;
      if (!roles.ok) {
        this.#fail(roles.fault);
        return;
      }
      this.roles = roles.value;
      this.#otherRoles = null;
      this.#previewDue = false;
      this.#guessTarget();
    }
    if (this.complete) await this.#readAll(settings, generation);
  }

  /** A file with results is first taken for results of the open dataset, until a person or its content says otherwise. */
  #guessTarget(): void {
    if (!this.#tentative || this.target === 'results' || !this.guess) return;
    this.#tentative = !this.guess.alone;
    this.#switch('results', this.guess.roles);
  }

  /** Texts and results in one file that does not fit the open dataset: it is a dataset of its own. */
  async #reconsider(): Promise<void> {
    if (!this.#tentative || !this.joined) return;
    const { matched, unmatchedRows, unmatchedSignals, labelsDiffer } = this.joined.join;
    if (unmatchedRows + unmatchedSignals > 0 || labelsDiffer > matched / 2) await this.changeTarget('dataset');
    this.#tentative = false;
  }

  /** The roles as they are if every named column still exists, else a new guess. */
  async #fittingRoles(preview: Preview): Promise<Outcome<ColumnRoles>> {
    const { text, label } = this.roles;
    const chosen = this.target === 'results' ? hasResults(this.roles) : text !== '' || label !== '';
    if (chosen && areHere(this.roles, preview.columns)) return ok(this.roles);
    return ok(await this.#rolesAs(this.target));
  }

  /** Reads a copy of the file, so that the rows, the store and the exports have the same bytes whatever happens to it. */
  async #readAll(settings: ReadSettings, generation: number): Promise<void> {
    if (!this.#file || !this.inspection) return;
    this.#copy ??= copySource(this.#copyBytes, this.#file, this.inspection.hash, settings);
    const copy = await guarded(this.#copy);
    if (generation !== this.#generation) return;
    if (!copy.ok) {
      this.#fail(copy.fault);
      return;
    }
    this.#file = copy.value;
    const source = this.#source;
    const roles = { ...this.roles };
    const progressed = (progress: ReadProgress): void => {
      this.progress = progress;
    };
    const wanted = (): boolean => generation === this.#generation;
    if (this.target === 'results') {
      const begun = source.beginResults(this.#file, settings, roles);
      const read = await readToEnd(source, begun, (job) => source.takeResults(job), progressed, wanted);
      if (read?.ok) this.resultsRead = read.value;
      else if (read) this.#fail(read.fault);
      if (read?.ok) await this.#reconsider();
      return;
    }
    const read = await readSource(source, this.#file, settings, roles, progressed, wanted);
    if (read?.ok) this.result = read.value;
    else if (read) this.#fail(read.fault);
  }

  async #knownProjects(sourceHash: string): Promise<readonly ProjectRecord[]> {
    const projects = await this.#store.projects();
    if (!projects.ok) return [];
    const same = projects.value.filter((project) => project.sourceHash === sourceHash);
    return same.sort((a, b) => b.openedAt - a.openedAt);
  }

  /** The mapping confirmed last for a file with this header, if all its columns are here. */
  async #rememberedRoles(inspection: Inspection): Promise<ColumnRoles | null> {
    const setting = await this.#store.setting(`roles:${inspection.headerSignature}`);
    if (!setting.ok || typeof setting.value !== 'object' || setting.value === null) return null;
    const roles = { ...NO_ROLES, ...(setting.value as Partial<ColumnRoles>) };
    return areHere(roles, inspection.columns) ? roles : null;
  }

  #fail(fault: Fault): void {
    this.fault = { ...fault, params: { name: this.#name, ...fault.params } };
  }

  #giveUp(fault: Fault): void {
    this.#notices.raise({ ...fault, params: { name: this.#name, ...fault.params } });
    this.cancel();
  }

  #clear(): void {
    this.#file = null;
    this.#copy = null;
    this.choice = null;
    this.inspection = null;
    this.settings = null;
    this.encodingChosen = true;
    this.roles = NO_ROLES;
    this.preview = null;
    this.progress = null;
    this.result = null;
    this.resultsRead = null;
    this.basis = null;
    this.target = 'dataset';
    this.#tentative = false;
    this.#otherRoles = null;
    this.fault = null;
    this.known = [];
    this.#previewDue = false;
  }
}

/** Whether every column that plays a part is among these. */
function areHere(roles: ColumnRoles, columns: readonly string[]): boolean {
  const names = Object.values(roles as Record<keyof ColumnRoles, string>).filter((name) => name !== '');
  return names.every((name) => (hotColumns(name) ?? [name]).every((one) => columnsOfRole(one, columns).length > 0));
}

function hasResults({ resultLoss, resultProbs, resultLogits }: ColumnRoles): boolean {
  return Boolean(resultLoss) || Boolean(resultProbs) || Boolean(resultLogits);
}

/** Results as rows of a dataset that has no labels. */
function bareRows({ rows, sourceRow, files }: ResultsFile): ExportedRows {
  return { rows, sourceRow, labels: [], label: new Uint16Array(rows), ...(files && { files }) };
}
