import { untrack } from 'svelte';
import { rankOfRow } from '../../domain/review/rank.js';
import { chosen, insideMask, maskOf } from './row-sets.js';
import type { SignalName } from '../../domain/review/signals.js';
import type { Brushes, MapChoice } from './view-choices.js';

export interface ShownRowsDeps {
  /** Row ids in order, after the filters. */
  readonly ranked: () => Uint32Array;
  /** Rows of the open dataset. */
  readonly count: () => number;
  /** 1 for each row that the choices of the data map keep; null = every row. */
  readonly subset: () => Uint8Array | null;
  readonly brushes: () => Brushes;
  readonly map: () => MapChoice;
  /** The most rows to show, from the top; null = all. */
  readonly top: () => number | null;
  /** Values of a signal by row, NaN = none. */
  readonly valuesOf: (signal: SignalName) => Float32Array;
  /** Training signals. Another object means that they have changed. */
  readonly signals: () => object | null;
}

/** The ranked rows that data map and brushes keep, or the first of them. Filters them without a sort, to keep up with the pointer. */
export class ShownRows {
  readonly #deps: ShownRowsDeps;
  readonly #ofMap = $derived.by(() => {
    const ranked = this.#deps.ranked();
    const subset = this.#deps.subset();
    const rows = subset ? chosen(ranked, subset) : ranked;
    return { rows, mask: maskOf(rows, this.#deps.count()) };
  });
  // The arrays stay the same while a brush moves.
  readonly #valuesX = $derived.by(() => this.#deps.valuesOf(this.#deps.map().x));
  readonly #valuesY = $derived.by(() => this.#deps.valuesOf(this.#deps.map().y));
  /**
   * Row ids in the order of the list, after the brushes. Rows enter and leave the brushes after a ranking or a change of training signals,
   * not after each new result.
   */
  readonly #brushed: Uint32Array = $derived.by(() => {
    const { rows, mask } = this.#ofMap;
    const brushes = this.#deps.brushes();
    void this.#deps.signals();
    if (brushes.x === null && brushes.y === null) return rows;
    const valuesX = brushes.x && untrack(() => this.#valuesX);
    const valuesY = brushes.y && untrack(() => this.#valuesY);
    return chosen(rows, insideMask(mask.length, brushes, valuesX, valuesY));
  });
  /** The rows of the list, in order. */
  readonly rows: Uint32Array = $derived.by(() => {
    const top = this.#deps.top();
    return top === null || top >= this.#brushed.length ? this.#brushed : this.#brushed.subarray(0, top);
  });
  /** 1 for each row of `rows`. */
  readonly mask: Uint8Array = $derived.by(() => {
    const { rows, mask } = this.#ofMap;
    return this.rows === rows ? mask : maskOf(this.rows, mask.length);
  });
  readonly #places = $derived.by(() => rankOfRow(this.rows, this.#ofMap.mask.length));

  constructor(deps: ShownRowsDeps) {
    this.#deps = deps;
  }

  /** 1 for each row that the brushes choose from. */
  get unbrushed(): Uint8Array {
    return this.#ofMap.mask;
  }

  /** Place of a row in `rows`; -1 = not in `rows`. */
  placeOf(row: number): number {
    return this.#places[row] ?? -1;
  }
}
