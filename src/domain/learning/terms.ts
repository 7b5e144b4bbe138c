import { withRoom } from '../typed-array.js';
import { kindOf, MARK, SEPARATOR, UNSPACED, WORD } from './scripts.js';

/** Character n-grams within a word, with the spaces around it. */
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;
/** Characters in a row of a script without spaces. */
const LONGEST_UNSPACED = 3;
/** Longer texts and words are cut: the rest adds nothing, and a hostile file cannot take for ever. */
const LONGEST_TEXT = 100_000;
const LONGEST_WORD = 256;
/** Of a character with its marks. */
const LONGEST_CHARACTER = 16;

/** Seeds that keep kinds of terms apart. */
const SEED_WORD = 0x2545f491;
const SEED_PAIR = 0x9e3779b1;
const SEED_UNSPACED = 0x85ebca77;
const SEED_GRAM = 0xc2b2ae3d;

const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;
const SPACE = 32;

/** Known hashes of single characters of scripts without spaces below U+10000. 0 = unknown. */
const knownHashes = new Uint32Array(0x10000);

/**
 * Reads texts as terms, each a 32-bit hash, in two spaces. Words: words and pairs of neighbouring words. Characters:
 * n-grams of 3 to 5 characters within a word. Runs of a script without spaces give n-grams of 1 to 3 characters to
 * both. Letters are compared in compatibility form (NFKC) and lower case, and every digit counts as 0.
 *
 * After `read`, `words[0 .. wordCount)` and `characters[0 .. characterCount)` hold the terms in order, with
 * repetitions. `starts` and `ends` hold the part of the text (in UTF-16 units) that each term of `words` covers.
 */
export class TermReader {
  words = new Uint32Array(256);
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);
  wordCount = 0;
  characters = new Uint32Array(1024);
  characterCount = 0;
  /** Words, and characters of scripts without spaces, in the text that was read. */
  spacedCount = 0;
  unspacedCount = 0;
  /** Whether the text before is a word, to be paired with the next. Its hash and its start. */
  #isPaired = false;
  #before = 0;
  #beforeStart = 0;
  /** A word in the compared form, with a space before and behind it. */
  #units = new Uint16Array(LONGEST_WORD + 2);
  /** Hash and place of each character in the present run. */
  readonly #runHash: number[] = [];
  readonly #runStart: number[] = [];

  read(text: string): void {
    this.wordCount = 0;
    this.characterCount = 0;
    this.spacedCount = 0;
    this.unspacedCount = 0;
    this.#isPaired = false;
    const end = Math.min(text.length, LONGEST_TEXT);
    for (let at = 0; at < end;) {
      const codePoint = text.codePointAt(at) as number;
      const kind = kindOf(codePoint);
      if (kind === SEPARATOR) at += widthOf(codePoint);
      else if (kind === UNSPACED) at = this.#unspacedRun(text, at, end);
      else at = this.#word(text, at, end);
    }
  }

  #word(text: string, start: number, end: number): number {
    let at = start;
    let ascii = true;
    while (at < end) {
      const codePoint = text.codePointAt(at) as number;
      const kind = kindOf(codePoint);
      if (kind !== WORD && kind !== MARK && !isInnerApostrophe(text, at)) break;
      if (codePoint >= 0x80) ascii = false;
      at += widthOf(codePoint);
    }
    this.spacedCount++;
    const length = this.#takeWord(text, start, Math.min(at, start + LONGEST_WORD), ascii);
    const hash = this.#hashOfWord(length);
    this.#addWord(mix(SEED_WORD, hash), start, at);
    if (this.#isPaired) this.#addWord(mix(mix(SEED_PAIR, this.#before), hash), this.#beforeStart, at);
    this.#isPaired = true;
    this.#before = hash;
    this.#beforeStart = start;
    this.#addGrams(length + 2);
    return at;
  }

  /** Writes a word in the compared form to `units`, behind a space and before another. Returns its length. */
  #takeWord(text: string, start: number, end: number, ascii: boolean): number {
    const plain = ascii ? '' : normalised(text.slice(start, end));
    const length = ascii ? end - start : plain.length;
    if (length + 2 > this.#units.length) this.#units = new Uint16Array(length + 2);
    const units = this.#units;
    units[0] = SPACE;
    for (let i = 0; i < length; i++) units[i + 1] = ascii ? folded(text.charCodeAt(start + i)) : plain.charCodeAt(i);
    units[length + 1] = SPACE;
    return length;
  }

  #hashOfWord(length: number): number {
    const units = this.#units;
    let hash = SEED_WORD ^ BASIS;
    for (let i = 1; i <= length; i++) hash = Math.imul(hash ^ (units[i] as number), PRIME);
    return finished(hash);
  }

  /** N-grams of the padded word in `units`. A word shorter than the longest n-gram gives itself once. */
  #addGrams(length: number): void {
    const units = this.#units;
    this.#reserveCharacters(length * (LONGEST_GRAM - SHORTEST_GRAM + 1));
    const { characters } = this;
    let count = this.characterCount;
    for (let i = 0; i + SHORTEST_GRAM <= length; i++) {
      const last = Math.min(length, i + LONGEST_GRAM);
      let hash = SEED_GRAM ^ BASIS;
      for (let j = i; j < last; j++) {
        hash = Math.imul(hash ^ (units[j] as number), PRIME);
        if (j - i >= SHORTEST_GRAM - 1) characters[count++] = finished(hash);
      }
    }
    this.characterCount = count;
  }

  #unspacedRun(text: string, start: number, end: number): number {
    const runHash = this.#runHash;
    const runStart = this.#runStart;
    runHash.length = 0;
    runStart.length = 0;
    let at = start;
    while (at < end) {
      const codePoint = text.codePointAt(at) as number;
      if (kindOf(codePoint) !== UNSPACED) break;
      const from = at;
      at = endOfMarks(text, at + widthOf(codePoint), end);
      runStart.push(from);
      runHash.push(hashOfCharacter(text, from, at));
    }
    runStart.push(at);
    this.#isPaired = false;
    this.unspacedCount += runHash.length;
    this.#reserveCharacters(runHash.length * LONGEST_UNSPACED);
    for (let i = 0; i < runHash.length; i++) {
      let hash = SEED_UNSPACED;
      const last = Math.min(runHash.length, i + LONGEST_UNSPACED);
      for (let j = i; j < last; j++) {
        hash = mix(hash, runHash[j] as number);
        this.#addWord(hash, runStart[i] as number, runStart[j + 1] as number);
        this.characters[this.characterCount++] = hash;
      }
    }
    return at;
  }

  #addWord(hash: number, start: number, end: number): void {
    const at = this.wordCount++;
    if (at === this.words.length) {
      this.words = withRoom(this.words, this.wordCount);
      this.starts = withRoom(this.starts, this.wordCount);
      this.ends = withRoom(this.ends, this.wordCount);
    }
    this.words[at] = hash;
    this.starts[at] = start;
    this.ends[at] = end;
  }

  #reserveCharacters(extra: number): void {
    this.characters = withRoom(this.characters, this.characterCount + extra);
  }
}

