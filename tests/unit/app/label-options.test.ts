import { describe, expect, it } from 'vitest';
import { labelOptions, optionsByClass, suggestedOption } from '../../../src/app/label-options.js';

function optionsOf(labels: readonly string[], classes: readonly string[], map: readonly number[]) {
  return labelOptions(labels, classes, (label) => map[label] ?? -1);
}

describe('labelOptions', () => {
  it('keeps the order of the labels, whatever the classes', () => {
    expect(optionsOf(['b', 'a'], ['a', 'b'], [1, 0])).toEqual([
      { index: 0, name: 'b', title: 'b', label: 0, class: 1 },
      { index: 1, name: 'a', title: 'a', label: 1, class: 0 },
    ]);
  });

  it('offers classes that no label is matched to, unless a label has the name', () => {
    const options = optionsOf(['x', 'Sports'], ['World', 'Sports', 'x'], [2, -1]);
    expect(options.map((option) => option.name)).toEqual(['x', 'Sports', 'World']);
    expect(options[2]).toEqual({ index: 2, name: 'World', title: 'World', label: -1, class: 0 });
  });

  it('offers no class that is called by a number alone where labels are words', () => {
    expect(optionsOf(['World', 'Sports'], ['0', '1', 'LABEL_2'], [-1, -1]).map(({ name }) => name)).toEqual([
      'World',
      'Sports',
    ]);
    expect(optionsOf(['0', '1'], ['0', '1', '2'], [0, 1]).map(({ name }) => name)).toEqual(['0', '1', '2']);
  });

  it('has labels alone before there is a model', () => {
    expect(optionsOf(['x'], [], [-1])).toEqual([{ index: 0, name: 'x', title: 'x', label: 0, class: -1 }]);
  });

  it('says the class of a label that is called otherwise, not of one that is spelt otherwise', () => {
    const titles = optionsOf(['3', 'sci_tech'], ['World', 'Sci/Tech'], [0, 1]).map((option) => option.title);
    expect(titles).toEqual(['3 · World', 'sci_tech']);
  });
});

describe('suggestedOption', () => {
  const options = optionsOf(['w', 's1', 's2'], ['World', 'Sports', 'Other'], [0, 1, 1]);

  it.each([
    ['nothing without a prediction', -1, 0, undefined],
    ['the first label of the class', 1, 0, 's1'],
    ['the given label where it is of the class', 1, 2, 's2'],
    ['a class without a label, under its name', 2, 0, 'Other'],
    ['nothing for an unknown class', 7, 0, undefined],
  ])('%s', (_, predicted, given, expected) => {
    expect(suggestedOption(options, optionsByClass(options), predicted, given)?.name).toBe(expected);
  });
});
