import { CORRECTED, PENDING, STATUSES, VALIDATED } from '../reading/dataset.js';
import type { LabelTableState } from './label-table.js';

/** The columns of a journal: what each row got, and what that counts as among the present labels. Written in place. */
export class RowStates {
  /** Decision of each row: see `STATUSES`. */
  readonly status: Uint8Array<ArrayBuffer>;
  /** Present label of each row. It counts as itself. */
  readonly label: Uint16Array<ArrayBuffer>;
  /** The label that the source's label of each row counts as now. Another array after a merge. */
  original: Uint16Array<ArrayBuffer>;
  readonly updatedAt: Float64Array<ArrayBuffer>;
  /** Rows by status. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** The source's label of each row. */
  readonly #source: Uint16Array<ArrayBuffer>;
  readonly #table: LabelTableState & { readonly isMerged: boolean };
  /** The decision and the label that each row got, before merges of labels. */
  readonly #given: { readonly status: Uint8Array<ArrayBuffer>; readonly label: Uint16Array<ArrayBuffer> };

  constructor(source: Uint16Array<ArrayBuffer>, table: LabelTableState & { readonly isMerged: boolean }) {
    this.#source = source;
    this.#table = table;
    this.status = new Uint8Array(source.length);
    this.label = source.slice();
    this.original = source;
    this.updatedAt = new Float64Array(source.length);
    this.counts = new Uint32Array(STATUSES.length);
    this.counts[PENDING] = source.length;
    this.#given = { status: this.status.slice(), label: source.slice() };
  }

  /** The decision and the label that a row got, whatever the label counts as now. */
  givenTo(row: number): { readonly status: number; readonly label: number; readonly updatedAt: number } {
    const { status, label } = this.#given;
    return { status: status[row] as number, label: label[row] as number, updatedAt: this.updatedAt[row] as number };
  }

  set(row: number, status: number, label: number, updatedAt: number): void {
    this.#given.status[row] = status;
    this.#given.label[row] = label;
    this.updatedAt[row] = updatedAt;
    this.#show(row);
  }

  /** Gives every row the label that its own one counts as, after a change of the labels. */
  relabel(): void {
    const { countsAs, isMerged } = this.#table;
    if (!isMerged && this.original === this.#source) return;
    this.original = isMerged ? this.#source.map((own) => countsAs[own] as number) : this.#source;
    for (let row = 0; row < this.label.length; row++) this.#show(row);
  }

  #show(row: number): void {
    const given = this.#given.status[row] as number;
    const own = this.#given.label[row] as number;
    const label = this.#table.countsAs[own] as number;
    // After a merge a row's other label can count as the one of its source.
    const isMerged = this.original !== this.#source && own !== this.#source[row] && label === this.original[row];
    const status = given === CORRECTED && isMerged ? VALIDATED : given;
    const before = this.status[row] as number;
    this.counts[before] = (this.counts[before] as number) - 1;
    this.counts[status] = (this.counts[status] as number) + 1;
    this.status[row] = status;
    this.label[row] = label;
  }
}
