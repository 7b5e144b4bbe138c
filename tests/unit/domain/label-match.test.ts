import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchLabels, normalizeName, plainName } from '../../../src/domain/label-match.js';

const NEWS = ['World', 'Sports', 'Business', 'Sci/Tech'];

function match(names: readonly string[], classes: readonly string[]): { basis: string; classes: number[] } {
  const found = matchLabels(
    names.map((name) => ({ name, count: 1 })),
    classes,
  );
  return { basis: found.basis, classes: [...found.classes] };
}

describe('matchLabels', () => {
  it.each([
    ['same names, another order', ['Business', 'World'], NEWS, 'name', [2, 0]],
    ['case, spaces, punctuation', ['sci_tech', ' SPORTS ', 'world.'], NEWS, 'name', [3, 1, 0]],
    ['LABEL_n by name', ['label 1', 'LABEL-0'], ['LABEL_0', 'LABEL_1'], 'name', [1, 0]],
    ['Chinese names', ['体育', '财经'], ['财经', '体育'], 'name', [1, 0]],
    ['full-width forms', ['ＮＥＷＳ'], ['news', 'other'], 'name', [0]],
    ['one name unknown', ['World', 'Opinion'], NEWS, 'name', [0, -1]],
    ['numbers from 0', ['0', '1', '2', '3'], NEWS, 'integer-0', [0, 1, 2, 3]],
    ['numbers from 1', ['1', '2', '3', '4'], NEWS, 'integer-1', [0, 1, 2, 3]],
    ['numbers from 1, some absent', ['2', '4'], NEWS, 'integer-1', [1, 3]],
    ['numbers that fit both ways', ['1', '2', '3'], NEWS, 'integer-ambiguous', [1, 2, 3]],
    ['floats', ['0.0', '1.0'], ['NEGATIVE', 'POSITIVE'], 'integer-0', [0, 1]],
    ['LABEL_n against names', ['LABEL_0', 'LABEL_3'], NEWS, 'integer-0', [0, 3]],
    ['a number out of range', ['0', '1', '2', '3', '9'], NEWS, 'integer-0', [0, 1, 2, 3, -1]],
    ['a stray word among numbers', ['1', '2', '3', '4', 'n/a'], NEWS, 'integer-1', [0, 1, 2, 3, -1]],
    ['unlabelled as -1', ['-1', '0', '1'], ['no', 'yes'], 'integer-0', [-1, 0, 1]],
    ['another label set by number', ['0', '10', '20', '30'], NEWS, 'none', [-1, -1, -1, -1]],
    ['short for a name', ['pos', 'neg'], ['POSITIVE', 'NEGATIVE'], 'none', [-1, -1]],
    ['one number twice', ['0', '1', '1.0', '2', '3'], NEWS, 'integer-0', [0, -1, -1, 2, 3]],
    ['one name twice', ['sports', 'SPORTS', 'World'], NEWS, 'name', [-1, -1, 0]],
    ['one name twice, one exact', ['sports', 'Sports'], NEWS, 'name', [-1, 1]],
    ['one name twice, with spaces', ['World', ' World', 'world '], NEWS, 'name', [0, 0, -1]],
    ['one name twice, in two widths', ['Ｓｐｏｒｔｓ', 'Sports', 'Sci/Tech '], NEWS, 'name', [1, 1, 3]],
    ['one plain name in another case', ['sports', ' sports'], NEWS, 'name', [1, 1]],
    ['the completions of a prompt', [' World', ' Sports', ' Business', ' Sci/Tech'], NEWS, 'name', [0, 1, 2, 3]],
    ['full-width numbers', ['０', '１', '２', '３'], NEWS, 'integer-0', [0, 1, 2, 3]],
    ['full-width and other numbers', ['0', '1', '2', '3', '３'], NEWS, 'integer-0', [0, 1, 2, 3, 3]],
    ['signs that make another name', ['C++', 'C#', 'C'], ['C', 'C#', 'C++'], 'name', [2, 1, 0]],
    ['a sign that no class has', ['C++'], ['C', 'Java'], 'none', [-1]],
    ['a class without rows', ['0', '1', '3'], NEWS, 'integer-0', [0, 1, 3]],
    ['the last class without rows', ['0', '1', '2'], NEWS, 'integer-0', [0, 1, 2]],
    ['two labels for four classes', ['0', '1'], NEWS, 'none', [-1, -1]],
    ['two labels from 1 for four classes', ['1', '2'], NEWS, 'none', [-1, -1]],
    ['two labels for three classes', ['0', '1'], ['negative', 'neutral', 'positive'], 'none', [-1, -1]],
    ['five stars for four classes', ['1', '2', '3', '4', '5'], NEWS, 'none', [-1, -1, -1, -1, -1]],
    ['five numbers from 0 for four classes', ['0', '1', '2', '3', '4'], NEWS, 'none', [-1, -1, -1, -1, -1]],
    ['a polarity of 0 and 4', ['0', '4'], ['negative', 'positive'], 'none', [-1, -1]],
    ['one class name twice', ['a', 'b'], ['a', 'a', 'b'], 'name', [-1, 2]],
    ['object keys', ['__proto__', 'constructor'], ['constructor', '__proto__'], 'name', [1, 0]],
    ['signs alone', ['+', '-'], ['-', '+'], 'name', [1, 0]],
    ['no labels', [], NEWS, 'none', []],
  ])('%s', (_, names, classes, basis, expected) => {
    expect(match(names, classes)).toEqual({ basis, classes: expected });
  });

  it('counts unmatched labels and classes', () => {
    const labels = [
      { name: 'World', count: 7 },
      { name: 'Opinion', count: 5 },
      { name: '?', count: 2 },
    ];
    expect(matchLabels(labels, NEWS)).toMatchObject({ unmatchedLabels: 2, unmatchedRows: 7 });
  });

  it('matches by the names that the file gives, and by number only to classes without names', () => {
    const given = ['Business', 'Sci/Tech', 'Sports', 'World'];
    const labels = [-1, 0, 1, 2, 3].map((number) => {
      const name = given[number];
      return name === undefined ? { name: String(number), count: 1 } : { name, value: String(number), count: 1 };
    });
    expect(matchLabels(labels, NEWS)).toMatchObject({ basis: 'name', classes: Int32Array.of(-1, 2, 3, 1, 0) });
    const others = labels.slice(1).map((label) => ({ ...label, name: `taste ${label.name}` }));
    expect(matchLabels(others, NEWS)).toMatchObject({ basis: 'none', unmatchedLabels: 4 });
    const numbered = ['LABEL_0', 'LABEL_1', 'LABEL_2', 'LABEL_3'];
    expect(matchLabels(others, numbered)).toMatchObject({ basis: 'integer-0', classes: Int32Array.of(0, 1, 2, 3) });
  });

  it('never proposes one class for two names, or a class that is not there', () => {
    const names = fc.array(
      fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ min: -1, max: 6 }).map(String), fc.constantFrom(...NEWS)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(names, names, (labels, classes) => {
        const distinct = [...new Set(labels)];
        const nameOfClass = new Map<number, string>();
        for (const [label, id] of match(distinct, classes).classes.entries()) {
          if (id === -1) continue;
          expect(id >= 0 && id < classes.length).toBe(true);
          const name = plainName(distinct[label] ?? '');
          expect(nameOfClass.get(id) ?? name).toBe(name);
          nameOfClass.set(id, name);
        }
      }),
    );
  });

  it('matches every set of labels with itself, in any order', () => {
    const sets = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sets, (names) => {
        const reversed = names.toReversed();
        expect(match(names, reversed).classes.map((id) => reversed[id])).toEqual(names);
      }),
    );
  });
});

