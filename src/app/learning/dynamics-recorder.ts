import { rowsOfFold } from '../../domain/learning/lesson.js';
import type { EvaluationResults } from '../../domain/training/passes.js';
import type { EpochResult } from '../../protocol/learning-wire.js';
import type { LearningCourse } from './learned-course.js';

interface Series {
  readonly labelProb: Float32Array<ArrayBuffer>;
  readonly predicted: Int16Array<ArrayBuffer>;
}

/** Gathers the predictions of the logistic learners of all folds after each epoch. */
export class DynamicsRecorder {
  readonly #rows: number;
  readonly #folds: { readonly fold: Uint8Array | null; readonly folds: number };
  readonly #rowsOf = new Map<number, Uint32Array>();
  readonly #outOfSample: Series[] = [];
  readonly #inSample: Series[] = [];

  /** `folds`: will hold the fold of each row. */
  constructor(rows: number, folds: { readonly fold: Uint8Array | null; readonly folds: number }) {
    this.#rows = rows;
    this.#folds = folds;
  }

  add(fold: number, epoch: number, { outOfSample, inSample }: EpochResult): void {
    this.#fill(this.#outOfSample, epoch, fold, outOfSample);
    this.#fill(this.#inSample, epoch, (fold + 1) % this.#folds.folds, inSample);
  }

  /** The gathered predictions. Null without any. */
  course(): LearningCourse | null {
    if (this.#outOfSample.length === 0) return null;
    return { outOfSample: this.#outOfSample, inSample: this.#inSample };
  }

  #fill(series: Series[], epoch: number, fold: number, { labelProb, predicted }: EvaluationResults): void {
    const into = (series[epoch] ??= {
      labelProb: new Float32Array(this.#rows).fill(NaN),
      predicted: new Int16Array(this.#rows).fill(-1),
    });
    this.#rowsOfFold(fold).forEach((row, place) => {
      into.labelProb[row] = labelProb[place] ?? NaN;
      into.predicted[row] = predicted[place] ?? -1;
    });
  }

  #rowsOfFold(fold: number): Uint32Array {
    const known = this.#rowsOf.get(fold) ?? rowsOfFold(this.#folds.fold ?? new Uint8Array(0), fold);
    this.#rowsOf.set(fold, known);
    return known;
  }
}
