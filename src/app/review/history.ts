import { numberOfRow, STATUSES, type Dataset } from '../../domain/reading/dataset.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import type { LabelFollowers } from './label-followers.js';
import type { Review } from './review.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';

/** The state of a row after an undo or a redo. `number`: of the row in the source, from 1. */
export interface RowAgain {
  readonly number: number;
  /**
   * `label`: the row has this label again, after another one. Otherwise the label is the same, and this is the row's
   * status. `note`: only its note changed.
   */
  readonly is: 'label' | 'note' | (typeof STATUSES)[number];
  /** The name of its label. */
  readonly label: string;
}

export interface HistoryDeps {
  readonly review: Review;
  readonly view: RowView;
  readonly remarks: Remarks;
  readonly followers: LabelFollowers;
  /** The open project. */
  readonly project: { readonly dataset: Dataset | null };
}

/** Undoes and redoes decisions. Each time it shows the row and remarks on the change. */
export class History {
  readonly #deps: HistoryDeps;

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
  }

  undo(): void {
    const { review } = this.#deps;
    this.#step(() => review.undo());
  }

  redo(): void {
    const { review } = this.#deps;
    this.#step(() => review.redo());
  }

  #step(step: () => readonly number[]): void {
    const { review, view, remarks, followers, project } = this.#deps;
    const labelBefore = review.label.value.slice();
    const noteBefore = new Map(review.notes.value);
    const { edited, result: rows } = followers.follow(step);
    const [row] = rows;
    const { dataset } = project;
    if (edited) {
      remarks.add({ about: 'labels-again' });
      return;
    }
    if (row === undefined || !dataset) return;
    view.select(row);
    if (rows.length > 1) {
      remarks.add({ about: 'rows-again', count: rows.length });
      return;
    }
    const label = review.label.value[row] ?? 0;
    const noted = review.notes.value.get(row) !== noteBefore.get(row);
    const status = STATUSES[review.status.value[row] ?? 0] ?? 'pending';
    remarks.add({
      about: 'row-again',
      again: {
        number: numberOfRow(dataset, row),
        is: label !== labelBefore[row] ? 'label' : noted ? 'note' : status,
        label: review.labels[label] ?? '',
      },
    });
  }
}
