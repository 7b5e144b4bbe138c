import { PENDING, UNSURE } from '../../domain/reading/dataset.js';
import type { Column } from '../predictions/predictions.svelte.js';

export interface RowSelectionDeps {
  /** Row ids in the order of the list. */
  readonly visible: () => Uint32Array;
  /** Place of a row in the list, -1 = not in the list. */
  readonly placeOf: (row: number) => number;
  readonly review: { readonly status: Column<Uint8Array> };
  /** Ranks waiting results before the next row is selected. */
  readonly catchUp: () => void;
  /** The random row to review now; -1 = none. */
  readonly draw: () => number;
}

/** A row in an order of rows. */
interface Place {
  readonly row: number;
  readonly order: Uint32Array;
}

/** The one selected row of list, card and map, and the moves to the next one. */
export class RowSelection {
  /** The selected row; -1 = none. */
  row = $state.raw(-1);
  /** The row that was selected when the filters excluded every row, and the order then. */
  #lost: Place | null = null;
  /** The random row that was offered last, and the row selected before it: a person goes on from there. */
  #drawn = { row: -1, from: -1 };
  readonly #deps: RowSelectionDeps;

  constructor(deps: RowSelectionDeps) {
    this.#deps = deps;
  }

  /** `row`: any row, listed or not; -1 = none. */
  select(row: number): void {
    this.row = row;
    this.#lost = null;
    this.#drawn = { row: -1, from: -1 };
  }

  /** Moves the selection by `step` rows in the order of the list. Stops at both ends. */
  move(step: number): void {
    const { visible, placeOf, catchUp } = this.#deps;
    if (visible().length === 0) return;
    catchUp();
    const rows = visible();
    const at = placeOf(this.#from);
    // The row before a random one is the row that was selected before it.
    const back = step < 0 && this.#from !== this.row ? 1 : 0;
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step + back));
    this.row = rows[to] ?? -1;
  }

  /**
   * Selects the random row to review now. Without one, selects the next pending row, passing over unsure ones. If the list
   * has no pending row, selects the next unsure one, after the last row the first one. If there is none either, or if all
   * pending rows are above, selects the next row. Stops at the end.
   */
  nextPending(): void {
    this.#deps.catchUp();
    const from = this.#from;
    const drawn = this.#deps.draw();
    if (drawn >= 0) {
      if (drawn !== this.row) this.#drawn = { row: drawn, from };
      this.row = drawn;
      return;
    }
    const rows = this.#deps.visible();
    const status = this.#deps.review.status.value;
    const at = this.#deps.placeOf(from);
    const isOf = (wanted: number) => (row: number) => status[row] === wanted;
    const pending = rows.subarray(at + 1).find(isOf(PENDING));
    const next = pending ?? (this.countOf(PENDING) === 0 ? this.#after(at, isOf(UNSURE)) : undefined);
    if (next !== undefined) this.row = next;
    else if (at >= 0 && at + 1 < rows.length) this.move(1);
  }

  /**
   * Follows changed filters. If they excluded the selected row, selects the nearest row after it in the order `before`, else
   * the nearest row above it. If they excluded every row, does so as soon as there are rows again, and the row itself is
   * selected again if it is among them.
   */
  followFilters(before: Uint32Array): void {
    if (this.row < 0 ? !this.#lost : this.#deps.placeOf(this.row) >= 0) return;
    const left = (this.row < 0 ? this.#lost : null) ?? { row: this.row, order: before };
    this.row = this.#nearest(left);
    this.#lost = this.row < 0 ? left : null;
  }

  /** The row from which the list goes on: the selected one, or the one before a random row. */
  get #from(): number {
    return this.row >= 0 && this.row === this.#drawn.row ? this.#drawn.from : this.row;
  }

  /** Number of listed rows with a status, index into `STATUSES`. */
  countOf(wanted: number): number {
    const status = this.#deps.review.status.value;
    let count = 0;
    for (const row of this.#deps.visible()) if (status[row] === wanted) count++;
    return count;
  }

  /** The first such row after a place of the list, else the first one of the list up to that place. */
  #after(at: number, is: (row: number) => boolean): number | undefined {
    const rows = this.#deps.visible();
    return rows.subarray(at + 1).find(is) ?? rows.subarray(0, Math.max(at, 0)).find(is);
  }

  #nearest({ row, order }: Place): number {
    const isListed = (other: number): boolean => this.#deps.placeOf(other) >= 0;
    if (isListed(row)) return row;
    const at = order.indexOf(row);
    const after = order.subarray(at + 1).find(isListed);
    return after ?? order.subarray(0, Math.max(at, 0)).findLast(isListed) ?? this.#deps.visible()[0] ?? -1;
  }
}
