import { PENDING, type ColumnRoles, type Dataset, type ReadSettings } from '../domain/dataset.js';
import { matchLabels, type LabelMatch } from '../domain/label-match.js';
import { sha256Hex } from '../domain/sha256.js';
import type { Fault } from '../protocol/fault.js';
import type { LoadedModel } from '../protocol/model-wire.js';
import { ok, type Outcome } from '../protocol/outcome.js';
import type { Claim, Clock, Locks, ProjectRecord, Store } from '../protocol/ports.js';
import type { ReadProgress, ReadResult, SourceWire } from '../protocol/source-wire.js';
import { GivenResults, type KeptResults } from './given-results.js';
import type { ReadyResults, ReadySource } from './importer.svelte.js';
import { LabelMap } from './label-map.svelte.js';
import type { BothDoubt } from './learning/both-doubt.js';
import type { LearningRun } from './learning/learning-run.svelte.js';
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
}

export type Opening = { readonly name: string; readonly done: number; readonly total: number };

/** What is opened: the rows, and where they come from. */
interface Opened {
  readonly record: ProjectRecord;
  readonly result: ReadResult;
  readonly file: Blob;
  /** The source is stored already. */
  readonly stored: boolean;
  readonly kept: KeptResults | null;
}

/** One piece of work: a dataset, its decisions and its results. Opens and closes it; everything else is in the parts. */
export class Workspace {
  dataset = $state.raw<Dataset | null>(null);
  record = $state.raw<ProjectRecord | null>(null);
  projects = $state.raw<readonly ProjectRecord[]>([]);
  opening = $state.raw<Opening | null>(null);
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

  /** The dataset's source. */
  file: Blob | null = null;
  /** The source of the open work, as long as it is not stored: without it nothing is found again. */
  #unkept: Blob | null = null;
  #claim: Claim | null = null;
  /** Grows with everything that opens or closes: what began earlier stops. */
  #turn = 0;
  readonly #parts: WorkspaceParts;
  readonly #labelMap: LabelMap;
  readonly #modelResults: ModelResults;
  readonly #given: GivenResults;

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
    this.#labelMap = new LabelMap({ ...parts, host: this });
    this.#modelResults = new ModelResults({ ...parts, labelMap: this.#labelMap, host: this });
    this.#given = new GivenResults({ ...parts, labelMap: this.#labelMap });
    parts.run.onModel = (model) => this.#prepareScores(model);
    parts.run.onResults = () => parts.view.resultsChanged(parts.clock.ticks());
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

