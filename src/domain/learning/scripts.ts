/** The kind of a character for a reader of words. */
export const SEPARATOR = 1;
/** Part of a word: a letter, digit or mark of a script that puts spaces between words. */
export const WORD = 2;
/** A character that is a word by itself: a letter of a script without spaces, or a pictograph. */
export const UNSPACED = 3;
/** A mark that belongs to the character before it. */
export const MARK = 4;
type CharacterKind = typeof SEPARATOR | typeof WORD | typeof UNSPACED | typeof MARK;

const MARKS = /^\p{M}$/u;
const WORD_PARTS = /^[\p{L}\p{N}_]$/u;
const UNSPACED_SCRIPTS =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]$/u;
/** Punctuation of those scripts, and its full-width forms. */
const WIDE_PUNCTUATION = /^[\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]$/u;
const SPACE = /^\s$/u;
const PICTOGRAPH = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;
/** Voicing marks of Japanese, combining and half-width. They make one letter with the one before. */
const VOICING_MARKS = /^[\u3099\u309a\uff9e\uff9f]$/u;

/** Known kinds of the characters below U+10000. 0 = unknown. */
const known = new Uint8Array(0x10000);

/** The kind of a code point. */
export function kindOf(codePoint: number): CharacterKind {
  if (codePoint > 0xffff) return classify(codePoint);
  const kind = known[codePoint] as number;
  if (kind !== 0) return kind as CharacterKind;
  return (known[codePoint] = classify(codePoint));
}

function classify(codePoint: number): CharacterKind {
  const character = String.fromCodePoint(codePoint);
  if (VOICING_MARKS.test(character)) return MARK;
  if (MARKS.test(character)) return UNSPACED_SCRIPTS.test(character) ? UNSPACED : MARK;
  if (WORD_PARTS.test(character)) return UNSPACED_SCRIPTS.test(character) ? UNSPACED : WORD;
  if (SPACE.test(character)) return SEPARATOR;
  return WIDE_PUNCTUATION.test(character) || PICTOGRAPH.test(character) ? UNSPACED : SEPARATOR;
}
