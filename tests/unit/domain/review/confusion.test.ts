import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blockOrder,
  cellsOf,
  confusedPairs,
  confusionOf,
  mostConfused,
} from '../../../../src/domain/review/confusion.js';

const LABEL = [0, 0, 0, 1, 1, 2, -1, 2];
const PREDICTED = [0, 1, 1, 0, 1, 2, 0, -1];

describe('confusionOf', () => {
  it('counts rows by label and prediction, and leaves out rows without one of them', () => {
    expect([...confusionOf(LABEL, PREDICTED, 3).counts]).toEqual([
      [0, 1],
      [1, 2],
      [3, 1],
      [4, 1],
      [8, 1],
    ]);
  });

  it('leaves out labels that are not among the counted ones', () => {
    expect(confusionOf([0, 5], [7, 0], 1).counts.size).toBe(0);
  });
});

describe('cellsOf', () => {
  it('names the cells that hold rows, in the order of the labels given', () => {
    expect(cellsOf(confusionOf(LABEL, PREDICTED, 3), [1, 0])).toEqual([
      { given: 1, predicted: 1, count: 1 },
      { given: 1, predicted: 0, count: 1 },
      { given: 0, predicted: 1, count: 2 },
      { given: 0, predicted: 0, count: 1 },
    ]);
  });
});

describe('confusedPairs', () => {
  it('ranks pairs by the rows that are taken for the other label, with their share of both', () => {
    const label = [0, 0, 1, 1, 1, 1, 2, 2];
    const predicted = [1, 0, 0, 1, 2, 1, 2, 2];
    expect(confusedPairs(confusionOf(label, predicted, 3))).toEqual([
      { labels: [0, 1], forward: 1, backward: 1, share: 2 / 6 },
      { labels: [1, 2], forward: 1, backward: 0, share: 1 / 6 },
    ]);
  });
});

describe('mostConfused', () => {
  it('keeps the labels with the most rows outside the diagonal, by index', () => {
    const label = [0, 1, 1, 2, 3, 3, 3];
    const predicted = [0, 3, 3, 0, 1, 1, 3];
    expect(mostConfused(confusionOf(label, predicted, 4), 2)).toEqual([1, 3]);
    expect(mostConfused(confusionOf(label, predicted, 4), 9)).toEqual([0, 1, 2, 3]);
  });
});

describe('blockOrder', () => {
  it('puts labels that are taken for each other side by side', () => {
    // 0 and 3, 1 and 4 are confused; 2 is not.
    const label = [0, 0, 3, 3, 1, 1, 4, 4, 2, 2];
    const predicted = [0, 3, 3, 0, 4, 1, 4, 1, 2, 2];
    const order = blockOrder(confusionOf(label, predicted, 5), [0, 1, 2, 3, 4]);
    expect(Math.abs(order.indexOf(0) - order.indexOf(3))).toBe(1);
    expect(Math.abs(order.indexOf(1) - order.indexOf(4))).toBe(1);
  });

  it('turns a cluster so that its most confused end meets the next one', () => {
    // The chain 0 - 2 - 1: 0 and 2 share the most, then 2 and 1. 0 and 1 share nothing.
    const label = [0, 0, 0, 2, 2, 2, 2, 1, 1, 1];
    const predicted = [2, 2, 0, 0, 2, 2, 1, 1, 1, 2];
    expect(blockOrder(confusionOf(label, predicted, 3), [0, 1, 2])[1]).toBe(2);
  });

  it('keeps the order where nothing is confused, and holds each label once', () => {
    expect(blockOrder(confusionOf([0, 1, 2], [0, 1, 2], 3), [2, 0, 1])).toEqual([2, 0, 1]);
    const rows = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.uniqueArray(fc.nat(5)), (pairs, among) => {
        const confusion = confusionOf(
          pairs.map(([given]) => given),
          pairs.map(([, predicted]) => predicted),
          6,
        );
        expect([...blockOrder(confusion, among)].sort()).toEqual([...among].sort());
      }),
    );
  });
});
