import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addReason,
  bitsOf,
  isHighLoss,
  isSureAgainst,
  labelConflicts,
  nearConflicts,
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

describe('labels of one text', () => {
  it('conflict where a group has two of them; rows that do not count have no conflict and cause none', () => {
    expect([...labelConflicts(Uint32Array.of(0, 0, 2, 2, 4, 4), Int32Array.of(1, 2, 3, 3, 5, -1))]).toEqual([
      1, 1, 0, 0, 0, 0,
    ]);
  });

  it('are no near conflict of rows whose only other label has the same text', () => {
    // Two rows of one text with two labels, and a row nearly like them with the label of the first.
    const near = Uint32Array.of(0, 0, 0);
    const same = Uint32Array.of(0, 0, 2);
    expect([...nearConflicts(near, same, Int32Array.of(1, 2, 1))]).toEqual([0, 1, 1]);
  });

  it('conflict as the definition says, for any groups', () => {
    const row = fc.record({ group: fc.nat(3), text: fc.nat(2), label: fc.integer({ min: -1, max: 3 }) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const first = (keyOf: (of: (typeof rows)[number]) => string): Uint32Array =>
          Uint32Array.from(rows, (own) => rows.findIndex((other) => keyOf(other) === keyOf(own)));
        const near = first(({ group }) => `${group}`);
        const same = first(({ group, text }) => `${group} ${text}`);
        const label = Int32Array.from(rows, (own) => own.label);
        const differ = (a: number, b: number): boolean => label[a]! >= 0 && label[b]! >= 0 && label[a] !== label[b];
        const anyOther = (has: (a: number, b: number) => boolean): number[] =>
          rows.map((_, a) => (rows.some((__, b) => differ(a, b) && has(a, b)) ? 1 : 0));
        expect([...labelConflicts(same, label)]).toEqual(anyOther((a, b) => same[a] === same[b]));
        expect([...nearConflicts(near, same, label)]).toEqual(
          anyOther((a, b) => near[a] === near[b] && same[a] !== same[b]),
        );
      }),
    );
  });
});
