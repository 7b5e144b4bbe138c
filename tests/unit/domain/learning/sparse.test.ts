import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../../src/domain/learning/sparse.js';
import { sparseOf } from './made-up.js';

const FEATURES = 5;
const matrices = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: FEATURES, maxLength: FEATURES }), {
  maxLength: 12,
});

describe('columnsOf', () => {
  it('has the entries of each feature, rows ascending, and none of a feature of too many rows', () => {
    fc.assert(
      fc.property(matrices, fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }), (dense, most) => {
        const { offsets, row, value } = columnsOf(sparseOf(dense, FEATURES), most);
        for (let feature = 0; feature < FEATURES; feature++) {
          const expected = dense.flatMap((values, i) => (values[feature] === 0 ? [] : [[i, values[feature]]]));
          const [start = 0, end = 0] = [offsets[feature], offsets[feature + 1]];
          const found = Array.from(row.subarray(start, end), (i, at) => [i, value[start + at]]);
          expect(found).toEqual(expected.length > (most ?? Infinity) ? [] : expected);
        }
      }),
    );
  });
  it('puts its arrays into the buffers that it is given', () => {
    const columns = columnsOf(sparseOf([[1, 0, 2]], 3), Infinity, (bytes) => new SharedArrayBuffer(bytes));
    for (const array of Object.values(columns)) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
