import { expect, it } from 'vitest';
import { decidedColumn } from '../../../../src/app/rows/decided-column.js';
import { Scores } from '../../../../src/app/predictions/scores.svelte.js';

const CLASSES = ['a', 'b', 'c'];
const ROWS = 5;
const identity = (label: number): number => (label < CLASSES.length ? label : -1);

/** Scores of rows whose labels are `labels`; row 4 has none. */
function scoresOf(labels: readonly number[]): Scores {
  const scores = new Scores();
  scores.reset(ROWS, CLASSES, Int32Array.from(labels));
  for (let row = 0; row < ROWS - 1; row++)
    scores.writeRow(row, Float32Array.of(Math.sin(row) * 4, Math.cos(row * 3) * 4, 1), Number.NaN, 5, false);
  scores.publish();
  scores.relabel(Int32Array.from(labels));
  return scores;
}

const columnOf = (scores: Scores, signal: 'loss' | 'self_confidence' | 'normalized_margin') =>
  ({ loss: scores.loss, self_confidence: scores.selfConfidence, normalized_margin: scores.margin })[signal];

it.each(['loss', 'self_confidence', 'normalized_margin'] as const)(
  'a changed label has the %s that it would have as the label of the source',
  (signal) => {
    const original = Uint16Array.of(0, 1, 2, 0, 1);
    const now = Uint16Array.of(1, 1, 0, 2, 0);
    const scores = scoresOf([...original]);
    const decided = { original, label: { value: now } };
    const shown = decidedColumn(columnOf(scores, signal), signal, scores, decided, identity);
    const wanted = columnOf(scoresOf([...now]), signal).value;
    for (let row = 0; row < ROWS - 1; row++) expect(shown.value[row]).toBeCloseTo(wanted[row] ?? NaN, 5);
    expect(shown.value[ROWS - 1]).toBeNaN();
  },
);

it('the column itself is shown where no label differs, for a label without a class, and for what no label changes', () => {
  const original = Uint16Array.of(0, 1, 2, 0, 1);
  const scores = scoresOf([...original]);
  const untouched = { original, label: { value: original } };
  expect(decidedColumn(scores.loss, 'loss', scores, untouched, identity)).toBe(scores.loss);
  const unknown = { original, label: { value: Uint16Array.of(9, 1, 2, 0, 1) } };
  expect(decidedColumn(scores.loss, 'loss', scores, unknown, identity)).toBe(scores.loss);
  const changed = { original, label: { value: Uint16Array.of(1, 1, 2, 0, 1) } };
  expect(decidedColumn(scores.entropy, 'entropy', scores, changed, identity)).toBe(scores.entropy);
});
