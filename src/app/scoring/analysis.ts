import type { SpelledLabel } from '../../domain/labels/spellings.js';
import type { ReadyResults } from '../import/confirmed.js';
import type { ImportedPredictions } from '../predictions/imported.js';
import { spellingsIn, type LabelAdvice, type MapOffer, type SpellingsFacts } from '../labels/advice.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { BothDoubt } from '../learning/both-doubt.js';
import type { LearningRun } from '../learning/learning-run.svelte.js';
import type { ModelResults } from '../predictions/model-results.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from './models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { PassesRun } from '../training/passes-run.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Projects } from '../project/projects.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { ScoringRun, RunPlan } from './run.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Training } from '../training/training.js';
import type { RowView } from '../rows/row-view.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';

export interface AnalysisDeps {
  readonly project: Project;
  readonly projects: Projects;
  readonly notices: Notices;
  readonly models: Models;
  readonly predictions: Predictions;
  readonly review: Review;
  readonly view: RowView;
  readonly labelMap: LabelMap;
  readonly advice: LabelAdvice;
  readonly modelResults: ModelResults;
  readonly imported: ImportedPredictions;
  readonly doubts: BothDoubt;
  readonly run: ScoringRun;
  readonly passes: PassesRun;
  readonly learning: LearningRun;
  readonly training: Training;
}

/** The results of the open work. Chooses their model and label map, and starts and stops the runs that make them. */
export class Analysis {
  /** Ends with the choice of another model, and with the work. */
  readonly #turns = new Turns();
  readonly #deps: AnalysisDeps;

  constructor(deps: AnalysisDeps) {
    this.#deps = deps;
  }

  /** Labels that are other spellings of a label, and whether learning counts them as that label. Null without any. */
  get spellings(): SpellingsFacts | null {
    const { labelMap, project } = this.#deps;
    const { groups, isCounted } = labelMap;
    return project.dataset && groups.length > 0 ? { ...spellingsIn(groups, project.dataset), isCounted } : null;
  }

  /** Chooses a model for this dataset and shows the match of its classes and the labels. */
  async chooseModel(key: string): Promise<void> {
    const { models, run, learning, projects } = this.#deps;
    this.#turns.end();
    run.reset();
    learning.leave();
    models.choose(key);
    this.proposeMap();
    await projects.remember({ model: key });
    await this.restore();
  }

  /** Proposes a label map for the chosen model and empties the result columns. */
  proposeMap(): void {
    const { labelMap, advice, modelResults } = this.#deps;
    labelMap.propose();
    advice.forget();
    modelResults.reset([]);
  }

  /** Withdraws the advice of closed work. */
  forgetAdvice(): void {
    this.#deps.advice.forget();
  }

  /** Ends the runs and the restoring before the work changes or closes. */
  leave(): void {
    this.#turns.end();
    this.#deps.run.reset();
    this.#deps.learning.close();
  }

  /** Shows the stored results of the chosen model, or the results of a file. */
  async restore(): Promise<void> {
    const { models, view, imported, passes, advice, project, doubts } = this.#deps;
    const signal = this.#turns.next();
    const { record } = project;
    if (!models.chosen || !record) return;
    if (models.chosenKey === LEARNED_KEY) {
      await this.#restoreLearned(signal);
      return;
    }
    if (models.chosenKey === RESULTS_KEY) {
      if (!imported.show()) return;
    } else if (await this.#deps.modelResults.restore(signal, () => this.#deps.run.busy)) {
      this.#deps.run.found(record.rows, this.#deps.predictions.done);
      if (this.#deps.run.state.at === 'done') view.lookAtFirst();
    } else return;
    await doubts.compare();
    if (hasEnded(signal)) return;
    await passes.restore();
    if (!hasEnded(signal)) await this.#offerMap(advice.compare());
  }

  async #restoreLearned(signal: AbortSignal): Promise<void> {
    const { doubts, passes, learning } = this.#deps;
    void this.#offerSpellings();
    // The signals of another model's passes are removed first. The course of learning takes their place.
    await passes.restore();
    if (hasEnded(signal)) return;
    await learning.restore();
    if (hasEnded(signal)) return;
    await doubts.compare();
    // An earlier visit can have ended before it learnt from its last decisions.
    if (!hasEnded(signal)) void learning.decisionsChanged();
  }

  /** Replaces a model's results with those from a second file. */
  async applyResults(ready: ReadyResults): Promise<void> {
    const { imported, review, project } = this.#deps;
    const { record } = project;
    if (!record || !review.writable) return;
    await imported.apply(record.id, ready, record.name);
    if (record.id === project.record?.id) await this.#chooseResults(RESULTS_KEY);
  }

  /** Removes the results of a second file. */
  async removeResults(): Promise<void> {
    const { imported, models, review, project } = this.#deps;
    const { record } = project;
    if (!record || !review.writable) return;
    await imported.remove(record.id);
    if (record.id === project.record?.id) await this.#chooseResults(models.chosenKey);
  }

