import type { SignalColumns, SignalName } from '../../domain/training/signals.js';
import type { Column } from '../predictions/predictions.svelte.js';

/** Training signals of each row of the open dataset: state that list and map read. */
export class RowSignals {
  /** A new wrapper whenever they have changed. Null without signals. */
  columns = $state.raw<Column<SignalColumns> | null>(null);

  /** The values of a signal by row, as the map takes them; NaN without signals. */
  values(signal: SignalName, rows: number): Float32Array<ArrayBuffer> {
    const values = new Float32Array(rows);
    if (this.columns) values.set(this.columns.value[signal].subarray(0, rows));
    else values.fill(Number.NaN);
    return values;
  }
}
