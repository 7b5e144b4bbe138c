import { describe, expect, it } from 'vitest';
import {
  labelOptions,
  optionsByClass,
  suggestedOption,
  withKeys,
  type LabelOption,
} from '../../../../src/app/labels/options.js';
import type { DatasetLabel } from '../../../../src/domain/reading/dataset.js';

type Given = string | (Partial<DatasetLabel> & { readonly name: string });

function labelsOf(given: readonly Given[]): DatasetLabel[] {
  return given.map((label) => ({
    token: JSON.stringify(label),
    count: 1,
    ...(typeof label === 'string' ? { name: label } : label),
  }));
}

/** `added`: names that decisions added. */
function optionsOf(
  given: readonly Given[],
  classes: readonly string[],
  map: readonly number[],
  added: readonly string[] = [],
): readonly LabelOption[] {
  const source = labelsOf(given);
  const names = [...source.map(({ name }) => name), ...added];
  return withKeys(
    labelOptions(
      { names, source, list: { isOffered: () => true } },
      { classes, classOf: (label) => map[label] ?? -1, isMergedClass: () => false },
    ),
    new Map(),
  );
}

function suggested(
  given: readonly Given[],
  classes: readonly string[],
  map: readonly number[],
  predicted: number,
  own: number,
  added: readonly string[] = [],
): string | undefined {
  const options = optionsOf(given, classes, map, added);
  const byClass = optionsByClass(options, labelsOf(given), classes);
  const option = options.find(({ label }) => label === own);
  return suggestedOption(option, byClass, predicted)?.name;
}

const NEWS = ['World', 'Sports', 'Business', 'Sci/Tech'];
const PLAIN = { among: null, unknown: [] };

describe('labelOptions', () => {
  it('keeps the order of the labels, whatever the classes', () => {
    expect(optionsOf(['b', 'a'], ['a', 'b'], [1, 0])).toEqual([
      { index: 0, name: 'b', title: 'b', handle: 'b', key: '1', label: 0, class: 1, ...PLAIN },
      { index: 1, name: 'a', title: 'a', handle: 'a', key: '2', label: 1, class: 0, ...PLAIN },
    ]);
  });

  it('offers classes without a matching label, unless a label has the name', () => {
    const options = optionsOf(['x', 'Sports'], ['World', 'Sports', 'x'], [2, -1]);
    expect(options.map((option) => option.name)).toEqual(['x', 'Sports', 'World']);
    expect(options[2]).toEqual({
      index: 2,
      key: '3',
      name: 'World',
      title: 'World',
      handle: 'World',
      label: -1,
      class: 0,
      ...PLAIN,
    });
  });

  it('excludes classes that are only a number if labels are words', () => {
    expect(optionsOf(['World', 'Sports'], ['0', '1', 'LABEL_2'], [-1, -1]).map(({ name }) => name)).toEqual([
      'World',
      'Sports',
    ]);
    expect(optionsOf(['0', '1'], ['0', '1', '2'], [0, 1]).map(({ name }) => name)).toEqual(['0', '1', '2']);
  });

  it('contains only labels before there is a model', () => {
    expect(optionsOf(['x'], [], [-1])).toEqual([
      { index: 0, name: 'x', title: 'x', handle: 'x', key: '1', label: 0, class: -1, ...PLAIN },
    ]);
  });

  it('shows the class of a label with another name, not of a label with another spelling', () => {
    const titles = optionsOf(['3', 'sci_tech'], ['World', 'Sci/Tech'], [0, 1]).map((option) => option.title);
    expect(titles).toEqual(['3 · World', 'sci_tech']);
  });

  it('names a class without rows by its number if labels are numbers', () => {
    const before = optionsOf(['0', '1', '3'], NEWS, [0, 1, 3]).at(-1);
    expect(before).toMatchObject({ name: '2', title: '2 · Business', handle: 'Business', label: -1, class: 2 });
    const after = optionsOf(['0', '1', '3'], NEWS, [0, 1, 3, 2], ['2']);
    expect(after.map(({ handle }) => handle)).toEqual(['0', '1', '3', 'Business']);
    expect(after.at(-1)).toMatchObject({ name: '2', title: '2 · Business', label: 3, class: 2, among: null });
  });

  it('marks a name among numbers', () => {
    const options = optionsOf(['0', '1'], NEWS, [-1, -1]);
    expect(options.map(({ name, among }) => [name, among])).toEqual([
      ['0', null],
      ['1', null],
      ...NEWS.map((name) => [name, 'numbers']),
    ]);
  });

  it('still offers the number after an earlier decision used the name', () => {
    const given = ['0', '1', '3'];
    const options = optionsOf(given, NEWS, [0, 1, 3, 2], ['Business']);
    expect(options.map(({ name, among }) => [name, among]).slice(3)).toEqual([
      ['Business', 'numbers'],
      ['2', null],
    ]);
    expect(suggested(given, NEWS, [0, 1, 3, 2], 2, 0, ['Business'])).toBe('2');
  });

  it('excludes lists of several labels', () => {
    const options = optionsOf(['a', { name: '["a","b"]', several: ['a', 'b'] }], ['a', 'b'], [0, -1, 1], ['b']);
    expect(options.map(({ name, label }) => [name, label])).toEqual([
      ['a', 0],
      ['b', 2],
    ]);
  });

  it('lists the unknown members of a label in a file of objects', () => {
    const given = [
      { name: 'World', fields: [['id', '0']] as const },
      { name: 'Sports', fields: [['id', '1']] as const },
    ];
    expect(optionsOf(given, ['World', 'Sports', 'Business'], [0, 1]).map(({ unknown }) => unknown)).toEqual([
      [],
      [],
      ['id'],
    ]);
  });
});

describe('suggestedOption', () => {
  it.each([
    ['nothing without a prediction', -1, 0, undefined],
    ['the first label of the class', 1, 0, 's1'],
    ['the given label if it has the class', 1, 2, 's2'],
    ['a class without a label, under its name', 2, 0, 'Other'],
    ['nothing for an unknown class', 7, 0, undefined],
  ])('%s', (_, predicted, own, expected) => {
    expect(suggested(['w', 's1', 's2'], ['World', 'Sports', 'Other'], [0, 1, 1], predicted, own)).toBe(expected);
  });

  it('is the spelling of the class itself, else the most frequent spelling', () => {
    const odd = [
      { name: 'SPORTS', count: 1 },
      { name: 'Sports', count: 5 },
      { name: 'World', count: 9 },
    ];
    expect(suggested(odd, NEWS, [1, 1, 0], 1, 2)).toBe('Sports');
    expect(suggested(odd, ['World', 'sport'], [1, 1, 0], 1, 2)).toBe('Sports');
    expect(suggested(odd, ['World', 'SPORTS'], [1, 1, 0], 1, 2)).toBe('SPORTS');
  });
});
