import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addReason,
  addToCounts,
  bitsOf,
  isHighLoss,
  isSureAgainst,
  reasonCounts,
  REASONS,
  reasonsIn,
  rowsWithAll,
} from '../../../../src/domain/review/reasons.js';

describe('a set of reasons', () => {
  it('is the bits of its reasons, in their order', () => {
    fc.assert(
      fc.property(fc.subarray([...REASONS]), (reasons) => {
        expect(reasonsIn(bitsOf(reasons))).toEqual(reasons);
        expect(reasonsIn(bitsOf([...reasons, ...reasons]))).toEqual(reasons);
      }),
    );
  });

  it('is counted by reason, and found by all of the wanted reasons', () => {
    fc.assert(
      fc.property(fc.array(fc.subarray([...REASONS])), fc.subarray([...REASONS]), (rows, wanted) => {
        const bits = Uint16Array.from(rows, bitsOf);
        expect([...reasonCounts(bits)]).toEqual(
          REASONS.map((reason) => rows.filter((own) => own.includes(reason)).length),
        );
        expect([...rowsWithAll(bits, bitsOf(wanted))]).toEqual(
          rows.map((own) => (wanted.every((reason) => own.includes(reason)) ? 1 : 0)),
        );
      }),
    );
  });

  it('is counted anew when it changes', () => {
    fc.assert(
      fc.property(fc.subarray([...REASONS]), fc.subarray([...REASONS]), (before, after) => {
        const counts = reasonCounts(Uint16Array.of(7, bitsOf(before)));
        addToCounts(counts, bitsOf(before), -1);
        addToCounts(counts, bitsOf(after), 1);
        expect(counts).toEqual(reasonCounts(Uint16Array.of(7, bitsOf(after))));
      }),
    );
  });

  it('gains a reason in a part of the rows, and keeps the others', () => {
    const bits = Uint16Array.of(0, bitsOf(['known']), bitsOf(['known']), 0);
    addReason(bits, 'empty', 1, 4, (row) => row !== 2);
    expect(Array.from(bits, reasonsIn)).toEqual([[], ['empty', 'known'], ['known'], ['empty']]);
  });
});

it.each([
  { loss: 1.38, classes: 4, is: false },
  { loss: 1.39, classes: 4, is: true },
  { loss: 0.7, classes: 2, is: true },
  // A file can have losses without classes.
  { loss: 0.69, classes: 0, is: false },
  { loss: 0.7, classes: 0, is: true },
  { loss: Number.NaN, classes: 4, is: false },
  { loss: Infinity, classes: 4, is: true },
])('a loss of $loss with $classes classes is high: $is', ({ loss, classes, is }) => {
  expect(isHighLoss(loss, classes)).toBe(is);
});

it.each([
  { predicted: 1, given: 0, probability: 0.8, is: true },
  { predicted: 1, given: 0, probability: 0.79, is: false },
  { predicted: 1, given: 1, probability: 1, is: false },
  { predicted: -1, given: 0, probability: 1, is: false },
  { predicted: 1, given: -1, probability: 1, is: false },
  { predicted: 1, given: 0, probability: Number.NaN, is: false },
])('a prediction $predicted of $probability against $given is sure and against: $is', (row) => {
  expect(isSureAgainst(row.predicted, row.given, row.probability)).toBe(row.is);
});
