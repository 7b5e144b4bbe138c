import type { Dataset } from '../../domain/dataset.js';
import type { EvaluationResults } from '../../domain/signals-passes.js';
import { signalsOfEvaluations } from '../../domain/signals-passes.js';
import type { MadeSignals } from '../passes.svelte.js';
import type { LearningSeries } from '../training.svelte.js';

/** What the logistic learners said of each row after each epoch, by learners that had never seen it, and by others. */
export interface LearningCourse {
  readonly outOfSample: readonly EvaluationResults[];
  readonly inSample: readonly EvaluationResults[];
}

interface Shown {
  readonly dataset: Dataset;
  readonly classes: readonly string[];
  readonly course: LearningCourse;
}

/** The course of learning as training signals: one of its two series at a time. */
export class LearnedCourse {
  #shown: Shown | null = null;
  #series: LearningSeries = 'out';
  readonly #adopt: (made: MadeSignals, series: LearningSeries) => void;

  /** `adopt` shows signals on the data map. */
  constructor(adopt: (made: MadeSignals, series: LearningSeries) => void) {
    this.#adopt = adopt;
  }

  /** Shows the course of a dataset that was learnt from; a class is the label of its number. */
  show(dataset: Dataset, classes: readonly string[], course: LearningCourse): void {
    this.#shown = { dataset, classes, course };
    this.#apply();
  }

  /** Shows the other series. */
  choose(series: LearningSeries): void {
    this.#series = series;
    this.#apply();
  }

  #apply(): void {
    if (!this.#shown) return;
    const { dataset, classes, course } = this.#shown;
    const evaluations = this.#series === 'out' ? course.outOfSample : course.inSample;
    this.#adopt(signalsOfEvaluations(dataset, classes, [...dataset.labels.keys()], evaluations), this.#series);
  }
}
