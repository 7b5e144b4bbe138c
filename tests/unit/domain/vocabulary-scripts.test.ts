import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unreadableScripts, wordPieces } from '../../../src/domain/vocabulary-scripts.js';

const letters = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String.fromCodePoint(first + i));
/** Bare letters and a few hundred Han characters, as vocabularies of English have. */
const ENGLISH = ['the', '##ing', 'caf\u00e9', ...letters(0x430, 32), ...letters(0x3041, 80), ...letters(0x4e00, 400)];

describe('scripts that a vocabulary cannot read', () => {
  it('are those with bare letters alone in it', () => {
    const unreadable = unreadableScripts(ENGLISH);
    expect([...unreadable].sort()).toEqual(
      ['arabic', 'chinese', 'cyrillic', 'devanagari', 'greek', 'hebrew', 'japanese', 'korean', 'thai'].sort(),
    );
  });

  it('are not those with words or characters in it', () => {
    const words = letters(0x430, 30).flatMap((a) => letters(0x430, 30).map((b) => `${a}${b}`));
    const unreadable = unreadableScripts([...ENGLISH, ...words, ...letters(0x4e00, 7000)]);
    expect(unreadable.has('cyrillic')).toBe(false);
    expect(unreadable.has('chinese')).toBe(false);
    expect(unreadable.has('greek')).toBe(true);
  });
});

describe('the word pieces of a tokenizer', () => {
  it('are read from vocab.txt and from a WordPiece tokenizer.json', () => {
    expect(wordPieces('vocab.txt', '[PAD]\r\nthe\n##ing')).toEqual(['[PAD]', 'the', '##ing']);
    const json = JSON.stringify({ model: { type: 'WordPiece', vocab: { the: 0, '##ing': 1 } } });
    expect(wordPieces('tokenizer.json', json)).toEqual(['the', '##ing']);
  });

  it('of the built-in model are English', () => {
    const content = readFileSync('public/models/agnews-distilbert-tiny/tokenizer.json', 'utf8');
    const pieces = wordPieces('tokenizer.json', content) ?? [];
    expect(pieces).toHaveLength(8192);
    expect(unreadableScripts(pieces).size).toBe(9);
  });

  it.each([
    ['bytes', { model: { type: 'BPE', vocab: { the: 0 } } }],
    ['sentences', { model: { type: 'Unigram', vocab: [['the', 0]] } }],
    ['a list', { model: { type: 'WordPiece', vocab: null } }],
    ['nothing', {}],
    ['no object', 7],
  ])('of a tokenizer of another kind are missing: %s', (_, content) => {
    expect(wordPieces('tokenizer.json', JSON.stringify(content))).toBeNull();
  });

  it('of a broken file are missing', () => {
    expect(wordPieces('tokenizer.json', '{"model":')).toBeNull();
    expect(wordPieces('tokenizer.json', 'null')).toBeNull();
  });
});