  /** Class of a label by its index in `review.labels`, -1 = none. */
  get classOfLabel(): (labelIndex: number) => number {
    return this.#labelMap.classOf;
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

  /**
   * Opens what the mapping dialog confirmed, going on with earlier work on the same data read the same way. Settles when
   * the rows are shown; learning goes on after that. `learns`: false where the texts are none.
   */
  async openImported(ready: ReadySource, learns = this.#parts.learnsByItself): Promise<void> {
    const { clock } = this.#parts;
    const turn = this.#newTurn();
    const id = await projectId(ready);
    await this.refreshProjects();
    const earlier = this.projects.find((project) => project.id === id);
    const { dataset, rejectedCount, results } = ready.result;
    const now = clock.now();
    const kept = await this.#given.kept(id);
    const record = {
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
      model: results || kept ? RESULTS_KEY : (earlier?.model ?? this.#proposedModel(dataset, learns)),
      labelMaps: earlier?.labelMaps ?? [],
      running: false,
    };
    const opened = await this.#open({ record, result: ready.result, file: ready.file, stored: false, kept }, turn);
    if (opened && !kept) this.#given.tellDoubts(ready.name);
    const { models, review, learning } = this.#parts;
    const unlearnt = models.chosenKey === LEARNED_KEY && learning.state.at === 'idle';
    if (opened && unlearnt && learns && review.writable) void this.start();
  }

  /** The model that fits a new dataset: the chosen one if it knows every label by name, else the dataset itself. */
  #proposedModel({ labels }: Dataset, learns: boolean): string {
    const { models } = this.#parts;
    const key = models.runnable ? models.chosenKey : 'default';
    const entry = models.entries.find((known) => known.key === key);
    if (!learns || !entry) return key;
    const { basis, unmatchedLabels } = matchLabels(labels, entry.classes);
    return basis === 'name' && unmatchedLabels === 0 ? key : LEARNED_KEY;
  }

  /** Opens a file of ours without the mapping dialog: the sample, or rows without texts of their own, by `given` roles. */
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
    if (!result) return;
    const ready = { file, name: file.name, inspection: inspected.value, settings, roles, result };
    await this.openImported(ready, given === undefined && this.#parts.learnsByItself);
  }

  /** Opens earlier work: reads its stored source again. Settles when the rows are shown; what was running goes on after that. */
  async openStored(record: ProjectRecord): Promise<void> {
    const { store, review, clock } = this.#parts;
    const turn = this.#newTurn();
    const file = await store.source(record.sourceHash);
    if (turn !== this.#turn) return;
    if (!file.ok || !file.value) {
      this.#raise(file.ok ? { code: 'file-changed' } : file.fault, record.name);
      return;
    }
    const result = await this.#read(file.value, record.name, record.settings, record.roles, turn);
    if (!result) return;
    const kept = await this.#given.kept(record.id);
    const now = { ...record, openedAt: clock.now() };
    const opened = await this.#open({ record: now, result, file: file.value, stored: true, kept }, turn);
    if (opened && record.running && review.writable) void this.start();
  }

  /** Closes the open work; everything is stored already. */
  async close(): Promise<void> {
    const { run, learning, models, view, review, store, notices } = this.#parts;
    const turn = this.#newTurn();
    await this.#remember({ running: false });
    run.reset();
    learning.close();
    await review.settled();
    if (turn !== this.#turn) return;
    this.#parts.doubts.forget();
    view.close();
    review.close();
    this.#claim?.release();
    this.#claim = null;
    notices.withdraw('read-only-tab');
    this.dataset = null;
    this.record = null;
    this.#labelMap.clear();
    this.file = null;
    this.onClosed();
    this.#given.close();
    models.offerLearned(null);
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
    if (!this.#labelMap.set(labelIndex, classIndex)) return;
    if (this.#labelMap.anyMatched) {
      for (const code of ['no-labels-matched', 'results-labels-unmatched'] as const) this.#parts.notices.withdraw(code);
    }
    if (this.#parts.scores.classes.length > 0) this.#parts.scores.relabel(this.#labelMap.rowClasses());
    this.#parts.doubts.noteShown();
    this.#parts.view.refresh();
    await this.#rememberMap();
    await this.onResultsKnown();
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
    await this.#remember({ running: true });
    await this.#parts.run.start(plan);
    if (id !== this.record?.id) return;
    if (this.#parts.run.state.at === 'done') {
      this.#parts.view.settle();
      await this.#compareResults();
    }
    if (!this.#parts.run.busy) await this.#remember({ running: false });
  }

  /** Starts or resumes learning from the dataset itself. */
  async #learn(): Promise<void> {
    const { learning, review } = this.#parts;
    if (!review.writable) return;
    const id = this.record?.id;
    await this.#remember({ running: true });
    await learning.start();
    if (id === this.record?.id && !learning.busy && learning.state.at !== 'paused')
      await this.#remember({ running: false });
  }

  /** Learns again from the labels as they are now. */
  async relearn(): Promise<void> {
    if (this.#parts.review.writable) await this.#parts.learning.relearn();
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

  /** Shows a dataset with all that is stored of it; false when something else is opened meanwhile. */
  async #open({ record, result, file, stored, kept }: Opened, turn: number): Promise<boolean> {
    const { store, locks, review, view, run, learning, notices, models } = this.#parts;
    const { dataset, results } = result;
    const another = this.record !== null && this.record.id !== record.id;
    if (another) await this.#remember({ running: false });
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
    this.#claim = claim;
    review.writable = claim.writable;
    this.#watchClaim(claim);
    if (!entries.ok) notices.raise(entries.fault);
    this.record = record;
    this.file = file;
    this.#unkept = stored || !claim.writable ? null : file;
    this.rejectedCount = result.rejectedCount;
    review.open(record.id, dataset, entries.ok ? entries.value : [], this.#unkept === null);
    this.dataset = dataset;
    this.#given.open(results, kept);
    this.#parts.doubts.forget();
    learning.open({ id: record.id, dataset });
    models.choose(record.model);
    this.#labelMap.propose();
    this.#modelResults.reset([]);
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
    const { review, notices, run, learning } = this.#parts;
    if (claim.writable) notices.withdraw('read-only-tab');
    else notices.raise({ code: 'read-only-tab' }, 'warning');
    claim.onLost(() => {
      review.writable = false;
      run.pause();
      if (learning.busy) learning.cancel();
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

  /** Shows what is known of the chosen model's results, or those that were given. */
  async restoreScores(): Promise<void> {
    const { models, view, run, scores, learning } = this.#parts;
    if (!models.chosen || !this.record) return;
    if (models.chosenKey === RESULTS_KEY) {
      if (!this.#given.show()) return;
    } else if (models.chosenKey === LEARNED_KEY) {
      // What was shown of another model's passes goes first, then the course of learning comes.
      await this.onResultsKnown();
      await learning.restore();
      await this.#compareResults();
      return;
    } else {
      if (!(await this.#modelResults.restore(this.#mayRestore))) return;
      run.found(this.record.rows, scores.done);
      view.refresh();
      if (run.state.at === 'done') view.lookAtFirst();
    }
    await this.#compareResults();
    await this.onResultsKnown();
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
    if (record && review.writable) await this.#given.keep(record.id);
    await this.#modelResults.keepUnkept();
    return ok(null);
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

/** Names a piece of work: the content, how it is read, and which columns play which part. */
async function projectId(ready: ReadySource): Promise<string> {
  return sha256Hex(JSON.stringify([ready.inspection.hash, ready.settings, withoutEmptyResults(ready.roles)]));
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
