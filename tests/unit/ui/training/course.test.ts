import { describe, expect, it } from 'vitest';
import { summarise, type TrainingSignals } from '../../../../src/domain/training/signals.js';
import { columnsOfRows, courseOfRows } from '../../../../src/domain/training/rows.js';
import { courseOf, linePath } from '../../../../src/ui/training/course.js';

const SIGNALS: TrainingSignals = {
  rows: 2,
  ids: { bytes: new TextEncoder().encode('xy'), offsets: Uint32Array.of(0, 1, 2) },
  evaluations: 3,
  epochs: [0, 1, 2],
  classes: ['a', 'b'],
  label: Int32Array.of(0, 1),
  sLabel: Uint8Array.of(0, 2),
  offsets: Uint32Array.of(0, 3, 5),
  evaluation: Uint32Array.of(0, 1, 2, 0, 2),
  labelProb: Float64Array.of(0.9, 0.2, 0.7, 0.1, NaN),
  correct: Uint8Array.of(1, 0, 1, 0, 0),
  predicted: Int32Array.of(0, 1, 0, 0, 0),
};

describe('courseOfRows', () => {
  it('orders evaluations by row of the dataset, and has none without signals', () => {
    const course = courseOfRows(SIGNALS, Int32Array.of(1, -1, 0));
    expect([...course.offsets]).toEqual([0, 2, 2, 5]);
    expect([...course.labelProb]).toEqual([0.1, NaN, 0.9, 0.2, 0.7]);
    expect([...course.label]).toEqual([1, -1, 0]);
    expect([...course.sLabel]).toEqual([2, 0, 0]);
    const direct = columnsOfRows(summarise(SIGNALS), Int32Array.of(1, -1, 0));
    expect(summarise(course)).toEqual(direct);
  });
});

describe('courseOf', () => {
  it('reports forgetting and learning at their evaluation', () => {
    expect(courseOf(SIGNALS, 0).map((point) => [point.evaluation, point.right, point.event])).toEqual([
      [0, true, null],
      [1, false, 'forgotten'],
      [2, true, 'learnt'],
    ]);
    expect(courseOf(SIGNALS, 1).map((point) => point.evaluation)).toEqual([0, 2]);
    expect(courseOf(SIGNALS, 7)).toEqual([]);
  });

  it('draws a line through the known probabilities, with 1 at the top', () => {
    expect(linePath(courseOf(SIGNALS, 0), 3, 100, 10)).toBe('M0.0 1.0L50.0 8.0L100.0 3.0');
    expect(linePath(courseOf(SIGNALS, 1), 3, 100, 10)).toBe('M0.0 9.0');
  });
});
