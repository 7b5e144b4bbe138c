import { kindOf, MARK, SEPARATOR, UNSPACED, WORD } from './scripts.js';

/** Character n-grams within a word, the spaces around it included. */
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;
/** Characters in a row of a script without spaces. */
const LONGEST_UNSPACED = 3;
/** Of a text and of a word no more is read: what follows says nothing new, and a hostile file cannot take for ever. */
const LONGEST_TEXT = 100_000;
const LONGEST_WORD = 256;
/** Words whose terms are remembered. */
const REMEMBERED_WORDS = 200_000;

/** Seeds that keep kinds of terms apart. */
const SEED_WORD = 0x2545f491;
const SEED_PAIR = 0x9e3779b1;
const SEED_UNSPACED = 0x85ebca77;
const SEED_GRAM = 0xc2b2ae3d;

interface WordTerms {
  readonly hash: number;
  /** Character n-grams of the word. */
  readonly grams: Uint32Array;
}

/**
 * Reads texts as terms, each a 32-bit hash, in two spaces. Words: words and pairs of neighbouring words. Characters:
 * n-grams of 3 to 5 characters within a word. Runs of a script without spaces give n-grams of 1 to 3 characters to
 * both. Letters are compared in compatibility form (NFKC) and lower case, and every digit counts as 0.
 *
 * After `read`, `words[0 .. wordCount)` and `characters[0 .. characterCount)` hold the terms in order, repeated ones
 * repeatedly. `starts` and `ends` say which part of the text (in UTF-16 units) each term of `words` covers. `single` is
 * 1 for a term of one word or of one character of a script without spaces.
 */
export class TermReader {
  words = new Uint32Array(256);
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);
  single = new Uint8Array(256);
  wordCount = 0;
  characters = new Uint32Array(1024);
  characterCount = 0;
  /** Words, and characters of scripts without spaces, in the text that was read. */
  spacedCount = 0;
  unspacedCount = 0;
  private readonly remembered = new Map<string, WordTerms>();
  /** The word before, to be paired with the next; -1 = none. */
  private before = -1;
  private beforeStart = 0;
  /** Of the run being read: hash and place of each character. */
  private readonly runHash: number[] = [];
  private readonly runStart: number[] = [];

  read(text: string): void {
    this.wordCount = 0;
    this.characterCount = 0;
    this.spacedCount = 0;
    this.unspacedCount = 0;
    this.before = -1;
    const end = Math.min(text.length, LONGEST_TEXT);
    for (let at = 0; at < end;) {
      const kind = kindOf(codePointAt(text, at));
      if (kind === SEPARATOR) at += widthAt(text, at);
      else if (kind === UNSPACED) at = this.unspacedRun(text, at, end);
      else at = this.word(text, at, end);
    }
  }

  private word(text: string, start: number, end: number): number {
    let at = start + widthAt(text, start);
    while (at < end && isWithinWord(text, at)) at += widthAt(text, at);
    this.spacedCount++;
    const { hash, grams } = this.termsOf(text.slice(start, at));
    this.addWord(mix(SEED_WORD, hash), start, at, 1);
    if (this.before >= 0) this.addWord(mix(mix(SEED_PAIR, this.before), hash), this.beforeStart, at, 0);
    this.before = hash;
    this.beforeStart = start;
    this.reserveCharacters(grams.length);
    this.characters.set(grams, this.characterCount);
    this.characterCount += grams.length;
    return at;
  }

  private unspacedRun(text: string, start: number, end: number): number {
    const { runHash, runStart } = this;
    runHash.length = 0;
    runStart.length = 0;
    let at = start;
    while (at < end) {
      const codePoint = codePointAt(text, at);
      const kind = kindOf(codePoint);
      if (kind !== UNSPACED && kind !== MARK) break;
      const width = widthAt(text, at);
      runStart.push(at);
      runHash.push(hashOf(normalised(text.slice(at, at + width)), SEED_UNSPACED));
      at += width;
    }
    runStart.push(at);
    this.before = -1;
    this.unspacedCount += runHash.length;
    for (let i = 0; i < runHash.length; i++) {
      let hash = SEED_UNSPACED;
      const last = Math.min(runHash.length, i + LONGEST_UNSPACED);
      for (let j = i; j < last; j++) {
        hash = mix(hash, runHash[j] as number);
        this.addWord(hash, runStart[i] as number, runStart[j + 1] as number, j === i ? 1 : 0);
        this.reserveCharacters(1);
        this.characters[this.characterCount++] = hash;
      }
    }
    return at;
  }

  private addWord(hash: number, start: number, end: number, single: 0 | 1): void {
    const at = this.wordCount++;
    if (at === this.words.length) {
      this.words = doubled(this.words);
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
      const singles = new Uint8Array(this.single.length * 2);
      singles.set(this.single);
      this.single = singles;
    }
    this.words[at] = hash;
    this.starts[at] = start;
    this.ends[at] = end;
    this.single[at] = single;
  }

  private reserveCharacters(extra: number): void {
    while (this.characterCount + extra > this.characters.length) this.characters = doubled(this.characters);
  }

  private termsOf(word: string): WordTerms {
    const known = this.remembered.get(word);
    if (known) return known;
    const plain = normalised(word.slice(0, LONGEST_WORD));
    const terms = { hash: hashOf(plain, SEED_WORD), grams: gramsOf(` ${plain} `) };
    if (this.remembered.size >= REMEMBERED_WORDS) this.remembered.clear();
    this.remembered.set(word, terms);
    return terms;
  }
}

/** N-grams of a padded word; one that is shorter than the longest n-gram gives itself once. */
function gramsOf(padded: string): Uint32Array {
  const hashes: number[] = [];
  for (let n = SHORTEST_GRAM; n <= LONGEST_GRAM; n++) {
    if (padded.length < n) break;
    for (let i = 0; i + n <= padded.length; i++) hashes.push(hashOf(padded.slice(i, i + n), SEED_GRAM));
  }
  return Uint32Array.from(hashes);
}

const DIGITS = /\p{Nd}/gu;

function normalised(token: string): string {
  return token.normalize('NFKC').toLowerCase().replace(DIGITS, '0').replace('\u2019', "'");
}

/** Whether a word goes on here: with a letter, digit or mark, or with an apostrophe that more of it follows (`don't`). */
function isWithinWord(text: string, at: number): boolean {
  const kind = kindOf(codePointAt(text, at));
  if (kind === WORD || kind === MARK) return true;
  const character = text[at];
  return (
    (character === "'" || character === '\u2019') && at + 1 < text.length && kindOf(codePointAt(text, at + 1)) === WORD
  );
}

/** FNV-1a over UTF-16 units, with a final mix. */
function hashOf(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
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

function codePointAt(text: string, at: number): number {
  return text.codePointAt(at) as number;
}

function widthAt(text: string, at: number): number {
  return codePointAt(text, at) > 0xffff ? 2 : 1;
}

function doubled(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(values.length * 2);
  grown.set(values);
  return grown;
}
