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
