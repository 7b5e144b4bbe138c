import { describe, expect, it } from 'vitest';
import { labelKeys } from '../../../../src/app/review/label-key-places.js';
import { NAMES } from './keyboard-bench.js';

describe('keys of labels by their place', () => {
  it('are printed on the labels that they choose', () => {
    const keys = labelKeys(NAMES);
    expect([0, 8, 9, 10, 19, 20].map((index) => keys[index])).toEqual(['1', '9', '0', '⇧1', '⇧0', '']);
    expect(labelKeys(['0', '1', '４', '7'])).toEqual(['0', '1', '4', '7']);
    expect(labelKeys(['1', '１'])).toEqual(['1', '2']);
  });

  it.each([
    ['and names', ['0', '1', 'World', 'Sports'], ['0', '1', '2', '3']],
    ['and ten classes without a matching label', [...'0123456789', 'World'], [...'0123456789', '⇧1']],
    ['up to 10', ['1', '2', '10'], ['1', '2', '3']],
    ['up to 11', [...'0123456789', '10', '11'], [...'0123456789', '⇧1', '⇧2']],
    ['below 0', ['-1', '0', '1'], ['2', '0', '1']],
    ['without 0', ['8', '9'], ['8', '9']],
    ['in other forms', ['00', '1.0', '２', 'LABEL_3'], ['0', '1', '2', '3']],
    ['twice', ['1', '1.0', '2'], ['1', '3', '2']],
    [
      'after twenty others',
      [...NAMES.slice(10, 30), '7'],
      [...'1234568', '9', '0', ...[...'1234567890'].map((d) => `⇧${d}`), '', '7'],
    ],
  ])('use the digit of a label from 0 to 9: numbers %s', (_, names, keys) => {
    expect(labelKeys(names)).toEqual(keys);
  });

  it('leave out keys of actions, and the label in such a place has a key that nothing else has', () => {
    const names = ['World', 'Sports', 'Business'];
    expect(labelKeys(names, new Map(), new Set(['1', 'x']))).toEqual(['4', '2', '3']);
    expect(labelKeys(names, new Map([['Sports', '4']]), new Set(['1', '3']))).toEqual(['5', '4', '6']);
    expect(labelKeys(['0', '1'], new Map(), new Set(['0']))).toEqual(['2', '1']);
    expect(labelKeys(NAMES.slice(0, 20), new Map(), new Set(['1']))[0]).toBe('');
    expect(labelKeys(names, new Map([['World', '1']]), new Set(['1']))).toEqual(['1', '2', '3']);
  });
});

describe('keys that a person gives to labels', () => {
  it('replace the key of the label’s place, and no two labels share a key', () => {
    const names = ['World', 'Sports', 'Business'];
    expect(labelKeys(names, new Map([['Sports', 'q']]))).toEqual(['1', 'q', '3']);
    expect(labelKeys(names, new Map([['Business', '1']]))).toEqual(['', '2', '1']);
    const swapped = new Map([
      ['World', '3'],
      ['Business', '1'],
    ]);
    expect(labelKeys(names, swapped)).toEqual(['3', '2', '1']);
    expect(labelKeys(['0', '1'], new Map([['0', 'z']]))).toEqual(['z', '1']);
    expect(labelKeys(['0', '1', 'x'], new Map([['x', '0']]))).toEqual(['', '1', '0']);
  });
});
