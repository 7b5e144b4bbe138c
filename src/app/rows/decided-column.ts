import type { Review } from '../review/review.svelte.js';
import { LABEL_SIGNALS } from '../../domain/predictions/label-signal.js';
import type { Column, Predictions } from '../predictions/predictions.svelte.js';
import type { SignalName } from '../../domain/review/signals.js';

/** Labels of rows in the source, and current labels. Indexes into the project's labels. */
export interface DecidedLabels {
  readonly original: Uint16Array;
  readonly label: Review['label'];
}

/**
 * A signal's values by row for the current labels. `column` holds the values for the source's labels. A row with a
 * changed label gets the value of its current label, if the probabilities of its classes are known. Returns `column`
 * itself if no row differs. `classOfLabel`: class of a label by index, -1 = none.
 */
export function decidedColumn(
  column: Column<Float32Array>,
  signal: SignalName,
  predictions: Predictions,
  { original, label }: DecidedLabels,
  classOfLabel: (label: number) => number,
): Column<Float32Array> {
  const labelSignal = LABEL_SIGNALS.find((name) => name === signal);
  if (!labelSignal) return column;
  let values: Float32Array | null = null;
  for (let row = 0; row < original.length; row++) {
    const now = label.value[row] as number;
    if (now === original[row]) continue;
    const value = predictions.valueWith(labelSignal, row, classOfLabel(now));
    if (Number.isNaN(value)) continue;
    values ??= column.value.slice();
    values[row] = value;
  }
  return values ? { value: values } : column;
}
