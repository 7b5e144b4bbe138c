import { describe, expect, it } from 'vitest';
import { hotColumns, hotName } from '../../../src/domain/computed-columns.js';
import { spreadLabel } from '../../../src/domain/label-groups.js';
import { guessRoles } from '../../../src/domain/roles.js';

const TEXTS = [
  'Prices fell on Monday again',
  'The match ended in a draw',
  'Ministers met in Geneva',
  'A new coach was named',
];

function table(columns: readonly string[], cells: readonly (readonly string[])[]): ReturnType<typeof guessRoles> {
  return guessRoles(
    columns,
    TEXTS.map((text, i) => [text, ...(cells[i] ?? [])]),
    true,
  );
}

describe('spreadLabel', () => {
  it('takes columns of 0 and 1 as one label', () => {
    const roles = table(
      ['text', 'world', 'sports', 'business'],
      [
        ['0', '0', '1'],
        ['0', '1', '0'],
        ['1', '0', '0'],
        ['0', '1', '0'],
      ],
    );
    expect(roles.text).toBe('text');
    expect(hotColumns(roles.label)).toEqual(['world', 'sports', 'business']);
  });

  it.each([
    ['True', 'False'],
    ['1.0', '0.0'],
    ['1', ''],
  ])('reads %s and %s as yes and no', (yes, no) => {
    const roles = table(
      ['text', 'world', 'sports'],
      [
        [no, yes],
        [no, yes],
        [yes, no],
        [no, yes],
      ],
    );
    expect(roles.label).toBe(hotName(['world', 'sports']));
  });

  it('takes three and more columns with any number of classes as one label', () => {
    const roles = table(
      ['text', 'toxic', 'obscene', 'threat'],
      [
        ['0', '0', '0'],
        ['1', '1', '0'],
        ['0', '0', '0'],
        ['1', '0', '1'],
      ],
    );
    expect(roles.label).toBe(hotName(['toxic', 'obscene', 'threat']));
  });

  it('keeps a column with the name of a label', () => {
    const roles = table(
      ['text', 'label', 'checked'],
      [
        ['0', '1'],
        ['1', '0'],
        ['0', '1'],
        ['1', '0'],
      ],
    );
    expect(roles.label).toBe('label');
  });

  it('takes the objects of textcat for the label', () => {
    const cats = ['{"World":0.0,"Sports":1.0}', '{"World":1.0,"Sports":0.0}', '{"World":1.0,"Sports":0.0}'];
    const columns = ['text', 'cats', 'cats.World', 'cats.Sports'];
    const records = cats.map((cell, i) => [TEXTS[i] ?? '', cell, cell.slice(9, 12), cell.slice(22, 25)]);
    expect(spreadLabel(columns, records, new Set(['text']))).toBe('cats');
    expect(guessRoles(columns, records, true).label).toBe('cats');
  });

  it('takes the object also where one of its classes has the name of a label column', () => {
    const cats = ['{"topic":0,"intent":1}', '{"topic":1,"intent":0}', '{"topic":1,"intent":0}'];
    const columns = ['text', 'cats', 'cats.topic', 'cats.intent'];
    const records = cats.map((cell, i) => [TEXTS[i] ?? '', cell, cell.slice(9, 10), cell.slice(20, 21)]);
    expect(guessRoles(columns, records, true).label).toBe('cats');
  });
});
