import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinSignals } from '../../../../src/domain/training/join.js';
import {
  rowsToEvaluate,
  signalsOfEvaluations,
  type EvaluationResults,
} from '../../../../src/domain/training/passes.js';
import { summarise } from '../../../../src/domain/training/signals.js';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { columnOf, datasetOf } from '../../../fakes/dataset.js';

const CLASSES = ['World', 'Sports', 'Business'];

/** Evaluations by row: `[p, predicted]`, null = not evaluated. */
function evaluation(...rows: readonly (readonly [number, number] | null)[]): EvaluationResults {
  return {
    labelProb: Float32Array.from(rows, (row) => row?.[0] ?? NaN),
    predicted: Int16Array.from(rows, (row) => row?.[1] ?? -1),
  };
}

describe('the signals of evaluations', () => {
  // Labels in natural order: Business, Sports, World.
  const dataset = datasetOf(['a', 'b', 'c', 'd'], ['World', 'Sports', 'Business', 'Sports']);
  const byName = [2, 1, 0];

  test('belong to the rows with an evaluation, right and wrong, in order, and to no other', () => {
    const { signals, join } = signalsOfEvaluations(dataset, CLASSES, byName, [
      evaluation([0.5, 0], null, [0.25, 1], [0.75, 1]),
      evaluation([0.125, 1], null, null, [1, 1]),
    ]);
    expect([...join.signalOf]).toEqual([0, -1, 1, 2]);
    expect([join.matched, join.unmatchedRows]).toEqual([3, 1]);
    expect(signals.classes).toEqual(['Business', 'Sports', 'World']);
    expect([...signals.label]).toEqual([2, 0, 1]);
    expect([...signals.offsets]).toEqual([0, 2, 3, 5]);
    expect([...signals.evaluation]).toEqual([0, 1, 0, 0, 1]);
    expect([...signals.labelProb]).toEqual([0.5, 0.125, 0.25, 0.75, 1]);
    expect([...signals.correct]).toEqual([1, 0, 0, 1, 1]);
    expect([...signals.predicted]).toEqual([2, 1, 1, 1, 1]);
    expect([0, 1, 2].map((row) => textOf(signals.ids, row))).toEqual(['0', '2', '3']);
    const { avg_probs, forgetting_times } = summarise(signals);
    expect([...avg_probs]).toEqual([0.3125, 0.25, 0.875]);
    expect([...forgetting_times]).toEqual([1, 0, 0]);
  });

  test('are joined like the same signals from a file, under any names of labels and classes', () => {
    const numbered = { ...datasetOf(['a', 'b', 'c'], ['1', '3', '1']), id: columnOf(['x', 'y', 'z']) };
    const made = signalsOfEvaluations(numbered, CLASSES, [0, 2], [evaluation([0.5, 0], [0.5, 2], [0.5, 1])]);
    expect(made.signals.classes).toEqual(['1', '3', 'Sports']);
    expect(joinSignals(numbered, made.signals)).toEqual(made.join);
    expect(joinSignals(dataset, signalsOfEvaluations(dataset, CLASSES, byName, [ALL]).signals)).toEqual(
      signalsOfEvaluations(dataset, CLASSES, byName, [ALL]).join,
    );
  });

  test('name a class of several spellings by its own name, else by the most frequent one', () => {
    const spelled = datasetOf(['a', 'b', 'c', 'd'], ['SPORTS', 'Sports', 'WORLD', 'world']);
    const once = signalsOfEvaluations(spelled, ['World', 'Sports'], [1, 1, 0, 0], [ALL]);
    expect(once.signals.classes).toEqual(['Sports', 'WORLD']);
    const often = datasetOf(['a', 'b', 'c', 'd'], ['WORLD', 'world', 'world', 'Sports']);
    expect(signalsOfEvaluations(often, ['World', 'Sports'], [1, 0, 0], [ALL]).signals.classes).toEqual([
      'Sports',
      'world',
    ]);
  });

  test('a row without an id has its number as a name', () => {
    const partly = { ...datasetOf(['a', 'b'], ['1', '3']), id: columnOf(['x', '']) };
    const { signals } = signalsOfEvaluations(partly, ['1', '3'], [0, 1], [evaluation([0.5, 0], [0.5, 1])]);
    expect([0, 1].map((row) => textOf(signals.ids, row))).toEqual(['x', '1']);
  });

  const ALL = evaluation([0.5, 0], [0.5, 0], [0.5, 0], [0.5, 0]);

  test('a label without a class has no signals, and a class with the name of another label stays apart', () => {
    const { signals, join } = signalsOfEvaluations(dataset, CLASSES, [-1, 0, 2], [ALL]);
    expect([...join.signalOf]).toEqual([0, 1, -1, 2]);
    expect(signals.classes).toEqual(['Sports', 'Sports (1)', 'World']);
    expect([...signals.label]).toEqual([2, 0, 0]);
    expect([...signals.predicted]).toEqual([0, 0, 0]);
  });
});

describe('the rows to evaluate', () => {
  test('are those with a class and the highest losses, in row order', () => {
    const labelClass = [0, -1, 1, 2, 0, 1];
    const loss = [0.5, 9, NaN, 2, 0.5, 3];
    expect([...rowsToEvaluate(labelClass, loss, 'all')]).toEqual([0, 2, 3, 4, 5]);
    expect([...rowsToEvaluate(labelClass, loss, 3)]).toEqual([0, 3, 5]);
    expect([...rowsToEvaluate(labelClass, loss, 4)]).toEqual([0, 3, 4, 5]);
    expect([...rowsToEvaluate(labelClass, loss, 99)]).toEqual([0, 2, 3, 4, 5]);
  });

  test('a row that is left out has no higher loss than one that is taken', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 20 })), fc.nat(30), (loss, most) => {
        const rows = rowsToEvaluate(new Int32Array(loss.length), loss, most);
        expect(rows.length).toBe(Math.min(most, loss.length));
        const least = Math.min(...Array.from(rows, (row) => (Number.isNaN(loss[row]) ? -1 : (loss[row] ?? 0))));
        const taken = new Set(rows);
        loss.forEach((value, row) => {
          if (!taken.has(row) && !Number.isNaN(value)) expect(value).toBeLessThanOrEqual(least);
        });
      }),
    );
  });
});
