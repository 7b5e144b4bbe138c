import type { OtherRows } from '../../domain/review/other-rows.js';
import type { Reason } from '../../domain/review/reasons.js';

/** A reason that is not looked for in a dataset of more than `most` rows. */
export interface LeftOutReason {
  readonly reason: Reason;
  readonly most: number;
}

/** The reasons of the rows. */
export interface ReasonMarks {
  /** The reasons of each row, see `REASONS`. */
  readonly bits: Uint16Array;
  /** The bits of the reasons that were looked for: the others need results, signals or texts that are missing. */
  readonly known: number;
  /** Number of rows that have each reason, in the order of `REASONS`. */
  readonly counts: Uint32Array;
  /** The nearest rows and their labels. Null while the texts are not compared. */
  readonly others: Pick<OtherRows, 'nearestOf' | 'labelsNear'> | null;
  /** Reasons that are not looked for, because the dataset has too many rows. */
  readonly leftOut: readonly LeftOutReason[];
}

/** Marks of rows beside their results, as state that the list reads. Each column has a value for each row. */
export class RowMarks {
  /**
   * 1 for each row whose label both the learned results and a model's results doubt. Null = one kind of results is
   * missing.
   */
  bothDoubt = $state.raw<Uint8Array | null>(null);
  /**
   * 1 for each row that was decided before the shown results were learned. From the next ranking on, the orders by a
   * score put these rows last. Null = none.
   */
  decidedBefore = $state.raw<Uint8Array | null>(null);

  /** Why rows are worth a look. Null until it is computed for the open dataset. */
  reasons = $state.raw<ReasonMarks | null>(null);

  readonly #conflicts: { readonly mask: Uint8Array | null };

  constructor(conflicts: { readonly mask: Uint8Array | null } = { mask: null }) {
    this.#conflicts = conflicts;
  }

  /** See `Conflicts.mask`. */
  get conflicts(): Uint8Array | null {
    return this.#conflicts.mask;
  }

  /** Clears the marks for another dataset. */
  forget(): void {
    this.bothDoubt = null;
    this.decidedBefore = null;
    this.reasons = null;
  }
}
