import type { SourceEncoding } from './dataset.js';
import { alphabetScore } from './plausible-words.js';
import {
  COMMON_HAN,
  COMMON_HANGUL,
  hangulLevelOne,
  kanjiLevelOne,
  simplifiedLevelOne,
  traditionalLevelOne,
} from './script-letters.js';

/** A reading with at least this value is text by people. */
export const PLAUSIBLE = 0.35;

const ALPHABETS = new Set<SourceEncoding>([
  'utf-8',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'iso-8859-2',
  'macintosh',
  'x-mac-cyrillic',
  'iso-8859-5',
  'iso-8859-6',
  'windows-1257',
  'windows-874',
]);

/**
 * How much lines in an encoding look like text of the languages that it is made for: 1 = exactly so, about 0 = as much
 * evidence for it as against it, below = nonsense. Characters of ASCII count only as neighbours of others.
 */
export function plausibility(lines: readonly string[], encoding: SourceEncoding): number {
  const judged = ALPHABETS.has(encoding) ? alphabetScore(lines, encoding) : eastAsianScore(lines, encoding);
  return judged - Math.min(3, 5 * impossibleShare(lines));
}

/** The share, among the characters beyond ASCII, of those that no text holds. */
function impossibleShare(lines: readonly string[]): number {
  let impossible = 0;
  let foreign = 0;
  for (const line of lines) {
    impossible += impossibleCount(line);
    for (const character of line) if (character >= '\x80') foreign++;
  }
  return impossible / Math.max(1, foreign);
}

/** How many characters no text holds: controls, private use, U+FFFD. */
export function impossibleCount(text: string): number {
  let count = 0;
  for (const character of text) if (isImpossible(character.codePointAt(0) ?? 0)) count++;
  return count;
}

function isImpossible(code: number): boolean {
  const control = code < 9 || (code > 13 && code < 32) || (code >= 127 && code < 160);
  const nothing = (code >= 0xe000 && code <= 0xf8ff) || code === 0xfffd || (code & 0xfffe) === 0xfffe;
  return control || nothing || code > 0x3ffff;
}

function eastAsianScore(lines: readonly string[], encoding: SourceEncoding): number {
  switch (encoding) {
    case 'gb18030':
      return meanOf(lines, (c) => chinese(c, simplifiedLevelOne()));
    case 'big5':
      return meanOf(lines, (c) => chinese(c, traditionalLevelOne()));
    case 'euc-kr':
      return meanOf(lines, korean);
    case 'shift_jis':
    case 'euc-jp':
    case 'iso-2022-jp':
      return japanese(lines);
    default:
      // UTF-16 holds every script.
      return Math.max(
        meanOf(lines, (c) => chinese(c, simplifiedLevelOne())),
        meanOf(lines, (c) => chinese(c, traditionalLevelOne())),
        meanOf(lines, korean),
        japanese(lines),
        alphabetScore(lines, encoding),
      );
  }
}

/** Punctuation and signs that East Asian texts share, of both widths. They are no evidence for a reading. */
const SHARED = /[\u2010-\u2026\u203b\u3000-\u301f\u30fb\uff01-\uff60\uffe0-\uffe6\u00b7\u00d7]/;
const HAN = /\p{Script=Han}/u;
const HANGUL = /[\uac00-\ud7a3]/;
const HIRAGANA = /[\u3041-\u309f]/;
const KATAKANA = /[\u30a1-\u30ff]/;
const HALF_KATAKANA = /[\uff61-\uff9f]/;
const JAMO = /[\u3131-\u318e]/;
/** A character that a Latin word has swallowed. */
const GLUED = /[a-z][^\0-\x7f](?=[a-z\s,.;"'!?]|$)/iu;

/** The mean evidence of the characters beyond ASCII. Null is no evidence. */
function meanOf(lines: readonly string[], valueOf: (character: string) => number | null): number {
  let sum = 0;
  let count = 0;
  for (const line of lines) {
    for (const character of line) {
      if (character < '\x80') continue;
      const value = valueOf(character);
      if (value === null) continue;
      sum += value;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count - gluedShare(lines, count);
}

/** Single characters at the end of or inside a word of ASCII letters, which is where misread accents are. */
function gluedShare(lines: readonly string[], count: number): number {
  let glued = 0;
  for (const line of lines) {
    for (let rest = line; ;) {
      const found = GLUED.exec(rest);
      if (found === null) break;
      if (!SHARED.test(found[0])) glued++;
      rest = rest.slice(found.index + found[0].length);
    }
  }
  return glued / count;
}

function chinese(character: string, ordinary: ReadonlySet<string>): number | null {
  if (SHARED.test(character)) return null;
  if (!HAN.test(character)) return -0.6;
  return COMMON_HAN.has(character) ? 1 : ordinary.has(character) ? 0.2 : -0.6;
}

function korean(character: string): number | null {
  if (SHARED.test(character)) return null;
  if (HANGUL.test(character)) return COMMON_HANGUL.has(character) ? 1 : hangulLevelOne().has(character) ? 0.4 : -0.6;
  return JAMO.test(character) ? -0.1 : -0.6;
}

/** Share of kana below which a text is not Japanese. */
const MIN_KANA = 0.1;

function japanese(lines: readonly string[]): number {
  const ordinary = kanjiLevelOne();
  let kana = 0;
  let count = 0;
  const mean = meanOf(lines, (character) => {
    if (SHARED.test(character)) return null;
    count++;
    if (HIRAGANA.test(character) || KATAKANA.test(character)) {
      kana++;
      return HIRAGANA.test(character) ? 1 : 0.8;
    }
    if (HALF_KATAKANA.test(character)) return -0.8;
    return HAN.test(character) ? (ordinary.has(character) ? 0.4 : -0.5) : -0.6;
  });
  return kana < count * MIN_KANA ? Math.min(mean, 0.1) : mean;
}
