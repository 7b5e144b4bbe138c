import { describe, expect, it } from 'vitest';
import { labelOrder } from '../../../../src/domain/labels/order.js';

describe('labelOrder', () => {
  it.each([
    ['integers by value', ['10', '9', '-2', '0'], ['-2', '0', '9', '10']],
    [
      'integers of any length',
      ['12345678901234567891', '12345678901234567890', '3'],
      ['3', '12345678901234567890', '12345678901234567891'],
    ],
    ['names', ['World', 'Business', 'Sports'], ['Business', 'Sports', 'World']],
    ['numbers inside names', ['class 10', 'class 2', 'class 1'], ['class 1', 'class 2', 'class 10']],
    ['integers among names', ['b', '10', '9', 'a'], ['9', '10', 'a', 'b']],
    ['decimals', ['2.0', '1.0', '10.5'], ['1.0', '2.0', '10.5']],
    ['a name and its beginning', ['ab', 'a', ''], ['', 'a', 'ab']],
    ['equal by value, in order of appearance', ['01', '1', '+1'], ['01', '1', '+1']],
    ['nothing', [], []],
  ])('%s', (_, names, expected) => {
    expect(labelOrder(names).map((position) => names[position])).toEqual(expected);
  });
});
