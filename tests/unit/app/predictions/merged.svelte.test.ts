import { expect, test } from 'vitest';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';

const INTO = Int32Array.of(1, 1, 2);
const ROW = Float32Array.from([0.5, 0.3, 0.2].map(Math.log));

/** Three rows with the same logits. Their labels have the classes 0, 1 and 2. */
function scored(): Predictions {
  const predictions = new Predictions();
  predictions.reset(3, ['a', 'b', 'c'], Int32Array.of(0, 1, 2));
  for (const row of [0, 1, 2]) predictions.writeRow(row, ROW, -(ROW[row] ?? 0), 5, false);
  predictions.publish();
  return predictions;
}

const losses = ({ loss }: Predictions): string[] => [...loss.value].map((value) => Math.exp(-value).toFixed(4));

test('merged classes have one probability, one loss and one prediction, and the merge can be taken back', () => {
  const predictions = scored();
  const { value: before } = predictions.entropy;
  const entropies = [...before];
  predictions.merge(INTO, Int32Array.of(1, 1, 2));
  expect(losses(predictions)).toEqual(['0.8000', '0.8000', '0.2000']);
  expect([...predictions.predicted.value]).toEqual([1, 1, 1]);
  expect([...(predictions.probabilitiesOf(0) ?? [])].map((p) => p.toFixed(4))).toEqual(['0.0000', '0.8000', '0.2000']);
  // Two classes are left: the entropy of 0.8 and 0.2 over ln 2.
  expect(predictions.entropy.value[0]).toBeCloseTo(0.7219, 4);
  expect(predictions.margin.value[0]).toBeCloseTo((0.8 - 0.2 + 1) / 2, 5);
  predictions.merge(null, Int32Array.of(0, 1, 2));
  expect(losses(predictions)).toEqual(['0.5000', '0.3000', '0.2000']);
  expect([...predictions.entropy.value]).toEqual(entropies);
});

test('rows that a run writes after a merge have merged classes, and the stored results have all classes', () => {
  const predictions = scored();
  predictions.merge(INTO, Int32Array.of(1, 1, 2));
  predictions.writeRow(0, Float32Array.of(2, 2, 0), 0.7, 5, false);
  predictions.publish();
  expect(predictions.loss.value[0]).toBeCloseTo(Math.log(2 * Math.exp(2) + 1) - Math.log(2 * Math.exp(2)), 4);
  const chunk = predictions.chunk(0);
  expect([...chunk.logits.slice(0, 3)]).toEqual([2, 2, 0]);
  expect(chunk.logits.slice(3, 6)).toEqual(ROW);
  const later = new Predictions();
  later.reset(3, ['a', 'b', 'c'], Int32Array.of(0, 1, 2));
  later.restore(chunk);
  expect(later.loss.value[1]).toBeCloseTo(-Math.log(0.3), 5);
  later.merge(INTO, Int32Array.of(1, 1, 2));
  expect(losses(later)).toEqual(losses(predictions));
});

test('with all classes merged into one there is nothing to be uncertain of', () => {
  const predictions = scored();
  predictions.merge(Int32Array.of(2, 2, 2), Int32Array.of(2, 2, 2));
  expect(losses(predictions)).toEqual(['1.0000', '1.0000', '1.0000']);
  expect([...predictions.entropy.value]).toEqual([0, 0, 0]);
});
