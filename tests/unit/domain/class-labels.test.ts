import { describe, expect, it } from 'vitest';
import { labelOfClasses, newClassNames } from '../../../src/domain/class-labels.js';

const CLASSES = ['World', 'Sports', 'Business', 'Sci/Tech'];

function named(names: readonly string[], map: readonly number[], classes = CLASSES) {
  const labels = names.map((name) => ({ name, count: 5 }));
  return newClassNames(labels, classes, (label) => map[label] ?? -1);
}

describe('newClassNames', () => {
  it.each([
    ['numbers from 0', ['0', '1', '3'], [0, 1, 3], '2'],
    ['numbers from 1', ['1', '2', '4'], [0, 1, 3], '3'],
    ['floats', ['0.0', '1.0', '3.0'], [0, 1, 3], '2.0'],
    ['numbers with zeros in front', ['00', '01', '03'], [0, 1, 3], '02'],
    ['full-width digits', ['０', '１', '３'], [0, 1, 3], '２'],
    ['numbered words', ['LABEL_0', 'LABEL_1', 'LABEL_3'], [0, 1, 3], 'LABEL_2'],
    ['numbers in another order, of which one is left', ['0', '1', '2'], [3, 1, 0], '3'],
    ['names', ['World', 'Sports', 'Sci/Tech'], [0, 1, 3], 'Business'],
    ['lower case', ['world', 'sports', 'sci/tech'], [0, 1, 3], 'business'],
    ['upper case', ['WORLD', 'SPORTS', 'SCI_TECH'], [0, 1, 3], 'BUSINESS'],
    ['a space in front', [' World', ' Sports', ' Sci/Tech'], [0, 1, 3], ' Business'],
    ['a mark in front', ['__label__World', '__label__Sports', '__label__Sci-Tech'], [0, 1, 3], '__label__Business'],
    ['a list as Python writes it', ["['World']", "['Sports']"], [0, 1, -1], "['Business']"],
  ])('%s', (_, names, map, expected) => {
    expect(named(names, map).get(2)).toEqual({ name: expected, among: null });
  });

  it('takes the separators too', () => {
    expect(named(['world', 'sports', 'business'], [0, 1, 2]).get(3)?.name).toBe('sci/tech');
    expect(named(['Sci_Tech', 'World'], [1, 0], ['World', 'Sci/Tech', 'Real Estate']).get(2)?.name).toBe('Real_Estate');
  });

  it('reports a name among numbers where no number fits', () => {
    expect(named(['0', '1', '3'], [-1, -1, -1]).get(2)).toEqual({ name: 'Business', among: 'numbers' });
    expect(named(['0', '4'], [0, 1]).get(2)).toEqual({ name: 'Business', among: 'numbers' });
    expect(named(['1', '2', '3'], [2, 0, 1]).get(3)).toEqual({ name: 'Sci/Tech', among: 'numbers' });
    expect(named(['true', 'false'], [0, 1]).get(2)).toEqual({ name: 'Business', among: 'booleans' });
  });

  it('reports it also where a few rows have a name already', () => {
    const labels = [
      { name: '0', count: 40 },
      { name: '1', count: 40 },
      { name: 'unknown', count: 2 },
    ];
    expect(newClassNames(labels, CLASSES, () => -1).get(2)).toEqual({ name: 'Business', among: 'numbers' });
  });

  it('takes no number that is another label', () => {
    expect(named(['0', '1', '2', '3'], [0, 1, -1, 3]).get(2)).toEqual({ name: 'Business', among: 'numbers' });
  });

  it('knows the other boolean', () => {
    expect(named(['True'], [1], ['no', 'yes']).get(0)).toEqual({ name: 'False', among: null });
    expect(named(['true'], [1], ['no', 'yes']).get(0)).toEqual({ name: 'false', among: null });
  });

  it('leaves lists of several labels out', () => {
    const labels = [
      { name: '0', count: 3 },
      { name: '1', count: 3 },
      { name: '[0,1]', count: 90, several: ['0', '1'] },
    ];
    expect(newClassNames(labels, CLASSES, (label) => [0, 1, 2][label] ?? -1).get(2)).toEqual({
      name: '2',
      among: null,
    });
  });
});

describe('labelOfClasses', () => {
  const best = (labels: readonly (readonly [string, number])[], map: readonly number[]) =>
    labelOfClasses(
      labels.map(([name, count]) => ({ name, count })),
      CLASSES,
      (label) => map[label] ?? -1,
    );

  it('prefers the name of the class, then the most frequent spelling, then the first', () => {
    const spellings = [
      ['SPORTS', 9],
      ['Sports', 5],
      ['sport', 7],
      ['sports news', 7],
    ] as const;
    expect(best(spellings, [1, 1, 1, 1]).get(1)).toBe(1);
    expect(best(spellings, [1, -1, 1, 1]).get(1)).toBe(0);
    expect(best(spellings, [-1, -1, 1, 1]).get(1)).toBe(2);
    expect(best(spellings, [-1, -1, -1, -1]).size).toBe(0);
  });
});
