import { describe, expect, it } from 'vitest';
import type { LabelOption } from '../../../../src/app/labels/options.js';
import { NameIndex } from '../../../../src/ui/controls/name-index.js';
import { findOptions, pinnedOptions } from '../../../../src/ui/review/find-options.js';

function optionsOf(titles: readonly string[], classOf = (label: number) => label): LabelOption[] {
  return titles.map((title, label) => ({
    index: label,
    name: title,
    title,
    handle: title,
    key: '',
    label,
    class: classOf(label),
    among: null,
    unknown: [],
  }));
}

function find(
  from: readonly LabelOption[],
  chances: Float64Array | null,
  typed: string | null,
  given: number,
): readonly number[] {
  return findOptions(from, new NameIndex(from.map(({ title }) => title)), chances, typed, given);
}

const options = optionsOf(['Card lost', 'Top up', 'card arrival', 'Transfer']);
const probabilities = Float64Array.of(0.1, 0.6, 0.05, 0.25);

describe('findOptions', () => {
  it('keeps the order where all options are visible', () => {
    expect(find(options, probabilities, null, 2)).toEqual([0, 1, 2, 3]);
  });

  it('ranks options by probability, with the given label second', () => {
    expect(find(options, probabilities, '', 2)).toEqual([1, 2, 3, 0]);
    expect(find(options, probabilities, '', 1)).toEqual([1, 3, 0, 2]);
    expect(find(options, null, '', -1)).toEqual([0, 1, 2, 3]);
  });

  it('finds options by name and ignores case', () => {
    expect(find(options, probabilities, ' CARD ', 3)).toEqual([0, 2]);
    expect(find(options, probabilities, 'nothing', 3)).toEqual([]);
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
    expect(find(optionsOf(titles), null, typed, -1)).toEqual(indexes);
  });

  it('puts options without a class last, in their order', () => {
    const some = optionsOf(['a', 'b', 'c', 'd'], (label) => (label % 2 === 0 ? -1 : label));
    expect(find(some, Float64Array.of(0.1, 0.2, 0.3, 0.4), '', -1)).toEqual([3, 1, 0, 2]);
  });
});

describe('pinnedOptions', () => {
  const [first = null, second = null] = options;

  it('puts the suggested label before the given one', () => {
    expect(pinnedOptions(options, probabilities, second, 3)).toEqual([1, 3]);
  });

  it('adds the most probable option where the suggested label is the given one, or one of them is missing', () => {
    expect(pinnedOptions(options, probabilities, second, 1)).toEqual([1, 3]);
    expect(pinnedOptions(options, probabilities, null, 2)).toEqual([2, 1]);
    expect(pinnedOptions(options, probabilities, first, -1)).toEqual([0, 1]);
    expect(pinnedOptions(options, null, null, -1)).toEqual([0, 1]);
  });

  it('returns no more options than there are', () => {
    expect(pinnedOptions(options.slice(0, 1), null, null, 0)).toEqual([0]);
    expect(pinnedOptions([], null, null, -1)).toEqual([]);
  });
});