describe('the work of a match', () => {
  /** A list that counts how often an element is read. */
  function counted<T>(list: readonly T[], counter: { reads: number }): readonly T[] {
    return new Proxy(list, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) counter.reads += 1;
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
  }

  it.each([
    ['names', (i: number) => `label_${i}`, (i: number) => `LABEL ${i + 500}`],
    ['numbers', (i: number) => String(i), (i: number) => `class named ${'x'.repeat(i)}`],
    ['nothing in common', (i: number) => `label_${i}`, (i: number) => `class named ${'x'.repeat(i)}`],
  ])('grows with the number of labels and of classes, not with their product: %s', (_, label, classNamed) => {
    const size = 1000;
    const counter = { reads: 0 };
    const labels = Array.from({ length: size }, (_, i) => ({ name: label(i), count: 1 }));
    const classes = Array.from({ length: size }, (_, i) => classNamed(i));
    matchLabels(counted(labels, counter), counted(classes, counter));
    expect(counter.reads).toBeGreaterThanOrEqual(2 * size);
    expect(counter.reads).toBeLessThan(20 * size);
  });
});

describe('numbers as labels', () => {
  it('are matched by their values', () => {
    const labels = ['-1', '0', '10'].map((name) => ({ name, count: 1 }));
    expect([...matchLabels(labels, ['0', '1', '10.0']).classes]).toEqual([-1, 0, 2]);
    const twelve = Array.from({ length: 12 }, (_, k) => ({ name: String(k), count: 1 }));
    const classes = Array.from({ length: 12 }, (_, k) => `${k}.0`);
    expect([...matchLabels(twelve, classes).classes]).toEqual(twelve.map((_, k) => k));
  });
});

