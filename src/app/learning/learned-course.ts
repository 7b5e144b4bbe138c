import { classesByName } from '../../domain/labels/class-labels.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import type { EvaluationResults } from '../../domain/training/passes.js';
import { signalsOfEvaluations } from '../../domain/training/passes.js';
import type { Clock } from '../../protocol/ports.js';
import type { LearningSeries, ModelSignals } from '../training/joined-signals.js';

/** Predictions for each row after each epoch: by logistic learners that never saw the row, and by those that did. */
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
  readonly #adopt: (made: ModelSignals, series: LearningSeries) => Promise<void>;
  readonly #clock: Clock;

  /** `adopt` shows signals on the data map. */
  constructor(adopt: (made: ModelSignals, series: LearningSeries) => Promise<void>, clock: Clock) {
    this.#adopt = adopt;
    this.#clock = clock;
  }

  /** Shows the course of a learnt dataset. A class has the number of its label. */
  show(dataset: Dataset, classes: readonly string[], course: LearningCourse): Promise<void> {
    this.#shown = { dataset, classes, course };
    return this.#apply();
  }

  /** Cancels a course in preparation, because other results are shown. */
  forget(): void {
    this.#shown = null;
  }

  /** Shows the other series. */
  choose(series: LearningSeries): Promise<void> {
    this.#series = series;
    return this.#apply();
  }

  async #apply(): Promise<void> {
    const shown = this.#shown;
    const series = this.#series;
    if (!shown) return;
    const { dataset, classes, course } = shown;
    const evaluations = series === 'out' ? course.outOfSample : course.inSample;
    const made = signalsOfEvaluations(dataset, classes, classesByName(dataset.labels, classes), evaluations);
    // Both steps pass over all rows and evaluations. The rest between them keeps the page responsive.
    await this.#clock.sleep(0);
    if (shown === this.#shown && series === this.#series) await this.#adopt(made, series);
  }
}
