import { describe, expect, it } from 'vitest';
import { kindOf, MARK, SEPARATOR, UNSPACED, WORD } from '../../../../src/domain/learning/scripts.js';

describe('kindOf', () => {
  it.each([
    ['a word has letters, digits and underscores', WORD, 'aZ0_éßЖαא٣한'],
    ['spaces and the punctuation of spaced scripts separate', SEPARATOR, ' \t\n\u00a0\u3000.,!?-\'"#()$+=\u200b\u200d'],
    ['scripts without spaces', UNSPACED, '字々かカーㄅกดີကកབ𠮷'],
    ['punctuation of those scripts and its wide forms', UNSPACED, '。、「」！，：？'],
    ['pictographs and letters of flags', UNSPACED, '👍❤☀🇫'],
    ['marks that belong to the character before', MARK, '\u0301\ufe0f\u0591\u3099\uff9e'],
  ])('%s', (_, kind, characters) => {
    for (const character of characters) {
      const codePoint = character.codePointAt(0)!;
      expect(kindOf(codePoint), codePoint.toString(16)).toBe(kind);
      // The second call uses the stored kind.
      expect(kindOf(codePoint)).toBe(kind);
    }
  });
  it('takes half of a surrogate pair for a separator', () => {
    expect(kindOf(0xd800)).toBe(SEPARATOR);
    expect(kindOf(0xdfff)).toBe(SEPARATOR);
  });
});
