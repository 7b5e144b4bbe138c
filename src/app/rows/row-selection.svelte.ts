import { PENDING } from '../../domain/reading/dataset.js';
import type { Column } from '../predictions/predictions.svelte.js';

export interface RowSelectionDeps {
  /** Row ids in the order of the list. */
  readonly visible: () => Uint32Array;
  /** Place of a row in the list, -1 = it is not in it. */
  readonly placeOf: (row: number) => number;
  readonly review: { readonly status: Column<Uint8Array> };
  /** Ranks what waits to be ranked: the next row is about to be chosen. */
  readonly catchUp: () => void;
}

/** The one selected row, which list, card and map share, and the ways to the next one. */
export class RowSelection {
  /** The row that is looked at; -1 = none. */
  row = $state.raw(-1);
  /** The filters left no row, and so the row that was selected went. */
  #lostRow = false;
  readonly #deps: RowSelectionDeps;

  constructor(deps: RowSelectionDeps) {
    this.#deps = deps;
  }

  /** `row`: a row, also one that is not listed; -1 = none. */
  select(row: number): void {
    this.row = row;
    this.#lostRow = false;
  }

  /** Moves the selection by `step` rows in the order of the list. It stops at both ends. */
  move(step: number): void {
    const { visible, placeOf, catchUp } = this.#deps;
    if (visible().length === 0) return;
    catchUp();
    const rows = visible();
    const at = placeOf(this.row);
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    this.row = rows[to] ?? -1;
  }

  /** Goes to the next pending row; where none is left below, to the next row. It stops at the end. */
  nextPending(): void {
    this.#deps.catchUp();
    const rows = this.#deps.visible();
    const status = this.#deps.review.status.value;
    const at = this.#deps.placeOf(this.row);
    for (let place = at + 1; place < rows.length; place++) {
      const row = rows[place] ?? -1;
      if (status[row] === PENDING) {
        this.row = row;
        return;
      }
    }
    if (at >= 0 && at + 1 < rows.length) this.move(1);
  }

  /**
   * The filters have changed. Where they took the selected row away, the first pending row is selected, else the first row.
   * Where they left no row, that is done as soon as there are rows again.
   */
  followFilters(): void {
    if (this.row < 0 ? !this.#lostRow : this.#deps.placeOf(this.row) >= 0) return;
    this.row = -1;
    this.nextPending();
    if (this.row < 0) this.row = this.#deps.visible()[0] ?? -1;
    this.#lostRow = this.row < 0;
  }

  /** How many of the listed rows are pending. */
  countPending(): number {
    const status = this.#deps.review.status.value;
    let count = 0;
    for (const row of this.#deps.visible()) if (status[row] === PENDING) count++;
    return count;
  }
}
