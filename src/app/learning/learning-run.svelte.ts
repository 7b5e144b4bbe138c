import { untrack } from 'svelte';
import { isClass } from '../../domain/reading/dataset.js';
import type { Fault, FaultCode } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { LearningWorker, LearningWorkers } from '../../protocol/ports.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { hasEnded } from '../project/turn.js';
import { RunMachine } from '../scoring/run-machine.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { LearningSeries } from '../training/joined-signals.js';
import { DynamicsRecorder } from './dynamics-recorder.js';
import { labelsToLearn, type LearningProject, type ReviewedLabels } from './labels-to-learn.js';
import { recordOfLearning } from './learned-results.js';
import type { Learned, LearningState, LearningStep } from './learning-state.js';
import { LearningTeam, type LearningWatch } from './learning-team.js';
import { RowExplainer } from './row-explainer.svelte.js';
import { ShownLearning, type ShownLearningDeps } from './shown-learning.svelte.js';
import { WorkGate } from './work-gate.js';

export interface LearningDeps extends ShownLearningDeps {
  readonly workers: LearningWorkers;
  readonly predictions: Predictions;
  readonly notices: Notices;
}

/** The run learns again after this number of new decisions. */
const RELEARN_AFTER = 25;
const MOST_RESTARTS = 3;
/** Most numbers (rows x classes) in one part of the pool. */
const MOST_NUMBERS = 24_000_000;
/** Faults that concern the learning of one dataset alone. */
const OWN_FAULTS = ['learning-too-many-labels', 'learning-memory'] as const;
/** Faults after which the run starts the workers once more. */
const DEADLY: ReadonlySet<FaultCode> = new Set(['worker-died', 'worker-stalled']);
/** Share of the work after which the remaining time is known. */
const FIRST_ESTIMATE = 0.05;

/**
 * Learns the open dataset from itself: small learners in cross-validation, so that every row is judged by learners that
 * never saw it. Results are predictions like a model's. The classes are the labels.
 */
export class LearningRun {
  /** Whether the run learns again from the present labels while it shows earlier results. */
  again = $state.raw(false);
  #project: LearningProject | null = null;
  #team: LearningTeam | null = null;
  #gate: WorkGate | null = null;
  /** Counts shares of the work. All of the work is 1. */
  readonly #machine = new RunMachine<LearningStep>();
  readonly #shown: ShownLearning;
  readonly #explainer: RowExplainer;
  readonly #deps: LearningDeps;

