/** The picked rows at one time. */
export interface Picks {
  /** 1 for each picked row. Changes are written in place, and each has a new wrapper. */
  readonly marks: Uint8Array<ArrayBuffer>;
  readonly count: number;
}

/** The list, and the one selected row of list, card and map. Reads reactive state. */
export interface PickingList {
  /** Row ids in the order of the list. */
  readonly visible: Uint32Array;
  /** 1 for each listed row. */
  readonly mask: Uint8Array;
  /** -1 = none. */
  readonly selected: number;
  select(row: number): void;
}

/** Rows that a person picked to change them together. They stay picked when filters or order change. */
export class PickedRows {
  /** A new wrapper after each change. */
  now = $state.raw<Picks>({ marks: new Uint8Array(0), count: 0 });
  /** Number of picked rows that are not in the list. */
  readonly unlisted: number = $derived.by(() => {
    const { marks, count } = this.now;
    if (count === 0) return 0;
    const { mask } = this.#list;
    let listed = 0;
    for (let row = 0; row < marks.length; row++) listed += (marks[row] as number) & (mask[row] ?? 0);
    return count - listed;
  });
  /** The ends of the range that the next row extends: the row where it began, and its last row. */
  #range: { readonly from: number; readonly to: number } | null = null;
  readonly #list: PickingList;
  readonly #placeOf: (row: number) => number;

  /** `placeOf`: the place of a row in the list, -1 = not in the list. */
  constructor(list: PickingList, placeOf: (row: number) => number) {
    this.#list = list;
    this.#placeOf = placeOf;
  }

  /** Follows a dataset of `rows` rows. None is picked. */
  open(rows: number): void {
    this.#range = null;
    this.now = { marks: new Uint8Array(rows), count: 0 };
  }

  get count(): number {
    return this.now.count;
  }

  has(row: number): boolean {
    return this.now.marks[row] === 1;
  }

  /** Row ids in the order of the source. */
  rows(): Uint32Array<ArrayBuffer> {
    const { marks, count } = this.now;
    const rows = new Uint32Array(count);
    let at = 0;
    for (let row = 0; row < marks.length; row++) if (marks[row] === 1) rows[at++] = row;
    return rows;
  }

  /** Picks these rows. `add`: keeps the rows that are picked already. */
  pick(rows: Uint32Array, add = false): void {
    const { marks } = this.now;
    let { count } = this.now;
    if (!add) {
      marks.fill(0);
      count = 0;
    }
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place] as number;
      if (marks[row] !== 0) continue;
      marks[row] = 1;
      count++;
    }
    this.now = { marks, count };
  }

  /** Picks every listed row. */
  pickListed(): void {
    this.#range = null;
    this.pick(this.#list.visible);
  }

  /** Picks one more row, or no longer picks it. The row is selected, and the next range begins at it. */
  toggle(row: number): void {
    const { marks, count } = this.now;
    const on = marks[row] === 1 ? 0 : 1;
    marks[row] = on;
    this.now = { marks, count: on === 1 ? count + 1 : count - 1 };
    this.#range = { from: row, to: row };
    this.#list.select(row);
  }

  /**
   * Picks the rows of the list from the start of the range to the row at `place`, and selects that row. The range starts
   * at the selected row, unless the selected row is the end of the last range. Without one it starts at `place`.
   */
  extendTo(place: number): void {
    const { visible, selected } = this.#list;
    const to = visible[Math.min(visible.length - 1, Math.max(0, place))];
    if (to === undefined) return;
    const from = this.#range?.to === selected ? this.#range.from : selected;
    const end = this.#placeOf(to);
    const start = [from, selected].map((row) => this.#placeOf(row)).find((at) => at >= 0) ?? end;
    this.pick(visible.subarray(Math.min(start, end), Math.max(start, end) + 1));
    this.#range = { from: visible[start] ?? to, to };
    this.#list.select(to);
  }

  /** Extends the range by `step` rows of the list. Without a selected row it starts at the first row. */
  extend(step: number): void {
    const at = this.#placeOf(this.#list.selected);
    this.extendTo(at < 0 ? 0 : at + step);
  }

  clear(): void {
    this.#range = null;
    this.now.marks.fill(0);
    this.now = { marks: this.now.marks, count: 0 };
  }
}
