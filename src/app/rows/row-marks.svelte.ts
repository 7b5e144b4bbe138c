/** Facts about rows beside their results: state that the list reads. Each column has a value for each row. */
export class RowMarks {
  /** 1 for each row whose label both the learned results and a model's doubt. Null = only one kind of results is there. */
  bothDoubt = $state.raw<Uint8Array | null>(null);
  /**
   * 1 for each row that was decided before the shown results were learnt. The orders by a score put these rows last, from
   * the next ranking on. Null = none.
   */
  decidedBefore = $state.raw<Uint8Array | null>(null);

  /** Another dataset is open: nothing is known of its rows. */
  forget(): void {
    this.bothDoubt = null;
    this.decidedBefore = null;
  }
}
