import type { RowView } from '../../app/rows/row-view.svelte.js';

/** After keys scroll the list, the pointer that rests on it aims at no row. */
const HOLD_MS = 3000;

/** Holds the rows of the list while the pointer moves over it, and a while longer: they do not move under it. */
export class RowHold {
  #timer = 0;
  readonly #view: () => Pick<RowView, 'hold'>;

  /** `view`: it reads reactive state. */
  constructor(view: () => Pick<RowView, 'hold'>) {
    this.#view = view;
  }

  /** The pointer moved over the list. */
  keep(): void {
    this.#view().hold = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.release(), HOLD_MS);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#view().hold = false;
  }
}
