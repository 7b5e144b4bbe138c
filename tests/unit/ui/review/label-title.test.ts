import { describe, expect, it } from 'vitest';
import { namesInSentence } from '../../../../src/ui/review/label-title.js';
import { languageOf } from '../../../fakes/language.js';

describe('the names of several labels in a sentence', () => {
  it.each([
    ['en', [], 'no label'],
    ['en', ['World', 'Business'], 'World and Business'],
    ['zh-CN', ['World', 'Business'], 'World、Business'],
    ['zh-CN', ['体育', 'World', '财经'], '体育、World、财经'],
  ] as const)('%s %j', (locale, names, expected) => {
    expect(namesInSentence(names, languageOf(locale))).toBe(expected);
  });
});