  constructor(deps: LearningDeps) {
    this.#deps = deps;
    this.#shown = new ShownLearning(deps);
    this.#explainer = new RowExplainer({
      ...deps,
      dataset: () => this.#project?.dataset ?? null,
      worker: async () => this.#team?.lead ?? (await this.#readAgain()),
      failed: (worker, fault) => this.#replace(worker, fault),
    });
    // The run learns from decisions once they are stored. The effect lives as long as the page.
    $effect.root(() => {
      $effect(() => {
        if (deps.review.storedUpTo.value > 0) untrack(() => void this.decisionsChanged());
      });
    });
  }

  get state(): LearningState {
    return this.#machine.state;
  }

  get busy(): boolean {
    return this.#machine.busy;
  }

  /** Finished share of the work, 0..1. */
  get share(): number {
    return this.#machine.done;
  }

  /** Seconds left. Null = not known yet. */
  get etaS(): number | null {
    return this.#machine.etaS;
  }

  /** The quality of the shown results. Null before the first results. */
  get learned(): Learned | null {
    return this.#shown.learned;
  }

  /** Number of rows decided since the shown results were learnt, and of rows whose decision was undone since. */
  get newDecisions(): number {
    return this.#shown.newDecisions;
  }

  /** The explanation of the latest requested row. Null while it is not known. */
  get explanation(): RowExplainer['shown'] {
    return this.#explainer.shown;
  }

  /** Offers the open dataset as a source of results. */
  open(project: LearningProject): void {
    this.close();
    this.#project = project;
    this.#deps.models.offerLearned(project.dataset.labels.filter(isClass).map(({ name }) => name));
  }

  /** Releases the dataset before it closes or another dataset opens. */
  close(): void {
    this.leave();
    this.#project = null;
  }

  /** Ends the workers and forgets the state when a person chooses another model. Keeps the stored results. */
  leave(): void {
    this.#stop('idle');
    this.#shown.forget();
    this.#dismiss();
    this.#explainer.forget();
  }

  /** Forgets the shown and the stored results, because the next run learns other classes. */
  async drop(): Promise<void> {
    const project = this.#project;
    this.leave();
    if (project) await this.#deps.results.drop(project.id);
  }

  /** Shows the stored results. Returns false where the project has none. */
  async restore(): Promise<boolean> {
    const project = this.#project;
    // The results of a run under way are newer.
    const signal = this.#machine.read();
    if (!project || !signal) return false;
    const found = await this.#shown.find(signal, project);
    if (!found || !this.#machine.settle('done')) return false;
    this.#shown.showFound(project, found);
    this.#explainer.askAgain();
    await this.#shown.showCourse(project, found);
    return true;
  }

  /** Starts or resumes. Finished results are not learnt again. */
  async start(): Promise<void> {
    if (this.#machine.resume()) this.#gate?.resume();
    else if (this.state.at !== 'done') await this.#learn();
  }

  /** Pauses the run. The workers finish their present step. */
  pause(): void {
    if (this.#machine.hold()) this.#gate?.pause();
  }

  /** Stops the run and ends the workers. Keeps the shown results. */
  cancel(): void {
    this.#stop(this.again ? 'done' : 'idle');
    this.#dismiss();
  }

  /** Learns again from the present labels, in the same folds. */
  async relearn(): Promise<void> {
    if (this.#deps.review.writable) await this.#learn();
  }

  /** Learns again after enough decisions. */
  async decisionsChanged(): Promise<void> {
    if (this.state.at === 'done' && this.newDecisions >= RELEARN_AFTER) await this.relearn();
  }

  /** Shows the other series of the course of learning. */
  async chooseSeries(series: LearningSeries): Promise<void> {
    await this.#deps.course.choose(series);
  }

  /** Explains a row in `explanation`. Only the latest requested row gets an explanation. */
  explain(row: number): Promise<void> {
    return this.#explainer.ask(row);
  }

  #dismiss(): void {
    this.#team?.end();
    this.#team = null;
  }

  #stop(at: 'idle' | 'done'): void {
    this.#machine.stop(at);
    this.#forgetTurn();
  }

  #forgetTurn(): void {
    for (const code of OWN_FAULTS) this.#deps.notices.withdraw(code);
    this.#gate = null;
    this.again = false;
    this.#machine.count(0, 1);
  }

  async #learn(): Promise<void> {
    const project = this.#project;
    if (!project || this.#machine.underWay) return;
    const reviewed = labelsToLearn(this.#deps.review, project);
    const { rows } = project.dataset;
    const { classes } = reviewed.labels;
    if (rows * classes > MOST_NUMBERS) {
      const fault: Fault = { code: 'learning-too-many-labels', params: { labels: classes, rows } };
      if (this.#machine.fail(fault)) this.#deps.notices.raise(fault);
      return;
    }
    const again = this.learned !== null && this.state.at === 'done';
    const signal = this.#machine.start({ at: 'learning', phase: { at: 'reading' } });
    if (!signal) return;
    this.again = again;
    const gate = new WorkGate(signal);
    this.#gate = gate;
    let outcome = await this.#attempt(signal, gate, project, reviewed);
    for (let restarts = 0; !hasEnded(signal) && !outcome.ok && restarts < MOST_RESTARTS; restarts++) {
      if (!DEADLY.has(outcome.fault.code)) break;
      outcome = await this.#attempt(signal, gate, project, reviewed);
    }
    if (!this.#machine.finish(signal, outcome)) return;
    this.#forgetTurn();
    if (!outcome.ok) this.#deps.notices.raise(outcome.fault);
  }

  /** Learns once from the beginning. Uses workers that have already read the texts, if there are any. */
  #attempt(
    signal: AbortSignal,
    gate: WorkGate,
    project: LearningProject,
    reviewed: ReviewedLabels,
  ): Promise<Outcome<null>> {
    // A team that still reads for an explanation ends itself.
    if (!this.#team?.lead) this.#dismiss();
    this.#team ??= new LearningTeam(project.dataset, this.#deps.workers);
    const team = this.#team;
    const recorder = new DynamicsRecorder(project.dataset.rows, team);
    const startedAt = this.#deps.clock.ticks();
    const watch: LearningWatch = {
      gate,
      phase: (phase) => {
        this.#machine.enter(signal, { at: 'learning', phase });
        const explains = phase.at === 'neighbours' || phase.at === 'fold';
        // From here on the workers can explain a row that was requested earlier.
        if (explains && !hasEnded(signal)) void this.#explainer.askUnknown();
      },
      progress: (done, total) => this.#report(signal, done / total, startedAt),
      epoch: (fold, epoch, result) => recorder.add(fold, epoch, result),
      results: async (result, last) => {
        if (hasEnded(signal) || (this.again && !last)) return;
        const course = last ? recorder.course() : null;
        const record = recordOfLearning(result, reviewed, { folds: team.folds, course, last });
        await this.#shown.show(signal, project, record, result, last);
        this.#explainer.askAgain();
      },
    };
    return team.learn(signal, reviewed.labels, watch);
  }

  #report(signal: AbortSignal, done: number, startedAt: number): void {
    const share = Math.max(this.share, Math.min(1, done));
    const elapsedS = (this.#deps.clock.ticks() - startedAt) / 1000;
    this.#machine.report(signal, share, share > FIRST_ESTIMATE && elapsedS > 0 ? share / elapsedS : 0);
  }

  /** Discards a dead worker, so that another one reads the texts. The run itself replaces a worker that dies in it. */
  #replace(worker: LearningWorker, fault: Fault): boolean {
    if (this.state.at !== 'done' || !DEADLY.has(fault.code)) return false;
    if (worker === this.#team?.lead) this.#dismiss();
    return true;
  }

  /** Reads the texts again in the background, for the stored results of an earlier visit. Null while the run learns. */
  async #readAgain(): Promise<LearningWorker | null> {
    const project = this.#project;
    const signal = this.state.at === 'done' ? this.#machine.read() : null;
    if (!project || !signal) return null;
    const team = new LearningTeam(project.dataset, this.#deps.workers);
    this.#team = team;
    const gate = new WorkGate(signal);
    const read = await team.read(signal, { gate, phase: () => undefined, progress: () => undefined });
    const { lead } = team;
    if (!read.ok || hasEnded(signal) || !lead) return null;
    const { labels } = labelsToLearn(this.#deps.review, project);
    const taught = await lead.teach(labels.label, labels.classes);
    return taught.ok ? lead : null;
  }
}
