import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { areProbabilities, parseNumber, parseVector } from '../../../../src/domain/predictions/vector.js';

describe('numbers', () => {
  test.each<[string, number]>([
    ['0.5', 0.5],
    [' -1e-3 ', -0.001],
    ['.5', 0.5],
    ['3.', 3],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['nan', NaN],
    ['', NaN],
    ['0x10', NaN],
    ['1,5', 1.5],
    ['-,25e1', -2.5],
    ['1.234,5', NaN],
    ['1,2,3', NaN],
    ['None', NaN],
    ['9007199254740993', 9007199254740992],
  ])('%s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

describe('numbers for the classes', () => {
  test.each<[string, readonly number[], readonly string[] | null]>([
    ['[0.1, 0.9]', [0.1, 0.9], null],
    ['[0.1,0.9,]', [0.1, 0.9], null],
    ['(0.1, 0.9)', [0.1, 0.9], null],
    ['[ 0.1  9.0e-01\n 1.]', [0.1, 0.9, 1], null],
    ['[[0.1 0.9]]', [0.1, 0.9], null],
    ['array([0.1, 0.9], dtype=float32)', [0.1, 0.9], null],
    ["tensor([[-1.5, 2.]], device='cuda:0')", [-1.5, 2], null],
    ['[np.float64(0.1), np.float64(0.9)]', [0.1, 0.9], null],
    ['[null, 1, nan, None]', [NaN, 1, NaN, NaN], null],
    ['[-inf, 1]', [-Infinity, 1], null],
    ['{"World": 0.1, "Sci/Tech": 0.9}', [0.1, 0.9], ['World', 'Sci/Tech']],
    [`{'it\\'s "so"': 0.1, '__proto__': 0.9}`, [0.1, 0.9], ['it\'s "so"', '__proto__']],
    ['{0: 0.25, 1: 0.75}', [0.25, 0.75], ['0', '1']],
    [
      `[{'label': 'NEGATIVE', 'score': 0.9}, {'label': 'POSITIVE', 'score': 0.1}]`,
      [0.9, 0.1],
      ['NEGATIVE', 'POSITIVE'],
    ],
  ])('%s', (text, values, names) => {
    expect(parseVector(text)).toEqual({ values: Float64Array.from(values), names });
  });

  test.each([
    '',
    '[]',
    '[0.1, 0.9',
    '0.1, 0.9',
    '[0.1 0.2 ... 0.9]',
    '[0.1, "a"]',
    '[[0.1, 0.9], [0.2, 0.8]]',
    '{"a": 0.1, "a": 0.9}',
    '{"a": 0.1 "b": 0.9}',
    '{"a": [1]}',
    '[{"label": "a"}]',
    '__import__("os")',
  ])('is not found in %s', (text) => {
    expect(parseVector(text)).toBeNull();
  });

  it('is read from JSON and from numpy', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(numbers, (list) => {
        const values = Float64Array.from(list, (value) => value + 0);
        expect(parseVector(JSON.stringify(list))?.values).toEqual(values);
        expect(parseVector(`[${list.join('  ')}]`)?.values).toEqual(values);
      }),
    );
  });

  test.each<[readonly number[], boolean]>([
    [[0.25, 0.75], true],
    [[0.25, 0.7505], true],
    [[0.33, 0.33, 0.33], true],
    [[0.334, 0.334, 0.333], true],
    [[0.25, 0.765], false],
    [Array.from({ length: 77 }, () => 0.0133), false],
    [[-0.1, 1.1], false],
    [[NaN, 1], false],
    [[0, 1, 0], true],
  ])('%j are probabilities: %s', (values, so) => {
    expect(areProbabilities(values)).toBe(so);
  });
});
