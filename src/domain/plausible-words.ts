import type { SourceEncoding } from './dataset.js';
import type { Alphabet, LetterWeights } from './script-letters.js';
import {
  ARABIC_WEIGHTS,
  CYRILLIC_WEIGHTS,
  EAST_SLAVIC,
  GREEK_WEIGHTS,
  HEBREW_WEIGHTS,
  LATIN_ALPHABETS,
  SOUTH_SLAVIC,
  THAI_WEIGHTS,
} from './script-letters.js';

/** The evidence of the characters beyond ASCII. */
interface Tally {
  sum: number;
  count: number;
  /** Words and signs, the impossible ones, and the seldom ones. */
  units: number;
  impossible: number;
  seldom: number;
  /** Letters of languages that the lines are not in. */
  readonly strange: string;
}

const WORD = /[\p{L}\p{M}]+/gu;
const FOREIGN = /[^\0-\x7f]/u;
const LATIN = /\p{Script=Latin}/u;
/** Other scripts with an alphabet, the weights of their letters, and forms that no word of theirs has. */
const SCRIPTS: readonly { readonly letter: RegExp; readonly weights: LetterWeights; readonly never?: RegExp }[] = [
  { letter: /\p{Script=Cyrillic}/u, weights: CYRILLIC_WEIGHTS },
  // The final sigma ends words, and the other one does not.
  { letter: /\p{Script=Greek}/u, weights: GREEK_WEIGHTS, never: /ς(?=.)|.σ$/u },
  { letter: /\p{Script=Hebrew}/u, weights: HEBREW_WEIGHTS, never: /[םןץףך](?=.)|.[נצפ]$/u },
  { letter: /\p{Script=Arabic}/u, weights: ARABIC_WEIGHTS, never: /[ةى](?=.)/u },
  // A mark follows a consonant, and a vowel that is written in front precedes one.
  { letter: /\p{Script=Thai}/u, weights: THAI_WEIGHTS, never: /^\p{M}|[เแโใไ](?![ก-ฮ])|[ะาำๆฯ]\p{M}/u },
];
/** A word in one case, or with a capital first. */
const SANE_CASE = /^(?:\p{Lu}?[\p{Ll}\p{M}]*|[\p{Lu}ß]+)$/u;
const LONG_FOREIGN_RUN = /[^\0-\x7f]{4,}/u;
/** A Latin word that has no letter of ASCII. */
const ALL_FOREIGN = /^[^\0-\x7f]{3,}$/u;
/** Letters that the encodings for Latin letters hold. Other encodings hold all. */
const AREAS: ReadonlyMap<SourceEncoding, readonly Alphabet['of'][]> = new Map([
  ['windows-1252', ['west']],
  ['windows-1250', ['centre']],
  ['iso-8859-2', ['centre']],
  ['windows-1254', ['west', 'turkey']],
  ['macintosh', ['west']],
  ['windows-1257', ['baltic']],
]);
/** Letters that lines must hold in an encoding made for another script. */
const OWN_LETTERS: ReadonlyMap<SourceEncoding, RegExp> = new Map([
  ['windows-1251', /\p{Script=Cyrillic}/u],
  ['koi8-r', /\p{Script=Cyrillic}/u],
  ['koi8-u', /\p{Script=Cyrillic}/u],
  ['ibm866', /\p{Script=Cyrillic}/u],
  ['x-mac-cyrillic', /\p{Script=Cyrillic}/u],
  ['iso-8859-5', /\p{Script=Cyrillic}/u],
  ['windows-1253', /\p{Script=Greek}/u],
  ['windows-1255', /\p{Script=Hebrew}/u],
  ['windows-1256', /\p{Script=Arabic}/u],
  ['iso-8859-6', /\p{Script=Arabic}/u],
  ['windows-874', /\p{Script=Thai}/u],
]);
/**
 * Joins letters of Arabic, or keeps them apart, or turns the direction. It is the only such sign in the encodings that
 * hold it.
 */
