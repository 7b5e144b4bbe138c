import { isClass, type ColumnRoles, type Dataset, type ReadSettings } from '../domain/dataset.js';
import { matchLabels, type LabelMatch } from '../domain/label-match.js';
import type { SpelledLabel } from '../domain/label-spellings.js';
import { sha256Hex } from '../domain/sha256.js';
import { withoutParts } from '../domain/source-parts.js';
import type { Fault } from '../protocol/fault.js';
import type { LoadedModel } from '../protocol/model-wire.js';
import { failed, ok, type Outcome } from '../protocol/outcome.js';
import type { Claim, Clock, CopyBytes, Locks, ProjectRecord, Store } from '../protocol/ports.js';
import { projectSetting } from '../protocol/setting-keys.js';
import type { ReadProgress, ReadResult, SourceWire } from '../protocol/source-wire.js';
import { copySource } from './copy-source.js';
import { GivenResults, usableResults, type KeptResults } from './given-results.js';
import type { ReadyResults, ReadySource } from './importer.svelte.js';
import { LabelAdvice, spellingsIn } from './label-advice.js';
import { LabelMap } from './label-map.svelte.js';
import type { BothDoubt } from './learning/both-doubt.js';
import type { LearningRun } from './learning/learning-run.svelte.js';
import type { LeaveGuard, LeavingQuestion } from './leaving.svelte.js';
import { ModelResults } from './model-results.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from './models.svelte.js';
import type { Notices } from './notices.svelte.js';
import { readSource } from './reading.js';
import type { Review } from './review.svelte.js';
import type { Run, RunPlan } from './run.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { View } from './view.svelte.js';

/** What the workspace is made of; main.ts builds it. */
export interface WorkspaceParts {
  readonly source: SourceWire;
  readonly store: Store;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly models: Models;
  readonly scores: Scores;
  readonly review: Review;
  readonly run: Run;
  readonly learning: LearningRun;
  readonly doubts: BothDoubt;
  readonly view: View;
  /** A dataset whose labels no model knows is learnt from by itself. */
  readonly learnsByItself: boolean;
  readonly leaving: LeaveGuard;
  readonly copyBytes: CopyBytes;
  /** Whether anything that others store with the open work is in this page alone. */
  readonly unsavedBeside: () => boolean;
}

/** What is said where another tab writes. */
const READ_ONLY = ['read-only-tab', 'read-only-unsaved'] as const;

/** What is said of labels that are spelled as others. `names`: which as which, for a sentence. */
export interface SpellingsFacts {
  readonly count: number;
  readonly names: string;
  readonly isCounted: boolean;
}

export type Opening = { readonly name: string; readonly done: number; readonly total: number };

/** What is opened: the rows, and where they come from. */
interface Opened {
  readonly record: ProjectRecord;
  readonly result: ReadResult;
  /** The source, in a copy of the page's own. */
  readonly file: Blob;
  /** The source is stored already. */
  readonly stored: boolean;
  /** How often the store had been deleted when it was looked into. */
  readonly losses: number;
  readonly kept: KeptResults | null;
}

/** One piece of work: a dataset, its decisions and its results. Opens and closes it; everything else is in the parts. */
export class Workspace {
  dataset = $state.raw<Dataset | null>(null);
  record = $state.raw<ProjectRecord | null>(null);
  projects = $state.raw<readonly ProjectRecord[]>([]);
  /** What is being opened; null = nothing. */
  opening = $state.raw<Opening | null>(null);
  /** Rows of `dataset` are there, what is stored of them is not yet: there is nothing to look at. */
  restoring = $state.raw(false);
  /** A run is about to begin. */
  starting = $state.raw(false);
  rejectedCount = $state.raw(0);

