import { describe, expect, it } from 'vitest';
import type { ScoreBatch } from '../../../../src/domain/models/batch.js';
import { crossEntropies } from '../../../../src/domain/predictions/loss.js';
import { badNumbers } from '../../../../workers/model/check.js';
import { cutBatch, fillInput, fillLabels, toInt64 } from '../../../../workers/model/feeds.js';

const BATCH: ScoreBatch = {
  ids: Int32Array.of(2, 7, 3, 2, 8, 3, 9, 3),
  offsets: Uint32Array.of(0, 3, 8),
  segmentB: Uint16Array.of(0, 3),
  columns: 6,
  labels: Int32Array.of(1, -1),
};

const FILLING = { padId: 99, firstPosition: 0 };

describe('feeds', () => {
  it('pads with the pad id, masks, numbers segments and positions', () => {
    expect([...fillInput('input_ids', BATCH, FILLING)]).toEqual([2, 7, 3, 99, 99, 99, 2, 8, 3, 9, 3, 99]);
    expect([...fillInput('attention_mask', BATCH, FILLING)]).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0]);
    expect([...fillInput('token_type_ids', BATCH, FILLING)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0]);
    expect([...fillInput('position_ids', BATCH, FILLING)]).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
  });

  it('numbers positions from behind the padding id where the family does', () => {
    expect([...fillInput('position_ids', BATCH, { padId: 1, firstPosition: 2 })]).toEqual([
      2, 3, 4, 1, 1, 1, 2, 3, 4, 5, 6, 1,
    ]);
  });

  it('cuts a batch into batches of a fixed size, the last one filled up without labels', () => {
    const batches = cutBatch({ ...BATCH, labels: Int32Array.of(1, 0) }, 3, 9);
    expect(batches).toEqual([
      {
        ids: Int32Array.of(2, 7, 3, 2, 8, 3, 9, 3, 2, 8, 3, 9, 3),
        offsets: Uint32Array.of(0, 3, 8, 13),
        segmentB: Uint16Array.of(0, 3, 3),
        columns: 9,
        labels: Int32Array.of(1, 0, -1),
      },
    ]);
    expect(cutBatch(BATCH, 1, 6).map(({ ids }) => [...ids])).toEqual([
      [2, 7, 3],
      [2, 8, 3, 9, 3],
    ]);
  });

  it('refuses rows that are longer than the batch is wide', () => {
    expect(() => fillInput('input_ids', { ...BATCH, columns: 4 }, FILLING)).toThrow('row 1');
  });

  it('gives rows without a label class 0, and refuses classes that are not there', () => {
    expect([...fillLabels(BATCH, 2)]).toEqual([1, 0]);
    expect(() => fillLabels(BATCH, 1)).toThrow('class 1 of 1');
    expect(() => fillLabels({ ...BATCH, labels: Int32Array.of(-2, 0) }, 2)).toThrow('class -2');
  });

  it('widens to int64', () => {
    expect([...toInt64(Int32Array.of(0, 1, 2 ** 31 - 1))]).toEqual([0n, 1n, 2n ** 31n - 1n]);
  });
});

describe('badNumbers', () => {
  const logits = [1, 2, 3, -1, 0, 4];
  const check = (
    change: (numbers: { logits: Float32Array<ArrayBuffer>; loss: Float32Array<ArrayBuffer> }) => void,
  ): string | null => {
    const batch = { ...BATCH, labels: Int32Array.of(2, 0) };
    const numbers = { logits: Float32Array.from(logits), loss: Float32Array.from(crossEntropies(logits, 3, [2, 0])) };
    change(numbers);
    return badNumbers(batch, { ...numbers, classes: 3 });
  };

  it('passes good numbers', () => {
    expect(check(() => undefined)).toBeNull();
    expect(check(({ logits }) => logits.set([1, 2, 3, 1, 2, 3.001]))).toContain('loss');
  });

  it.each([
    ['zeros', () => Float32Array.of(0, 0, 0, 0, 0, 0)],
    ['NaN', () => Float32Array.of(1, NaN, 3, -1, 0, 4)],
    ['infinity', () => Float32Array.of(1, 2, Infinity, -1, 0, 4)],
    ['swapped rows', () => Float32Array.of(-1, 0, 4, 1, 2, 3)],
  ])('finds logits of %s', (_, make) => {
    expect(check(({ logits }) => logits.set(make()))).not.toBeNull();
  });

  it('counts the rows of the batch from 1', () => {
    expect(check(({ logits }) => (logits[4] = NaN))).toBe('logit NaN in row 2 of the batch');
    expect(check(({ loss }) => (loss[0] = NaN))).toMatch(/^loss NaN in row 1 of the batch,/);
  });

  it.each([
    ['NaN', NaN],
    ['zero', 0],
    ['a little off', 0.45],
  ])('finds a loss of %s', (_, wrong) => {
    expect(check(({ loss }) => (loss[0] = wrong))).toContain('loss');
  });

  it('takes equal logits from equal rows, not from different ones', () => {
    const same = Float32Array.of(1, 2, 1, 2);
    const output = { logits: same, loss: Float32Array.of(NaN, NaN), classes: 2 };
    const labels = Int32Array.of(-1, -1);
    const twins = { ...BATCH, ids: Int32Array.of(2, 7, 3, 2, 7, 3), offsets: Uint32Array.of(0, 3, 6), labels };
    expect(badNumbers(twins, output)).toBeNull();
    expect(badNumbers({ ...BATCH, labels }, output)).toContain('same logits');
    expect(badNumbers({ ...BATCH, labels }, output, true)).toBeNull();
    const different = { ...twins, ids: Int32Array.of(2, 7, 3, 2, 8, 3) };
    expect(badNumbers(different, output)).toContain('same logits');
  });

  it('finds a missing row', () => {
    expect(badNumbers(BATCH, { logits: new Float32Array(3), loss: new Float32Array(2), classes: 3 })).toContain(
      '3 logits',
    );
  });
});
