import { PENDING, STATUSES } from '../../domain/reading/dataset.js';
import type { Review } from './review.svelte.js';

/** The fields of a review that the screen shows. */
export type ShownReview = Pick<
  Review,
  | 'status'
  | 'label'
  | 'updatedAt'
  | 'notes'
  | 'labels'
  | 'list'
  | 'sourceLabels'
  | 'original'
  | 'counts'
  | 'writable'
  | 'labelName'
  | 'originalName'
>;

/** A review without decisions, in columns of its own: every row is undecided and has the source's label. */
export function beforeDecisions(review: ShownReview): ShownReview {
  const { original, labels, list, sourceLabels, writable } = review;
  const rows = original.length;
  const originalName = (row: number): string => review.originalName(row);
  return {
    status: { value: new Uint8Array(rows) },
    label: { value: original },
    updatedAt: { value: new Float64Array(rows) },
    notes: { value: new Map() },
    labels,
    list,
    sourceLabels,
    original,
    counts: STATUSES.map((_, status) => (status === PENDING ? rows : 0)),
    writable,
    labelName: originalName,
    originalName,
  };
}
