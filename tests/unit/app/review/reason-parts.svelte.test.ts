import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabelDoubts } from '../../../../src/app/predictions/label-doubts.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { resultReasons, signalReasons, sourceReasons } from '../../../../src/app/review/reason-parts.js';
import { Slices } from '../../../../src/app/shell/slices.js';
import type { Training } from '../../../../src/app/training/training.js';
import { findLabelIssues } from '../../../../src/domain/predictions/confident-learning.js';
import { chosenMatch } from '../../../../src/domain/labels/match.js';
import { bitsOf, reasonsIn, type Reason } from '../../../../src/domain/review/reasons.js';
import { FakeClock } from '../../../fakes/clock.js';
import { datasetOf } from '../../../fakes/dataset.js';

interface Golden {
  readonly name: string;
  readonly labels: readonly number[];
  readonly pred_probs: readonly (readonly number[])[];
  readonly 'filter:confident_learning': readonly boolean[];
}

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/cleanlab_golden.json'), 'utf8'),
) as readonly Golden[];

const slices = (): Slices => new Slices(new FakeClock());

/** A dataset with these labels, and a model's results for it. */
function scored(
  labels: readonly string[],
  classes: readonly string[],
  probs: readonly (readonly number[])[],
  truncated: readonly number[] = [],
) {
  const dataset = datasetOf(
    labels.map((_, row) => `text ${row}`),
    labels,
  );
  const classOf = dataset.labels.map(({ name }) => classes.indexOf(name));
  const given = Int32Array.from(dataset.label, (label) => classOf[label] ?? -1);
  const predictions = new Predictions();
  predictions.reset(dataset.rows, classes, given);
  probs.forEach((own, row) => {
    const loss = given[row]! < 0 ? Number.NaN : -Math.log(own[given[row]!] ?? 0);
    predictions.writeRow(row, Float32Array.from(own, Math.log), loss, 8, truncated.includes(row));
  });
  predictions.publish();
  return { dataset, predictions, match: chosenMatch(dataset.labels, classOf) };
}

async function reasonsOf({ dataset, predictions, match }: ReturnType<typeof scored>, rests = slices()) {
  const doubts = await new LabelDoubts(predictions).find(rests);
  return resultReasons(dataset, predictions, doubts, match, rests);
}

describe('reasons from results', () => {
  it.each(golden)('name the label issues that cleanlab names, $name', async (example) => {
    const classes = (example.pred_probs[0] ?? []).map((_, k) => `class ${k}`);
    const labels = example.labels.map((label) => classes[label] ?? '');
    const { bits } = await reasonsOf(scored(labels, classes, example.pred_probs));
    const issues = Array.from(bits, (own) => reasonsIn(own).includes('label_issue'));
    expect(issues).toEqual(example['filter:confident_learning']);
    const exact = findLabelIssues(example.pred_probs.flat(), classes.length, example.labels, 'confident_learning');
    expect(issues.map(Number)).toEqual([...exact]);
  });

  it('are found row by row', async () => {
    const rows: readonly (readonly [string, readonly number[], readonly Reason[]])[] = [
      ['A', [0.9, 0.05, 0.05], []],
      ['A', [0.9, 0.05, 0.05], ['truncated']],
      ['B', [0.92, 0.03, 0.05], ['high_loss', 'confident_disagreement', 'label_issue']],
      ['B', [0.45, 0.4, 0.15], []],
      ['C', [0.05, 0.05, 0.9], []],
      ['D', [0.05, 0.05, 0.9], ['unmapped']],
    ];
    const results = scored(
      rows.map(([label]) => label),
      ['A', 'B', 'C'],
      rows.map(([, probs]) => probs),
      [1],
    );
    const { bits, known } = await reasonsOf(results);
    expect(Array.from(bits, reasonsIn)).toEqual(rows.map(([, , reasons]) => reasons));
    expect(known).toBe(bitsOf(['high_loss', 'confident_disagreement', 'label_issue', 'truncated', 'unmapped']));
  });

  it('are unknown without results', async () => {
    const results = scored(['A', 'B'], ['A', 'B'], []);
    expect(await reasonsOf(results)).toEqual({
      bits: Uint16Array.of(0, 0),
      known: 0,
    });
  });

  it('let the page answer between two steps', async () => {
    const results = scored(
      Array.from({ length: 10_000 }, () => 'A'),
      ['A', 'B'],
      Array.from({ length: 10_000 }, () => [0.5, 0.5]),
    );
    let rests = 0;
    const counted = { rest: () => Promise.resolve(void rests++) } as unknown as Slices;
    await reasonsOf(results, counted);
    expect(rests).toBe(10);
  });
});

describe('reasons from the source', () => {
  it('are the known quality of labels, and texts that say too little', () => {
    const groups = { same: Uint32Array.of(0, 1, 2), near: null, bare: Uint8Array.of(0, 1, 1) };
    const { bits, known } = sourceReasons(3, Uint8Array.of(1, 2, 0), groups);
    expect(Array.from(bits, reasonsIn)).toEqual([['known'], ['empty', 'known'], ['empty']]);
    expect(known).toBe(bitsOf(['empty', 'known']));
    expect(sourceReasons(3, null, null)).toEqual({ bits: new Uint16Array(3), known: 0 });
  });
});

describe('reasons from training signals', () => {
  const training = (shown: object | null): Pick<Training, 'signals' | 'map'> =>
    ({
      signals: { shown },
      map: {
        signals: {
          columns: {
            value: {
              correct_times: Float64Array.of(0, 2, 3, Number.NaN),
              forgetting_times: Float64Array.of(0, 1, 0, Number.NaN),
            },
          },
        },
      },
    }) as unknown as Pick<Training, 'signals' | 'map'>;

  it.each([
    ['a file', { fromModel: false, series: null }],
    ['learning', { fromModel: true, series: 'out' }],
  ])('of %s are rows that were never right, and rows that were forgotten', (_, shown) => {
    const { bits, known } = signalReasons(4, training(shown));
    expect(Array.from(bits, reasonsIn)).toEqual([['never_learnt'], ['forgotten'], [], []]);
    expect(known).toBe(bitsOf(['never_learnt', 'forgotten']));
  });

  it.each([
    ['passes of a model', { fromModel: true, series: null }],
    ['nothing', null],
  ])('of %s are unknown', (_, shown) => {
    expect(signalReasons(4, training(shown)).known).toBe(0);
  });
});
