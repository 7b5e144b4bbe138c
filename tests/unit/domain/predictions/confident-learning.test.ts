import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibrateJoint,
  confidentJoint,
  confidentThresholds,
  countLabelIssues,
  findLabelIssues,
  ISSUE_FILTERS,
} from '../../../../src/domain/predictions/confident-learning.js';

interface Golden {
  readonly name: string;
  readonly labels: readonly number[];
  readonly pred_probs: readonly (readonly number[])[];
  readonly thresholds: readonly number[];
  readonly cj_uncal: readonly (readonly number[])[];
  readonly cj_cal: readonly (readonly number[])[];
  readonly num_label_issues: number;
  readonly [filter: `filter:${string}`]: readonly boolean[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/cleanlab_golden.json', import.meta.url), 'utf8'),
) as readonly Golden[];

describe.each(golden)('cleanlab numbers, $name', (example) => {
  const classes = example.pred_probs[0]?.length ?? 0;
  const probs = Float64Array.from(example.pred_probs.flat());
  const { labels } = example;

  it('thresholds', () => {
    const found = confidentThresholds(probs, classes, labels);
    example.thresholds.forEach((threshold, k) => {
      // A threshold that no probability reaches is written as 2 there.
      if (threshold > 1) expect(found[k]).toBe(Infinity);
      else expect(found[k]).toBeCloseTo(threshold, 12);
    });
  });

  it('confident joint, before and after calibration', () => {
    const joint = confidentJoint(probs, classes, labels);
    expect([...joint]).toEqual(example.cj_uncal.flat());
    expect([...calibrateJoint(joint, classes, labels)]).toEqual(example.cj_cal.flat());
  });

  it('number of issues', () => {
    expect(countLabelIssues(probs, classes, labels)).toBe(example.num_label_issues);
  });

  it.each(ISSUE_FILTERS)('%s', (filter) => {
    const expected = example[`filter:${filter}`]?.map(Number);
    expect([...findLabelIssues(probs, classes, labels, filter)]).toEqual(expected);
  });
});

describe('confident learning', () => {
  const datasets = fc.integer({ min: 2, max: 5 }).chain((classes) =>
    fc.record({
      classes: fc.constant(classes),
      rows: fc.array(
        fc.record({
          label: fc.integer({ min: -1, max: classes - 1 }),
          weights: fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: classes, maxLength: classes }),
        }),
        { minLength: 1, maxLength: 60 },
      ),
    }),
  );

  it('calibration keeps every label count and whole numbers', () => {
    fc.assert(
      fc.property(datasets, ({ classes, rows }) => {
        const labels = rows.map((row) => row.label);
        const probs = Float64Array.from(rows.flatMap((row) => share(row.weights)));
        const joint = calibrateJoint(confidentJoint(probs, classes, labels), classes, labels);
        for (let y = 0; y < classes; y++) {
          const row = joint.slice(y * classes, (y + 1) * classes);
          expect(row.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
          expect(row.reduce((a, b) => a + b, 0)).toBe(labels.filter((label) => label === y).length);
        }
      }),
    );
  });

  it('never names a row without a label, or one whose prediction is its label', () => {
    fc.assert(
      fc.property(datasets, fc.constantFrom(...ISSUE_FILTERS), ({ classes, rows }, filter) => {
        const labels = rows.map((row) => row.label);
        const probs = Float64Array.from(rows.flatMap((row) => share(row.weights)));
        findLabelIssues(probs, classes, labels, filter).forEach((issue, row) => {
          if (issue === 0) return;
          const p = probs.slice(row * classes, (row + 1) * classes);
          expect(labels[row]).toBeGreaterThanOrEqual(0);
          expect(p.indexOf(Math.max(...p))).not.toBe(labels[row]);
        });
      }),
    );
  });
});

function share(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
