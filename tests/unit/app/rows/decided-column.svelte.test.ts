import { expect, it } from 'vitest';
import { decidedColumn } from '../../../../src/app/rows/decided-column.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { LABEL_SIGNALS, type LabelSignal } from '../../../../src/domain/predictions/label-signal.js';

const CLASSES = ['a', 'b', 'c'];
const ROWS = 5;
const identity = (label: number): number => (label < CLASSES.length ? label : -1);

/** Scores of rows with labels `labels`. Row 4 has none. */
function scoresOf(labels: readonly number[]): Predictions {
  const predictions = new Predictions();
  predictions.reset(ROWS, CLASSES, Int32Array.from(labels));
  for (let row = 0; row < ROWS - 1; row++)
    predictions.writeRow(row, Float32Array.of(Math.sin(row) * 4, Math.cos(row * 3) * 4, 1), Number.NaN, 5, false);
  predictions.publish();
  predictions.relabel(Int32Array.from(labels));
  return predictions;
}

const columnOf = (predictions: Predictions, signal: LabelSignal) =>
  ({
    loss: predictions.loss,
    self_confidence: predictions.selfConfidence,
    normalized_margin: predictions.margin,
    confidence_weighted_entropy: predictions.weightedEntropy,
  })[signal];

it.each(LABEL_SIGNALS)('Gives a changed label the %s of the same label in the source', (signal) => {
  const original = Uint16Array.of(0, 1, 2, 0, 1);
  const now = Uint16Array.of(1, 1, 0, 2, 0);
  const predictions = scoresOf([...original]);
  const decided = { original, label: { value: now } };
  const shown = decidedColumn(columnOf(predictions, signal), signal, predictions, decided, identity);
  const wanted = columnOf(scoresOf([...now]), signal).value;
  for (let row = 0; row < ROWS - 1; row++) expect(shown.value[row]).toBeCloseTo(wanted[row] ?? NaN, 5);
  expect(shown.value[ROWS - 1]).toBeNaN();
});

it('Returns the column if no label differs, for a label without a class, and for signals that no label changes', () => {
  const original = Uint16Array.of(0, 1, 2, 0, 1);
  const predictions = scoresOf([...original]);
  const untouched = { original, label: { value: original } };
  expect(decidedColumn(predictions.loss, 'loss', predictions, untouched, identity)).toBe(predictions.loss);
  const unknown = { original, label: { value: Uint16Array.of(9, 1, 2, 0, 1) } };
  expect(decidedColumn(predictions.loss, 'loss', predictions, unknown, identity)).toBe(predictions.loss);
  const changed = { original, label: { value: Uint16Array.of(1, 1, 2, 0, 1) } };
  expect(decidedColumn(predictions.entropy, 'entropy', predictions, changed, identity)).toBe(predictions.entropy);
});
