/** Random rows among those that a person reviews. */
export interface DrawSource {
  /** The drawn rows. */
  readonly rows: ReadonlySet<number>;
  /** Whether an audit hides given labels and predictions. */
  readonly blind: boolean;
  /** The random row to review now; -1 = none. `fromTop`: the list has every row, the highest loss first. */
  offer(fromTop: boolean): number;
}

/** Draws no row. */
export const NO_SOURCE: DrawSource = { rows: new Set(), blind: false, offer: () => -1 };
