import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowKeys } from '../../../../../src/domain/reading/json/rows.js';

const column = (keys: readonly string[]): ReadonlyMap<string, null> => new Map(keys.map((key) => [key, null]));

describe('rowKeys', () => {
  it('has every key of every column once, and the order of a column that has them all', () => {
    const parts = fc.array(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, fc.nat(4), (kept, at) => {
        const all = ['3', '1', 'a', 'b', '0', 'c', '9', '2'];
        const some = kept.map((keep) => all.filter((_, i) => keep[i]));
        const { keys, rows } = rowKeys(some.toSpliced(at, 0, all).map(column));
        expect(new Set(keys)).toEqual(new Set(all));
        expect(rows).toBe(8);
        expect(rowKeys([all, ...some].map(column)).keys).toEqual(all);
      }),
    );
  });

  it('puts what a column lacks behind the row that it follows', () => {
    expect(rowKeys([column(['2']), column(['0', '1', '2', '3'])]).keys).toEqual(['0', '1', '2', '3']);
    expect(rowKeys([column(['0', '2']), column(['0', '1', '2'])]).keys).toEqual(['0', '1', '2']);
  });

  it('counts the elements of arrays', () => {
    expect(rowKeys([3, 5])).toEqual({ rows: 5, keys: null });
    expect(rowKeys([3, column(['a'])])).toEqual({ rows: 3, keys: ['a'] });
    expect(rowKeys([])).toEqual({ rows: 0, keys: null });
  });
});
