import type { RecentChange } from '../../domain/review/recent-changes.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import type { Review } from './review.svelte.js';

export interface RecentChangesDeps {
  readonly review: Review;
  readonly view: Pick<RowView, 'select'>;
  readonly remarks: Pick<Remarks, 'add' | 'forgetHistory'>;
}

/** Changes in the list. */
const MOST = 10;

/** The last changes of the open project. Each can be taken back by itself. Computed while something shows them. */
export class RecentChanges {
  /** The newest first. */
  readonly list: readonly RecentChange[] = $derived.by(() => {
    const { review } = this.#deps;
    // The review renews its columns with every change.
    return review.status.value.length > 0 ? review.recent(MOST) : [];
  });
  readonly #deps: RecentChangesDeps;

  constructor(deps: RecentChangesDeps) {
    this.#deps = deps;
  }

  /** Shows the first row of a change. */
  show({ first }: RecentChange): void {
    this.#deps.view.select(first);
  }

  /** Takes a change back, and remarks on the rows that it leaves because they changed again since. */
  revert({ seq }: RecentChange): void {
    const { review, remarks } = this.#deps;
    const { rows, kept } = review.revert(seq);
    if (rows === 0) return;
    remarks.forgetHistory();
    remarks.add({ about: 'reverted', rows, kept });
  }
}
