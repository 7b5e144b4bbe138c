import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyColumns,
  summarise,
  varianceBound,
  type TrainingSignals,
} from '../../../../src/domain/training/signals.js';
import { fixture, idsOf, log, noteCounts, readTrustai, rowOf } from './helpers.js';

const INPUTS = ['trustai_signals_input.jsonl', 'trustai_signals_input.pyrepr.jsonl'];
const [header = [], ...expected] = fixture('trustai_expected.tsv')
  .trimEnd()
  .split('\n')
  .map((text) => text.split('\t'));

describe.each(INPUTS)('the golden summary from %s', (name) => {
  const read = readTrustai(fixture(name));
  const columns = summarise(read.signals);

  it('holds the same ids, labels and marks, without a note', () => {
    expect(read.report).toMatchObject({ lines: 600, rows: 100, evaluations: 6, notes: [] });
    expect(read.report.rowsOfEvaluation).toEqual([100, 100, 100, 100, 100, 100]);
    expect(read.report.runs).toEqual([{ first: 0, evaluations: 6, reason: 'start' }]);
    expect(idsOf(read)).toEqual(expected.map((cells) => cells[0]));
    const { signals } = read;
    expect(Array.from(signals.label, (label) => signals.classes[label])).toEqual(expected.map((cells) => cells[1]));
    expect(Array.from(signals.sLabel, String)).toEqual(expected.map((cells) => cells[2]));
  });

  it.each(header.slice(3, 13))('%s, to 1e-12', (signal) => {
    const column = columns[signal as keyof typeof columns];
    const at = header.indexOf(signal);
    expected.forEach((cells, row) => {
      expect(Math.abs((column[row] ?? NaN) - Number(cells[at]))).toBeLessThanOrEqual(1e-12);
    });
  });
});

it('bounds the variance of every row after every evaluation', () => {
  const { signals } = readTrustai(fixture('trustai_signals_input.jsonl'));
  const bound = varianceBound(summarise(signals));
  expect(bound).toBeLessThanOrEqual(0.25);
  for (let upTo = 1; upTo <= 6; upTo++) {
    for (const variance of summarise(signals, upTo).label_var) expect(variance).toBeLessThanOrEqual(bound + 1e-15);
  }
  expect(varianceBound(emptyColumns(3))).toBeNaN();
});

it('reads the same from JSON and from Python, however the bytes are cut', () => {
  const [json, python] = INPUTS.map((name) => readTrustai(fixture(name)).signals);
  expect(python).toEqual(json);
  expect(readTrustai(fixture(INPUTS[1] ?? ''), 'all', 97).signals).toEqual(json);
});

interface Course {
  readonly p: readonly number[];
  readonly ok: readonly boolean[];
}

/** One id's signals by their definitions. */
function reference({ p, ok }: Course): Record<string, number> {
  const n = p.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const changes = (before: boolean, after: boolean): number[] =>
    ok.flatMap((right, i) => (i >= 1 && ok[i - 1] === before && right === after ? [i] : []));
  const forgets = changes(true, false);
  const learns = changes(false, true);
  const times = ok.filter(Boolean).length;
  const average = mean(p);
  const variance = mean(p.map((value) => (value - average) ** 2));
  return {
    correct_times: times,
    correct_ratio: times / n,
    avg_probs: average,
    label_var: variance,
    max_label_probs: Math.max(...p),
    min_label_probs: Math.min(...p),
    forgetting_times: forgets.length,
    learnt_times: learns.length,
    first_forget: forgets[0] ?? 0,
    first_learn: learns[0] ?? 0,
    confidence: average,
    variability: Math.sqrt(variance),
    correctness: times,
    forgetfulness: times === 0 ? 1000 : forgets.length,
    threshold_closeness: average * (1 - average),
    aleatoric: mean(p.map((value) => value * (1 - value))),
  };
}

const courses = fc.array(
  fc
    .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 8 })
    .map((events): Course => ({ p: events.map(([p]) => p), ok: events.map(([, ok]) => ok) })),
  { minLength: 1, maxLength: 12 },
);