/** End of the marks that belong to the character before `at`. */
function endOfMarks(text: string, at: number, end: number): number {
  let behind = at;
  while (behind < end) {
    const codePoint = text.codePointAt(behind) as number;
    if (kindOf(codePoint) !== MARK) break;
    behind += widthOf(codePoint);
  }
  return behind;
}

const DIGITS = /\p{Nd}/gu;
/** They choose between two drawings of one character. */
const VARIATION_SELECTORS = /[\ufe00-\ufe0f]/g;

function normalised(token: string): string {
  return token.normalize('NFKC').toLowerCase().replace(DIGITS, '0').replace('\u2019', "'");
}

/** Whether an apostrophe is inside of a word here (`don't`), so that more of the word follows. */
function isInnerApostrophe(text: string, at: number): boolean {
  const character = text[at];
  if (character !== "'" && character !== '\u2019') return false;
  const next = text.codePointAt(at + 1);
  return next !== undefined && kindOf(next) === WORD;
}

/** The result of `normalised` for an ASCII character of a word. */
function folded(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code >= 48 && code <= 57 ? 48 : code;
}

/** Hash of a character of a script without spaces, with its marks. */
function hashOfCharacter(text: string, start: number, end: number): number {
  const unit = text.charCodeAt(start);
  if (end - start === 1 && knownHashes[unit] !== 0) return knownHashes[unit] as number;
  const character = text.slice(start, Math.min(end, start + LONGEST_CHARACTER));
  const hash = hashOf(normalised(character).replace(VARIATION_SELECTORS, ''), SEED_UNSPACED);
  if (end - start === 1) knownHashes[unit] = hash;
  return hash;
}

/** FNV-1a over UTF-16 units, with a final mix. */
function hashOf(text: string, seed: number): number {
  let hash = seed ^ BASIS;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return finished(hash);
}

/** One hash of two, in this order. */
export function mix(a: number, b: number): number {
  return finished(Math.imul(a, 0x9e3779b1) ^ (b + 0x7f4a7c15 + (a << 6) + (a >>> 2)));
}

function finished(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function widthOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}
