import { describe, expect, it } from 'vitest';
import { findOptions, MAX_OPTIONS } from '../../../../src/ui/review/find-options.js';

const options = ['Card lost', 'Top up', 'card arrival', 'Transfer'].map((name, label) => ({
  name,
  title: name,
  label,
  class: label,
}));
const probabilities = Float64Array.of(0.1, 0.6, 0.05, 0.25);

describe('findOptions', () => {
  it('keeps the order where all can be seen', () => {
    expect(findOptions(options, probabilities, null, 2)).toEqual({ indexes: [0, 1, 2, 3], left: 0 });
  });

  it('ranks by probability, the given label second', () => {
    expect(findOptions(options, probabilities, '', 2).indexes).toEqual([1, 2, 3, 0]);
    expect(findOptions(options, probabilities, '', 1).indexes).toEqual([1, 3, 0, 2]);
    expect(findOptions(options, null, '', -1).indexes).toEqual([0, 1, 2, 3]);
  });

  it('finds by name, without case', () => {
    expect(findOptions(options, probabilities, ' CARD ', 3).indexes).toEqual([0, 2]);
    expect(findOptions(options, probabilities, 'nothing', 3)).toEqual({ indexes: [], left: 0 });
  });

  it.each([
    ['lost or stolen', [0]],
    ['lost_or-stolen', [0]],
    ['card stolen', [0]],
    ['_', [0, 1, 2]],
    ['sci', [1]],
    ['3', [1]],
    ['股市', [2]],
  ])('finds %s by its words, in the title too', (typed, indexes) => {
    const titles = ['lost_or_stolen_card', '3 · Sci/Tech', '股市'];
    const some = titles.map((title, label) => ({ name: `${label}`, title, label, class: label }));
    expect(findOptions(some, null, typed, -1).indexes).toEqual(indexes);
  });

  it('puts options without a class last, and tells how many are left out', () => {
    const many = Array.from({ length: MAX_OPTIONS + 5 }, (_, label) => ({
      name: `l${label}`,
      title: `l${label}`,
      label,
      class: label === 0 ? -1 : label,
    }));
    const found = findOptions(many, new Float64Array(many.length), '', -1);
    expect(found.left).toBe(5);
    expect(found.indexes[0]).toBe(1);
  });
});
