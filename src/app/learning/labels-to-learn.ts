import { DISCARDED, isClass, PENDING, type Dataset } from '../../domain/reading/dataset.js';
import type { Review } from '../review/review.svelte.js';

/** The open work, as far as it is learnt from. */
export interface LearningProject {
  readonly id: string;
  /** Each row has the label that its own one is counted as. */
  readonly dataset: Dataset;
  /** The label that a label is counted as, both by index in the review's list: spellings of one name can be one class. */
  readonly countedAs: (label: number) => number;
}

/** The labels to be learnt: the class of each row, -1 = not learnt from. */
export interface Labels {
  readonly label: Int32Array;
  readonly classes: number;
}

/** The labels of a review as they were when learning began. */
export interface ReviewedLabels {
  readonly labels: Labels;
  /** Names of the labels by class. */
  readonly names: readonly string[];
  /** 1 for each row that was decided. */
  readonly decided: Uint8Array;
  /** Rows that were decided. */
  readonly decisions: number;
  /** Place of the latest journal entry. */
  readonly position: number;
}

type Reviewed = Pick<Review, 'status' | 'label' | 'labels' | 'sourceLabels' | 'position'>;

/** The labels of a review now. Rows that are discarded, or that have several labels or none, are not learnt from. */
export function labelsToLearn(review: Reviewed, { dataset, countedAs }: LearningProject): ReviewedLabels {
  const { status, label, labels, sourceLabels, position } = review;
  // Lists of several labels are no class.
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
    if (own === PENDING) continue;
    decided[row] = 1;
    decisions++;
  }
  return {
    labels: { label: now, classes: learnable.length },
    names: learnable.map((index) => labels[index] ?? ''),
    decided,
    decisions,
    position,
  };
}

/** Rows that are decided now and were not then, and the other way round. `decided`: 1 for each row that was; null = none. */
export function changedSince(status: Uint8Array, decided: Uint8Array | null): number {
  let changed = 0;
  status.forEach((own, row) => {
    if ((own !== PENDING) !== (decided?.[row] === 1)) changed++;
  });
  return changed;
}
