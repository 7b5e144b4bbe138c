import { beforeEach, describe, expect, it } from 'vitest';
import { DataMapState } from '../../../../src/app/training/data-map.svelte.js';
import { RowSignals } from '../../../../src/app/training/row-signals.svelte.js';
import { signalsOfEvaluations } from '../../../../src/domain/training/passes.js';
import { courseOfRows } from '../../../../src/domain/training/rows.js';
import { summarise, type TrainingSignals } from '../../../../src/domain/training/signals.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { FakeAddress } from '../../../fakes/browser-parts.js';

const EVALUATIONS = 3;
/** Probability of the label after each evaluation: learnt at once, never, late, by turns. */
const PROBS = [
  [0.9, 0.9, 0.9],
  [0.1, 0.1, 0.1],
  [0.1, 0.2, 0.9],
  [0.8, 0.2, 0.8],
];
const ROWS = PROBS.length;

function courseOf(evaluations = EVALUATIONS): TrainingSignals {
  const dataset = datasetOf(
    PROBS.map((_, row) => `text ${row}`),
    PROBS.map(() => 'a'),
  );
  const results = Array.from({ length: evaluations }, (_, at) => ({
    labelProb: Float32Array.from(PROBS, (probs) => probs[at] ?? 0),
    predicted: Int16Array.from(PROBS, (probs) => ((probs[at] ?? 0) > 0.5 ? 0 : 1)),
  }));
  const { signals, join } = signalsOfEvaluations(dataset, ['a', 'b'], [0], results);
  return courseOfRows(signals, join.signalOf);
}

let address: FakeAddress;
let signals: RowSignals;
let map: DataMapState;

function mapOf(query = ''): DataMapState {
  address = new FakeAddress(query);
  signals = new RowSignals();
  return new DataMapState(signals, address);
}

function show(again = false, course = courseOf()): void {
  map.show(course, summarise(course), new Uint8Array(ROWS), again);
}

const rowsLeft = (): number[] | null => {
  const { mask } = map;
  return mask ? [...mask.keys()].filter((row) => mask[row] === 1) : null;
};

beforeEach(() => {
  map = mapOf();
  show();
});

describe('the data map', () => {
  it('shows the signals of all evaluations, and keeps every row', () => {
    expect([map.evaluations, map.upTo]).toEqual([EVALUATIONS, EVALUATIONS]);
    expect([...signals.values('correct_times', ROWS)]).toEqual([3, 0, 1, 2]);
    expect(map.buckets?.total).toBe(ROWS);
    expect(rowsLeft()).toBeNull();
  });

  it('filters the rows by a criterion', () => {
    map.change({ criterion: 'correct_times', threshold: 2 });
    expect(rowsLeft()).toEqual([0, 3]);
    expect(String(address.params)).toContain('correct_times');
  });

  it('keeps every row where the options request both kinds of times, which contradict each other', () => {
    map.change({ useFTimes: 0, useLTimes: 0 });
    expect([map.contradictory, map.buckets, rowsLeft()]).toEqual([true, null, null]);
  });

  it('filters the rows by the chosen regions of either method', () => {
    const inRegion = (region: number): number[] =>
      [...map.regionOf.keys()].filter((row) => map.regionOf[row] === region);
    map.toggleRegion(0);
    expect(rowsLeft()).toEqual(inRegion(0));
    map.toggleRegion(2);
    expect(rowsLeft()).toEqual([...inRegion(0), ...inRegion(2)].sort());
    map.toggleRegion(0);
    expect(rowsLeft()).toEqual(inRegion(2));
    map.group('data-iq');
    expect([map.regions.size, rowsLeft()]).toEqual([0, null]);
  });

  it('counts the rows of its regions and the corrected rows among them', () => {
    const counts = map.regionCounts(Uint8Array.of(2, 0, 0, 0));
    expect(counts.reduce((sum, { rows }) => sum + rows, 0)).toBe(ROWS);
    expect(counts.reduce((sum, { corrected }) => sum + corrected, 0)).toBe(1);
  });

  it('resets the filters, and keeps the colours', () => {
    map.colourBy('original');
    map.change({ criterion: 'correct_times', threshold: 2 });
    map.toggleRegion(0);
    map.leaveAll();
    expect([map.options.criterion, map.regions.size, map.palette, rowsLeft()]).toEqual([null, 0, 'original', null]);
  });

  it('replays the first evaluations, at least one', () => {
    const before = signals.columns;
    map.replay(1);
    expect([map.upTo, [...signals.values('correct_times', ROWS)]]).toEqual([1, [1, 0, 0, 1]]);
    expect(signals.columns).not.toBe(before);
    map.replay(-4);
    expect(map.upTo).toBe(1);
    map.replay(99);
    expect(map.upTo).toBe(EVALUATIONS);
  });

  it('filters the rows by the replayed evaluations', () => {
    map.change({ criterion: 'correct_times', threshold: 2 });
    map.replay(2);
    expect(rowsLeft()).toEqual([0]);
    map.replay(EVALUATIONS);
    expect(rowsLeft()).toEqual([0, 3]);
  });

  it('returns the same values of a signal until the signals change', () => {
    const values = signals.values('avg_probs', ROWS);
    map.change({ criterion: 'correct_times', threshold: 2 });
    map.toggleRegion(0);
    expect(signals.values('avg_probs', ROWS)).toBe(values);
    expect(signals.values('label_var', ROWS)).not.toBe(values);
    expect(signals.values('avg_probs', ROWS)).toBe(values);
    const mean = [...values];
    map.replay(1);
    expect(signals.values('avg_probs', ROWS)).not.toBe(values);
    expect([...values]).toEqual(mean);
    map.clear();
    expect([...signals.values('avg_probs', ROWS)]).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('keeps the choices when more of the same signals arrive', () => {
    map.change({ criterion: 'correct_times', threshold: 1 });
    map.replay(2);
    show(true, courseOf(3));
    expect([map.upTo, map.options.criterion]).toEqual([2, 'correct_times']);
    expect(rowsLeft()).toEqual([0, 3]);
    show(false);
    expect([map.upTo, map.options.criterion, rowsLeft()]).toEqual([EVALUATIONS, null, null]);
  });

  it('has no values without signals, and forgets the choices', () => {
    map.change({ criterion: 'correct_times', threshold: 2 });
    map.clear();
    expect([map.buckets, map.regionOf.length, map.options.criterion]).toEqual([null, 0, null]);
    expect([...signals.values('confidence', 2)]).toEqual([NaN, NaN]);
    expect(String(address.params)).toBe('');
  });

  it('applies the choices of the address once signals exist', () => {
    map = mapOf('keep=correct_times,3');
    map.clear();
    expect(String(address.params)).toBe('keep=correct_times%2C3');
    show();
    expect(map.options).toMatchObject({ criterion: 'correct_times', threshold: 3 });
    expect(rowsLeft()).toEqual([0]);
  });
});
