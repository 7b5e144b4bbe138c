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
  }
}
