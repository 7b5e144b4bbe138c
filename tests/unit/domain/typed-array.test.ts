import { describe, expect, test } from 'vitest';
import { resized, withRoom } from '../../../src/domain/typed-array.js';

describe('resized', () => {
  test('keeps the kind and the values, with zeros behind them', () => {
    expect(resized(Float64Array.of(1.5, 2), 3)).toEqual(Float64Array.of(1.5, 2, 0));
    expect(resized(Int16Array.of(-1), 2)).toEqual(Int16Array.of(-1, 0));
  });

  test('drops the values that do not fit', () => {
    expect(resized(Uint8Array.of(1, 2, 3), 2)).toEqual(Uint8Array.of(1, 2));
  });
});

describe('withRoom', () => {
  test('returns the same array while the values fit', () => {
    const values = Uint32Array.of(1, 2);
    expect(withRoom(values, 2)).toBe(values);
  });

  test('at least doubles the length', () => {
    expect(withRoom(Uint32Array.of(1, 2), 3)).toEqual(Uint32Array.of(1, 2, 0, 0));
    expect(withRoom(Uint32Array.of(1, 2), 9)).toHaveLength(9);
  });
});
