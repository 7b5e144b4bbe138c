import { textOf } from '../bytes/text-column.js';
import { NearDuplicates } from '../learning/near-duplicates.js';
import { kindOf, UNSPACED } from '../learning/scripts.js';
import { TermReader } from '../learning/terms.js';
import type { TextChunk } from '../models/batch.js';
import { decodeEntities } from './entities.js';
import { foldCase } from './fold.js';
import { NearestRowsFinder, type NearestRows } from './nearest-rows.js';

/** Rows with alike texts, and rows that say too little. Each column has a value for each row. */
export interface TextGroups {
  /** Number of the first row with the same text after `comparable`; of a pair, with the same two texts. */
  readonly same: Uint32Array<ArrayBuffer>;
  /**
   * Number of the first row of the group of near-duplicates, which has the rows of the same text too. Null where there
   * are too many rows to look for near-duplicates.
   */
  readonly near: Uint32Array<ArrayBuffer> | null;
  /** 1 = the text is empty, one word, or nothing but addresses. Of a pair, both texts are. */
  readonly bare: Uint8Array<ArrayBuffer>;
}

/** Near-duplicates of more rows need too much memory. */
export const MOST_NEAR_ROWS = 1_200_000;
/** Joins texts of nine words or more where one word differs. Of such texts, 99 % are found. */
const NEAR_TEXTS = { near: 0.7, bands: 12, inBand: 3 };
/** Terms of all rows that are kept to compare them: 512 MB. */
const MOST_TERMS = 128_000_000;
/** Letters of a word in a script without spaces. */
const UNSPACED_WORD = 2;
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const LETTER = /\p{L}/u;
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/gu;
/** A web address with or without its scheme, or a mail address, perhaps in brackets. */
const ADDRESS =
  /^[<([]*(?:[a-z][a-z\d+.-]*:\/\/\S+|www\.\S+|(?:mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+|(?:[\p{L}\d-]+\.)+\p{L}{2,}(?:[/?#:]\S*)?)$/u;

/** A text as texts are compared: character references decoded, compatibility form, lower case, single spaces. */
export function comparable(text: string): string {
  return foldCase(decodeEntities(text).normalize('NFKC')).replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim();
}

/** The size of the texts to read, and what to look for. */
export interface TextGroupsPlan {
  readonly rows: number;
  /** UTF-8 bytes of all texts. */
  readonly textBytes: number;
  /** Whether to look for the nearest rows too. */
  readonly nearest: boolean;
}

/** Reads texts, row by row, and groups them. */
export class TextGroupsReader {
  readonly #reader = new TermReader();
  /** Null where there are too many rows. */
  readonly #near: NearDuplicates | null;
  /** Null where nearest rows are not wanted. */
  readonly #nearest: NearestRowsFinder | null;
  /** Number of the first row with each text, by the digest of the text. */
  readonly #first = new Map<number, number>();
  readonly #same: number[] = [];
  readonly #bare: number[] = [];

  constructor({ rows, textBytes, nearest }: TextGroupsPlan) {
    const mostTerms = Math.floor(MOST_TERMS / Math.max(rows, 1));
    this.#near = rows <= MOST_NEAR_ROWS ? new NearDuplicates({ ...NEAR_TEXTS, mostTerms }) : null;
    this.#nearest = nearest ? new NearestRowsFinder(textBytes) : null;
  }

  /** Reads the next rows; `second` holds the second texts of pairs. */
  read(text: TextChunk, second: TextChunk | null): void {
    for (let row = 0; row + 1 < text.offsets.length; row++) {
      const a = comparable(textOf(text, row));
      const b = second && comparable(textOf(second, row));
      this.#bare.push(isBare(a) && (b === null || isBare(b)) ? 1 : 0);
      this.#addText(b === null ? a : `${a}\n${b}`);
      if (this.#near ?? this.#nearest) this.#addTerms(a, b);
    }
  }

  /** Groups the rows that were read. */
  finish(): TextGroups {
    const same = Uint32Array.from(this.#same);
    const bare = Uint8Array.from(this.#bare);
    // A text without any term, such as punctuation alone, has only the rows of the same text beside it.
    const groups = this.#near?.groups();
    if (!groups) return { same, near: null, bare };
    const near = groups.map((group, row) => (group === row ? (groups[same[row] as number] as number) : group));
    return { same, near, bare };
  }

  /** The nearest rows of the rows `from` up to `to`, after all rows were read. `plan.nearest` must be set. */
  nearest(from: number, to: number): NearestRows {
    if (!this.#nearest) throw new Error('nearest rows were not asked for');
    return this.#nearest.find(from, to);
  }

  #addText(text: string): void {
    const row = this.#same.length;
    const key = digestOf(text);
    const first = this.#first.get(key);
    if (first === undefined) this.#first.set(key, row);
    this.#same.push(first ?? row);
  }

  #addTerms(first: string, second: string | null): void {
    const words = this.#wordsOf(first);
    if (second === null) {
      this.#near?.add(words);
      this.#nearest?.add(words, null);
      return;
    }
    const ofFirst = words.slice();
    const ofSecond = this.#wordsOf(second);
    this.#near?.addPair(ofFirst, ofSecond);
    this.#nearest?.add(ofFirst, ofSecond);
  }

  /** The terms of a text, until the next text is read. */
  #wordsOf(text: string): Uint32Array {
    this.#reader.read(text);
    return this.#reader.words.subarray(0, this.#reader.wordCount);
  }
}

/** Whether a text is empty, one word, or nothing but addresses. */
function isBare(text: string): boolean {
  let words = 0;
  let isAddress = true;
  for (const part of text.split(' ')) {
    if (!WORD.test(part)) continue;
    words++;
    isAddress &&= ADDRESS.test(part);
    if (words > 1 && !isAddress) return false;
  }
  return isAddress || unspacedLetters(text) <= UNSPACED_WORD;
}

/** Number of letters of scripts without spaces. */
function unspacedLetters(text: string): number {
  let count = 0;
  for (const character of text) {
    if (kindOf(character.codePointAt(0) as number) === UNSPACED && LETTER.test(character)) count++;
  }
  return count;
}

/** A number of 53 bits for a text. Two of a million texts have the same one by chance in one of 20,000 datasets. */
function digestOf(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return 0x1_0000_0000 * (high & 0x1f_ffff) + (low >>> 0);
}
