import { classesByName } from '../../domain/labels/class-labels.js';
import { namesOfValues } from '../../domain/labels/class-names.js';
import { isClass } from '../../domain/reading/dataset.js';
import type { PoolResult } from '../../protocol/learning-wire.js';
import type { Clock, ResultsChunk } from '../../protocol/ports.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import { hasEnded } from '../project/turn.js';
import type { Review } from '../review/review.svelte.js';
import type { RowMarks } from '../rows/row-marks.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { Models } from '../scoring/models.svelte.js';
import type { BothDoubt } from './both-doubt.js';
import { changedSince, type LearningProject } from './labels-to-learn.js';
import type { LearnedCourse } from './learned-course.js';
import type { LearnedRecord, LearnedResults } from './learned-results.js';
import type { Learned } from './learning-state.js';

export interface ShownLearningDeps {
  readonly review: Review;
  readonly view: RowView;
  readonly marks: RowMarks;
  readonly clock: Clock;
  /** The list of models, which includes the learnt classes. */
  readonly models: Models;
  readonly results: LearnedResults;
  readonly doubts: BothDoubt;
  /** Shows the course of learning as training signals. */
  readonly course: LearnedCourse;
}

/** Results of an earlier visit that fit the labels of the dataset. */
export interface FoundLearning {
  readonly record: LearnedRecord;
  /** Present names of the labels by class. */
  readonly classes: readonly string[];
  readonly chunks: readonly ResultsChunk[];
  readonly columns: Predictions;
}

/** The shown results of learning: in the columns, the list, the label list and the data map. */
export class ShownLearning {
  #learned = $state.raw<Learned | null>(null);
  /** 1 for each row that was decided when the shown results were learnt. Null = no row was decided. */
  #learntWith = $state.raw<Uint8Array | null>(null);
  readonly #newDecisions = $derived.by(() =>
    this.#learned ? changedSince(this.#deps.review.status.value, this.#learntWith) : 0,
  );
  readonly #deps: ShownLearningDeps;

  constructor(deps: ShownLearningDeps) {
    this.#deps = deps;
  }

  /** The quality of the shown results. Null before the first results. */
  get learned(): Learned | null {
    return this.#learned;
  }

  /** Number of rows decided since the shown results were learnt, and of rows whose decision was undone since. */
  get newDecisions(): number {
    return this.#newDecisions;
  }

  /** Forgets the shown results. Stored results stay. */
  forget(): void {
    this.#deps.results.forget();
    this.#deps.course.forget();
    this.#learned = null;
    this.#deps.marks.decidedBefore = null;
  }

  /**
   * Reads the stored results of a project. Null where the project has none, where the labels had other names then, or
   * where `signal` ends meanwhile.
   */
  async find(signal: AbortSignal, { id, dataset }: LearningProject): Promise<FoundLearning | null> {
    const { results } = this.#deps;
    const { labels } = dataset;
    const found = await results.stored(id);
    if (!found || hasEnded(signal)) return null;
    const classes = namesOfValues(found.record.classes, labels);
    const places = classesByName(labels, classes);
    if (labels.some((label, index) => isClass(label) && label.count > 0 && (places[index] ?? -1) < 0)) return null;
    const columns = await results.columnsOf(dataset, classes, found.chunks);
    return hasEnded(signal) ? null : { ...found, classes, columns };
  }

  /** Shows stored results without their course. */
  showFound({ id }: LearningProject, { record, classes, chunks, columns }: FoundLearning): void {
    const { models, results, doubts, view } = this.#deps;
    models.offerLearned(classes);
    results.show(columns, 'whole');
    results.remember(id, record, chunks);
    this.#take(record);
    doubts.noteShown();
    if (record.learned.useful) view.lookAtFirst();
  }

  /** Shows the course of stored results as training signals. */
  async showCourse({ dataset }: LearningProject, { record, classes }: FoundLearning): Promise<void> {
    if (record.course) await this.#deps.course.show(dataset, classes, record.course);
  }

  /** Shows results until `signal` ends. Stores the `last` ones. */
  async show(
    signal: AbortSignal,
    project: LearningProject,
    record: LearnedRecord,
    result: PoolResult,
    last: boolean,
  ): Promise<void> {
    const { view, clock, models, results, doubts, course, review } = this.#deps;
    const { dataset } = project;
    const chunks = record.learned.useful ? await results.chunksOf(dataset, record.classes, result.logits) : [];
    // A rest between two steps over all rows keeps the page responsive.
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    const columns = await results.columnsOf(dataset, record.classes, chunks);
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    models.offerLearned(record.classes);
    results.show(columns, last ? 'grown' : 'growing');
    this.#take(record);
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    if (last) view.lookAtFirst();
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    doubts.noteShown();
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    if (record.course) await course.show(dataset, record.classes, record.course);
    if (hasEnded(signal)) return;
    if (last && review.writable) await results.keep(project.id, record, chunks);
  }

  #take(record: LearnedRecord): void {
    this.#learned = record.learned;
    this.#learntWith = record.decided;
    this.#deps.marks.decidedBefore = record.decided;
  }
}
