import { classesByName } from '../../domain/labels/class-labels.js';
import { namesOfValues } from '../../domain/labels/class-names.js';
import { DISCARDED, isClass, PENDING, type Dataset } from '../../domain/reading/dataset.js';
import type { Fault, FaultCode } from '../../protocol/fault.js';
import type { PoolResult } from '../../protocol/learning-wire.js';
import { failed, type Outcome } from '../../protocol/outcome.js';
import type { Clock, LearningWorker, LearningWorkers } from '../../protocol/ports.js';
import type { Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { LearningSeries } from '../training/joined-signals.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { BothDoubt } from './both-doubt.js';
import { DynamicsRecorder } from './dynamics-recorder.js';
import type { LearnedCourse } from './learned-course.js';
import type { LearnedRecord, LearnedResults } from './learned-results.js';
import { learnedOf, type Learned, type LearningPhase, type LearningState } from './learning-state.js';
import { LearningTeam, type Labels, type LearningWatch } from './learning-team.js';
import { RowExplainer } from './row-explainer.svelte.js';
import { WorkGate } from './work-gate.js';

/** The open work, as far as it is learnt from. */
export interface LearningProject {
  readonly id: string;
  /** Each row has the label that its own one is counted as. */
  readonly dataset: Dataset;
  /** The label that a label is counted as, both by index in the review's list: spellings of one name can be one class. */
  readonly countedAs: (label: number) => number;
}

export interface LearningDeps {
  readonly workers: LearningWorkers;
  readonly predictions: Predictions;
  readonly review: Review;
  readonly view: RowView;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly results: LearnedResults;
  readonly doubts: BothDoubt;
  /** They list the classes of what is learnt. */
  readonly models: Models;
  /** Shows the course of learning as training signals. */
  readonly course: LearnedCourse;
}

/** After so many new decisions it is learnt again. */
const RELEARN_AFTER = 25;
const MOST_RESTARTS = 3;
/** Numbers of a part of the pool, rows x classes, at most. */
const MOST_NUMBERS = 24_000_000;
/** Faults that are about the learning of one dataset alone. */
const OWN_FAULTS = ['learning-too-many-labels', 'learning-memory'] as const;
/** After these faults the workers are started once more. */
const DEADLY: ReadonlySet<FaultCode> = new Set(['worker-died', 'worker-stalled']);

/**
 * Learns the open dataset from itself: small learners in cross-validation, so that every row is judged by learners that
 * never saw it. Results are predictions like a model's; the classes are the labels.
 */
export class LearningRun {
  state = $state.raw<LearningState>({ at: 'idle' });
  /** Share of the work that is done, 0..1. */
  share = $state.raw(0);
  /** Seconds left; null = not known yet. */
  etaS = $state.raw<number | null>(null);
  /** What the shown results rest on; null before there are any. */
  learned = $state.raw<Learned | null>(null);
  /** Results are shown already, and are being learnt again from the labels as they are now. */
  again = $state.raw(false);
  busy = $derived(this.state.at === 'learning');
  /** Decisions since the shown results were learnt: rows decided since, and rows whose decision was undone. */
  newDecisions = $derived.by(() => (this.learned ? this.#changedSince(this.#learntWith) : 0));

  /** 1 for each row that was decided when the shown results were learnt; null where none was. */
  #learntWith = $state.raw<Uint8Array | null>(null);
  #project: LearningProject | null = null;
  #team: LearningTeam | null = null;
  #gate: WorkGate | null = null;
  #phase: LearningPhase = { at: 'reading' };
  readonly #explainer: RowExplainer;
  readonly #deps: LearningDeps;

  constructor(deps: LearningDeps) {
    this.#deps = deps;
    this.#explainer = new RowExplainer({
      ...deps,
      dataset: () => this.#project?.dataset ?? null,
      worker: async () => this.#team?.lead ?? (await this.#readAgain()),
      failed: (worker, fault) => this.#replace(worker, fault),
    });
  }

  /** Why the row that was asked for last stands where it does; null while that is not known. */
  get explanation(): RowExplainer['shown'] {
    return this.#explainer.shown;
  }

  /** Rows of the open dataset that are decided. */
  #decided(): number {
    const { counts } = this.#deps.review;
    return counts.reduce((sum, count) => sum + count, 0) - (counts[PENDING] ?? 0);
  }

  #changedSince(decided: Uint8Array | null): number {
    let changed = 0;
    this.#deps.review.status.value.forEach((status, row) => {
      if ((status !== PENDING) !== (decided?.[row] === 1)) changed++;
    });
    return changed;
  }

  /** A dataset is open: what is learnt from it can be chosen. */
  open(project: LearningProject): void {
    this.close();
    this.#project = project;
    this.#deps.models.offerLearned(project.dataset.labels.filter(isClass).map(({ name }) => name));
  }

  /** The dataset is closed, or another one comes. */
  close(): void {
    this.leave();
    this.#project = null;
  }

  /** Something else is chosen: workers and state go, stored results stay. */
  leave(): void {
    this.#stop();
    this.#deps.results.forget();
    this.#deps.course.forget();
    this.#dismiss();
    this.learned = null;
    this.#explainer.forget();
    this.state = { at: 'idle' };
    this.#deps.view.sinkDecided(null);
  }

  /** Forgets what was learnt, also what is stored: other classes are learnt next. */
  async drop(): Promise<void> {
    const project = this.#project;
    this.leave();
    if (project) await this.#deps.results.drop(project.id);
  }

  /** Shows what is stored; false where nothing is. */
  async restore(): Promise<boolean> {
    const project = this.#project;
    if (!project) return false;
    // What is being learnt meanwhile is newer.
    const isWanted = (): boolean => project === this.#project && !this.busy;
    const found = await this.#deps.results.stored(project.id);
    if (!isWanted() || !found) return false;
    const classes = namesOfValues(found.record.classes, project.dataset.labels);
    const places = classesByName(project.dataset.labels, classes);
    // Learnt when the labels had other names: that is learnt again.
    if (project.dataset.labels.some((label, index) => isClass(label) && label.count > 0 && (places[index] ?? -1) < 0))
      return false;
    const columns = await this.#deps.results.columnsOf(project.dataset, classes, found.chunks);
    if (!isWanted()) return false;
    this.#deps.models.offerLearned(classes);
    this.#deps.results.show(columns);
    this.#deps.results.remember(project.id, found.record, found.chunks);
    this.#take(found.record);
    this.#deps.doubts.noteShown();
    this.state = { at: 'done' };
    this.#deps.view.refresh();
    if (found.record.learned.useful) this.#deps.view.lookAtFirst();
    this.#explainer.askAgain();
    const { course } = found.record;
    if (course) await this.#deps.course.show(project.dataset, classes, course);
    return true;
  }

  /** Starts or resumes; what is learnt already is not learnt again. */
  async start(): Promise<void> {
    if (this.state.at === 'paused') {
      this.state = { at: 'learning', phase: this.#phase };
      this.#gate?.resume();
      return;
    }
    if (!this.busy && this.state.at !== 'done') await this.#learn();
  }

  /** Stops asking; the step under way is finished by the workers. */
  pause(): void {
    if (!this.busy) return;
    this.#gate?.pause();
    this.state = { at: 'paused' };
    this.etaS = null;
  }

  /** Stops and ends the workers. Results that are shown stay. */
  cancel(): void {
    const shown = this.again;
    this.#stop();
    this.#dismiss();
    this.state = shown ? { at: 'done' } : { at: 'idle' };
  }

  /** Learns again from the labels as they are now, in the same folds. */
  async relearn(): Promise<void> {
    if (this.busy || this.state.at === 'paused' || !this.#deps.review.writable) return;
    await this.#learn();
  }

  /** A decision has been stored: after enough of them it is learnt again. */
  async decisionsChanged(): Promise<void> {
    if (this.state.at !== 'done' || this.newDecisions < RELEARN_AFTER) return;
    await this.relearn();
  }

  /** Shows the other series of the course of learning. */
  async chooseSeries(series: LearningSeries): Promise<void> {
    await this.#deps.course.choose(series);
  }

  /** Asks for the explanation of a row, to be shown in `explanation`. Only the latest row asked for is explained. */
  explain(row: number): Promise<void> {
    return this.#explainer.ask(row);
  }

  #dismiss(): void {
    this.#team?.end();
    this.#team = null;
  }

  #stop(): void {
    for (const code of OWN_FAULTS) this.#deps.notices.withdraw(code);
    this.#gate?.end();
    this.#gate = null;
    this.again = false;
    this.etaS = null;
    this.share = 0;
  }

  async #learn(): Promise<void> {
    const project = this.#project;
    if (!project) return;
    const labels = this.#labels(project);
    const { rows } = project.dataset;
    if (rows * labels.classes > MOST_NUMBERS) {
      this.#fail(failed({ code: 'learning-too-many-labels', params: { labels: labels.classes, rows } }));
      return;
    }
    this.#gate?.end();
    const gate = new WorkGate();
    this.#gate = gate;
    this.again = this.learned !== null && this.state.at === 'done';
    this.state = { at: 'learning', phase: { at: 'reading' } };
    let outcome = await this.#attempt(project, labels, gate);
    for (let restarts = 0; !gate.hasEnded() && !outcome.ok && restarts < MOST_RESTARTS; restarts++) {
      if (!DEADLY.has(outcome.fault.code)) break;
      outcome = await this.#attempt(project, labels, gate);
    }
    if (gate.hasEnded()) return;
    this.#stop();
    if (outcome.ok) this.state = { at: 'done' };
    else this.#fail(outcome);
  }

  #fail(outcome: { readonly ok: false; readonly fault: { readonly code: FaultCode } }): void {
    this.state = { at: 'failed', fault: outcome.fault };
    this.#deps.notices.raise(outcome.fault);
  }

  /** Learns once from the beginning, with the workers that have read the texts already, if there are any. */
  #attempt(project: LearningProject, labels: Labels, gate: WorkGate): Promise<Outcome<null>> {
    const { review, workers } = this.#deps;
    // One that is still reading for an explanation ends itself.
    if (!this.#team?.lead) this.#dismiss();
    this.#team ??= new LearningTeam(project.dataset, workers);
    const team = this.#team;
    const classes = this.#learnable().map((label) => review.labels[label] ?? '');
    const decided = Uint8Array.from(review.status.value, (status) => (status === PENDING ? 0 : 1));
    const from = { decisions: this.#decided(), position: review.position };
    const recorder = new DynamicsRecorder(project.dataset.rows, team);
    const startedAt = this.#deps.clock.ticks();
    const watch: LearningWatch = {
      gate,
      phase: (phase) => {
        this.#phase = phase;
        if (gate.hasEnded()) return;
        if (this.busy) this.state = { at: 'learning', phase };
        // A row that was asked for before the labels were taught is explained from here on.
        if (phase.at === 'neighbours' || phase.at === 'fold') void this.#explainer.askUnknown();
      },
      progress: (done, total) => this.#progress(done / total, startedAt, gate),
      epoch: (fold, epoch, result) => recorder.add(fold, epoch, result),
      results: async (result, last) => {
        if (gate.hasEnded() || (this.again && !last)) return;
        const record: LearnedRecord = {
          version: 1,
          position: from.position,
          classes,
          learned: learnedOf(result, classes, from.decisions, team.folds),
          decided: last && from.decisions > 0 ? decided : null,
          course: last ? recorder.course() : null,
        };
        await this.#apply(project, record, result, gate, last);
        this.#explainer.askAgain();
      },
    };
    return team.learn(labels, watch);
  }

  #progress(share: number, startedAt: number, gate: WorkGate): void {
    if (gate.hasEnded() || !this.busy) return;
    this.share = Math.max(this.share, Math.min(1, share));
    const elapsed = (this.#deps.clock.ticks() - startedAt) / 1000;
    this.etaS = this.share > 0.05 ? (elapsed / this.share) * (1 - this.share) : null;
  }

  /** Shows results, and stores them where they are the last. */
  async #apply(
    project: LearningProject,
    record: LearnedRecord,
    result: PoolResult,
    gate: WorkGate,
    last: boolean,
  ): Promise<void> {
    const { view, clock } = this.#deps;
    const { dataset } = project;
    const chunks = record.learned.useful
      ? await this.#deps.results.chunksOf(dataset, record.classes, result.logits)
      : [];
    // A rest between two steps that pass over all rows: the page answers in between.
    await clock.sleep(0);
    if (gate.hasEnded()) return;
    const columns = await this.#deps.results.columnsOf(dataset, record.classes, chunks);
    await clock.sleep(0);
    if (gate.hasEnded()) return;
    this.#deps.models.offerLearned(record.classes);
    this.#deps.results.show(columns);
    this.#take(record);
    await clock.sleep(0);
    if (gate.hasEnded()) return;
    if (last) view.rankBelow();
    else view.resultsChanged(clock.ticks());
    if (last) view.lookAtFirst();
    await clock.sleep(0);
    if (gate.hasEnded()) return;
    this.#deps.doubts.noteShown();
    await clock.sleep(0);
    if (gate.hasEnded()) return;
    if (record.course) await this.#deps.course.show(dataset, record.classes, record.course);
    if (gate.hasEnded()) return;
    if (last && this.#deps.review.writable) await this.#deps.results.keep(project.id, record, chunks);
  }

  #take(record: LearnedRecord): void {
    this.learned = record.learned;
    this.#learntWith = record.decided;
    this.#deps.view.sinkDecided(record.decided);
  }

  /** Indexes of the labels that are classes: lists of several labels are none. */
  #learnable(): readonly number[] {
    const { labels, sourceLabels } = this.#deps.review;
    return [...labels.keys()].filter((label) => isClass(sourceLabels[label]));
  }

  /** The labels as they are now; rows that were discarded, or have several labels or none, are not learnt from. */
  #labels({ dataset, countedAs }: LearningProject): Labels {
    const { status, label, labels } = this.#deps.review;
    const learnable = this.#learnable();
    const placeOf = new Int32Array(labels.length).fill(-1);
    learnable.forEach((index, place) => (placeOf[index] = place));
    const classOf = Int32Array.from(labels, (_, index) => placeOf[countedAs(index)] ?? -1);
    const now = new Int32Array(dataset.rows);
    for (let row = 0; row < now.length; row++) {
      now[row] = status.value[row] === DISCARDED ? -1 : (classOf[label.value[row] ?? -1] ?? -1);
    }
    return { label: now, classes: learnable.length };
  }

  /** A worker that died is given up, so that another reads the texts. What dies while it learns is replaced by the learning. */
  #replace(worker: LearningWorker, fault: Fault): boolean {
    if (this.state.at !== 'done' || !DEADLY.has(fault.code)) return false;
    if (worker === this.#team?.lead) this.#dismiss();
    return true;
  }

  /** The results were stored by an earlier visit: the texts are read again, in the background. Null while it learns. */
  async #readAgain(): Promise<LearningWorker | null> {
    const project = this.#project;
    if (!project || this.state.at !== 'done') return null;
    const team = new LearningTeam(project.dataset, this.#deps.workers);
    const gate = new WorkGate();
    this.#team = team;
    this.#gate = gate;
    const read = await team.read({ gate, phase: () => undefined, progress: () => undefined });
    const { lead } = team;
    if (!read.ok || gate.hasEnded() || !lead) return null;
    const labels = this.#labels(project);
    const taught = await lead.teach(labels.label, labels.classes);
    return taught.ok ? lead : null;
  }
}
