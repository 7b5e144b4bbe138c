import { describe, expect, it } from 'vitest';
import { CoordinateLines } from '../../../src/domain/signals-cartography.js';
import { SummaryBuilder } from '../../../src/domain/signals-summary.js';
import { summarise } from '../../../src/domain/signals.js';
import { courseOf, feed, idsOf, noteCounts, readDynamics, rowOf } from './signals-helpers.js';

/** Logits whose softmax is p and 1 - p. */
const logits = (p: number): number[] => [Math.log(1 - p) + 3, Math.log(p) + 3];

function epoch(number: number, rows: readonly (readonly [guid: unknown, p: number])[]): string {
  return rows
    .map(([guid, p]) => `${JSON.stringify({ guid, [`logits_epoch_${number}`]: logits(p), gold: 1 })}\n`)
    .join('');
}

const series = [
  epoch(0, [
    ['a', 0.2],
    [7, 0.6],
    ['c', 0.1],
  ]),
  epoch(1, [
    ['a', 0.7],
    [7, 0.4],
    ['c', 0.2],
  ]),
  epoch(2, [
    ['a', 0.9],
    [7, 0.8],
    ['c', 0.3],
  ]),
];

describe('dynamics_epoch_{k}.jsonl', () => {
  const read = readDynamics(series);

  it('give the coordinates that cartography computes', () => {
    expect(idsOf(read)).toEqual(['a', '7', 'c']);
    const columns = summarise(read.signals);
    const a = rowOf(columns, 0);
    expect(a.confidence).toBeCloseTo(0.6, 12);
    expect(a.variability).toBeCloseTo(Math.sqrt((0.16 + 0.01 + 0.09) / 3), 12);
    expect(a).toMatchObject({ correctness: 2, forgetfulness: 0 });
    expect(a.threshold_closeness).toBeCloseTo(0.24, 12);
    expect(rowOf(columns, 1)).toMatchObject({ correctness: 2, forgetfulness: 1 });
    expect(rowOf(columns, 2)).toMatchObject({ correctness: 0, forgetfulness: 1000 });
    expect(read.report.notes).toEqual([]);
  });

  it('may be in any order, because the key holds the number of the epoch', () => {
    const { signals } = readDynamics([series[2]!, series[0]!, series[1]!]);
    expect(signals).toEqual(read.signals);
    const named = readDynamics([epoch(11, [['a', 0.9]]), epoch(3, [['a', 0.2]])]);
    expect(named.report.epochs).toEqual([3, 11]);
    expect(courseOf(named, 0).map(([e, p]) => [e, Number(p.toFixed(12))])).toEqual([
      [0, 0.2],
      [1, 0.9],
    ]);
  });

  it('may differ in their ids, and missing ones are noted', () => {
    const partial = readDynamics([
      series[0]!,
      epoch(1, [
        ['a', 0.7],
        ['d', 0.5],
      ]),
    ]);
    expect(idsOf(partial)).toEqual(['a', '7', 'c', 'd']);
    expect(partial.report.rowsOfEvaluation).toEqual([3, 2]);
    expect(partial.report.notes).toEqual([
      {
        kind: 'missing-evaluations',
        count: 3,
        examples: [
          { file: 0, line: 2, content: '7' },
          { file: 0, line: 3, content: 'c' },
          { file: 1, line: 2, content: 'd' },
        ],
      },
    ]);
    expect(courseOf(partial, 3).map(([e]) => e)).toEqual([1]);
  });

  it('given twice count once', () => {
    const twice = readDynamics([...series, series[1]!]);
    expect(twice.signals).toEqual(read.signals);
    expect(noteCounts(twice)).toEqual({ 'repeated-in-evaluation': 3 });
  });

  it('set unusable lines aside, and rule classes out by logits of -Infinity', () => {
    const odd = readDynamics([
      [
        '{"guid":0,"logits_epoch_0":[1,2],"gold":2}',
        '{"guid":1,"logits_epoch_0":[],"gold":0}',
        '{"guid":2,"logits_epoch_0":"no","gold":0}',
        '{"guid":3,"logits_epoch_0":[1,2]}',
        '{"guid":4,"gold":0}',
        '{"logits_epoch_0":[1,2],"gold":0}',
        '{"guid":5,"logits_epoch_0":[null,2.0],"gold":1}',
        '{"guid":6,"logits_epoch_0":[1000,-1000],"gold":0}',
        '{"guid":7,"logits_epoch_0":[-Infinity,2.5,2.1],"gold":1}',
        '{"guid":8,"logits_epoch_0":[NaN,2.5,0.1],"gold":1}',
        '{"guid":9,"logits_epoch_0":[1,2],"logits_epoch_1":[],"gold":1}',
      ].join('\n'),
    ]);
    expect(noteCounts(odd)).toEqual({
      'label-out-of-range': 1,
      'missing-probability': 4,
      'missing-label': 1,
      'missing-id': 1,
      'bad-number': 2,
    });
    expect(odd.signals.rows).toBe(2);
    expect(courseOf(odd, 0)).toEqual([[0, 1, 1, '0']]);
    expect(courseOf(odd, 1)).toEqual([[0, expect.closeTo(1 / (1 + Math.exp(-0.4)), 12), 1, '1']]);
  });
});

describe('coordinates', () => {
  const lines = [
    '{"guid":"a","index":0,"threshold_closeness":0.24,"confidence":0.6,"variability":0.3,"correctness":2,"forgetfulness":0}',
    '{"guid":7,"index":1,"threshold_closeness":0.16,"confidence":0.2,"variability":0.1,"correctness":0,"forgetfulness":1000}',
    '{"guid":"c","index":2,"confidence":0.9,"variability":null,"correctness":4,"forgetfulness":1}',
    '{"guid":"a","index":3,"confidence":0.9,"variability":0.1,"correctness":4,"forgetfulness":1}',
    '{"guid":"d","index":4,"confidence":0.9,"variability":0.1,"correctness":4,"forgetfulness":1}',
    '{"guid":"e"',
  ];
  const builder = new SummaryBuilder();
  feed(new CoordinateLines(builder), [lines.join('\n')], 50);
  const { summary, report } = builder.finish('cartography-coordinates', 1);

  it('fill the signals that follow from them', () => {
    expect(summary.rows).toBe(3);
    const a = rowOf(summary.columns, 0);
    expect(a).toMatchObject({ confidence: 0.6, avg_probs: 0.6, variability: 0.3, correctness: 2, forgetting_times: 0 });
    expect(a.label_var).toBeCloseTo(0.09, 12);
    expect(a.aleatoric).toBeCloseTo(0.24 - 0.09, 12);
    expect(a.correct_ratio).toBe(0.5);
    expect(rowOf(summary.columns, 1)).toMatchObject({ forgetfulness: 1000, forgetting_times: 0, correct_ratio: 0 });
    expect(rowOf(summary.columns, 2).threshold_closeness).toBeCloseTo(0.09, 12);
  });

  it('name their signals and the lines that were set aside', () => {
    expect(summary.available).not.toContain('max_label_probs');
    expect(summary.available).not.toContain('first_learn');
    expect(summary.available).toContain('correct_ratio');
    expect(noteCounts({ report })).toEqual({ 'bad-number': 1, 'repeated-id': 1, 'broken-line': 1 });
    expect(Array.from(summary.label)).toEqual([-1, -1, -1]);
  });
});
