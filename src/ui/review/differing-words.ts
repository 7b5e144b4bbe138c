import { foldCase } from '../../domain/review/fold.js';
import { foundPieces, type FoundPiece } from './found.js';

/** A word, or a character of a script without spaces. */
const WORD = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]|[\p{L}\p{M}\p{N}]+/gu;

/** Each text in pieces. `found`: a word that is not in all of the texts. Case and compatibility forms do not count. */
export function differingWords(texts: readonly string[]): readonly (readonly FoundPiece[])[] {
  const words = texts.map((text) =>
    Array.from(text.matchAll(WORD), (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      word: foldCase(match[0].normalize('NFKC')),
    })),
  );
  const textsWith = new Map<string, number>();
  for (const own of words) {
    for (const word of new Set(own.map((found) => found.word))) textsWith.set(word, (textsWith.get(word) ?? 0) + 1);
  }
  return texts.map((text, at) => {
    const spans = (words[at] ?? []).filter(({ word }) => (textsWith.get(word) ?? 0) < texts.length);
    return foundPieces(text, spans);
  });
}