  /** Called after a dataset has been opened with all that is stored of it, and after it has been closed. */
  onOpened: () => Promise<void> = () => Promise.resolve();
  onClosed: () => void = () => undefined;
  /** Called after stored results have been read, and after the label map has changed: what rests on them follows. */
  onResultsKnown: () => Promise<void> = () => Promise.resolve();
  /** Called when everything that was decided is stored: what others could not store may find room. */
  onSaved: () => void = () => undefined;
  /** Called when another tab has taken over. */
  onLost: () => void = () => undefined;

  /** The dataset's source, in a copy of the page's own. */
  file: Blob | null = null;
  /** The source of the open work, as long as it is not stored: without it nothing is found again. */
  #unkept: Blob | null = null;
  #claim: Claim | null = null;
  /** Grows with everything that opens or closes: what began earlier stops. */
  #turn = 0;
  /** How often the browser has deleted the store. */
  #losses = 0;
  readonly #parts: WorkspaceParts;
  readonly #labelMap: LabelMap;
  readonly #advice: LabelAdvice;
  readonly #modelResults: ModelResults;
  readonly #given: GivenResults;

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
    this.#labelMap = new LabelMap({ ...parts, host: this });
    this.#advice = new LabelAdvice({
      ...parts,
      labelMap: this.#labelMap,
      host: this,
      useMap: (changes) => void this.useMap(changes),
      countSpellings: () => void this.countSpellings(true),
    });
    this.#modelResults = new ModelResults({ ...parts, labelMap: this.#labelMap, host: this });
    this.#given = new GivenResults({ ...parts, labelMap: this.#labelMap });
    parts.run.onModel = (model) => this.#prepareScores(model);
    parts.run.onResults = () => {
      parts.view.resultsChanged(parts.clock.ticks());
      void this.#advice.resultsGrew();
    };
    parts.view.classOfLabel = this.#labelMap.classOf;
    parts.review.onSaved = () => {
      void this.#rememberDecided();
      void parts.learning.decisionsChanged();
      this.onSaved();
    };
    parts.review.storeBase = () => this.#keepBase();
  }

  /** Label map under the chosen model: class of each source label by index, -1 = set aside. */
  get match(): LabelMatch | null {
    return this.#labelMap.match;
  }

  /** Classes that a row can be given: those of the results, else of the chosen model. */
  get classes(): readonly string[] {
    return this.#labelMap.classes;
  }

  /** Class of a label by its index in `review.labels`, -1 = none. */
  get classOfLabel(): (labelIndex: number) => number {
    return this.#labelMap.classOf;
  }

  /** Labels without a class of the chosen model that are spelled like one, or like a label that has one. */
  get spelled(): readonly SpelledLabel[] {
    return this.#labelMap.spelled;
  }

  /** Labels that are spelled as others, and whether they are counted as those when it is learnt; null where there are none. */
  get spellings(): SpellingsFacts | null {
    const { groups, isCounted } = this.#labelMap;
    return this.dataset && groups.length > 0 ? { ...spellingsIn(groups, this.dataset), isCounted } : null;
  }

  /** Finds the work that was open when the page went away, and says that it is being opened; undefined where there is none. */
  async findLast(): Promise<ProjectRecord | undefined> {
    await this.refreshProjects();
    const last = await this.#parts.store.setting('last-project');
    const record = last.ok ? this.projects.find((project) => project.id === last.value) : undefined;
    if (record) this.opening = openingOf(record);
    return record;
  }

  /** Reads the list of projects; false where it cannot be read, and the list stays as it is. */
  async refreshProjects(): Promise<boolean> {
    const projects = await this.#parts.store.projects();
    if (projects.ok) this.projects = [...projects.value].sort((a, b) => b.openedAt - a.openedAt);
    return projects.ok;
  }

  /** Whether something would be lost if the page went away now. */
  get holdsUnsaved(): boolean {
    const { review } = this.#parts;
    if (!review.durable && this.projects.length > 0) return true;
    return review.hasUnsavedAnywhere || this.#atRisk() !== null;
  }

  /**
   * Opens what the mapping dialog confirmed, going on with earlier work on the same data read the same way. Settles when
   * the rows are shown; learning goes on after that.
   */
  async openImported(ready: ReadySource): Promise<void> {
    const id = await projectId(ready);
    if (await this.#mayLeave(id)) await this.#openReady(id, ready, this.#parts.learnsByItself);
  }

  /** `learns`: false where the texts are none. */
  async #openReady(id: string, ready: ReadySource, learns: boolean): Promise<void> {
    const { clock, review } = this.#parts;
    const { name, inspection } = ready;
    const turn = this.#newTurn(openingOf({ name, sizeBytes: inspection.sizeBytes }));
    const losses = this.#losses;
    const listed = await this.refreshProjects();
    const own = this.record?.id === id && review.mayStore ? this.record : undefined;
    const earlier = own ?? this.projects.find((project) => project.id === id);
    // Another tab has removed it: what was stored of it is not wanted any more.
    if (listed && !earlier && losses === 0) review.forget(id, false);
    const { dataset, rejectedCount, results } = ready.result;
    if (earlier) await this.#dropMoved(earlier, dataset.rows);
    const now = clock.now();
    const kept = await this.#given.kept(id);
    const record = {
      id,
      sourceHash: inspection.hash,
      name,
      sizeBytes: inspection.sizeBytes,
      settings: { ...ready.settings },
      roles: { ...ready.roles },
      rows: dataset.rows,
      rejected: rejectedCount,
      createdAt: earlier?.createdAt ?? now,
      openedAt: now,
      decided: earlier?.decided ?? 0,
      model: this.#modelOf(earlier?.model, ready.result, kept, learns),
      labelMaps: earlier?.labelMaps ?? [],
      running: false,
    };
    const { result, file } = ready;
    const opened = await this.#open({ record, result, file, stored: false, losses, kept }, turn);
    if (opened && !kept) this.#given.tellDoubts(name, results);
    const { models, learning } = this.#parts;
    const unlearnt = models.chosenKey === LEARNED_KEY && learning.state.at === 'idle';
    if (opened && unlearnt && learns && review.writable) void this.start();
  }

  /** Results that came along go before all others; those that say nothing of any row do not count. */
  #modelOf(
    earlier: string | undefined,
    { dataset, results }: ReadResult,
    kept: KeptResults | null,
    learns: boolean,
  ): string {
    if (usableResults(results) || kept) return RESULTS_KEY;
    return earlier === undefined || earlier === RESULTS_KEY ? this.#proposedModel(dataset, learns) : earlier;
  }

  /** The model that fits a new dataset: the chosen one if it knows every label by name, else the dataset itself. */
  #proposedModel({ labels }: Dataset, learns: boolean): string {
    const { models } = this.#parts;
    const key = models.runnable ? models.chosenKey : 'default';
    const entry = models.entries.find((known) => known.key === key);
    if (!learns || !entry) return key;
    const { basis, unmatchedLabels } = matchLabels(labels.filter(isClass), entry.classes);
    return basis === 'name' && unmatchedLabels === 0 ? key : LEARNED_KEY;
  }

  /** Opens a file that is in memory without the mapping dialog: the sample, or rows without texts of their own, by `given` roles. */
  async openDirectly(file: File, given?: ColumnRoles): Promise<void> {
    const { source } = this.#parts;
    if (!(await this.#mayLeave(null))) return;
    const { name } = file;
    const turn = this.#newTurn(openingOf({ name, sizeBytes: file.size }));
    const inspected = await source.inspect(file, name);
    if (turn !== this.#turn) return;
    if (!inspected.ok) {
      this.#endOpening();
      this.#raise(inspected.fault, name);
      return;
    }
    const inspection = inspected.value;
    const { settings } = inspection;
    const roles = given ?? inspection.roles;
    const result = await this.#read(file, name, settings, roles, turn);
    if (!result) return;
    const ready = { file, name, inspection, settings, roles, result };
    await this.#openReady(await projectId(ready), ready, given === undefined && this.#parts.learnsByItself);
  }

  /** Opens earlier work: reads its stored source again. Settles when the rows are shown; what was running goes on after that. */
  async openStored(record: ProjectRecord): Promise<void> {
    const { review, clock } = this.#parts;
    if (!(await this.#mayLeave(record.id))) return;
    const turn = this.#newTurn(openingOf(record));
    const losses = this.#losses;
    const found = await this.#sourceOf(record);
    if (turn !== this.#turn) return;
    if (!found.ok) {
      this.#endOpening();
      this.#raise(found.fault, record.name);
      return;
    }
    const { file, stored } = found.value;
    const result = await this.#read(file, record.name, record.settings, record.roles, turn);
    if (!result) return;
    await this.#dropMoved(record, result.dataset.rows);
    const kept = await this.#given.kept(record.id);
    const useless = record.model === RESULTS_KEY && !kept && !usableResults(result.results);
    const model = useless ? this.#modelOf(undefined, result, kept, this.#parts.learnsByItself) : record.model;
    const { rows } = result.dataset;
    const now = { ...record, rows, rejected: result.rejectedCount, model, openedAt: clock.now() };
    const opened = await this.#open({ record: now, result, file, stored, losses, kept }, turn);
    if (opened && record.running && review.writable) void this.start();
  }

  /**
   * An older page has set aside records that are rows now: what is stored by row is about other rows then, and goes.
   * Decisions stay, since they name the position in the source.
   */
  async #dropMoved({ id, rows }: ProjectRecord, now: number): Promise<void> {
    if (rows === now) return;
    const { store } = this.#parts;
    await store.removeChunks(id);
    for (const kind of ['learned', 'results'] as const) await store.putSetting(projectSetting(kind, id), null);
  }

  /** The source of earlier work: the page's own copy where there is one, else a copy of what is stored. */
  async #sourceOf(record: ProjectRecord): Promise<Outcome<{ readonly file: Blob; readonly stored: boolean }>> {
    const { store, copyBytes } = this.#parts;
    const found = await store.source(record.sourceHash);
    const own = this.record?.id === record.id ? this.file : null;
    if (own) return ok({ file: own, stored: found.ok && found.value !== null });
    if (!found.ok) return found;
    if (!found.value) return failed({ code: 'file-changed' });
    this.opening = { name: record.name, done: 0, total: found.value.size };
    const copy = await copySource(copyBytes, found.value, record.sourceHash, record.settings);
    if (!copy.ok && copy.fault.code === 'file-changed') return copy;
    // Without room for a copy it is read where it lies.
    return ok({ file: copy.ok ? copy.value : found.value, stored: true });
  }

  /** Closes the open work. What is not stored is asked about first. */
  async close(): Promise<void> {
    const { run, learning, models, view, review, store, notices } = this.#parts;
    if (!(await this.#mayLeave(null))) return;
    const turn = this.#newTurn();
    // Learning goes on when the dataset is opened again.
    await this.#remember({ running: learning.busy });
    run.reset();
    learning.close();
    await review.settled();
    if (turn !== this.#turn) return;
    this.#parts.doubts.forget();
    const { mayStore } = review;
    view.close();
    if (this.record) review.release(this.record.id);
    review.close();
    this.#claim?.release();
    this.#claim = null;
    for (const code of READ_ONLY) notices.withdraw(code);
    this.dataset = null;
    this.record = null;
    this.#endOpening();
    this.#labelMap.clear();
    this.#advice.forget();
    this.file = null;
    this.onClosed();
    this.#given.close();
    models.offerLearned(null);
    // Where another tab works on it, that one goes on with it after a reload.
    if (mayStore) await store.putSetting('last-project', '');
    await this.refreshProjects();
  }

  /** Removes earlier work, unless another tab has it open. */
  async removeProject(record: ProjectRecord): Promise<void> {
    const { locks, store, notices, review, leaving } = this.#parts;
    const question = (): LeavingQuestion | null => {
      const decisions = review.unsavedOf(record.id);
      return decisions > 0 ? { about: 'removed', decisions } : null;
    };
    if (!(await leaving.mayLeave({ settled: () => review.settled(), question }))) return;
    const claim = await locks.claim(record.id);
    if (claim.writable) {
      const removed = await store.removeProject(record.id);
      if (removed.ok) review.forget(record.id, true);
      else notices.raise(removed.fault);
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
    const { models, run, learning } = this.#parts;
    run.reset();
    learning.leave();
    models.choose(key);
    this.#labelMap.propose();
    this.#advice.forget();
    this.#modelResults.reset([]);
    await this.#remember({ model: key });
    await this.restoreScores();
  }

  /** Puts results from a second file in the place of a model's. */
  async applyResults(ready: ReadyResults): Promise<void> {
    const { record } = this;
    if (!record || !this.#parts.review.writable) return;
    await this.#given.apply(record.id, ready, record.name);
    if (record.id === this.record?.id) await this.#chooseResults(RESULTS_KEY);
  }

  /** Takes the results of a second file off. */
  async removeResults(): Promise<void> {
    const { record } = this;
    if (!record || !this.#parts.review.writable) return;
    await this.#given.remove(record.id);
    if (record.id === this.record?.id) await this.#chooseResults(this.#parts.models.chosenKey);
  }

  /** The given results are others than before: a label map for those before says nothing of them. */
  async #chooseResults(key: string): Promise<void> {
    const others = this.record?.labelMaps.filter((map) => map.model !== RESULTS_KEY) ?? [];
    await this.#remember({ labelMaps: others, running: false });
    await this.chooseModel(key);
  }

  /** Sets the class of one source label (-1 = set aside) under the chosen model; losses follow at once. */
  async mapLabel(labelIndex: number, classIndex: number): Promise<void> {
    await this.useMap([{ label: labelIndex, class: classIndex }]);
  }

  /** Gives all labels of `spelled` the class that their spelling points at. */
  async mapSpelled(): Promise<void> {
    await this.useMap(this.spelled);
  }

  /** Sets the classes of source labels under the chosen model; losses follow at once, and nothing is scored again. */
  async useMap(changes: readonly SpelledLabel[]): Promise<void> {
    if (!this.#labelMap.use(changes)) return;
    if (this.#labelMap.anyMatched) {
      for (const code of ['no-labels-matched', 'results-labels-unmatched'] as const) this.#parts.notices.withdraw(code);
    }
    if (this.#parts.scores.classes.length > 0) this.#parts.scores.relabel(this.#labelMap.rowClasses());
    this.#parts.doubts.noteShown();
    this.#parts.view.refresh();
    await this.#rememberMap();
    await this.onResultsKnown();
    await this.#advice.mapChanged();
  }

  /** Counts spellings of one label as one label or each as its own, and learns from the dataset anew where that is chosen. */
  async countSpellings(together: boolean): Promise<void> {
    const { learning, models, review } = this.#parts;
    const { record, dataset } = this;
    if (!record || !dataset || !review.writable) return;
    await learning.drop();
    if (record.id !== this.record?.id) return;
    await this.#remember({ labelMaps: this.#labelMap.withSpellings(together), running: false });
    learning.open(this.#labelMap.learntFrom(record.id, dataset));
    if (models.chosenKey !== LEARNED_KEY) return;
    await this.chooseModel(LEARNED_KEY);
    await this.start();
  }

  /** Starts or resumes scoring. */
  async start(): Promise<void> {
    if (this.#parts.models.chosenKey === LEARNED_KEY) {
      await this.#learn();
      return;
    }
    const plan = this.#plan();
    if (!plan) return;
    // Before a large model is fetched for nothing.
    if (!this.#labelMap.anyMatched) {
      this.#parts.run.refuse({ code: 'no-labels-matched' });
      return;
    }
    const id = this.record?.id;
    await this.#begin(() => this.#parts.run.start(plan));
    if (id !== this.record?.id) return;
    if (this.#parts.run.state.at === 'done') {
      this.#parts.view.settle();
      await this.#compareResults();
      await this.#advice.compare();
    }
    if (!this.#parts.run.busy) await this.#remember({ running: false });
  }

  /** Starts or resumes learning from the dataset itself. */
  async #learn(): Promise<void> {
    const { learning, review } = this.#parts;
    if (!review.writable) return;
    const id = this.record?.id;
    await this.#begin(() => learning.start());
    if (id === this.record?.id && !learning.busy && learning.state.at !== 'paused')
      await this.#remember({ running: false });
  }

  /** Remembers that a run goes on, then starts it. */
  async #begin(start: () => Promise<void>): Promise<void> {
    this.starting = true;
    await this.#remember({ running: true });
    const ended = start();
    this.starting = false;
    await ended;
  }

  async pause(): Promise<void> {
    this.#parts.learning.pause();
    this.#parts.run.pause();
    await this.#remember({ running: false });
  }

  async cancel(): Promise<void> {
    if (this.#parts.models.chosenKey === LEARNED_KEY) this.#parts.learning.cancel();
    else this.#parts.run.cancel();
    await this.#remember({ running: false });
  }

  /** False in a tab that only reads. */
  get writable(): boolean {
    return this.#parts.review.writable;
  }

  /** The browser has deleted the store: what this page writes is to be stored again, see `storeAgain`. */
  storedIsGone(): void {
    this.#losses++;
    const { review } = this.#parts;
    if (!this.record || !review.mayStore) return;
    this.record = { ...this.record, decided: 0 };
    this.#unkept = this.file;
    this.#given.storedIsGone();
    this.#modelResults.storedIsGone();
    this.#parts.learning.storedIsGone();
    review.storedIsGone();
  }

  /** Stores the open work with all its decisions and results, where that is not done; true when it is. */
  async storeAgain(): Promise<boolean> {
    const { review } = this.#parts;
    if (review.hasUnsaved && review.mayStore) await review.keep();
    await this.refreshProjects();
    return this.#atRisk() === null;
  }

  /** What would be lost if the open work were left now. */
  #atRisk(): LeavingQuestion | null {
    const { review, unsavedBeside } = this.#parts;
    if (!this.record || !this.dataset) return null;
    const results = this.#given.hasUnsaved || this.#modelResults.hasUnsaved;
    if (!review.hasUnsaved && !results && !unsavedBeside()) return null;
    return { about: 'open', decisions: review.unsavedOf(this.record.id) };
  }

  /** Whether the open work may be left for project `next`, null = for none. The same project is no leave. */
  async #mayLeave(next: string | null): Promise<boolean> {
    const { leaving, review } = this.#parts;
    if (this.record?.id === next) return true;
    // What can be stored now needs no question.
    const settled = async (): Promise<void> => {
      if (review.hasUnsaved && review.mayStore) await review.keep();
      await review.settled();
      await this.#modelResults.settled();
    };
    return leaving.mayLeave({ settled, question: () => this.#atRisk() });
  }

  #newTurn(opening: Opening | null = null): number {
    this.opening = opening;
    return ++this.#turn;
  }

  #endOpening(): void {
    this.opening = null;
    this.restoring = false;
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
    if (!read.ok) {
      this.#endOpening();
      this.#raise(read.fault, name);
    }
    return read.ok ? read.value : null;
  }

  /** Shows a dataset with all that is stored of it; false when something else is opened meanwhile. */
  async #open({ record, result, file, stored, losses, kept }: Opened, turn: number): Promise<boolean> {
    const { store, locks, review, view, run, learning, notices, models } = this.#parts;
    const { dataset, results } = result;
    const another = this.record !== null && this.record.id !== record.id;
    if (another) await this.#remember({ running: learning.busy });
    run.reset();
    learning.close();
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
    if (another && this.record) review.release(this.record.id);
    this.#claim = claim;
    review.writable = claim.writable;
    this.#watchClaim(claim);
    if (!entries.ok) notices.raise(entries.fault);
    this.record = record;
    this.file = file;
    this.#unkept = stored || !claim.writable ? null : file;
    this.rejectedCount = result.rejectedCount;
    this.restoring ||= this.dataset === null || another;
    this.opening ??= openingOf(record);
    review.open(record.id, dataset, entries.ok ? entries.value : [], this.#unkept === null);
    this.dataset = dataset;
    this.#given.open(record.id, results, kept);
    // It was deleted after it had been read.
    if (losses !== this.#losses) this.storedIsGone();
    this.#parts.doubts.forget();
    learning.open(this.#labelMap.learntFrom(record.id, dataset));
    models.choose(record.model);
    this.#labelMap.propose();
    this.#advice.forget();
    this.#modelResults.reset([]);
    view.open(dataset);
    await this.onOpened();
    if (turn !== this.#turn) return false;
    if (review.hasUnsaved) await review.keep();
    else await this.#remember({});
    await store.putSetting('last-project', record.id);
    await this.restoreScores();
    if (turn !== this.#turn) return false;
    this.#endOpening();
    return true;
  }

  #watchClaim(claim: Claim): void {
    const { review, notices, run, learning } = this.#parts;
    if (claim.writable) for (const code of READ_ONLY) notices.withdraw(code);
    claim.onAsked(() => this.#finish(claim));
    claim.onLost(() => {
      if (claim !== this.#claim || !this.record) return;
      review.writable = false;
      review.release(this.record.id);
      run.pause();
      if (learning.busy || learning.state.at === 'paused') learning.cancel();
      this.#modelResults.release();
      this.onLost();
      const count = review.unsavedOf(this.record.id);
      if (count > 0) notices.raise({ code: 'read-only-unsaved', params: { count } });
      this.#awaitClaim(claim);
    });
    this.#awaitClaim(claim);
  }

  /** Another tab asks for the right to write: no more decisions here, and those made are stored. */
  async #finish(claim: Claim): Promise<void> {
    if (claim !== this.#claim) return;
    const { review, run } = this.#parts;
    run.pause();
    await review.handOver();
    await this.#modelResults.settled();
  }

  /** When the other tab lets go, what it has written is read, and this tab writes. */
  #awaitClaim(claim: Claim): void {
    void claim.gained.then(() => {
      if (claim === this.#claim) void this.#reopen();
    });
  }

  /** Shows what is known of the chosen model's results, or those that were given. */
  async restoreScores(): Promise<void> {
    const { models, view, run, scores, learning } = this.#parts;
    if (!models.chosen || !this.record) return;
    if (models.chosenKey === RESULTS_KEY) {
      if (!this.#given.show()) return;
    } else if (models.chosenKey === LEARNED_KEY) {
      void this.#advice.lookAtSpellings();
      // What was shown of another model's passes goes first, then the course of learning comes.
      await this.onResultsKnown();
      await learning.restore();
      await this.#compareResults();
      // Decisions that a visit before could not learn from any more.
      void learning.decisionsChanged();
      return;
    } else {
      if (!(await this.#modelResults.restore(this.#mayRestore))) return;
      run.found(this.record.rows, scores.done);
      view.refresh();
      if (run.state.at === 'done') view.lookAtFirst();
    }
    await this.#compareResults();
    await this.onResultsKnown();
    await this.#advice.compare();
  }

  /** Finds the rows that both the shown results and those of the other kind doubt. */
  async #compareResults(): Promise<void> {
    const { dataset, record } = this;
    if (!dataset || !record) return;
    this.#parts.doubts.noteShown();
    await this.#parts.doubts.lookUp(dataset, record, () => this.record?.id === record.id);
  }

  /** Whether this dataset is still open and this model still chosen. */
  readonly #isStill = (projectId: string, modelKey: string): boolean =>
    this.record?.id === projectId && this.#parts.models.chosenKey === modelKey;

  /** A run that is going on takes stored results in itself. */
  readonly #mayRestore = (projectId: string, modelKey: string): boolean =>
    this.#isStill(projectId, modelKey) && !this.#parts.run.busy;

  async #prepareScores(model: LoadedModel): Promise<Outcome<null>> {
    const { view, clock } = this.#parts;
    await this.#modelResults.rememberHash(model.hash);
    if (!this.#labelMap.anyMatched) return { ok: false, fault: { code: 'no-labels-matched' } };
    // Otherwise the run has been reset too, and does not go on.
    if (await this.#modelResults.prepare(model, this.#isStill)) {
      await this.#rememberMap();
      view.resultsChanged(clock.ticks());
    }
    return ok(null);
  }

  #plan(): RunPlan | null {
    const { dataset, record } = this;
    const entry = this.#parts.models.chosen;
    if (!dataset || !record || !entry || !this.#parts.models.runnable || !this.#parts.review.writable) return null;
    return {
      dataset,
      source: entry.source,
      keep: (chunk) => this.#modelResults.keep(record.id, chunk),
    };
  }

  async #rememberMap(): Promise<void> {
    const labelMaps = this.#labelMap.remembered();
    if (labelMaps) await this.#remember({ labelMaps });
  }

  /** Stores the open work itself, where that has not happened yet, and results that could not be stored before. */
  async #keepBase(): Promise<Outcome<null>> {
    const { store, review } = this.#parts;
    const { record } = this;
    const source = this.#unkept;
    const losses = this.#losses;
    if (source && record && review.mayStore) {
      // The record first: a source without one would never be removed.
      const recorded = await store.putProject(record);
      if (!recorded.ok) return recorded;
      const kept = await store.putSource(record.sourceHash, source);
      if (!kept.ok) return kept;
      // What was stored before the store was deleted once more is gone.
      if (source === this.#unkept && losses === this.#losses) {
        this.#unkept = null;
        await store.putSetting('last-project', record.id);
      }
    }
    if (!record || !review.mayStore) return ok(null);
    await this.#given.keep(record.id);
    await this.#modelResults.keepUnkept();
    await this.#parts.learning.storeAgain();
    return ok(null);
  }

  async #remember(change: Partial<ProjectRecord>): Promise<void> {
    const { review } = this.#parts;
    if (!this.record || !review.mayStore) return;
    this.record = { ...this.record, decided: review.decidedInStore, ...change };
    const stored = await this.#parts.store.putProject(this.record);
    if (!stored.ok) this.#parts.notices.raise(stored.fault, 'warning');
  }

  /** The count in the list of projects keeps up with the journal. It is no more than a count: its failure is not told. */
  async #rememberDecided(): Promise<void> {
    const { review } = this.#parts;
    if (!this.record || !review.mayStore) return;
    this.record = { ...this.record, decided: review.decidedInStore };
    await this.#parts.store.putProject(this.record);
  }
}

/** The beginning of opening a file. */
function openingOf({ name, sizeBytes }: Pick<ProjectRecord, 'name' | 'sizeBytes'>): Opening {
  return { name, done: 0, total: sizeBytes };
}

/** Names a piece of work: the content, how it is read, and which columns play which part. */
async function projectId(ready: ReadySource): Promise<string> {
  const { inspection, settings, roles } = ready;
  // Of several files the hash says which and in what order; what they are called does not count.
  const key: unknown[] = [inspection.hash, withoutParts(settings), withoutEmptyResults(roles)];
  const layouts = settings.parts?.map(({ layout = null }) => layout) ?? [];
  if (layouts.some((layout) => layout !== null)) key.push(layouts);
  return sha256Hex(JSON.stringify(key));
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
