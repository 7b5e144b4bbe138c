import { PreTrainedTokenizer } from '@huggingface/transformers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordPiece } from '../../../workers/tokenize-wordpiece.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789.,-!?\'"$()éßσςΣİıАбя中文汉ก';
const WORDS = ['the', 'news', 'is', 'good', 'bad', 'ing', 'ed', 's', '中', '文', 'ab', 'cd', '😀', 'New', 'El'];

/** A tokenizer.json of our own: every letter with and without prefix, some words, so that few texts are unknown. */
function tokenizerJson(normalizer: object, added: object[] = []): Record<string, unknown> {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const pieces = [...special, ...LETTERS, ...[...LETTERS].map((letter) => `##${letter}`)];
  pieces.push(...WORDS, ...WORDS.map((word) => `##${word}`));
  const vocab = Object.fromEntries([...new Set(pieces)].map((piece, id) => [piece, id]));
  return {
    added_tokens: [...special.map((content, id) => ({ id, content, special: true, normalized: false })), ...added],
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, ...normalizer },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 20,
      vocab,
    },
  };
}

const VARIANTS = [
  { name: 'uncased', normalizer: { lowercase: true, strip_accents: null } },
  { name: 'cased', normalizer: { lowercase: false, strip_accents: null } },
  { name: 'uncased, accents kept', normalizer: { lowercase: true, strip_accents: false } },
  { name: 'cased, accents stripped', normalizer: { lowercase: false, strip_accents: true } },
  { name: 'not cleaned', normalizer: { lowercase: true, strip_accents: null, clean_text: false } },
  { name: 'Chinese not spaced', normalizer: { lowercase: true, strip_accents: null, handle_chinese_chars: false } },
];

function pairOf(json: Record<string, unknown>): { fast: WordPiece; library: PreTrainedTokenizer } {
  const fast = WordPiece.from(json, {});
  if (fast === null) throw new Error('no fast path for a plain BERT tokenizer');
  return { fast, library: new PreTrainedTokenizer(json, {}) };
}

/** Ids by the fast path, or 'library' where it hands over. */
function fastIds(fast: WordPiece, text: string): number[] | 'library' {
  const ids: number[] = [];
  return fast.encode(text, Infinity, ids) ? ids : 'library';
}

const TRICKY = [
  '',
  ' ',
  'the news is good',
  'The\u00a0NEWS\u2003is\u3000good',
  'ab\u000bcd ef\u000cgh',
  'a\ufeffb a\u200bb a\u00adb',
  'ab\u0085cd ab\u2028cd',
  '\0ab c\ufffdd',
  'ΑΣ ΑΣ. ΟΔΥΣΣΕΥΣ ΣΑΣ',
  'İstanbul I\u0307 ıi',
  'e\u0301cole école \u0301 a \u0301b',
  '中文news中文 㐀 豈 𠀀',
  '😀 the😀 😀s',
  'lone \ud800 surrogate \udc00x a\ud800b',
  'abcdefghijklmnopqrstu abcdefghijklmnopqrst',
  'a'.repeat(200),
  '$3.50 (ab) "c" \'d\'',
  'ab[PAD]cd',
  '[\u200bPAD]',
  'x [\u200bPAD]',
  'constructor __proto__ toString',
];

describe.each(VARIANTS)('WordPiece, $name', ({ normalizer }) => {
  const { fast, library } = pairOf(tokenizerJson(normalizer));
  const expectSame = (text: string): void => {
    const ids = fastIds(fast, text);
    if (ids !== 'library') expect(ids).toEqual(library.encode(text, { add_special_tokens: false }));
  };

  it.each(TRICKY)('equals the library on %j', expectSame);

  it('equals the library on random text', () => {
    const characters = fc.oneof(
      fc.constantFrom(...LETTERS),
      fc.constantFrom(
        ' ',
        ' ',
        '\t',
        '\n',
        '\v',
        '\f',
        '\r',
        '\u00a0',
        '\u2028',
        '\ufeff',
        '\u200b',
        '\u0301',
        'Σ',
        'A',
      ),
      fc.constantFrom(...WORDS),
      fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    );
    const texts = fc.array(characters, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(fc.property(texts, expectSame), { numRuns: 1000 });
  });
});

describe('WordPiece', () => {
  it('leaves texts that may hold an added token to the library', () => {
    const { fast } = pairOf(tokenizerJson({ lowercase: false }));
    expect(fastIds(fast, 'ab[PAD]cd')).toBe('library');
    expect(fastIds(fast, '[\u200bPAD]')).toBe('library');
    expect(fastIds(fast, '中文中文')).not.toBe('library');
  });

  it('stops soon after the limit', () => {
    const { fast } = pairOf(tokenizerJson({ lowercase: true }));
    const ids: number[] = [];
    fast.encode('the '.repeat(10_000), 10, ids);
    expect(ids).toHaveLength(11);
  });

  it('has no fast path for other tokenizers', () => {
    const plain = tokenizerJson({ lowercase: true });
    expect(WordPiece.from({ ...plain, pre_tokenizer: { type: 'Whitespace' } }, {})).toBeNull();
    expect(WordPiece.from({ ...plain, normalizer: { type: 'NFC' } }, {})).toBeNull();
    expect(WordPiece.from({ ...plain, model: { type: 'BPE' } }, {})).toBeNull();
    expect(WordPiece.from(plain, { remove_space: true })).toBeNull();
    const matchedLater = tokenizerJson({ lowercase: true }, [{ id: 900, content: 'foo', special: false }]);
    expect(WordPiece.from(matchedLater, {})).toBeNull();
  });

  it('takes ids of added tokens that occur only after cleaning', () => {
    const json = tokenizerJson({ lowercase: true }, [{ id: 900, content: 'foo', special: true, normalized: false }]);
    const { fast, library } = pairOf(json);
    for (const text of ['f\u00adoo', 'x f\u00adoo', 'fo o']) {
      const ids = fastIds(fast, text);
      if (ids !== 'library') expect(ids).toEqual(library.encode(text, { add_special_tokens: false }));
    }
    expect(fastIds(fast, 'x f\u00adoo')).toContain(900);
  });
});
