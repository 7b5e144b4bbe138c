import { DISCARDED, isClass, isDecided, type Dataset } from '../../domain/reading/dataset.js';
import type { Review } from '../review/review.svelte.js';

/** The fields of the open work that learning needs. */
export interface LearningProject {
  readonly id: string;
  /** The class of each row's label. Spellings of one label count as one class. */
  readonly dataset: Dataset;
  /** Index of the label that each label counts as, in the review's list. Spellings of one name can be one class. */
  readonly countedAs: (label: number) => number;
}

/** The labels to learn from: the class of each row, -1 = left out. */
export interface Labels {
  readonly label: Int32Array;
  readonly classes: number;
}

/** The labels of a review at the start of learning. */
export interface ReviewedLabels {
  readonly labels: Labels;
  /** First names of the labels by class: a renamed label keeps its class. */
  readonly names: readonly string[];
  /** 1 for each decided row. */
  readonly decided: Uint8Array;
  /** Number of decided rows. */
  readonly decisions: number;
  /** Position of the latest journal entry. */
  readonly position: number;
}

type Reviewed = Pick<Review, 'status' | 'label' | 'labels' | 'list' | 'sourceLabels' | 'position'>;

/** The labels of a review now. Discarded rows and rows with several labels or none are left out. */
export function labelsToLearn(review: Reviewed, { dataset, countedAs }: LearningProject): ReviewedLabels {
  const { status, label, labels, list, sourceLabels, position } = review;
  // A list of several labels is not a class.
  const learnable = [...labels.keys()].filter((index) => isClass(sourceLabels[index]));
  const placeOf = new Int32Array(labels.length).fill(-1);
  learnable.forEach((index, place) => (placeOf[index] = place));
  const classOf = Int32Array.from(labels, (_, index) => placeOf[countedAs(index)] ?? -1);
  const now = new Int32Array(dataset.rows);
  const decided = new Uint8Array(dataset.rows);
  let decisions = 0;
  for (let row = 0; row < now.length; row++) {
    const own = status.value[row];
    now[row] = own === DISCARDED ? -1 : (classOf[label.value[row] ?? -1] ?? -1);
    if (!isDecided(own)) continue;
    decided[row] = 1;
    decisions++;
  }
  return {
    labels: { label: now, classes: learnable.length },
    names: learnable.map((index) => list.firstName(index)),
    decided,
    decisions,
    position,
  };
}

/**
 * Number of rows whose decided state has changed since. `decided`: 1 for each row that was decided then. Null = none.
 */
export function changedSince(status: Uint8Array, decided: Uint8Array | null): number {
  let changed = 0;
  status.forEach((own, row) => {
    if (isDecided(own) !== (decided?.[row] === 1)) changed++;
  });
  return changed;
}
