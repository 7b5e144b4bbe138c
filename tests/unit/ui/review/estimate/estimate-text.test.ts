import { expect, test } from 'vitest';
import type { Remaining } from '../../../../../src/domain/review/estimate/total.js';
import { pValueText, remainingSentences, yieldSentence } from '../../../../../src/ui/review/estimate/estimate-text.js';
import { languageOf } from '../../../../fakes/language.js';

const en = languageOf('en');
const zh = languageOf('zh-CN');
const REMAINING: Remaining = {
  estimate: 38.7,
  low: 12,
  high: 97,
  sampled: 160,
  open: { sampled: 150, wrong: 0, unsure: 0 },
};

test('reports the width of the interval honestly', () => {
  expect(remainingSentences({ ...REMAINING, estimate: 0, low: 0 }, 4850, en)).toEqual([
    'About 0 wrong labels are left. With 95% confidence there are 0 to 97.',
    'It rests on 160 random rows, and on all of your decisions.',
    'In the parts of the list with undecided rows, 0 wrong in 150 random rows still allows 2%.',
    'More random rows narrow the interval: four times as many halve it.',
    'The 95% holds for a look at a time that you choose beforehand. If you watch the interval and stop when it looks good, it holds less often.',
  ]);
  const unsure = { ...REMAINING, open: { ...REMAINING.open, unsure: 1 } };
  expect(remainingSentences(unsure, 4850, en)[3]).toBe(
    '1 random row is unsure: it can be right or wrong, and the interval allows both.',
  );
  expect(remainingSentences(REMAINING, 4850, zh)[0]).toBe('约剩 39 个错误标签，95% 置信区间为 12 至 97。');
});

test('writes a p value with one sign', () => {
  expect([0.2, 0.0312, 0.000_01].map((p) => pValueText(p, 'en'))).toEqual(['p = 0.200', 'p = 0.031', 'p < 0.0001']);
});

test('names what is missing, and the end', () => {
  const none = { ...REMAINING, estimate: null, open: { sampled: 0, wrong: 0, unsure: 0 } };
  expect(remainingSentences(none, 50, en)).toEqual([
    'There is no estimate yet: it needs random rows from every part of the list.',
  ]);
  expect(remainingSentences(none, 0, en)).toEqual(['Every row is decided. No wrong label is left.']);
});

test('describes the yield curve', () => {
  expect(yieldSentence([], en)).toBe('No row is reviewed yet.');
  const curve = Array.from({ length: 20 }, (_, at) => ({ reviewed: at + 1, wrong: Math.min(at + 1, 5) }));
  expect(yieldSentence(curve, en)).toBe(
    'Of the first 2 reviewed rows 100% had a wrong label, of all 20 reviewed rows 25%.',
  );
});