const JOINER = /[\u200c-\u200f]/;
const JOINED = /\p{Script=Arabic}|\p{Script=Hebrew}/u;
/** Signs that text holds between its words. */
const USUAL_SIGNS = new Set('«»“”„‘’‚‹›…–—€£¥©®™°§±½¼¾²³·•¿¡ªº×÷´№\u00a0');
/** Signs inside words. */
const INNER_SIGNS = new Set('’‘´·–—“”…\u00a0');
/** Quotes that open, and signs of formulas and alone standing accents. */
const NEVER_BEHIND_LETTERS = /[‚„∏∑∂∆◊√∫ƒ˘ˇ˝˚¯¸˛¬]/u;
/** A letter in front of other signs, and behind them. */
const LETTER_BEFORE = /\p{L}[^\0-\x7f\p{L}’‘´·–—“”…\u00a0]*$/u;
const LETTER_BEHIND = /^[^\0-\x7f\p{L}’‘´·–—“”…\u00a0]*\p{L}/u;
/** The cost of a letter of no language's alphabet, and the gain of one of a fitting alphabet. */
const MIXED = -1;
const INSANE = -0.5;
/** Shares of impossible and of seldom words and signs from which lines are nonsense, and their highest score then. */
const MAX_IMPOSSIBLE = 0.02;
const MAX_SELDOM = 0.05;
const NONSENSE = 0.2;
/** Capitals alone are possible, and rarer. */
const CAPITALS = 0.8;

/**
 * How much lines look like text in letters of an alphabet: words of one script, in one case or with a capital first, of
 * letters that a language uses together, and signs at usual places. From -1 to 1. 0 without a character beyond ASCII.
 */
export function alphabetScore(lines: readonly string[], encoding: SourceEncoding): number {
  const alphabets = LATIN_ALPHABETS.filter(({ of }) => AREAS.get(encoding)?.includes(of) ?? true);
  const tally: Tally = { sum: 0, count: 0, units: 0, impossible: 0, seldom: 0, strange: strangeLetters(lines) };
  const latin: string[] = [];
  for (const line of lines) {
    const letters = judgeWords(line, tally);
    if (letters !== '') latin.push(letters);
    judgeSigns(line, tally);
  }
  const whole = coverage(latin.join(''), alphabets);
  for (const letters of latin) {
    const value = 2 * ((coverage(letters, alphabets) + whole) / 2) - 1;
    tally.sum += value * letters.length;
    tally.count += letters.length;
  }
  const score = tally.count === 0 ? 0 : tally.sum / tally.count;
  const { units, impossible, seldom } = tally;
  const own = OWN_LETTERS.get(encoding);
  const foreign = own !== undefined && !lines.some((line) => own.test(line));
  const nonsense = foreign || impossible > units * MAX_IMPOSSIBLE || (seldom > 1 && seldom > units * MAX_SELDOM);
  return nonsense ? Math.min(score, NONSENSE) : score;
}

/** Of the Cyrillic letters that no language has together, those that are fewer in the lines. */
function strangeLetters(lines: readonly string[]): string {
  const text = lines.join('').toLowerCase();
  const times = (letters: string): number => Array.from(text).filter((letter) => letters.includes(letter)).length;
  const [south, east] = [times(SOUTH_SLAVIC), times(EAST_SLAVIC)];
  return south === 0 || east === 0 ? '' : south > east ? EAST_SLAVIC : SOUTH_SLAVIC;
}

/** Counts a word or a sign, and its evidence where that is a single number. */
function countUnit(tally: Tally, value: unknown): void {
  tally.units++;
  if (value === MIXED) tally.impossible++;
  else if (value === INSANE) tally.seldom++;
}

