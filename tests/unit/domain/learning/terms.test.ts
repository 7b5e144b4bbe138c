import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TermReader } from '../../../../src/domain/learning/terms.js';

interface Read {
  readonly words: readonly number[];
  readonly characters: readonly number[];
  /** The parts of the text that the terms of `words` cover. */
  readonly slices: readonly string[];
  readonly spaced: number;
  readonly unspaced: number;
}

function read(text: string, reader = new TermReader()): Read {
  reader.read(text);
  const { wordCount, characterCount } = reader;
  const words = [...reader.words.subarray(0, wordCount)];
  return {
    words,
    characters: [...reader.characters.subarray(0, characterCount)],
    slices: words.map((_, i) => text.slice(reader.starts[i], reader.ends[i])),
    spaced: reader.spacedCount,
    unspaced: reader.unspacedCount,
  };
}

const same = (a: string, b: string): void => {
  expect(read(a).words).toEqual(read(b).words);
  expect(read(a).characters).toEqual(read(b).characters);
};
const slices = (text: string): readonly string[] => read(text).slices;

describe('words', () => {
  it('are terms alone and in pairs of neighbours, in order', () => {
    expect(slices('The quick, brown')).toEqual(['The', 'quick', 'The quick', 'brown', 'quick, brown']);
  });
  it('keep an apostrophe inside, typed straight or curved, and none at their ends', () => {
    expect(slices("I don't")).toEqual(['I', "don't", "I don't"]);
    same("don't", 'don\u2019t');
    same("'tis the dogs' day", 'tis the dogs day');
  });
  it('have hashes of their own, pairs by the order of their words', () => {
    expect(new Set(read('one two three four five').words).size).toBe(9);
    expect(read('a b').words[2]).not.toBe(read('b a').words[2]);
    expect(read('ab').words[0]).not.toBe(read('a b').words[2]);
  });
  it.each([
    ['case', 'Straße İSTANBUL ΣΑΣ', 'straße i̇stanbul σας'],
    ['digits', 'in 2024 for 19', 'in 0000 for 00'],
    ['digits of other scripts', 'سنة ٢٠٢٤', 'سنة 0000'],
    ['compatibility forms', 'ﬁne ＡＢＣ １２', 'fine abc 00'],
    ['composed and decomposed letters', 'café Été', 'cafe\u0301 E\u0301te\u0301'],
    ['composed and decomposed Hangul', '한국어 좋아요', '한국어 좋아요'.normalize('NFD')],
    ['spaces and punctuation', 'a  b', 'a, b!'],
  ])('do not differ in %s', (_, a, b) => {
    same(a, b);
  });
  it('keep differences of meaning', () => {
    expect(read('cafe').words).not.toEqual(read('café').words);
    expect(read('2024').words).not.toEqual(read('24').words);
  });
  it('are read in ASCII as they are beside other letters', () => {
    // One letter outside of ASCII sends a word through Unicode normalisation, which must not change its ASCII letters.
    expect(read('HELLO42').words[0]).toBe(read('ｈＥＬＬＯ42').words[0]);
    expect(read('HELLO42').characters).toEqual(read('ｈＥＬＬＯ42').characters);
  });
  it('of Korean are put between spaces', () => {
    expect(slices('오늘 날씨')).toEqual(['오늘', '날씨', '오늘 날씨']);
    expect(read('오늘 날씨')).toMatchObject({ spaced: 2, unspaced: 0 });
  });
});

describe('n-grams of characters', () => {
  it('have 3 to 5 characters of a word with a space before and behind', () => {
    // " cat ": 3 of length 3, 2 of length 4, 1 of length 5.
    expect(read('cat').characters).toHaveLength(6);
    expect(read('a').characters).toHaveLength(1);
    expect(read('ab').characters).toHaveLength(3);
  });
  it('tell the start and the end of a word from its middle', () => {
    const shared = (a: string, b: string): number => {
      const inB = new Set(read(b).characters);
      return read(a).characters.filter((hash) => inB.has(hash)).length;
    };
    // "under" and "underdog" share " un", "und", "nde", "der", " und", "unde", "nder", " unde", "under", but not "er ".
    expect(shared('under', 'underdog')).toBe(9);
    expect(shared('thunder', 'under')).toBe(9);
    expect(shared('abc', 'xyz')).toBe(0);
  });
  it('do not reach over two words', () => {
    expect(read('cat dog').characters).toEqual([...read('cat').characters, ...read('dog').characters]);
  });
});

