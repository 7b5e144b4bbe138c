import type { RowScript } from './row-script.js';

/** Letters by which a piece of a vocabulary counts for a script. */
const LETTERS: Readonly<Record<Exclude<RowScript, 'latin' | 'other'>, RegExp>> = {
  chinese: /\p{Script=Han}/u,
  japanese: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  korean: /\p{Script=Hangul}/u,
  cyrillic: /\p{Script=Cyrillic}/u,
  greek: /\p{Script=Greek}/u,
  arabic: /\p{Script=Arabic}/u,
  hebrew: /\p{Script=Hebrew}/u,
  devanagari: /\p{Script=Devanagari}/u,
  thai: /\p{Script=Thai}/u,
};
/**
 * Pieces from which on a script can be read: vocabularies of English have the bare letters of many scripts, and some hundred
 * Han characters.
 */
const LEAST_PIECES = 250;
const LEAST_HAN = 2000;

/** Scripts whose texts would be hardly more than unknown tokens and single letters to a model with these word pieces. */
export function unreadableScripts(pieces: Iterable<string>): ReadonlySet<RowScript> {
  const counts = new Map<RowScript, number>();
  for (const piece of pieces) {
    if (!/[^\0-\u024f]/u.test(piece)) continue;
    for (const [script, letters] of Object.entries(LETTERS) as [keyof typeof LETTERS, RegExp][]) {
      if (letters.test(piece)) counts.set(script, (counts.get(script) ?? 0) + 1);
    }
  }
  const scripts = Object.keys(LETTERS) as (keyof typeof LETTERS)[];
  return new Set(
    scripts.filter((script) => (counts.get(script) ?? 0) < (script === 'chinese' ? LEAST_HAN : LEAST_PIECES)),
  );
}

/** The word pieces in a tokenizer's file, `vocab.txt` or `tokenizer.json`; null for a file of another kind of tokenizer. */
export function wordPieces(name: string, content: string): readonly string[] | null {
  if (name === 'vocab.txt') return content.split(/\r?\n/);
  try {
    const { model } = JSON.parse(content) as { readonly model?: { readonly type?: unknown; readonly vocab?: unknown } };
    if (model?.type !== 'WordPiece' || typeof model.vocab !== 'object' || model.vocab === null) return null;
    return Object.keys(model.vocab);
  } catch {
    return null;
  }
}
