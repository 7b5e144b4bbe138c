import type { SignalColumns, SignalName } from '../../domain/training/signals.js';
import type { Column } from '../predictions/predictions.svelte.js';

/** Training signals of each row of the open dataset. The list and the map read this state. */
export class RowSignals {
  /** Every change makes a new wrapper. Null without signals. */
  columns = $state.raw<Column<SignalColumns> | null>(null);
  /** The requested columns of `#floatsOf`, as floats. */
  #floats = new Map<SignalName, Float32Array<ArrayBuffer>>();
  #floatsOf: Column<SignalColumns> | null = null;

  /**
   * The values of a signal by row, in the form for the map. NaN without signals. Returns the same array until `columns`
   * is replaced. Callers must not write to it.
   */
  values(signal: SignalName, rows: number): Float32Array<ArrayBuffer> {
    const { columns } = this;
    if (columns !== this.#floatsOf) {
      this.#floats = new Map();
      this.#floatsOf = columns;
    }
    const known = this.#floats.get(signal);
    if (known?.length === rows) return known;
    const values = new Float32Array(rows);
    if (columns) values.set(columns.value[signal].subarray(0, rows));
    else values.fill(Number.NaN);
    this.#floats.set(signal, values);
    return values;
  }
}