describe('scripts without spaces', () => {
  it.each([
    ['Chinese', '我喜欢', ['我', '我喜', '我喜欢', '喜', '喜欢', '欢']],
    ['Japanese', 'すし', ['す', 'すし', 'し']],
    ['Thai', 'ดี', ['ด', 'ดี', 'ี']],
  ])('of %s give n-grams of 1 to 3 characters to both spaces', (_, text, parts) => {
    const terms = read(text);
    expect(terms.slices).toEqual(parts);
    expect(terms.characters).toEqual(terms.words);
    expect(terms.spaced).toBe(0);
  });
  it('are not joined over punctuation, spaces or words', () => {
    expect(slices('你。好')).toContain('你。好');
    expect(slices('你 好')).toEqual(['你', '好']);
    expect(slices('用Python写')).toEqual(['用', 'Python', '写']);
    expect(read('用Python写')).toMatchObject({ spaced: 1, unspaced: 2 });
  });
  it('separate the words around them', () => {
    expect(slices('red 红 blue')).toEqual(['red', '红', 'blue']);
  });
  it('do not differ in compatibility forms', () => {
    same('ｶﾞｽ', 'ガス');
    same('ガス', 'ガス'.normalize('NFD'));
    same('が', 'が'.normalize('NFD'));
  });
  it('of characters beyond 65,536 are read whole', () => {
    expect(slices('𠮷野')).toEqual(['𠮷', '𠮷野', '野']);
  });
});

describe('pictographs', () => {
  it('are characters of their own', () => {
    expect(slices('good 👍👍')).toEqual(['good', '👍', '👍👍', '👍']);
  });
  it('do not differ in how they are drawn', () => {
    expect(read('❤️').words).toEqual(read('❤').words);
    expect(slices('❤️')).toEqual(['❤️']);
  });
  it('of flags are read as pairs of letters', () => {
    expect(slices('🇫🇷')).toContain('🇫🇷');
    expect(read('🇫🇷').words).not.toEqual(read('🇩🇪').words);
  });
});

describe('hostile texts', () => {
  it('that are empty or hold no word have no terms', () => {
    for (const text of ['', ' \n\t', '... !?', '\u200b']) expect(read(text).words).toEqual([]);
  });
  it('with half of a surrogate pair are read around it', () => {
    expect(slices('a\ud800b')).toEqual(['a', 'b', 'a\ud800b']);
    expect(slices('\udc00')).toEqual([]);
    expect(slices('字\ud83d')).toEqual(['字']);
  });
  it('with a word of 100 KB give its beginning, and the other text up to 100,000 units', () => {
    const long = 'x'.repeat(100 * 1024);
    expect(read(long).characters.length).toBe(3 * 258 - 2 - 3 - 4);
    const short = read(`${'y'.repeat(99_990)} abc def ghi`);
    expect(short.spaced).toBe(4);
  });
  it('with endless marks on one character are read', () => {
    const marks = '\u0301'.repeat(50_000);
    expect(slices(`字${marks}`)).toEqual([`字${marks}`]);
    expect(slices(`e${marks}`)).toEqual([`e${marks}`]);
    expect(slices(marks)).toEqual([marks]);
  });
  it('with a letter that becomes 18 are read', () => {
    expect(slices('ﷺ'.repeat(256))).toHaveLength(1);
    expect(read('ﷺ'.repeat(256)).characters.length).toBeGreaterThan(10_000);
  });
});

describe('places', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          'a',
          'Bc',
          ' ',
          '9',
          '字',
          'か',
          '\u3099',
          'é',
          'e\u0301',
          '👍',
          '\ufe0f',
          '한',
          '。',
          '\ud800',
          'ก',
          'ำ',
        ),
      )
      .map((parts) => parts.join('')),
  );

  it('slice out the text that gives the same term', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { words, slices: parts } = read(text);
        const again = new TermReader();
        parts.forEach((part, i) => {
          expect(part.length).toBeGreaterThan(0);
          // The last of the part's terms that begins where it begins and ends where it ends.
          expect(read(part, again).words, JSON.stringify(part)).toContain(words[i]);
        });
      }),
      { numRuns: 500 },
    );
  });
  it('of a reader that has read other texts are the same', () => {
    const used = new TermReader();
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text, used)).toEqual(read(text));
      }),
    );
  });
});
