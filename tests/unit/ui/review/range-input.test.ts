import { describe, expect, it } from 'vitest';
import { endText, rangeOf } from '../../../../src/ui/review/range-input.js';

describe('the fields of a range', () => {
  it.each([
    ['1', '2.5', { min: 1, max: 2.5 }],
    ['', '2.5', { min: -Infinity, max: 2.5 }],
    ['-1', '', { min: -1, max: Infinity }],
    ['3', '1', { min: 1, max: 3 }],
    ['2', '2', { min: 2, max: 2 }],
    ['', ' ', null],
    ['x', '', null],
  ])('%j to %j give the range of numbers', (from, to, expected) => {
    expect(rangeOf(from, to, 'number')).toEqual(expected);
  });

  it('include the whole last day', () => {
    const range = rangeOf('2024-01-31', '2024-02-01', 'date');
    expect(range).toEqual({ min: Date.UTC(2024, 0, 31), max: Date.UTC(2024, 1, 2) - 1 });
    expect([endText(range, 'min', 'date'), endText(range, 'max', 'date')]).toEqual(['2024-01-31', '2024-02-01']);
    expect(rangeOf('2024-02-31x', '', 'date')).toBe(null);
  });

  it('are empty for open ends', () => {
    const open = { min: -Infinity, max: 4 };
    expect([endText(open, 'min', 'number'), endText(open, 'max', 'number')]).toEqual(['', '4']);
    expect(endText(null, 'min', 'date')).toBe('');
  });
});
