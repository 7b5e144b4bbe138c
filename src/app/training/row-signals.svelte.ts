import type { SignalColumns, SignalName } from '../../domain/training/signals.js';
import type { Column } from '../predictions/predictions.svelte.js';

/** Training signals of each row of the open dataset: state that list and map read. */
export class RowSignals {
  /** A new wrapper whenever they have changed. Null without signals. */
  columns = $state.raw<Column<SignalColumns> | null>(null);
  /** The columns that were asked for, as floats; of `#floatsOf`. */
  #floats = new Map<SignalName, Float32Array<ArrayBuffer>>();
  #floatsOf: Column<SignalColumns> | null = null;

  /**
   * The values of a signal by row, as the map takes them; NaN without signals. The same array comes back until `columns`
   * is replaced; it must not be written to.
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
