import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confidenceWeightedEntropy,
  fillSignals,
  normalizedEntropy,
  normalizedMargin,
  selfConfidence,
} from '../../../../src/domain/predictions/quality.js';

interface Golden {
  readonly name: string;
  readonly labels: readonly number[];
  readonly pred_probs: readonly (readonly number[])[];
  readonly self_confidence: readonly number[];
  readonly normalized_margin: readonly number[];
  readonly cwe: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/cleanlab_golden.json', import.meta.url), 'utf8'),
) as readonly Golden[];

describe.each(golden)('cleanlab scores, $name', ({ labels, pred_probs, self_confidence, normalized_margin, cwe }) => {
  const classes = pred_probs[0]?.length ?? 0;
  const probs = pred_probs.flat();
  const scores = (score: (from: number, label: number) => number): number[] =>
    labels.map((label, row) => score(row * classes, label));
  const expectClose = (found: readonly number[], expected: readonly number[]): void => {
    expect(found).toHaveLength(expected.length);
    found.forEach((score, row) => expect(score).toBeCloseTo(expected[row] ?? NaN, 10));
  };

  it('self_confidence', () => {
    expectClose(
      scores((from, label) => selfConfidence(probs, from, label)),
      self_confidence,
    );
  });
  it('normalized_margin', () => {
    expectClose(
      scores((from, label) => normalizedMargin(probs, from, classes, label)),
      normalized_margin,
    );
  });
  it('confidence_weighted_entropy', () => {
    expectClose(
      scores((from, label) => confidenceWeightedEntropy(probs, from, classes, label)),
      cwe,
    );
  });
});

function columns(rows: number): Parameters<typeof fillSignals>[5] {
  return {
    selfConfidence: new Float32Array(rows).fill(9),
    margin: new Float32Array(rows).fill(9),
    weightedEntropy: new Float32Array(rows).fill(9),
    entropy: new Float32Array(rows).fill(9),
    predicted: new Int16Array(rows).fill(9),
  };
}

describe('fillSignals', () => {
  it('fills the rows asked for and no others', () => {
    const logits = Float32Array.of(0, 0, 5, 0, 0, 5, 1, 1);
    const out = columns(4);
    fillSignals(logits, 2, [0, 1, 0, 1], 1, 3, out);
    expect([...out.predicted]).toEqual([9, 0, 1, 9]);
    expect(out.selfConfidence[1]).toBeCloseTo(1 / (1 + Math.exp(5)), 6);
    expect(out.margin[2]).toBeCloseTo(1 / (1 + Math.exp(5)), 6);
    const p = 1 / (1 + Math.exp(5));
    expect(out.weightedEntropy[2]).toBeCloseTo(confidenceWeightedEntropy([p, 1 - p], 0, 2, 0), 6);
    expect(out.weightedEntropy[0]).toBe(9);
    expect(out.entropy[0]).toBe(9);
  });

  it('leaves rows without a label or a result empty', () => {
    const out = columns(2);
    fillSignals(Float32Array.of(1, 2, NaN, NaN), 2, [-1, 0], 0, 2, out);
    expect([...out.predicted]).toEqual([1, -1]);
    expect(out.selfConfidence.every(Number.isNaN)).toBe(true);
    expect(out.margin.every(Number.isNaN)).toBe(true);
    expect(out.weightedEntropy.every(Number.isNaN)).toBe(true);
    expect(out.entropy[0]).toBeGreaterThan(0);
    expect(out.entropy[1]).toBeNaN();
  });

  it('keeps every signal within its range', () => {
    const rows = fc.array(fc.float({ min: -80, max: 80, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 2 }), (logits, label) => {
        const out = columns(1);
        fillSignals(Float32Array.from(logits), 3, [label], 0, 1, out);
        for (const column of [out.selfConfidence, out.margin, out.entropy]) {
          expect(column[0]).toBeGreaterThanOrEqual(0);
          expect(column[0]).toBeLessThanOrEqual(1);
        }
        // Under one half, and only then, the margin points away from the label.
        expect((out.margin[0] ?? NaN) >= 0.5 || out.predicted[0] !== label).toBe(true);
      }),
    );
  });

  it('knows certainty and ignorance', () => {
    expect(normalizedEntropy([1, 0, 0], 0, 3)).toBe(0);
    expect(normalizedEntropy([0.25, 0.25, 0.25, 0.25], 0, 4)).toBeCloseTo(1, 12);
  });
});
