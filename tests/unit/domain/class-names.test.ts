import { expect, test } from 'vitest';
import { classNamesIn, namedLabels, namesOfValues } from '../../../src/domain/class-names.js';

const info = (features: unknown): string => JSON.stringify({ info: { features } });
const CLASSES = { names: ['no', 'yes'], _type: 'ClassLabel' };

test.each([
  [info({ label: CLASSES }), 'label', ['no', 'yes']],
  [info({ a: { label: CLASSES } }), 'a.label', ['no', 'yes']],
  [info({ 'a.label': CLASSES }), 'a.label', ['no', 'yes']],
  [info({ label: CLASSES }), 'constructor', null],
  [info({ label: { names: ['', 'yes'], _type: 'ClassLabel' } }), 'label', null],
  [info({ label: { names: 'no', _type: 'ClassLabel' } }), 'label', null],
  ['{"info":', 'label', null],
  ['null', 'label', null],
])('%s names the classes of %s', (json, column, names) => {
  expect(classNamesIn(json, column)).toEqual(names);
});

test('words stay labels, and the limit of labels holds', () => {
  const words = [{ name: 'yes', token: '"yes"', count: 1 }];
  expect(namedLabels(words, ['no', 'yes'], 10)).toEqual(words);
  const one = [{ name: '1', token: '1', count: 1 }];
  expect(namedLabels(one, ['no', 'yes', 'other'], 2).map(({ name }) => name)).toEqual(['yes', 'no']);
});

test('reads a value as the name of its label, unless another label has that name', () => {
  const labels = [{ name: 'yes', value: '1' }, { name: '0' }, { name: 'no', value: '0' }];
  expect(namesOfValues(['1', '0', 'x'], labels)).toEqual(['yes', '0', 'x']);
});
