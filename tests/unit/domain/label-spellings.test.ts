import { describe, expect, it } from 'vitest';
import { spelledAlike, spellingGroups, spellingKeys } from '../../../src/domain/label-spellings.js';

const NEWS = ['World', 'Sports', 'Business', 'Sci/Tech'];

function labelsOf(...names: readonly (string | readonly [string, number])[]): { name: string; count: number }[] {
  return names.map((name) => (typeof name === 'string' ? { name, count: 1 } : { name: name[0], count: name[1] }));
}

function grouped(...names: readonly (string | readonly [string, number])[]): Record<string, string[]> {
  const labels = labelsOf(...names);
  const name = (index: number): string => labels[index]?.name ?? '';
  return Object.fromEntries(
    spellingGroups(labels, spellingKeys(labels)).map((group) => [name(group.to), group.labels.map(name)]),
  );
}

describe('labels of one spelling', () => {
  it('belong to the one with the most rows, else to the plainest', () => {
    expect(
      grouped(
        ' World',
        'World',
        'world ',
        'SPORTS',
        'Sports',
        'sports',
        ['sci_tech', 9],
        'Ｓｃｉ/Ｔｅｃｈ',
        'FOOD',
        'food',
        'Art',
      ),
    ).toEqual({
      World: [' World', 'world '],
      food: ['FOOD'],
      Sports: ['SPORTS', 'sports'],
      sci_tech: ['Ｓｃｉ/Ｔｅｃｈ'],
    });
  });

  it('do not include names that a sign, a number or an object key makes different', () => {
    expect(
      grouped('C', 'C++', 'C#', 'A', 'A-', '1', '-1', '10', '1.0.0', '__proto__', 'constructor', 'toString'),
    ).toEqual({});
  });

  it('are found among twenty thousand labels in as many steps', () => {
    let reads = 0;
    const labels = Array.from({ length: 20_000 }, (_, i) => ({
      get name() {
        reads += 1;
        return `Label ${i >> 1}${i % 2 === 0 ? '' : '!'}`;
      },
      count: i,
    }));
    expect(spellingGroups(labels, spellingKeys(labels))).toHaveLength(10_000);
    expect(reads).toBeLessThan(20_000 * 20);
  });
});

describe('labels without a class', () => {
  function proposed(names: readonly string[], classes: readonly string[], classOf: readonly number[]): string[] {
    return spelledAlike(spellingKeys(labelsOf(...names)), classes, classOf).map(
      (found) => `${names[found.label]} -> ${classes[found.class]}`,
    );
  }

  it('get a proposal for the class of their spelling', () => {
    const names = ['World', 'world ', 'SPORTS', 'sports', 'Food'];
    expect(proposed(names, NEWS, [0, -1, -1, -1, -1])).toEqual([
      'world  -> World',
      'SPORTS -> Sports',
      'sports -> Sports',
    ]);
  });

  it('get a proposal for the class of labels with their spelling, whatever its name', () => {
    expect(proposed(['sport', 'SPORT', 'Sport'], NEWS, [-1, 1, -1])).toEqual(['sport -> Sports', 'Sport -> Sports']);
  });

  it('get no proposal where two classes have their spelling, or labels of their spelling have two classes', () => {
    expect(proposed(['x', 'X '], ['X', 'x.'], [-1, -1])).toEqual([]);
    expect(proposed(['a', 'A', 'a.'], NEWS, [0, 1, -1])).toEqual([]);
  });
});