function signalsOf(list: readonly Course[]): TrainingSignals {
  const offsets = Uint32Array.from([0, ...list.map((_, i) => list.slice(0, i + 1).flatMap(({ p }) => p).length)]);
  const entries = offsets.at(-1) ?? 0;
  return {
    rows: list.length,
    ids: { bytes: new Uint8Array(0), offsets: new Uint32Array(list.length + 1) },
    evaluations: 8,
    epochs: [0, 1, 2, 3, 4, 5, 6, 7],
    classes: ['0'],
    label: new Int32Array(list.length),
    sLabel: new Uint8Array(list.length),
    offsets,
    evaluation: Uint32Array.from(list.flatMap(({ p }) => p.map((_, k) => k))),
    labelProb: Float64Array.from(list.flatMap(({ p }) => p)),
    correct: Uint8Array.from(list.flatMap(({ ok }) => ok.map(Number))),
    predicted: new Int32Array(entries),
  };
}

describe('any signals', { timeout: 60_000 }, () => {
  it('are summarised like the plain reference, for every number of evaluations', () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 1, max: 9 }), (list, upTo) => {
        const columns = summarise(signalsOf(list), upTo);
        list.forEach(({ p, ok }, row) => {
          const slow = reference({ p: p.slice(0, upTo), ok: ok.slice(0, upTo) });
          for (const [name, value] of Object.entries(rowOf(columns, row))) expect(value).toBeCloseTo(slow[name]!, 12);
        });
      }),
    );
  });

  it('keep the identities between signals', () => {
    fc.assert(
      fc.property(courses, (list) => {
        const columns = summarise(signalsOf(list));
        list.forEach(({ p }, row) => {
          const s = rowOf(columns, row);
          const spread = s.avg_probs * (1 - s.avg_probs);
          expect(Math.abs(s.learnt_times - s.forgetting_times)).toBeLessThanOrEqual(1);
          expect(s.label_var).toBeLessThanOrEqual(spread + 1e-12);
          expect(s.label_var).toBeLessThanOrEqual(0.25 + 1e-12);
          expect(s.label_var + s.aleatoric).toBeCloseTo(spread, 12);
          expect(s.variability ** 2).toBeCloseTo(s.label_var, 12);
          expect(s.min_label_probs).toBeLessThanOrEqual(s.avg_probs + 1e-12);
          expect(s.max_label_probs).toBeGreaterThanOrEqual(s.avg_probs - 1e-12);
          expect(s.correct_ratio * p.length).toBeCloseTo(s.correct_times, 9);
          expect(s.first_forget > 0).toBe(s.forgetting_times > 0);
          expect(s.first_learn > 0).toBe(s.learnt_times > 0);
        });
      }),
    );
  });
});

it('writes into the given columns', () => {
  const { signals } = readTrustai(log(10, 4));
  const columns = emptyColumns(10);
  expect(summarise(signals, 2, columns)).toBe(columns);
  expect(columns).toEqual(summarise(signals, 2));
  expect(summarise(signals, 4, columns)).toEqual(summarise(signals));
});

it('is NaN for an id before its first evaluation', () => {
  const { signals } = readTrustai(log(30, 3, (id, evaluation, text) => (id === 7 && evaluation === 0 ? '' : text)));
  const columns = summarise(signals, 1);
  expect(signals.rows).toBe(30);
  const late = rowOf(columns, 29);
  expect(Object.values(late).every(Number.isNaN)).toBe(true);
  expect(rowOf(columns, 0).correct_ratio).toBe(0);
});

it('averages over the known probabilities, and counts right and wrong for every evaluation', () => {
  const lines = [
    `{'id': 0, 'label': 0, 'correct': True, 'label_probs': nan}`,
    `{'id': 0, 'label': 0, 'correct': False, 'label_probs': 0.25}`,
    `{'id': 0, 'label': 0, 'correct': True, 'label_probs': 0.75}`,
    `{'id': 0, 'label': 0, 'correct': True, 'label_probs': inf}`,
    `{"id": 0, "label": 0, "correct": true, "label_probs": 1.5}`,
  ];
  const read = readTrustai(lines.join('\n'));
  expect(noteCounts(read)).toEqual({ 'not-a-probability': 3 });
  expect(rowOf(summarise(read.signals), 0)).toMatchObject({
    correct_times: 4,
    forgetting_times: 1,
    avg_probs: 0.5,
    label_var: 0.0625,
    max_label_probs: 0.75,
  });
  const none = summarise(readTrustai(lines[0] ?? '').signals);
  expect(rowOf(none, 0)).toMatchObject({ correct_times: 1, avg_probs: NaN, label_var: NaN, max_label_probs: NaN });
});