describe('normalizeName', () => {
  it('of an ASCII name is that of the same name in full width', () => {
    const names = fc.string({ unit: fc.constantFrom(...'abZ 019  -_./:+#'), maxLength: 8 });
    const wide = (name: string): string =>
      name.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000');
    fc.assert(
      fc.property(names, (name) => {
        expect(normalizeName(wide(name))).toBe(normalizeName(name));
        expect(plainName(wide(name))).toBe(plainName(name));
      }),
    );
  });

  it('keeps letters and digits of every script', () => {
    expect(normalizeName(' Sci / Tech-2 ')).toBe('scitech2');
    expect(normalizeName('体育 新闻')).toBe('体育新闻');
    expect(normalizeName('ÉCOLE')).toBe('école');
    expect(['3', '3.0', ' 3.00 ', '+3', '-3', '3.5', '0', '-0'].map(normalizeName)).toEqual([
      '3',
      '3',
      '3',
      '3',
      '-3',
      '3.5',
      '0',
      '0',
    ]);
    expect(normalizeName('v1.0')).not.toBe(normalizeName('v10'));
  });

  it('takes spellings of one name as one', () => {
    const spellings = ['SPORTS', 'sports ', 'Ｓｐｏｒｔｓ', ' Sports', '"Sports"', 'Sports.', 'sports!'];
    expect(new Set(spellings.map(normalizeName))).toEqual(new Set(['sports']));
    const separated = ['Sci/Tech', 'sci_tech', 'SCI TECH', 'sci-tech', 'Sci & Tech', 'Ｓｃｉ／Ｔｅｃｈ', 'sci – tech'];
    expect(new Set(separated.map(normalizeName))).toEqual(new Set(['scitech']));
  });

  it('keeps names apart that differ by a sign with a meaning', () => {
    const names = [
      'C',
      'C++',
      'C#',
      'A',
      'A-',
      'A+',
      '1.5',
      '15',
      '1-5',
      '1/5',
      '+',
      '-',
      '5*',
      '5',
      '😀',
      '😡',
      '100%',
      '100',
    ];
    expect(new Set(names.map(normalizeName)).size).toBe(names.length);
  });
});

it("prefers the file's names to its numbers, and uses the numbers where no name is common", () => {
  const labels = [
    { name: 'Business', value: '0', count: 1 },
    { name: 'World', value: '1', count: 1 },
  ];
  expect(matchLabels(labels, ['World', 'Business'])).toMatchObject({ basis: 'name', classes: Int32Array.of(1, 0) });
  expect(matchLabels(labels, ['LABEL_0', 'LABEL_1'])).toMatchObject({
    basis: 'integer-0',
    classes: Int32Array.of(0, 1),
  });
});