  /** Chooses other results of a file. Discards the label map of the previous results. */
  async #chooseResults(key: string): Promise<void> {
    const { project, projects } = this.#deps;
    const others = project.record?.labelMaps.filter((map) => map.model !== RESULTS_KEY) ?? [];
    await projects.remember({ labelMaps: others, running: false });
    await this.chooseModel(key);
  }

  /** Removes all signals from the dataset. `putBackSignals` restores them while the dataset is open. */
  async removeSignals(): Promise<void> {
    const { passes, training, project, review } = this.#deps;
    const id = project.record?.id;
    if (id === undefined || !review.writable) return;
    // Without the passes no run makes the signals again.
    await passes.drop();
    if (id === project.record?.id) await training.remove();
  }

  /** Restores the latest removed signals. */
  async putBackSignals(): Promise<void> {
    const { passes, training } = this.#deps;
    if (await training.putBack()) await passes.putBack();
  }

  /** Sets the class of one source label (-1 = set aside) under the chosen model. Updates the losses at once. */
  async mapLabel(labelIndex: number, classIndex: number): Promise<void> {
    await this.useMap([{ label: labelIndex, class: classIndex }]);
  }

  /** Maps every label that is spelled like a class, or like a label that has a class, to that class. */
  async mapSpelled(): Promise<void> {
    await this.useMap(this.#deps.labelMap.spelled);
  }

  /** Sets the classes of source labels under the chosen model. Updates the losses at once, without another run. */
  async useMap(changes: readonly SpelledLabel[]): Promise<void> {
    const { labelMap, notices, predictions, doubts, projects, passes, advice } = this.#deps;
    if (!labelMap.use(changes)) return;
    if (labelMap.anyMatched) {
      for (const code of ['no-labels-matched', 'results-labels-unmatched'] as const) notices.withdraw(code);
    }
    if (predictions.classes.length > 0) predictions.relabel(labelMap.rowClasses());
    doubts.noteShown();
    const labelMaps = labelMap.remembered();
    if (labelMaps) await projects.remember({ labelMaps });
    await passes.restore();
    await this.#offerMap(advice.mapChanged());
  }

  /**
   * Counts spellings of one label as one label or as several. Learns anew if the dataset itself is the chosen model.
   */
  async countSpellings(together: boolean): Promise<void> {
    const { learning, models, review, labelMap, project, projects } = this.#deps;
    const { record, dataset } = project;
    if (!record || !dataset || !review.writable) return;
    await learning.drop();
    if (record.id !== project.record?.id) return;
    await projects.remember({ labelMaps: labelMap.withSpellings(together), running: false });
    learning.open(labelMap.learntFrom(record.id, dataset));
    if (models.chosenKey !== LEARNED_KEY) return;
    await this.chooseModel(LEARNED_KEY);
    await this.start();
  }

  /** Starts or resumes scoring, or learning where the dataset itself is chosen. */
  async start(): Promise<void> {
    const { models, labelMap, run, project, projects } = this.#deps;
    if (models.chosenKey === LEARNED_KEY) {
      await this.#learn();
      return;
    }
    const plan = this.#plan();
    if (!plan) return;
    // This check avoids a useless download of a large model.
    if (!labelMap.anyMatched) {
      run.refuse({ code: 'no-labels-matched' });
      return;
    }
    await this.#begin(() => run.start(plan));
    if (plan.projectId !== project.record?.id) return;
    if (run.state.at === 'done') {
      this.#deps.predictions.stage = 'grown';
      if (!this.#deps.view.hold) this.#deps.view.lookAtFirst();
      await this.#deps.doubts.compare();
      await this.#offerMap(this.#deps.advice.compare());
    }
    if (!run.busy) await projects.remember({ running: false });
  }

  /** Starts or resumes learning from the dataset itself. */
  async #learn(): Promise<void> {
    const { learning, review, project, projects } = this.#deps;
    if (!review.writable) return;
    const id = project.record?.id;
    await this.#begin(() => learning.start());
    if (id === project.record?.id && !learning.busy && learning.state.at !== 'paused')
      await projects.remember({ running: false });
  }

  /** Remembers that a run is under way, then starts it. */
  async #begin(start: () => Promise<void>): Promise<void> {
    const { project, projects } = this.#deps;
    project.starting = true;
    await projects.remember({ running: true });
    const ended = start();
    project.starting = false;
    await ended;
  }

  async pause(): Promise<void> {
    this.#deps.learning.pause();
    this.#deps.run.pause();
    await this.#deps.projects.remember({ running: false });
  }

  async cancel(): Promise<void> {
    const { models, learning, run, projects } = this.#deps;
    if (models.chosenKey === LEARNED_KEY) learning.cancel();
    else run.cancel();
    await projects.remember({ running: false });
  }

  /** Shows the advice to use another label map, if there is any. */
  async #offerMap(looking: Promise<MapOffer | null>): Promise<void> {
    const offer = await looking;
    if (offer) this.#deps.advice.show(offer, () => void this.useMap(offer.changes));
  }

  /** Shows the advice to count spellings of one label as one, if there is any. */
  async #offerSpellings(): Promise<void> {
    const { advice } = this.#deps;
    const offer = await advice.lookAtSpellings();
    if (offer) advice.show(offer, () => void this.countSpellings(true));
  }

  #plan(): RunPlan | null {
    const { models, review, project, advice } = this.#deps;
    const { dataset, record } = project;
    const entry = models.chosen;
    if (!dataset || !record || !entry || !models.runnable || !review.writable) return null;
    const grew = (): void => void this.#offerMap(advice.resultsGrew());
    return { projectId: record.id, dataset, source: entry.source, grew };
  }
}