/** Judges the words of a line. Returns the Latin letters beyond ASCII, in lower case, to be judged together. */
function judgeWords(line: string, tally: Tally): string {
  let latin = '';
  for (const found of line.matchAll(WORD)) {
    const [word] = found;
    if (!FOREIGN.test(word)) continue;
    const foreign = Array.from(word).filter((letter) => letter >= '\x80');
    const value = wordValue(word, line, found.index);
    countUnit(tally, value);
    if (value === null) {
      latin += foreign.filter((letter) => letter !== 'ª' && letter !== 'º').join('');
      continue;
    }
    tally.count += foreign.length;
    if (typeof value === 'number') tally.sum += value * foreign.length;
    else for (const letter of foreign) tally.sum += weightOf(letter, value, word, tally.strange);
  }
  // In lower case a dotted I is two characters.
  return latin.replaceAll('İ', 'ı').toLowerCase();
}

/** The evidence of each letter of a word: a number, weights by letter, or null for a sound Latin word. */
function wordValue(word: string, line: string, at: number): number | LetterWeights | null {
  const latin = LATIN.test(word);
  const scripts = SCRIPTS.filter(({ letter }) => letter.test(word));
  const [script] = scripts;
  const known = Array.from(word).every((letter) => LATIN.test(letter) || /\p{M}/u.test(letter) || isIn(script, letter));
  if (!known || scripts.length + Number(latin) !== 1) return MIXED;
  if (word.length === 1 && /\d/.test(line.slice(Math.max(0, at - 1), at + 2))) return /[ªº]/.test(word) ? 0.5 : INSANE;
  const cased = word !== word.toLowerCase() || word !== word.toUpperCase();
  if (cased && !SANE_CASE.test(word)) return INSANE;
  if (script === undefined) return LONG_FOREIGN_RUN.test(word) ? MIXED : ALL_FOREIGN.test(word) ? INSANE : null;
  return script.never?.test(word.toLowerCase()) ? INSANE : script.weights;
}

function isIn(script: (typeof SCRIPTS)[number] | undefined, letter: string): boolean {
  return script?.letter.test(letter) ?? false;
}

function weightOf(letter: string, weights: LetterWeights, word: string, strange: string): number {
  if (strange.includes(letter.toLowerCase())) return MIXED;
  const weight = weights.get(letter.toLowerCase()) ?? INSANE;
  const capitals = word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();
  return capitals ? weight * CAPITALS : weight;
}

/** The largest share of the letters that one language's alphabet holds. */
function coverage(letters: string, alphabets: readonly Alphabet[]): number {
  if (letters === '') return 1;
  const shares = alphabets.map(({ letters: alphabet, weight }) => {
    let held = 0;
    for (const letter of letters) if (alphabet.includes(letter)) held++;
    return (weight * held) / letters.length;
  });
  return Math.max(...shares);
}

function judgeSigns(line: string, tally: Tally): void {
  for (const found of line.matchAll(/[^\0-\x7f\p{L}\p{M}]/gu)) {
    const [sign] = found;
    const code = sign.codePointAt(0) ?? 0;
    if (code < 160 && code > 127) continue;
    const value = signValue(sign, line.slice(0, found.index), line.slice(found.index + sign.length));
    countUnit(tally, value);
    tally.count++;
    tally.sum += value;
  }
}

/** A dash in the place of a word's letter: the short one inside the word, the long one at its end. */
function isGluedDash(sign: string, before: string, behind: string): boolean {
  return /\p{Ll}$/u.test(before) && (sign === '–' ? /^\p{Ll}/u.test(behind) : /^[ ,.;]/.test(behind));
}

function signValue(sign: string, before: string, behind: string): number {
  if (/[–—]/.test(sign) && isGluedDash(sign, before, behind)) return 0;
  if (JOINER.test(sign)) return JOINED.test(before) || JOINED.test(behind) ? 0 : MIXED;
  if (NEVER_BEHIND_LETTERS.test(sign) && /\p{L}$/u.test(before)) return MIXED;
  if (LETTER_BEFORE.test(before) && LETTER_BEHIND.test(behind)) return INNER_SIGNS.has(sign) ? 0.5 : MIXED;
  if (USUAL_SIGNS.has(sign)) return 0.4;
  return /[\u2500-\u259f]/.test(sign) ? MIXED : -0.3;
}
