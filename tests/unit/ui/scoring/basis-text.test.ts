import { expect, it } from 'vitest';
import { basisText } from '../../../../src/ui/scoring/basis-text.js';
import { languageOf } from '../../../fakes/language.js';

const NEWS = ['World', 'Sports', 'Business', 'Sci/Tech'];
const en = languageOf('en');
const zh = languageOf('zh-CN');

const named = (...names: readonly string[]): { name: string }[] => names.map((name) => ({ name }));

it('names the class of each number', () => {
  const map = { labels: named('0', '1', '3'), classes: NEWS, assignment: [0, 1, 3], basis: 'integer-0' } as const;
  expect(basisText(map, en)).toContain('0 as World, 1 as Sports, 3 as Sci/Tech');
  expect(basisText(map, zh)).toContain('0 对应 World，1 对应 Sports，3 对应 Sci/Tech');
});

it('names the first of many numbers', () => {
  const numbers = Array.from({ length: 150 }, (_, i) => i);
  const labels = named(...numbers.map(String));
  const classes = numbers.map((i) => `class named ${i}`);
  const sentence = basisText({ labels, classes, assignment: numbers, basis: 'integer-0' }, en);
  expect(sentence).toContain('3 as class named 3, …)');
  expect(sentence).not.toContain('class named 4');
});

it('says that numbers are not those of the classes', () => {
  const none = { classes: NEWS, assignment: [-1, -1], basis: 'none' } as const;
  expect(basisText({ ...none, labels: named('0', '1') }, en)).toContain('2 labels are numbers, but not those of the 4');
  expect(basisText({ ...none, labels: named('pos', 'neg') }, en)).toBe(en.t('run.basis-none'));
});
